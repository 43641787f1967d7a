"""What was parsed of packs, kept so that a start needs no TOML: docs/decisions/0002-parse-cache.md.

One file per pack, found by the content it was made of. Whatever is odd about a cache file, it counts as missing.
"""

from __future__ import annotations

import contextlib
import os
from hashlib import blake2b
from pathlib import Path
from zlib import crc32

import msgspec

from phrasebook.files import read_limited, write_atomic
from phrasebook.language import current
from phrasebook.library.files import PackFile
from phrasebook.model import Pack, Phrase, Problem

_VERSION = b"phrasebook pack cache 1\n"
"""Changed whenever Phrase, _Entry or what the parser makes of a file changes."""

_MAX_FILE = 256 * 2**20
"""The largest pack (32 MiB) of shortest phrases makes less."""

_CHUNK = 500
"""Phrases decoded at a time, about 1 ms: other threads (the picker) run in between."""


class _Entry(msgspec.Struct, frozen=True, array_like=True):
    """A Pack without its place."""

    title: str
    description: str
    maintainer: str
    language: str
    """Of the problems' words."""
    problems: tuple[tuple[int, str, str, str], ...]
    chunks: tuple[msgspec.Raw, ...]


_entry_decoder = msgspec.msgpack.Decoder(_Entry)
_chunk_decoder = msgspec.msgpack.Decoder(tuple[Phrase, ...])
_encoder = msgspec.msgpack.Encoder()


class PackCache:
    """Parsed packs in a folder of the user's. Never raises: a cache that can't be used costs time, nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._used: dict[str, None] = {}
        self._wrote = False

    def recall(self, file: PackFile, data: bytes) -> Pack | None:
        """What `data`, the bytes of `file`, were parsed to; None when that isn't known."""
        name = _key(file, data)
        self._used[name] = None
        try:
            stored = read_limited(self._folder / name, _MAX_FILE)
            return _unpacked(stored, file)
        except (OSError, ValueError, RecursionError):  # missing, or not what we wrote (msgspec raises ValueErrors)
            return None

    def keep(self, file: PackFile, data: bytes, pack: Pack) -> None:
        """Remember what `data` were parsed to."""
        name = _key(file, data)
        with contextlib.suppress(OSError):  # a full disk, a read-only home
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_atomic(self._folder / name, _packed(pack), mode=0o600)
            self._wrote = True

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
    chunks = [pack.phrases[start : start + _CHUNK] for start in range(0, len(pack.phrases), _CHUNK)]
    entry = _Entry(
        pack.title,
        pack.description,
        pack.maintainer,
        current().value,
        tuple((problem.line, problem.key, problem.message, problem.hint) for problem in pack.problems),
        tuple(msgspec.Raw(_encoder.encode(chunk)) for chunk in chunks),
    )
    body = _encoder.encode(entry)
    return _VERSION + crc32(body).to_bytes(4) + body


def _unpacked(stored: bytes, file: PackFile) -> Pack:
    """The pack that `_packed` wrote.

    Raises:
        ValueError: it isn't one, or another pack's.
    """
    start = len(_VERSION) + 4
    body = memoryview(stored)[start:]
    # the checksum finds damage, which a decoder may not: a flipped bit in a text would be pasted to a customer
    if not stored.startswith(_VERSION) or stored[len(_VERSION) : start] != crc32(body).to_bytes(4):
        raise ValueError("not ours, of another version, or damaged")
    entry = _entry_decoder.decode(body)
    if entry.problems and entry.language != current().value:
        raise ValueError("problems in another language")
    phrases = tuple(phrase for chunk in entry.chunks for phrase in _chunk_decoder.decode(chunk))
    stem, scope, department = file.path.stem, file.scope, file.department
    for phrase in phrases:
        if phrase.scope is not scope or phrase.pack != stem or phrase.department != department:
            raise ValueError("a phrase of another place")
    return Pack(
        path=file.path,
        scope=scope,
        department=department,
        name=stem,
        title=entry.title,
        description=entry.description,
        maintainer=entry.maintainer,
        phrases=phrases,
        problems=tuple(Problem(file.path, *problem) for problem in entry.problems),
    )
