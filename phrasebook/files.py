"""Reading with a limit and replacing atomically: the two ways phrasebook touches a user's files."""

from __future__ import annotations

import errno
import mmap
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from phrasebook.language import t


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    The size is looked at before anything is read, and a pipe or a device is never waited for.

    Raises:
        OSError: it can't be opened or read, isn't a regular file, or is larger; its `strerror` says which.
    """
    with _opened(path, limit) as file:
        data = file.read(limit + 1)
    if len(data) > limit:  # it grew while it was read
        raise OSError(0, too_large(len(data), limit), str(path))
    return data


def mapped(path: Path, limit: int) -> memoryview:
    """The bytes of a regular file of at most `limit` bytes, read from the disk only where they are looked at.

    For files that are replaced and never written into: whoever shortened one would end this process.

    Raises:
        OSError: as read_limited.
    """
    with _opened(path, limit) as file:
        if os.fstat(file.fileno()).st_size == 0:  # nothing can't be mapped
            return memoryview(b"")
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))


def let_go(view: memoryview) -> None:
    """Give back the memory of what was looked at in a mapped file; it comes back when it is looked at again."""
    if isinstance(view.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        view.obj.madvise(mmap.MADV_DONTNEED)


@contextmanager
def _opened(path: Path, limit: int) -> Iterator[BinaryIO]:
    if path.is_dir():
        raise OSError(0, t("不是普通文件", "not a regular file"), str(path))
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, t("不是普通文件", "not a regular file"), str(path))
        if status.st_size > limit:
            raise OSError(0, too_large(status.st_size, limit), str(path))
        yield file


def too_large(size: int, limit: int) -> str:
    """The wording for a file of `size` bytes where `limit` are allowed."""
    return t(
        f"文件有 {size / 2**20:.1f} MiB，上限是 {limit / 2**20:.0f} MiB",
        f"the file has {size / 2**20:.1f} MiB; {limit / 2**20:.0f} MiB is the limit",
    )


def write_atomic(path: Path, data: bytes, *, mode: int | None = None) -> None:
    """Put `data` at `path` in one step: a reader sees the old file or the new one, a crash leaves one of them.

    `mode` is given to the new file; by default that of the old one is kept (0o600 where there was none). A symlink
    stays one: the file it points to is replaced.

    Raises:
        OSError: the folder is missing, full or not ours.
    """
    path = path.resolve()
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}.tmp")
    write_new(temporary, data, mode=mode_of(path) if mode is None else mode)
    try:
        temporary.replace(path)
    except BaseException:  # also an interrupt must not leave the temporary file behind
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def mode_of(path: Path) -> int:
    """The permissions of a file; 0o600 where there is none."""
    return stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600


def write_new(path: Path, data: bytes, *, mode: int = 0o600, durable: bool = True) -> None:
    """Make the file `path`, which mustn't be there yet; with `durable` its content survives a power cut.

    Raises:
        OSError: it is there, or the folder is missing, full or not ours. No file is left behind then.
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        path.chmod(mode)
    except BaseException:  # also an interrupt
        path.unlink(missing_ok=True)
        raise


def sync_folder(folder: Path) -> None:
    """Have what was made, renamed and removed in a folder survive a power cut. Windows sees to that itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):  # some network shares can't
            raise
    finally:
        os.close(handle)
