"""A full disk, a folder or file that mustn't be written, a lock that somebody else has: said, and nothing changed."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from phrasebook import files, locks
from phrasebook.errors import LibraryError
from phrasebook.library.changes import Changes, FileChange, lock


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that other users may look into, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="phrasebook-refusals-"))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def library(folder: Path) -> Path:
    made = folder / "library"
    (made / "personal").mkdir(parents=True)
    (made / "personal/a.toml").write_bytes(b"one\n")
    (made / "personal/b.toml").write_bytes(b"one\n")
    return made


def enlarge(library: Path) -> list[FileChange]:
    """Change both files, the second to 200 kB."""
    large = os.urandom(100_000).hex().encode()
    return [
        FileChange(library / "personal/a.toml", lambda _: b"two\n"),
        FileChange(library / "personal/b.toml", lambda _: large),
    ]


def content(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in library.rglob("*") if path.is_file()}


OLD = {"a.toml": b"one\n", "b.toml": b"one\n"}


@contextmanager
def small_disk(folder: Path) -> Iterator[str]:
    """A disk of 64 kB at `folder` if we may mount one, else files of at most 64 kB; says what is refused then."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode == 0:
        try:
            yield "the disk is full"
        finally:
            subprocess.run(["umount", folder], check=True)
        return
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (65536, before[1]))
    try:
        yield "File too large"
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk(folder: Path) -> None:
    library = folder / "library"
    library.mkdir()
    with small_disk(library) as said:
        (library / "personal").mkdir()
        for name, data in OLD.items():
            (library / "personal" / name).write_bytes(data)
        changes = Changes(library, folder / "data")
        with pytest.raises(LibraryError, match=said):
            changes.apply("", enlarge(library))
        assert content(library) == OLD
        assert changes.log() == ()
        changes.apply("", enlarge(library)[:1])
        assert content(library)["a.toml"] == b"two\n"


_FLUSHES = 5
"""Of a change of two files in a folder: the journal and its folder, both files, their folder."""


@pytest.mark.parametrize("at", range(1, _FLUSHES + 2))
def test_a_disk_that_gets_full_at_any_moment(
    library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """It says so at the latest when what was written is flushed."""
    flushes = 0
    true = os.fsync

    def fsync(handle: int) -> None:
        nonlocal flushes
        flushes += 1
        if flushes == at:
            raise OSError(errno.ENOSPC, "No space left on device")
        true(handle)

    monkeypatch.setattr(files.os, "fsync", fsync)
    changes = Changes(library, folder / "data")
    if at > _FLUSHES:
        changes.apply("", enlarge(library))
        assert flushes == _FLUSHES
        return
    with pytest.raises(LibraryError, match="the disk is full"):
        changes.apply("", enlarge(library))
    assert content(library) == OLD
    assert changes.log() == ()
    assert not list((folder / "data").rglob("*.pending"))


@contextmanager
def nobody() -> Iterator[None]:
    """Be a user whom permissions hold for."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_read_only_folder(library: Path, folder: Path) -> None:
    (folder / "data").mkdir()
    (folder / "data").chmod(0o777)
    (library / "personal").chmod(0o555)
    changes = Changes(library, folder / "data")
    with nobody():
        for files_ in (enlarge(library), [FileChange(library / "personal/new.toml", lambda _: b"new")]):
            with pytest.raises(LibraryError, match=r"personal.*(can't be written|read-only)") as refusal:
                changes.apply("", files_)
            assert "nothing was changed" in refusal.value.hint or "allow" in refusal.value.hint
    (library / "personal").chmod(0o755)
    assert content(library) == OLD


def test_a_read_only_file_in_a_folder_of_ours(library: Path, folder: Path) -> None:
    for path in (folder / "data", library / "personal"):
        path.mkdir(exist_ok=True)
        path.chmod(0o777)
    (library / "personal/a.toml").chmod(0o444)
    with nobody(), pytest.raises(LibraryError, match="is read-only"):
        Changes(library, folder / "data").apply("", enlarge(library))
    assert content(library) == OLD


def test_no_place_for_the_journal(library: Path, folder: Path) -> None:
    (folder / "data").write_text("a file where a folder should be")
    with pytest.raises(LibraryError, match=r"File exists|Not a directory"):
        Changes(library, folder / "data").apply("", enlarge(library))
    assert content(library) == OLD


def test_waiting_for_somebody_else(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_SOON", 0.05)
    told = threading.Event()
    first = Changes(library, folder / "data")
    second = Changes(library, folder / "other", told.set)
    done = threading.Thread(target=lambda: second.apply("", enlarge(library)))
    with first.held():
        done.start()
        assert told.wait(10)
        assert content(library) == OLD
    done.join(10)
    assert content(library)["a.toml"] == b"two\n"


def test_giving_up_on_somebody_else(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "_PATIENCE", 0.05)
    with Changes(library, folder / "data").held(), pytest.raises(LibraryError, match="another phrasebook"):
        Changes(library, folder / "data").apply("", enlarge(library))
    assert content(library) == OLD


def test_where_folders_cannot_be_locked(library: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    true = locks.fcntl.flock

    def flock(handle: int, how: int) -> None:
        if os.fstat(handle).st_mode & 0o40000:
            raise OSError(errno.EBADF, "not on this share")
        true(handle, how)

    monkeypatch.setattr(locks.fcntl, "flock", flock)
    monkeypatch.setattr(lock, "_PATIENCE", 0.05)
    first = Changes(library, folder / "data")
    with first.held(), pytest.raises(LibraryError, match="another phrasebook"):
        Changes(library, folder / "data").apply("", enlarge(library))
    first.apply("", enlarge(library))
    assert content(library)["a.toml"] == b"two\n"
