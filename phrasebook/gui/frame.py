"""A window without a frame: placed on the target's screen, moved and resized by hand, hidden when left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from phrasebook.gui.card import SHADOW, Shadow, paint_card
from phrasebook.gui.grips import Grips
from phrasebook.gui.icons import app_icon
from phrasebook.gui.place import monitor_of, monitors, place
from phrasebook.gui.theme import palette, stylesheet, theme_of
from phrasebook.model import Window

GRAB_MS = 150
"""How long the keyboard may be gone without anybody having left: a hotkey takes it for as long as it is held."""


class Frame(QWidget):
    """The window around the picker. `composited`: the desktop can show what lies behind rounded corners."""

    resized = Signal(int, int)
    """The person gave the window this size (width, height in pixels): keep it for the next start."""

    def __init__(self, *, theme: str, composited: bool, size: QSize, smallest: QSize) -> None:
        flags = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        super().__init__(None, flags)
        self.theme = theme_of(theme)
        self.hide_on_deactivate = True
        self.has_keyboard: Callable[[], bool] = lambda: False
        """Whether the desktop still calls this the active window while a grabbed key keeps the keyboard from it."""
        self._choice = theme
        self._composited = composited
        self._margin = SHADOW if composited else 0
        self._size = size.expandedTo(smallest)
        self._placed = QSize()
        self._shadow: Shadow | None = None
        self._grips = Grips(self, self._take_in_hand)
        self._in_hand = False
        self._leaving = QTimer(self, singleShot=True, interval=GRAB_MS)
        self._leaving.timeout.connect(self._check_left)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, composited)
        self.setMinimumSize(self._outer(smallest))
        self.resize(self._outer(self._size))
        self.setWindowTitle("phrasebook")
        self.setWindowIcon(app_icon())
        self._dress()
        QGuiApplication.styleHints().colorSchemeChanged.connect(lambda: self.set_theme(self._choice))

    @property
    def content_margin(self) -> int:
        """From the window's edge to what lies inside the card's border."""
        return self._margin + 1

    def card(self) -> QRect:
        """The visible window, without the room for its shadow."""
        margin = self._margin
        return self.rect().adjusted(margin, margin, -margin, -margin)

    def set_theme(self, choice: str) -> None:
        """`system`, `light` or `dark`."""
        self._choice = choice
        self.theme = theme_of(choice)
        self._dress()

    def appear(self, target: Window | None) -> None:
        """Show the window on the screen of `target` and ask for the keyboard."""
        box = place(self._size, monitor_of(target, monitors()).usable)
        self._placed = box.size()
        margin = self._margin
        self.setGeometry(box.adjusted(-margin, -margin, margin, margin))
        self._in_hand = False
        self._leaving.stop()
        self.show()
        self.raise_()
        self.activateWindow()

    def vanish(self) -> None:
        """Hide, and tell the size if the person has changed it."""
        size = self.card().size()
        if self.isVisible() and size != self._placed:
            self._size = size
            self.resized.emit(size.width(), size.height())
        self.hide()

    def left_alone(self) -> None:
        """Another window has the keyboard now."""
        raise NotImplementedError

    def grounds(self) -> tuple[Sequence[QRect], Sequence[QRect]]:
        """Parts of the card with the side ground, and the lines between parts."""
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Notice that the keyboard went elsewhere."""
        if event.type() is QEvent.Type.WindowDeactivate and self.hide_on_deactivate and not self._in_hand:
            self._leaving.start()
        elif event.type() is QEvent.Type.WindowActivate:
            self._in_hand = False
            self._leaving.stop()
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Whatever no part of the window has use for moves it."""
        handle = self.windowHandle()
        if event.button() is Qt.MouseButton.LeftButton and handle is not None:
            self._take_in_hand()
            handle.startSystemMove()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the grips at the edges."""
        super().resizeEvent(event)
        self._grips.lay_out(self.card())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Everything behind the parts."""
        painter = QPainter(self)
        if self._composited:
            if self._shadow is None or self._shadow.ratio != self.devicePixelRatioF():
                self._shadow = Shadow(self.theme, self.devicePixelRatioF())
            self._shadow.paint(painter, self.card())
        sides, lines = self.grounds()
        paint_card(painter, self.card(), self.theme, rounded=self._composited, sides=sides, lines=lines)

    def _outer(self, size: QSize) -> QSize:
        return size + QSize(2 * self._margin, 2 * self._margin)

    def _dress(self) -> None:
        self._shadow = None
        self.setPalette(palette(self.theme))
        self.setStyleSheet(stylesheet(self.theme))
        self.update()

    def _take_in_hand(self) -> None:
        """The window manager moves or resizes the window now, and has the keyboard meanwhile."""
        self._in_hand = True

    def _check_left(self) -> None:
        if not self.isVisible() or self.isActiveWindow() or QApplication.activePopupWidget() is not None:
            return
        if self.has_keyboard():
            self._leaving.start()
        else:
            self.left_alone()
