"""A word to the agent beside the chat: why a reply wasn't pasted, what to do. Takes no focus and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from phrasebook.gui.theme import Theme
from phrasebook.model import Window

_SHOWN = 6_000  # milliseconds: two lines of Chinese can be read twice
_MARGIN = 24


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
        self._title = QLabel()
        self._title.setObjectName("toastTitle")
        self._text = QLabel()
        for label in (self._title, self._text):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(4)
        layout.addWidget(self._title)
        layout.addWidget(self._text)
        self.setFixedWidth(360)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)

    def say(self, title: str, text: str, theme: Theme, near: Window | None) -> None:
        """Show a message at the lower right of the chat window, else of the screen."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setStyleSheet(
            f"Toast {{ background: {theme.ground}; border: 1px solid {theme.line}; }}"
            f"QLabel {{ color: {theme.text}; font-size: 13px; }}"
            f"#toastTitle {{ color: {theme.mark}; font-weight: 600; font-size: 14px; }}"
        )
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.adjustSize()
        self.move(self._place(near))
        self.show()
        self.raise_()
        self._timer.start(_SHOWN)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the message away."""
        self.hide()

    def _place(self, near: Window | None) -> QPoint:
        centre = QPoint(near.x + near.width // 2, near.y + near.height // 2) if near else QPoint(0, 0)
        screen = (QGuiApplication.screenAt(centre) if near else None) or QGuiApplication.primaryScreen()
        area = screen.availableGeometry()
        right = min(near.x + near.width, area.right()) if near else area.right()
        bottom = min(near.y + near.height, area.bottom()) if near else area.bottom()
        return QPoint(
            max(area.left(), right - self.width() - _MARGIN), max(area.top(), bottom - self.height() - _MARGIN)
        )
