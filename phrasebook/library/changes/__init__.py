"""Changing a library on disk: all or nothing, one process at a time, and with a way back.

lock ─ mend what a crash left ─ read, make the new contents ─ journal ─ new files beside the old ─ versions ─ replace

docs/decisions/0006-changes.md says what survives which crash, and why.
"""

from __future__ import annotations

import errno
import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from phrasebook.digest import blake2b
from phrasebook.errors import LibraryError
from phrasebook.language import t
from phrasebook.library.changes.journal import KEPT, Entry, Journal
from phrasebook.library.changes.lock import locked
from phrasebook.library.changes.reversal import before, record
from phrasebook.library.changes.steps import ChangedMeanwhileError, Mark, Step, carry_out, mend, read_file

_TRIES = 5
"""How often a change is made anew because somebody saved a file while it was made."""

_EFFECTIVE = os.access in os.supports_effective_ids

Make: TypeAlias = Callable[[bytes | None], bytes | None]


@dataclass(frozen=True, slots=True)
class FileChange:
    """What becomes of one file."""

    path: Path
    make: Make
    """Gets the content as it is under the lock (None: there is no file), gives the new one (None: no file). It may be
    called again when somebody saves the file meanwhile."""


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed."""

    number: int
    """Counts the library's changes; 0 when nothing had to change."""
    time: datetime
    summary: str
    files: tuple[Path, ...]
    contents: Mapping[Path, tuple[bytes | None, bytes | None]] = field(default_factory=dict, repr=False, compare=False)
    """What was in each file (links followed) and what is now; only of a change made just now."""


class Changes:
    """The changes of one library folder; `data` is the user's data folder, where what is needed to undo them lies."""

    def __init__(self, library: Path, data: Path, waiting: Callable[[], None] = lambda: None) -> None:
        self._library = library
        name = blake2b(os.fsencode(library.resolve()), digest_size=4).hexdigest()
        self._folder = data / "changes" / f"{library.resolve().name}-{name}"
        self._journal = Journal(self._folder)
        self._waiting = waiting
        self._turn = threading.RLock()
        self._depth = 0

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep every other process and thread from changing the library meanwhile. May be nested.

        A change that a killed process left half done is finished or taken back first. `waiting`, given at the
        beginning, is called once when another process keeps us waiting for long.

        Raises:
            LibraryError: another process is at it for half a minute, or the folder can't be used.
        """
        with self._turn:
            if self._depth:
                yield
                return
            with ExitStack() as stack:
                with _in_words(self._library):
                    self._library.mkdir(parents=True, exist_ok=True)
                    stack.enter_context(locked(self._library, self._folder / "lock", self._waiting))
                    mend(self._journal, self._library.resolve())
                self._depth = 1
                try:
                    yield
                finally:
                    self._depth = 0

    def apply(self, summary: str, files: Sequence[FileChange]) -> Change:
        """Change these files, all or none; they are replaced in this order, each in one step.

        So put a file that gains a phrase before the one that loses it: then whoever reads in between misses nothing.
        A path given twice is changed twice in a row. What `make` raises goes through; nothing is changed then.

        Raises:
            LibraryError: a file lies outside of the library, can't be read or written, or is saved by somebody else
                all the time. Nothing was changed.
        """
        return self._apply(summary, files)

    def rehearse(self, files: Sequence[FileChange]) -> dict[Path, tuple[bytes | None, bytes | None]]:
        """The files that `apply` would change, each with its content now and then. Nothing is written.

        Raises:
            LibraryError: as `apply`, as far as can be told without writing.
        """
        return {path: (old, new) for path, (old, _, new) in self._planned(files).items() if old != new}

    def undo(self) -> Change:
        """Take the latest change back that wasn't taken back yet, and return it.

        Files that were edited by hand since keep those edits if they don't touch the change itself.

        Raises:
            LibraryError: there is none, the change itself was edited since, or as `apply`.
        """
        nothing = LibraryError(t("没有可以撤销的修改", "there is nothing to undo"))
        if not self._library.is_dir():
            raise nothing
        with self.held():
            if not (latest := self._journal.done(1)):
                raise nothing
            entry = latest[0]
            files = [
                FileChange(self._library / what.path, partial(before, what, self._folder / "versions"))
                for what in reversed(entry.records)
            ]
            if not self._apply(entry.summary, files, undoes=entry.number).number:
                self._journal.forget(entry.number)  # somebody has undone it by hand
            return self._told(entry)

    def log(self, limit: int = KEPT) -> tuple[Change, ...]:
        """The changes that can be undone, the latest first."""
        return tuple(self._told(entry) for entry in self._journal.done(limit))

    def _apply(self, summary: str, files: Sequence[FileChange], undoes: int = 0) -> Change:
        with self.held():
            for _ in range(_TRIES):
                planned = self._planned(files)
                number = self._journal.next_number()
                steps = [
                    self._step(path, *contents, number)
                    for path, contents in planned.items()
                    if contents[0] != contents[2]
                ]
                if not steps:
                    return Change(0, datetime.now(), summary, ())
                entry = Entry(number, time.time(), summary, tuple(step.record for step in steps), undoes)
                with _in_words(steps[0].path):
                    try:
                        carry_out(entry, steps, self._journal, self._folder / "versions")
                    except ChangedMeanwhileError:
                        continue
                return replace(self._told(entry), contents={step.path: (step.old, step.new) for step in steps})
        raise LibraryError(
            t(
                f"{files[0].path} 一直在被别的程序改动",
                f"{files[0].path} is being saved by another program all the time",
            ),
            t("等它停下来再试", "try again when that has stopped"),
        )

    def _planned(self, files: Sequence[FileChange]) -> dict[Path, tuple[bytes | None, Mark | None, bytes | None]]:
        """Each file, links followed, with what is in it, its mark, and what shall be."""
        root = self._library.resolve()
        planned: dict[Path, tuple[bytes | None, Mark | None, bytes | None]] = {}
        for file in files:
            with _in_words(file.path):
                path = file.path.resolve()
                if not path.is_relative_to(root):
                    raise LibraryError(
                        t(
                            f"{file.path} 指到话术库外面，没有改",
                            f"{file.path} leads out of the library; nothing was changed",
                        ),
                        t("把文件拷进话术库", "copy the file into the library"),
                    )
                if path not in planned:
                    old, mark = read_file(path)
                    planned[path] = old, mark, old
            old, mark, now = planned[path]
            new = file.make(now)
            if new != old and mark and not os.access(path, os.W_OK, effective_ids=_EFFECTIVE):
                raise LibraryError(
                    t(f"{path} 是只读的", f"{path} is read-only"), t("先允许写入它", "allow writing to it first")
                )
            planned[path] = old, mark, new
        return planned

    def _step(self, path: Path, old: bytes | None, mark: Mark | None, new: bytes | None, number: int) -> Step:
        place = PurePosixPath(path.relative_to(self._library.resolve()))
        temporary = f".{path.name[:40]}.{number:08d}{os.urandom(2).hex()}.change"
        return Step(path, mark, old, new, record(place, temporary, old, new))

    def _told(self, entry: Entry) -> Change:
        files = tuple(self._library / what.path for what in entry.records)
        return Change(entry.number, datetime.fromtimestamp(entry.time), entry.summary, files)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """Have what the system refuses said as something a person can act on."""
    try:
        yield
    except OSError as error:
        place = error.filename or path
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise LibraryError(
                t(f"磁盘满了，写不下 {place}", f"the disk is full: {place} can't be written"),
                t("什么也没有改；腾出空间再试", "nothing was changed; make room and try again"),
            ) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise LibraryError(
                t(f"没有权限写入 {place}", f"{place} can't be written: {error.strerror}"),
                t("什么也没有改；检查文件夹的权限", "nothing was changed; check the permissions of the folder"),
            ) from error
        raise LibraryError(f"{place}: {error.strerror or error}", t("什么也没有改", "nothing was changed")) from error
