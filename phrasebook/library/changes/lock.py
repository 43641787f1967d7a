"""One process at a time changes a library. The kernel holds the lock, so that it ends with the process that has it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from phrasebook.errors import LibraryError
from phrasebook.language import t
from phrasebook.locks import take

_SOON = 2.0
"""Seconds after which a person is told what is waited for."""

_PATIENCE = 30.0
"""Seconds after which it is given up: an import of 50,000 phrases takes less than ten."""

_LOOK = 0.01
"""Seconds between two tries at most; the kernel offers no waiting with an end."""


@contextmanager
def locked(folder: Path, other: Path, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the lock of the library `folder`.

    The folder itself is locked, so that nothing is left in it and whoever shares it is kept out, whatever their own
    data folder. Where a folder can't be locked (Windows, some network shares) the file `other` is. `waiting` is
    called once when it takes long.

    Raises:
        LibraryError: another process has held it for half a minute.
        OSError: the folder can't be opened.
    """
    began = time.monotonic()
    told = False
    while (handle := _taken(folder, other)) is None:
        waited = time.monotonic() - began
        if waited > _PATIENCE:
            raise LibraryError(
                t(
                    f"另一个 phrasebook 正在修改话术库，等了 {waited:.0f} 秒",
                    f"another phrasebook has been changing the library for {waited:.0f} s",
                ),
                t("等它做完再试", "try again when it is done"),
            )
        if waited > _SOON and not told:
            told = True
            waiting()
        time.sleep(min(_LOOK, max(0.001, waited)))
    try:
        yield
    finally:
        os.close(handle)  # which unlocks


def _taken(folder: Path, other: Path) -> int | None:
    """The open, locked file or folder; None while somebody else has it."""
    if sys.platform == "win32":
        return _taken_file(other)
    handle = os.open(folder, os.O_RDONLY)
    try:
        if not take(handle):
            os.close(handle)
            return None
    except OSError:  # a share that can't lock folders
        os.close(handle)
        return _taken_file(other)
    if not os.path.samestat(os.fstat(handle), folder.stat()):  # another folder was put in its place
        os.close(handle)
        return None
    return handle


def _taken_file(path: Path) -> int | None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    if take(handle):
        return handle
    os.close(handle)
    return None
