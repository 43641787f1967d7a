"""What stands above a field: its name, and at the right what is wrong with it or worth knowing."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from phrasebook.gui.ink import Line
from phrasebook.gui.theme import SMALL, Theme, colour, font

HEIGHT = 20
_GAP = 16


class Caption(QWidget):
    """One line; whatever it says, nothing below it moves."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = self._hint = self.mistake = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def name(self, name: str, hint: str = "") -> None:
        """Call the field so; `hint` stands at the right as long as nothing is wrong."""
        self._name, self._hint = name, hint
        self._say()

    def hint(self, hint: str) -> None:
        """Say something else at the right."""
        self._hint = hint
        self._say()

    def complain(self, mistake: str) -> None:
        """Say what is wrong, or with "" that nothing is any more."""
        self.mistake = mistake
        self._say()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The name in grey; a mistake in red."""
        painter = QPainter(self)
        theme, style, base = self._theme, font(SMALL), 14
        name = Line(self._name, style, self.width(), theme)
        painter.setPen(colour(theme.grey))
        name.draw(painter, 0, base)
        said = Line(self.mistake or self._hint, style, self.width() - name.width - _GAP, theme)
        painter.setPen(colour(theme.danger if self.mistake else theme.grey))
        said.draw(painter, self.width() - said.width, base)

    def _say(self) -> None:
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(self.mistake or self._hint)
        self.setToolTip(self.mistake)
        self.update()
