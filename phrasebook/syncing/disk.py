"""The personal packs as they lie on the disk now: what of them is synced, and what nobody can be sure of.

A phrase that is missing only counts as deleted when nothing speaks against it: its id stands nowhere any more, and its
pack could be read. Otherwise it may be behind a missing quote.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from phrasebook.errors import PackError
from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.library.changes import Make
from phrasebook.library.files import pack_files
from phrasebook.library.settling import settled
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.edit import edited
from phrasebook.pack.fields import KNOWN
from phrasebook.pack.file import UnreadablePackError, read_bytes
from phrasebook.pack.images import MAX_IMAGE, with_pictures
from phrasebook.pack.read import parse_pack
from phrasebook.sharing.pairing import picture_digest
from phrasebook.sharing.personal import Body
from phrasebook.syncing.bodies import body_of
from phrasebook.syncing.local import Picture

MAX_PICTURES = 200 * 2**20
"""Bytes of all pictures that are synced; phrases with more stay on this machine."""

_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{20}(?![0-9a-f])")
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_SURE = 2_000_000_000
"""Nanoseconds after which a file's mark tells of every change: the coarsest clock in use (FAT) ticks that slowly."""


class MeanwhileError(Exception):
    """A file isn't as it was read: somebody has just saved it."""


@dataclass(frozen=True)
class Disk:
    """What was found."""

    folder: Path
    """Of the personal packs."""
    files: Mapping[str, bytes]
    """The content of each pack that could be opened, by its name."""
    packs: Mapping[str, Pack]
    closed: frozenset[str]
    """Packs that can't be read at all now."""
    pictures: Mapping[str, Picture]
    kept_back: Mapping[str, str]
    """Phrases that can't be synced as they are, by id, and why."""

    @cached_property
    def phrases(self) -> Mapping[str, Phrase]:
        """Those that are synced, by id, in the order of their files."""
        return {
            phrase.id: phrase
            for pack in self.packs.values()
            for phrase in pack.phrases
            if phrase.id not in self.kept_back
        }

    @cached_property
    def bodies(self) -> Mapping[str, Body]:
        """What they say."""
        digests = {name: picture.digest for name, picture in self.pictures.items()}
        return {phrase.id: body_of(phrase, digests) for phrase in self.phrases.values()}

    @cached_property
    def sequences(self) -> Mapping[str, list[str]]:
        """The ids of each pack, in the order of its file."""
        return {
            name: [phrase.id for phrase in pack.phrases if phrase.id in self.phrases]
            for name, pack in self.packs.items()
        }

    @cached_property
    def heads(self) -> Mapping[str, tuple[str, str, str]]:
        """What each pack says of itself."""
        packs = self.packs.items()
        return {
            name: (pack.title if pack.title != name else "", pack.description, pack.maintainer) for name, pack in packs
        }

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """The ids that stand anywhere in a pack's text."""
        texts = (_COMMENT.sub("", data.decode(errors="replace")) for data in self.files.values())
        return frozenset(found for text in texts for found in _ID.findall(text))

    def in_doubt(self, phrase: str, pack: str) -> bool:
        """Whether a phrase that was in this pack, and isn't found, may still be there."""
        return phrase in self.mentioned or phrase in self.kept_back or pack in self._shaky

    @cached_property
    def _shaky(self) -> frozenset[str]:
        """Packs in which something is wrong that may hide an id."""
        plain = {*KNOWN} - {"id"}
        bad = {name for name, pack in self.packs.items() if any(one.key not in plain for one in pack.problems)}
        return self.closed | bad


def read_disk(library: Path, key: bytes, known: Mapping[str, Picture]) -> Disk:
    """Read the personal packs; `known` are the pictures as they were read the last time.

    Raises:
        LibraryError: the library can't be read.
    """
    folder = library / Scope.PERSONAL
    listing = pack_files(library) if library.is_dir() else None
    closed = {one.path.stem for one in listing.problems if one.path.parent == folder} if listing else set()
    files: dict[str, bytes] = {}
    for file in listing.files if listing else ():
        if file.scope is Scope.PERSONAL:
            try:
                files[file.path.stem] = read_bytes(file.path)
            except UnreadablePackError:
                closed.add(file.path.stem)
    return understood(folder, files, closed, key, known)


def understood(
    folder: Path, files: Mapping[str, bytes], closed: set[str], key: bytes, known: Mapping[str, Picture]
) -> Disk:
    """What these contents of packs mean."""
    packs, closed = [], set(closed)
    for name, data in sorted(files.items()):
        try:
            packs.append(with_pictures(parse_pack(data, folder / f"{name}.toml", Scope.PERSONAL), data))
        except UnreadablePackError:
            closed.add(name)
    packs, _clashes = settled(packs)
    found = {pack.name: pack for pack in packs}
    pictures: dict[str, Picture] = {}
    kept_back: dict[str, str] = {}
    size = 0
    for phrase in (phrase for pack in packs for phrase in pack.phrases):
        fresh = {
            name: one for name in set(phrase.images) - set(pictures) if (one := _picture(folder, name, key, known))
        }
        size += sum(one.mark[2] for one in fresh.values())
        if phrase.provisional:
            kept_back[phrase.id] = t("id 和另一条重复，内容也一样", "has the id of another phrase that says the same")
        elif not {*phrase.images} <= {*pictures, *fresh}:
            kept_back[phrase.id] = t("图片读不了", "a picture can't be read")
        elif size > MAX_PICTURES:
            kept_back[phrase.id] = t("图片太多，不同步", "too many pictures to be synced")
        else:
            pictures |= fresh
    return Disk(folder, files, found, frozenset(closed), pictures, kept_back)


def named(disk: Disk) -> Mapping[str, bytes]:
    """New contents of packs in which phrases have no id, or somebody else's (a block copied by hand): with one each."""
    nameless = {name: [one for one in pack.phrases if one.provisional] for name, pack in disk.packs.items()}
    contents = {name: _with_ids(disk.files[name], phrases) for name, phrases in nameless.items() if phrases}
    return {name: data for name, data in contents.items() if data != disk.files[name]}


def with_contents(disk: Disk, contents: Mapping[str, bytes | None], key: bytes) -> Disk:
    """The disk once packs have these contents (None: the file is gone).

    They aren't read again: what somebody saves meanwhile is their next edit.
    """
    files = {name: data for name, data in {**disk.files, **contents}.items() if data is not None}
    return understood(disk.folder, files, set(disk.closed), key, disk.pictures)


def replacing(old: bytes | None, new: bytes | None) -> Make:
    """What makes `new` of a file that still is `old` (None: no file), and else raises MeanwhileError."""

    def make(now: bytes | None) -> bytes | None:
        if now not in (old, new):
            raise MeanwhileError
        return new

    return make


def _with_ids(data: bytes, nameless: list[Phrase]) -> bytes:
    source = data.decode()
    for some in (nameless, *([phrase] for phrase in nameless)):
        try:
            source = edited(source, replace=[(phrase, phrase) for phrase in some])
        except PackError:  # one says the same as another with its id: nothing is lost if it stays here
            continue
        if some is nameless:
            break
    return source.encode()


def _picture(folder: Path, name: str, key: bytes, known: Mapping[str, Picture]) -> Picture | None:
    """A picture as it is now; None: it can't be read."""
    path = folder / name
    try:
        status = path.stat()
        mark = (status.st_ino, status.st_mtime_ns, status.st_size)
        before = known.get(name)
        if before and before.mark == mark:
            return before
        digest = picture_digest(read_limited(path, MAX_IMAGE), key)
    except OSError:
        return None
    settled_down = max(status.st_mtime_ns, status.st_ctime_ns) + _SURE < time.time_ns()
    return Picture(mark if settled_down else (0, 0, status.st_size), digest)
