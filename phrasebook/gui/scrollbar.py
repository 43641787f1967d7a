"""A slim scroll bar that lies over its view, so that rows keep their width whether or not there is more to see."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractScrollArea, QScrollBar

from phrasebook.gui.theme import Theme, colour

WIDTH = 10


class OverlayScrollBar(QScrollBar):
    """Follows and moves the vertical scroll bar of `area`, which is never shown itself."""

    def __init__(self, area: QAbstractScrollArea, theme: Theme) -> None:
        super().__init__(Qt.Orientation.Vertical, area)
        self._area = area
        self._theme = theme
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.installEventFilter(self)
        real = area.verticalScrollBar()
        real.rangeChanged.connect(self._follow_range)
        real.valueChanged.connect(self.setValue)
        self.valueChanged.connect(real.setValue)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVisible(False)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def _follow_range(self, low: int, high: int) -> None:
        real = self._area.verticalScrollBar()
        self.setRange(low, high)
        self.setPageStep(real.pageStep())
        self.setSingleStep(real.singleStep())
        self.setVisible(high > low)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the right edge."""
        if event.type() is QEvent.Type.Resize:
            self.setGeometry(self._area.width() - WIDTH, 0, WIDTH, self._area.height())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Only the handle, no track."""
        span = self.maximum() - self.minimum() + self.pageStep()
        room = self.height() - 8
        length = max(24.0, room * self.pageStep() / span)
        top = 4 + (room - length) * (self.value() - self.minimum()) / max(self.maximum() - self.minimum(), 1)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        handle = colour(self._theme.grey)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setOpacity(0.7 if self.underMouse() or self.isSliderDown() else 0.35)
        painter.setBrush(handle)
        painter.drawRoundedRect(QRectF(WIDTH - 7, top, 4, length), 2, 2)
