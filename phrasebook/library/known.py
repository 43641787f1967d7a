"""Packs that were read before in this process, and whether their files are still the same."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from phrasebook.model import Pack

_SURE = 2_000_000_000
"""Nanoseconds between a file's last change and its reading from which on a second change can't have the same time:
the coarsest clock of a file system in use (FAT) ticks every two seconds."""

Mark = tuple[int, int, int, int, int]
"""Device, inode, size, and the times of the last change of content and of status in nanoseconds."""


class Known(NamedTuple):
    """A pack, the key of the content it was made of, and its file as it was right before it was read."""

    key: str
    pack: Pack
    mark: Mark | None
    read: int
    """When, in nanoseconds since 1970."""

    def still_holds(self, mark: Mark | None) -> bool:
        """Whether a file with this mark has the same content for certain."""
        return mark is not None and mark == self.mark and max(mark[3:]) + _SURE < self.read


def mark_of(path: Path) -> Mark | None:
    """The mark of a file now; None when it can't be looked at."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns
