"""Where the picker stands: on the screen of the window an agent writes in, a fifth from the top. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize

from phrasebook.model import Window


@dataclass(frozen=True, slots=True)
class Monitor:
    """A screen: its whole and its usable area in Qt's pixels, and how many device pixels one of these is."""

    whole: QRect
    usable: QRect
    ratio: float = 1.0

    def native(self) -> QRect:
        """The whole in device pixels, as other windows are measured. Qt scales a screen's size, not its origin."""
        size = QSize(round(self.whole.width() * self.ratio), round(self.whole.height() * self.ratio))
        return QRect(self.whole.topLeft(), size)


def monitor_of(target: Window | None, monitors: Sequence[Monitor]) -> Monitor:
    """The screen that holds the target's centre; the first where there is no target or it lies on none."""
    if target is not None:
        centre = QPoint(target.x + target.width // 2, target.y + target.height // 2)
        for monitor in monitors:
            if monitor.native().contains(centre):
                return monitor
    return monitors[0]


def place(size: QSize, usable: QRect) -> QRect:
    """A window of `size` centred in `usable`, a fifth of its height from the top, smaller if need be, all inside."""
    box = QRect(QPoint(0, 0), size.boundedTo(usable.size()))
    box.moveCenter(usable.center())
    box.moveTop(min(usable.top() + usable.height() // 5, usable.bottom() + 1 - box.height()))
    return box
