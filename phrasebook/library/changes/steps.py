"""The steps of a change on disk, and mending one that was cut off.

Until the first file is replaced a change can be dropped; from then on it can be finished, because all new contents
lie complete beside the files they replace. Who comes next looks which of the two holds.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from phrasebook.files import mode_of, read_limited, sync_folder, write_atomic, write_new
from phrasebook.library.changes.journal import Entry, Journal
from phrasebook.library.changes.reversal import Record, digest, exactly_before
from phrasebook.library.changes.versions import keep_version
from phrasebook.pack.file import MAX_FILE

Mark = tuple[int, int, int]
"""Inode, time of the last change in ns, size: another one means another content."""


class ChangedMeanwhileError(Exception):
    """A file was saved by somebody else since it was read."""


@dataclass(frozen=True, slots=True)
class Step:
    """A file to replace (`new` None: to remove)."""

    path: Path
    """With links followed."""
    mark: Mark | None
    """When it was read; None: it wasn't there."""
    old: bytes | None
    new: bytes | None
    record: Record

    @property
    def temporary(self) -> Path:
        """Where the new content waits."""
        return self.path.with_name(self.record.temporary)


def read_file(path: Path) -> tuple[bytes | None, Mark | None]:
    """What stands at `path`, and its mark; None where there is nothing.

    Raises:
        OSError: it can't be read, isn't a file, or is too large.
    """
    found = mark(path)
    return (None, None) if found is None else (read_limited(path, MAX_FILE), found)


def mark(path: Path) -> Mark | None:
    """The file's mark now; None where there is none."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size


def carry_out(entry: Entry, steps: Sequence[Step], journal: Journal, versions: Path) -> None:
    """Do what the entry says. Whatever is raised, nothing has changed then.

    Raises:
        ChangedMeanwhileError: a file isn't as it was read.
        OSError: something can't be written.
    """
    made: list[Path] = []
    try:
        journal.begin(entry)
        for step in steps:
            made += _new_folders(step.path.parent)
            if step.new is not None:
                write_new(step.temporary, step.new, mode=mode_of(step.path))
            if step.old is not None and step.path.suffix == ".toml":
                keep_version(versions, PurePosixPath(step.record.path), step.path, step.old, entry.number)
        # the bytes too: two saves within a tick of the file system's clock may have one mark
        if any(read_file(step.path) != (step.old, step.mark) for step in steps):
            raise ChangedMeanwhileError
        for step in steps:
            _replace(step)
        for folder in {step.path.parent for step in steps}:
            sync_folder(folder)
    except BaseException:  # also an interrupt
        _take_back(steps)
        for folder in reversed(made):
            with contextlib.suppress(OSError):  # somebody has put something into it
                folder.rmdir()
        journal.drop(entry)
        raise
    journal.finish(entry)


def mend(journal: Journal, library: Path) -> None:
    """Finish the change that was under way when a process died if any of it was done, else drop it.

    Raises:
        OSError: something can't be read or written; the next one tries again.
    """
    for entry in journal.pending():
        steps = [_found(library, record) for record in entry.records]
        begun = any(digest(step.old) == step.record.after for step in steps)
        rest = [step for step in steps if digest(step.old) != step.record.after]
        if begun and all(_can_follow(step) for step in rest):
            for step in rest:
                _replace(step)
            for folder in {step.path.parent for step in steps}:
                sync_folder(folder)
            journal.finish(entry)
            continue
        _take_back(steps)
        journal.drop(entry)


def _found(library: Path, record: Record) -> Step:
    path = library / record.path
    data, seen = read_file(path)
    return Step(path, seen, data, None if not record.after else b"", record)


def _can_follow(step: Step) -> bool:
    """Whether a file that isn't replaced yet still can be: nobody has saved it since."""
    if digest(step.old) != step.record.before:
        return False
    return not step.record.after or digest(read_file(step.temporary)[0]) == step.record.after


def _replace(step: Step) -> None:
    if step.new is None:
        step.path.unlink()
    else:
        step.temporary.replace(step.path)


def _take_back(steps: Sequence[Step]) -> None:
    """Put the old contents back where new ones stand, unless somebody has saved the file since."""
    for step in steps:
        if step.record.temporary:
            step.temporary.unlink(missing_ok=True)
        now = read_file(step.path)[0]
        if digest(now) != step.record.after or step.record.after == step.record.before:
            continue
        old = exactly_before(step.record, now)
        if old is None:
            step.path.unlink(missing_ok=True)
        else:
            write_atomic(step.path, old)


def _new_folders(folder: Path) -> list[Path]:
    """Make the folder and those above it; those that weren't there, the outermost first."""
    missing: list[Path] = []
    while not folder.is_dir():
        missing.insert(0, folder)
        folder = folder.parent
    for one in missing:
        one.mkdir(exist_ok=True)
    return missing
