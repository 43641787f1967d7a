"""Small tabs above the text: one for each wording, and one that adds another."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from phrasebook.gui.theme import SMALL, Theme, colour, font
from phrasebook.language import t

_HEIGHT, _PAD, _GAP = 20, 8, 4


class WordingTabs(QWidget):
    """`chosen(number)` when another is wanted; the number after the last one adds a wording."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count, self._current, self._hovered = 1, 0, -1
        self._wrong: frozenset[int] = frozenset()
        self.setFixedHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def show_wordings(self, count: int, current: int, wrong: frozenset[int] = frozenset()) -> None:
        """There are so many, this one is being written, and something is wrong with these."""
        self._count, self._current, self._wrong = count, current, wrong
        self.setAccessibleName(self.labels()[current])
        self.updateGeometry()
        self.update()

    def labels(self) -> list[str]:
        """What the tabs say; a single wording needs none, only the way to a second."""
        more = t("＋ 换个说法", "+ Another wording")
        if self._count < 2:
            return ["", more]
        return [*(t("说法 {}", "Wording {}").format(n + 1) for n in range(self._count)), "＋"]

    def sizeHint(self) -> QSize:
        """All of them in a row."""
        return QSize(max((place.right() + 1 for place in self._places()), default=0), _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press chooses."""
        if (number := self._at(event)) >= 0:
            self.chosen.emit(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the one under the mouse."""
        self._hovered = self._at(event)
        self.update()

    def leaveEvent(self, event: object) -> None:
        """None is under the mouse."""
        self._hovered = -1
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current one is filled."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font(SMALL))
        for number, (label, box) in enumerate(zip(self.labels(), self._places(), strict=True)):
            if not label:
                continue
            current = number == self._current and self._count > 1
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme.selection if current else theme.chip))
            if current or number == self._hovered:
                painter.drawRoundedRect(box, _HEIGHT / 2, _HEIGHT / 2)
            ink = theme.danger if number in self._wrong else theme.accent if current else theme.soft
            painter.setPen(colour(ink))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, label)

    def _places(self) -> list[QRect]:
        metrics = QFontMetricsF(font(SMALL))
        places, x = [], 0
        for label in self.labels():
            wide = round(metrics.horizontalAdvance(label)) + 2 * _PAD if label else 0
            places.append(QRect(x, 0, wide, _HEIGHT))
            x += wide + _GAP if label else 0
        return places

    def _at(self, event: QMouseEvent) -> int:
        here = event.position().toPoint()
        return next((number for number, place in enumerate(self._places()) if place.contains(here)), -1)
