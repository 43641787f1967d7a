"""The last changes of a library, one file each; the one under way is told by its name, and is how a crash is mended.

`00000012.change` is done, `00000013.pending` isn't. docs/decisions/0006-changes.md has the order of steps.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import msgspec

from phrasebook.files import read_limited, sync_folder, write_new
from phrasebook.library.changes.reversal import Record

KEPT = 100
"""Changes that can be undone."""

_MAX_ENTRY = 512 * 2**20
_DONE, _PENDING = ".change", ".pending"


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """A change of the library."""

    number: int
    time: float
    """Seconds since 1970."""
    summary: str
    records: tuple[Record, ...]
    undoes: int = 0
    """The number of the change that this one takes back."""


_decoder = msgspec.msgpack.Decoder(Entry)
_encoder = msgspec.msgpack.Encoder()


class Journal:
    """The entries in a folder. Only who holds the library's lock may call what writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def next_number(self) -> int:
        """For the next entry."""
        return max(self._numbers(_DONE, _PENDING), default=0) + 1

    def done(self, limit: int = KEPT) -> tuple[Entry, ...]:
        """The changes that can be undone, the latest first."""
        newest = sorted(self._numbers(_DONE), reverse=True)
        return tuple(entry for number in newest[:limit] if (entry := self._read(number, _DONE)))

    def pending(self) -> list[Entry]:
        """The changes that were under way when a process died; at most one, but for a journal put together by hand.

        What can't be read never got further than its first bytes: it is dropped.
        """
        entries = []
        for number in sorted(self._numbers(_PENDING)):
            if entry := self._read(number, _PENDING):
                entries.append(entry)
            else:
                self._path(number, _PENDING).unlink(missing_ok=True)
        return entries

    def begin(self, entry: Entry) -> None:
        """Write down what is going to be done.

        A change of several files survives a power cut half done, and is then mended; one file changes in one step, so
        that two waits for the disk can be saved.

        Raises:
            OSError: it can't be written.
        """
        several = len(entry.records) > 1
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_new(self._path(entry.number, _PENDING), _encoder.encode(entry), durable=several)
        if several:
            sync_folder(self._folder)

    def finish(self, entry: Entry) -> None:
        """It is done. What it took back is forgotten, and what is too old to be undone."""
        pending = self._path(entry.number, _PENDING)
        if entry.undoes:
            self.forget(entry.undoes)
            pending.unlink(missing_ok=True)
        else:
            pending.replace(self._path(entry.number, _DONE))
        for number in sorted(self._numbers(_DONE))[:-KEPT]:
            self.forget(number)

    def drop(self, entry: Entry) -> None:
        """It wasn't done after all."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):  # it couldn't even be written down
            self._path(entry.number, _PENDING).unlink()

    def forget(self, number: int) -> None:
        """Leave a change out from now on: it can't be undone any more."""
        self._path(number, _DONE).unlink(missing_ok=True)

    def _numbers(self, *suffixes: str) -> list[int]:
        with contextlib.suppress(FileNotFoundError):
            names = [name.partition(".") for name in os.listdir(self._folder)]  # noqa: PTH208  # names, not paths
            return [int(stem) for stem, dot, rest in names if stem.isdecimal() and dot + rest in suffixes]
        return []

    def _read(self, number: int, suffix: str) -> Entry | None:
        try:
            return _decoder.decode(read_limited(self._path(number, suffix), _MAX_ENTRY))
        except (OSError, ValueError):  # gone, or torn by a power cut (msgspec raises ValueErrors)
            return None

    def _path(self, number: int, suffix: str) -> Path:
        return self._folder / f"{number:08d}{suffix}"
