"""A word to the agent beside the chat: why a reply wasn't pasted, what to do. Takes no focus and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from phrasebook.gui.place import in_corner, monitor_of, monitors
from phrasebook.gui.theme import Theme, font
from phrasebook.model import Window

_SHOWN = 6_000  # milliseconds: two lines of Chinese can be read twice
_WIDTH, _MARGIN, _BAR = 380, 24, 4


class Toast(QWidget):
    """One message at a time; a click takes it away."""

    def __init__(self) -> None:
        super().__init__(
            None,
            Qt.WindowType.ToolTip
            | Qt.WindowType.FramelessWindowHint
            | Qt.WindowType.WindowStaysOnTopHint
            | Qt.WindowType.WindowDoesNotAcceptFocus,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self._theme: Theme | None = None
        self._ink = ""
        self._title, self._text = QLabel(), QLabel()
        self._title.setFont(font(14, QFont.Weight.DemiBold))
        self._text.setFont(font(14))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_BAR + 16, 12, 16, 12)
        layout.setSpacing(4)
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        self.setFixedWidth(_WIDTH)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)

    def say(self, title: str, text: str, theme: Theme, near: Window | None, *, calm: bool = False) -> None:
        """Show a message at the lower right of the chat window, else of the screen; `calm`: nothing went wrong."""
        self._theme = theme
        self._ink = theme.accent if calm else theme.danger
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._title.setStyleSheet(f"color: {self._ink}")
        self._text.setStyleSheet(f"color: {theme.text}")
        self.setAccessibleName(f"{title}. {text}")
        self.adjustSize()
        self.move(in_corner(self.size(), near, monitor_of(near, monitors()), _MARGIN))
        self.show()
        self.raise_()
        self._timer.start(_SHOWN)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the message away."""
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card with a bar in the colour of trouble, or of good news."""
        if self._theme is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.edge))
        painter.fillRect(self.rect().adjusted(1, 1, -1, -1), QColor(self._theme.ground))
        painter.fillRect(QRect(0, 0, _BAR, self.height()), QColor(self._ink))
