"""One process at a time. The system lets go of a lock when its process ends, however it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked(path: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the lock of the file `path` while inside. Yields whether we have it; with `wait`, waits until we do.

    Raises:
        OSError: the file can't be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        yield take(handle, wait=wait)
    finally:
        os.close(handle)  # which unlocks


if sys.platform == "win32":
    import msvcrt

    def take(handle: int, *, wait: bool = False) -> bool:
        """Whether this open file is locked for us now."""
        while True:
            try:
                msvcrt.locking(handle, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # LK_LOCK gives up after 10 s
            except OSError:
                if not wait:
                    return False
            else:
                return True

else:
    import fcntl

    def take(handle: int, *, wait: bool = False) -> bool:
        """Whether this open file or folder is locked for us now.

        Raises:
            OSError: it is of a kind that can't be locked here, as folders on some network shares.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True
