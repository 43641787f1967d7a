"""A choice among a few words: pills, moved with the arrow keys or a digit, wrapped to the width there is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QSizePolicy, QWidget

from phrasebook.gui.theme import BODY, Theme, colour, font

_HEIGHT, _GAP = 28, 6
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Pill(QRadioButton):
    """One option; a radio button for screen readers."""

    def __init__(self, text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The text and room left and right of it."""
        return QSize(round(QFontMetricsF(font(BODY)).horizontalAdvance(self.text())) + 24, _HEIGHT)

    def hitButton(self, pos: object) -> bool:
        """All of it can be clicked."""
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Filled when chosen; a ring while the choice has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, chosen, holder = self._theme, self.isChecked(), self.parentWidget()
        ground = theme.selection if chosen else (theme.line if self.underMouse() else theme.ground)
        ring = chosen and holder is not None and holder.hasFocus()
        painter.setBrush(colour(ground))
        painter.setPen(colour(theme.accent if ring else (ground if chosen else theme.line)))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _HEIGHT / 2, _HEIGHT / 2)
        painter.setFont(font(BODY))
        painter.setPen(colour(theme.accent if chosen else theme.text))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width() - 16)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)


class Pills(QWidget):
    """One of `options` is always chosen. `on_key` is offered every key first."""

    changed = Signal(str)
    focused = Signal()
    pressed = Signal()

    def __init__(
        self,
        options: Sequence[str],
        chosen: str,
        theme: Theme,
        on_key: Callable[[QKeyEvent], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_key = on_key
        self._group = QButtonGroup(self)
        self._pills = [_Pill(option, theme, self) for option in options]
        for pill in self._pills:
            self._group.addButton(pill)
            pill.setChecked(pill.text() == chosen)
        self._group.buttonToggled.connect(self._toggled)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def text(self) -> str:
        """The option chosen."""
        return next(pill.text() for pill in self._pills if pill.isChecked())

    def event(self, event: QEvent) -> bool:
        """Keys come here before Qt uses Tab to move the focus."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self.pressed.emit()
            if self._on_key(event) or self._choose_by(event):
                event.accept()
                return True
        elif event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            if self.hasFocus():
                self.focused.emit()
            for pill in self._pills:
                pill.update()
        return super().event(event)

    def sizeHint(self) -> QSize:
        """All in one row."""
        return QSize(sum(pill.sizeHint().width() + _GAP for pill in self._pills), _HEIGHT)

    def hasHeightForWidth(self) -> bool:
        """The pills wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Down to the last row."""
        return self._places(width)[-1].bottom() + 1

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the pills."""
        for pill, place in zip(self._pills, self._places(self.width()), strict=True):
            pill.setGeometry(place)

    def _places(self, width: int) -> list[QRect]:
        places: list[QRect] = []
        x = y = 0
        for pill in self._pills:
            wide = min(pill.sizeHint().width(), width)
            if x and x + wide > width:
                x, y = 0, y + _HEIGHT + _GAP
            places.append(QRect(x, y, wide, _HEIGHT))
            x += wide + _GAP
        return places

    def _choose_by(self, event: QKeyEvent) -> bool:
        at = self._pills.index(next(pill for pill in self._pills if pill.isChecked()))
        key = Qt.Key(event.key())
        if key in _STEPS:
            at = (at + _STEPS[key]) % len(self._pills)
        elif event.text().isdecimal() and 0 < int(event.text()) <= len(self._pills):
            at = int(event.text()) - 1
        else:
            return False
        self._pills[at].setChecked(True)
        return True

    def _toggled(self, pill: QRadioButton, chosen: bool) -> None:
        if chosen:
            self.changed.emit(pill.text())
