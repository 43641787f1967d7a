"""Small versions of a phrase's pictures, read in another thread so that a big file never holds up a key."""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path

from PySide6.QtCore import QObject, QRunnable, QSize, Qt, QThreadPool, Signal
from PySide6.QtGui import QImage, QImageReader, QPixmap

KEPT = 64
"""Pictures kept; at 400 × 400 pixels each that is at most 40 MB, in practice a tenth of it."""


class Thumbnails(QObject):
    """Pictures by file, no larger than `box` pixels; `arrived` tells when one that was asked for is there."""

    arrived = Signal()
    _read = Signal(object, QImage)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._kept: OrderedDict[tuple[Path, QSize], QPixmap] = OrderedDict()
        self._asked: set[tuple[Path, QSize]] = set()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._read.connect(self._keep)

    def get(self, path: Path, box: QSize) -> QPixmap | None:
        """The picture if it has been read (null: it can't be); else None, and `arrived` follows."""
        key = (path, box)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked:
            self._asked.add(key)
            self._pool.start(_Reading(self, path, box))
        return None

    def forget(self) -> None:
        """Read everything anew: the library has changed."""
        self._kept.clear()

    def wait(self) -> None:
        """Return when everything that was asked for has been read."""
        self._pool.waitForDone()

    def _keep(self, key: tuple[Path, QSize], image: QImage) -> None:
        self._asked.discard(key)
        self._kept[key] = QPixmap.fromImage(image)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()


class _Reading(QRunnable):
    def __init__(self, asker: Thumbnails, path: Path, box: QSize) -> None:
        super().__init__()
        self._asker = asker
        self._path = path
        self._box = box

    def run(self) -> None:
        """Read one file, scaled down while reading."""
        reader = QImageReader(str(self._path))
        reader.setAutoTransform(True)
        size = reader.size()
        if size.isValid() and (size.width() > self._box.width() or size.height() > self._box.height()):
            reader.setScaledSize(size.scaled(self._box, Qt.AspectRatioMode.KeepAspectRatio))
        self._asker._read.emit((self._path, self._box), reader.read())
