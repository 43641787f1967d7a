"""Reading with a limit and replacing atomically: the two ways phrasebook touches a user's files."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from phrasebook.language import t


def read_limited(path: Path, limit: int) -> bytes:
    """The bytes of a regular file of at most `limit` bytes.

    The size is looked at before anything is read, and a pipe or a device is never waited for.

    Raises:
        OSError: it can't be opened or read, isn't a regular file, or is larger; its `strerror` says which.
    """
    if path.is_dir():
        raise OSError(0, t("不是普通文件", "not a regular file"), str(path))
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, t("不是普通文件", "not a regular file"), str(path))
        if status.st_size > limit:
            raise OSError(0, too_large(status.st_size, limit), str(path))
        data = file.read(limit + 1)
    if len(data) > limit:  # it grew while it was read
        raise OSError(0, too_large(len(data), limit), str(path))
    return data


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
    if mode is None:
        mode = stat.S_IMODE(path.stat().st_mode) if path.exists() else 0o600
    temporary = path.with_name(f".{path.name[:40]}.{os.urandom(6).hex()}.tmp")
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(path)
    except BaseException:  # also an interrupt must not leave the temporary file behind
        temporary.unlink(missing_ok=True)
        raise
