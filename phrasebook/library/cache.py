"""What was parsed of packs, kept so that a start needs no TOML: docs/decisions/0002-parse-cache.md.

One file per pack, found by the content it was made of. Whatever is odd about a cache file, it counts as missing.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path
from zlib import crc32

import msgspec

from phrasebook.digest import blake2b
from phrasebook.errors import PackError
from phrasebook.files import read_limited, write_atomic
from phrasebook.language import current, t
from phrasebook.library.files import PackFile
from phrasebook.model import Category, Pack, Phrase, Problem
from phrasebook.pack.file import read_bytes
from phrasebook.phrases import Codes, Ids, Outline, Stored, outlined, packed

_VERSION = b"phrasebook pack cache 3\n"
"""Changed whenever Told, _Entry or what the parser makes of a file changes."""

_MAX_FILE = 256 * 2**20
"""The largest pack (32 MiB) of shortest phrases makes less."""


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """A Pack without its place; after it, in the file, lies what its phrases say."""

    title: str
    description: str
    maintainer: str
    language: str
    """Of the problems' words."""
    problems: tuple[tuple[int, str, str, str], ...]
    place: tuple[str, str, str]
    ids: str
    categories: tuple[Category, ...]
    category_of: tuple[int, ...]
    codes: str
    conditional: tuple[int, ...]
    pictured: tuple[int, ...]
    provisional: tuple[int, ...]
    """These seven as in Outline, Ids and Codes."""
    ends: tuple[int, ...]
    """See `packed`."""

    def outline(self, size: int) -> Outline:
        """The outline of the phrases, which take `size` bytes.

        Raises:
            ValueError: it can't be that of any phrases.
        """
        ids, count = Ids(self.ids), len(self.ends)
        rows = (*self.conditional, *self.pictured, *self.provisional)
        fits = (
            len(ids) == len(self.category_of) == count
            and self.codes.count("\n") == max(0, count - 1)
            and (not rows or 0 <= min(rows) <= max(rows) < count)
            and (not count or 0 <= min(self.category_of) <= max(self.category_of) < len(self.categories))
            and all(begin < end for begin, end in pairwise((0, *self.ends)))
            and (self.ends[-1] if count else 0) == size
        )
        if not fits:
            raise ValueError("a false outline")
        category_of, codes = self.category_of, Codes(self.codes)
        return Outline(ids, self.categories, category_of, codes, self.conditional, self.pictured, self.provisional)


_entry_decoder = msgspec.msgpack.Decoder(_Entry)
_encoder = msgspec.msgpack.Encoder()


class PackCache:
    """Parsed packs in a folder of the user's. Never raises: a cache that can't be used costs time, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: dict[str, None] = {}
        self._wrote = False

    def key(self, file: PackFile, data: bytes) -> str:
        """The name of what `data`, the bytes of `file`, were parsed to; asking for it keeps it from `prune`."""
        name = _key(file, data)
        self.use(name)
        return name

    def use(self, name: str) -> None:
        """Keep this name from `prune`, and count it in the fingerprint."""
        self._used[name] = None

    def recall(self, name: str, file: PackFile) -> Pack | None:
        """What was kept under this name; None when there is nothing that can be trusted."""
        try:
            stored = read_limited(self._folder / name, _MAX_FILE)
            return _unpacked(stored, file, lambda: self._parsed_anew(name, file))
        except (OSError, ValueError, RecursionError):  # missing, or not what we wrote (msgspec raises ValueErrors)
            return None

    def _parsed_anew(self, name: str, file: PackFile) -> Sequence[Phrase]:
        """The phrases themselves, where what was kept turns out to be something else.

        Raises:
            PackError: the file isn't the same any more; whoever watches it will read it again.
        """
        from phrasebook.pack.read import parse_pack

        with contextlib.suppress(OSError):
            (self._folder / name).unlink()
        data = read_bytes(file.path)
        if _key(file, data) != name:
            raise PackError(t(f"{file.path} 刚刚改过", f"{file.path} has just changed"))
        return parse_pack(data, file.path, file.scope, file.department).phrases

    def keep(self, name: str, pack: Pack) -> None:
        """Remember what was parsed."""
        with contextlib.suppress(OSError):  # a full disk, a read-only home
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomic(self._folder / name, _packed(pack), mode=0o600)
            self._wrote = True

    def keep_instead(self, old: str, name: str, pack: Pack) -> None:
        """Remember what was parsed, and forget what stands under the name `old`."""
        self.keep(name, pack)
        with contextlib.suppress(OSError):
            (self._folder / old).unlink(missing_ok=True)

    def fingerprint(self) -> str:
        """Of the content of all packs that were asked for, in that order."""
        return blake2b("".join(self._used).encode(), digest_size=16).hexdigest()

    def prune(self) -> None:
        """Remove what wasn't asked for since this object was made, if anything was added."""
        if not self._wrote:
            return
        with contextlib.suppress(OSError):  # another process may be pruning too
            for path in self._folder.iterdir():
                if path.name not in self._used:
                    path.unlink(missing_ok=True)


def library_cache(cache: Path, library: Path) -> PackCache:
    """The cache of one library, under the user's cache folder."""
    name = blake2b(os.fsencode(library.resolve()), digest_size=8).hexdigest()
    return PackCache(cache / "packs" / name)


def _key(file: PackFile, data: bytes) -> str:
    """Everything that decides what the parser makes of a file."""
    place = (file.scope.value, file.department, file.path.stem)
    digest = blake2b(_VERSION + _encoder.encode(place), digest_size=16)
    digest.update(data)
    return f"{digest.hexdigest()}.msgpack"


def _packed(pack: Pack) -> bytes:
    outline, (block, ends) = outlined(pack.phrases), packed(pack.phrases)
    entry = _Entry(
        title=pack.title,
        description=pack.description,
        maintainer=pack.maintainer,
        language=current().value,
        problems=tuple((problem.line, problem.key, problem.message, problem.hint) for problem in pack.problems),
        place=(pack.scope.value, pack.department, pack.name),
        ids="".join(outline.ids),
        categories=tuple(outline.categories),
        category_of=tuple(outline.category_of),
        codes="\n".join(phrase.code for phrase in pack.phrases),
        conditional=tuple(outline.conditional),
        pictured=tuple(outline.pictured),
        provisional=tuple(outline.provisional),
        ends=ends,
    )
    head = _encoder.encode(entry)
    body = len(head).to_bytes(4) + head + block
    return _VERSION + crc32(body).to_bytes(4) + body


def _unpacked(stored: bytes, file: PackFile, anew: Callable[[], Sequence[Phrase]]) -> Pack:
    """The pack that `_packed` wrote.

    Raises:
        ValueError: it isn't one, or another pack's.
    """
    start = len(_VERSION) + 4
    body = memoryview(stored)[start:]
    # the checksum finds damage, which a decoder may not: a flipped bit in a text would be pasted to a customer
    if not stored.startswith(_VERSION) or stored[len(_VERSION) : start] != crc32(body).to_bytes(4):
        raise ValueError("not ours, of another version, or damaged")
    end = 4 + int.from_bytes(body[:4])
    entry, block = _entry_decoder.decode(body[4:end]), bytes(body[end:])
    if entry.problems and entry.language != current().value:
        raise ValueError("problems in another language")
    stem, scope, department = file.path.stem, file.scope, file.department
    if entry.place != (scope.value, department, stem):
        raise ValueError("of another place")
    return Pack(
        path=file.path,
        scope=scope,
        department=department,
        name=stem,
        title=entry.title,
        description=entry.description,
        maintainer=entry.maintainer,
        phrases=Stored(block, entry.ends, entry.outline(len(block)), (scope, department, stem), anew),
        problems=tuple(Problem(file.path, *problem) for problem in entry.problems),
    )
