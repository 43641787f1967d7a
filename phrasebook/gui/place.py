"""Where our windows stand: the picker on the screen of the window an agent writes in, a message in its corner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication

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

    def seen(self, window: Window) -> QRect:
        """Where a window of another program is, in Qt's pixels."""
        corner = QPoint(
            round((window.x - self.whole.x()) / self.ratio), round((window.y - self.whole.y()) / self.ratio)
        )
        return QRect(self.whole.topLeft() + corner, QSize(window.width, window.height) / self.ratio)


def monitors() -> Sequence[Monitor]:
    """The screens, the primary one first."""
    primary = QGuiApplication.primaryScreen()
    screens = sorted(QGuiApplication.screens(), key=lambda screen: screen is not primary)
    return [Monitor(screen.geometry(), screen.availableGeometry(), screen.devicePixelRatio()) for screen in screens]


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


def in_corner(size: QSize, target: Window | None, monitor: Monitor, margin: int) -> QPoint:
    """Where a message of `size` stands: `margin` from the lower right of the target, else of the screen, all inside."""
    area = monitor.usable
    box = monitor.seen(target).intersected(area) if target else area
    if box.width() < size.width() or box.height() < size.height():
        box = area
    return box.bottomRight() - QPoint(size.width() + margin, size.height() + margin) + QPoint(1, 1)
