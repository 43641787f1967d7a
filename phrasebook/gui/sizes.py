"""The sizes a person gave to windows, kept for the next start."""

from __future__ import annotations

import contextlib
from pathlib import Path

import msgspec

from phrasebook.files import write_atomic

_Sizes = dict[str, tuple[int, int]]


class Sizes:
    """A small JSON file: window name to width and height in Qt's pixels. A broken one is begun anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._sizes: _Sizes = {}
        with contextlib.suppress(OSError, msgspec.MsgspecError):
            self._sizes = msgspec.json.decode(path.read_bytes(), type=_Sizes)

    def get(self, window: str) -> tuple[int, int] | None:
        """The size of a window, None if nobody changed it."""
        return self._sizes.get(window)

    def keep(self, window: str, size: tuple[int, int]) -> None:
        """Remember the size of a window; a full disk costs only this."""
        self._sizes[window] = size
        with contextlib.suppress(OSError):
            write_atomic(self._path, msgspec.json.encode(self._sizes))
