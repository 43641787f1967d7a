"""What a change did to one file, small enough to keep, and the way back. Pure.

A change is one stretch of the file that was replaced. Around it a few lines are kept too, so that the stretch can be
found again when somebody has edited other parts of the file by hand.
"""

from __future__ import annotations

import zlib
from pathlib import Path, PurePosixPath

import msgspec

from phrasebook.digest import blake2b
from phrasebook.errors import LibraryError
from phrasebook.language import t

_CONTEXT = 3
"""Lines kept on either side: with the id of the phrase in them they stand in a pack only once."""

_MAX_FOUND_AGAIN = 2**20
"""A longer stretch (an import) isn't kept for being found again: it can be undone while the file is as it was left."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What was done to a file."""

    path: str
    """Below the library, with / between its parts."""
    temporary: str
    """The name of the new content beside it, until that takes its place; "" when the file is removed."""
    before: str
    """The digest of the old content; "": there was no file."""
    after: str
    """The digest of the new content; "": there is no file any more."""
    start: int
    """Where the stretch begins."""
    size: int
    """Its length in the new content."""
    old: bytes
    """It in the old content, compressed."""
    new: bytes
    """It in the new content, compressed; empty when it isn't kept."""


def record(path: PurePosixPath, temporary: str, before: bytes | None, after: bytes | None) -> Record:
    """What a change from `before` to `after` (None: no file) does."""
    old, new = before or b"", after or b""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    if path.suffix == ".toml":
        start, end = _widened(old, start, end)
    stretch = new[start : len(new) - end]
    return Record(
        path.as_posix(),
        temporary if after is not None else "",
        digest(before),
        digest(after),
        start,
        len(stretch),
        zlib.compress(old[start : len(old) - end], 1),
        zlib.compress(stretch, 1) if len(stretch) <= _MAX_FOUND_AGAIN and path.suffix == ".toml" else b"",
    )


def digest(data: bytes | None) -> str:
    """Tells two contents apart; "" for no file."""
    return "" if data is None else blake2b(data, digest_size=16).hexdigest()


def exactly_before(what: Record, now: bytes | None) -> bytes | None:
    """The old content, from the new one as the change left it.

    Raises:
        ValueError: `now` isn't that.
    """
    if digest(now) != what.after:
        raise ValueError("not as the change left it")
    data = now or b""
    old = data[: what.start] + zlib.decompress(what.old) + data[what.start + what.size :]
    before = old if what.before else None
    if digest(before) != what.before:
        raise ValueError("the record is damaged")
    return before


def before(what: Record, versions: Path, now: bytes | None) -> bytes | None:
    """The content without the change: as it was, or with the stretch put back where others edited the rest by hand.

    `versions` is where earlier versions lie, for the message.

    Raises:
        LibraryError: they edited the stretch itself.
    """
    if digest(now) == what.before:
        return now
    if digest(now) == what.after:
        return exactly_before(what, now)
    stretch = zlib.decompress(what.new) if what.new else b""
    if now is not None and stretch and now.count(stretch) == 1:
        return now.replace(stretch, zlib.decompress(what.old))
    raise LibraryError(
        t(f"{what.path} 之后又被改过，没有撤销", f"{what.path} has been changed since; nothing was undone"),
        t(f"以前的版本在 {versions}", f"earlier versions are in {versions}"),
    )


def _shared(one: bytes, other: bytes) -> int:
    """How many bytes both begin with; by halving, because comparing byte by byte takes Python a second."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _widened(old: bytes, start: int, end: int) -> tuple[int, int]:
    """The stretch, whose ends lie in what both contents share, widened to whole lines and a few more."""
    for _ in range(_CONTEXT):
        start = max(0, old.rfind(b"\n", 0, max(0, start - 1)) + 1)
    after = len(old) - end
    for _ in range(_CONTEXT):
        newline = old.find(b"\n", after)
        after = len(old) if newline < 0 else newline + 1
    return start, len(old) - after
