"""A field that offers what is there already, below it and inside the window: by characters or by their pinyin."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from phrasebook.gui.field import ComposingLineEdit, OnKey
from phrasebook.gui.ink import Line
from phrasebook.gui.theme import BODY, Theme, colour, font
from phrasebook.search.pinyin import readings

MOST = 7
"""Suggestions shown; more are found by typing."""
_ROW, _PAD = 30, 4
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


def suggested(typed: str, options: Sequence[str]) -> tuple[str, ...]:
    """The options that `typed` can mean, the plainest first: they begin with it, hold it, have it as initials of
    pinyin, or are spelled so. What is typed whole needs no suggestion.
    """
    wanted = typed.strip().casefold()
    if not wanted:
        return tuple(options)
    ranked = [(rank, option) for option in options if (rank := _rank(wanted, option.casefold())) is not None]
    return tuple(option for _, option in sorted(ranked, key=lambda one: one[0]) if option.casefold() != wanted)


def _rank(wanted: str, option: str) -> int | None:
    """How plainly `option` answers, 0 the most; None: not at all."""
    if wanted in option:
        return 0 if option.startswith(wanted) else 1
    spelled = [readings(character) or (character,) for character in option]
    initials = [{reading[0] for reading in one} for one in spelled]
    for start in range(len(initials) - len(wanted) + 1):
        if all(letter in at for letter, at in zip(wanted, initials[start:], strict=False)):
            return 2 if start == 0 else 3
    return 4 if "".join(one[0] for one in spelled).startswith(wanted) else None


class Suggestions(QWidget):
    """The rows below a field. It lies over its neighbours and never takes the focus."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._room = parent
        self._theme = theme
        self.options: Sequence[str] = ()
        self.row = -1
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.hide()

    @property
    def selected(self) -> str:
        """The option that Enter takes, "" for none."""
        return self.options[self.row] if self.isVisible() and 0 <= self.row < len(self.options) else ""

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def offer(self, options: Sequence[str], field: QWidget) -> None:
        """Show these below `field`, above it where there is no room; none: hide."""
        self.options, self.row = options[:MOST], -1
        if not self.options:
            self.hide()
            return
        corner = field.mapTo(self._room, QPoint(0, field.height() + 2))
        box = QRect(corner.x(), corner.y(), field.width(), len(self.options) * _ROW + 2 * _PAD)
        if box.bottom() > self._room.height() and corner.y() - field.height() - 4 > box.height():
            box.moveBottom(corner.y() - field.height() - 5)
        self.setGeometry(box)
        self.raise_()
        self.show()
        self.update()

    def step(self, by: int) -> None:
        """Select the next or previous one; before the first stands what was typed."""
        self.row = max(-1, min(self.row + by, len(self.options) - 1))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select under the mouse."""
        self.row = self._row_at(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the one under the mouse."""
        row = self._row_at(event)
        if 0 <= row < len(self.options):
            self.chosen.emit(self.options[row])

    def paintEvent(self, event: QPaintEvent) -> None:
        """A small card with a row for each."""
        theme = self._theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour(theme.edge))
        painter.setBrush(colour(theme.ground))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for row, option in enumerate(self.options):
            box = QRect(_PAD, _PAD + row * _ROW, self.width() - 2 * _PAD, _ROW)
            if row == self.row:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(theme.selection))
                painter.drawRoundedRect(box, 4, 4)
            painter.setPen(colour(theme.accent if row == self.row else theme.text))
            Line(option, font(BODY), box.width() - 16, theme).draw(painter, box.left() + 8, box.top() + 20)

    def _row_at(self, event: QMouseEvent) -> int:
        return (round(event.position().y()) - _PAD) // _ROW


class SuggestingLineEdit(ComposingLineEdit):
    """Offers `options()` while something is typed, or nothing stands there yet. The other keys go to `on_key`."""

    def __init__(
        self, on_key: OnKey, options: Callable[[], Sequence[str]], suggestions: Suggestions, parent: QWidget
    ) -> None:
        super().__init__(self._key, parent)
        self._others, self._options, self._suggestions = on_key, options, suggestions
        self.textEdited.connect(lambda _text: self._offer())
        self.focused.connect(lambda: self._offer() if not self.text() else suggestions.hide())
        suggestions.chosen.connect(self._take)

    def focusOutEvent(self, event: object) -> None:
        """What is offered goes with the focus."""
        self._suggestions.hide()
        super().focusOutEvent(event)  # type: ignore[arg-type]  # Qt hands over what it wants back

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click shows what there is."""
        super().mousePressEvent(event)
        self._offer()

    def _offer(self) -> None:
        self._suggestions.offer(suggested(self.text(), self._options()), self)

    def _key(self, event: QKeyEvent) -> bool:
        shown, key = self._suggestions.isVisible(), Qt.Key(event.key())
        if key in _STEPS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            if shown:
                self._suggestions.step(_STEPS[key])
                return True
            if key is Qt.Key.Key_Down:
                self._offer()
                return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() and self._suggestions.selected:
            self._take(self._suggestions.selected)
            return True
        if key is Qt.Key.Key_Escape and shown:
            self._suggestions.hide()
            return True
        return self._others(event)

    def _take(self, option: str) -> None:
        if self.hasFocus():
            self._suggestions.hide()
            self.setText(option)
