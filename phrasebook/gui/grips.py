"""The edges and corners by which a window without a frame is resized."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

WIDTH = 6
"""How far inside the window's edge the mouse takes hold of it, in pixels."""

_LEFT, _RIGHT, _TOP, _BOTTOM = Qt.Edge.LeftEdge, Qt.Edge.RightEdge, Qt.Edge.TopEdge, Qt.Edge.BottomEdge
_CURSORS = {
    _LEFT: Qt.CursorShape.SizeHorCursor,
    _RIGHT: Qt.CursorShape.SizeHorCursor,
    _TOP: Qt.CursorShape.SizeVerCursor,
    _BOTTOM: Qt.CursorShape.SizeVerCursor,
    _LEFT | _TOP: Qt.CursorShape.SizeFDiagCursor,
    _RIGHT | _BOTTOM: Qt.CursorShape.SizeFDiagCursor,
    _RIGHT | _TOP: Qt.CursorShape.SizeBDiagCursor,
    _LEFT | _BOTTOM: Qt.CursorShape.SizeBDiagCursor,
}


class Grip(QWidget):
    """One edge or corner: pressing it asks the window manager to resize."""

    taken = Signal()

    def __init__(self, edges: Qt.Edge, parent: QWidget) -> None:
        super().__init__(parent)
        self.edges = edges
        self.setCursor(_CURSORS[edges])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Hand over to the window manager."""
        handle = self.window().windowHandle()
        if event.button() is Qt.MouseButton.LeftButton and handle is not None:
            self.taken.emit()
            handle.startSystemResize(self.edges)


class Grips:
    """All eight of a window; `taken` is called when the person takes hold of one."""

    def __init__(self, window: QWidget, taken: Callable[[], None]) -> None:
        self._grips = [Grip(edges, window) for edges in _CURSORS]
        for grip in self._grips:
            grip.taken.connect(taken)

    def lay_out(self, card: QRect) -> None:
        """Put them along the edges of `card`, corners on top."""
        for grip in self._grips:
            box = QRect(card)
            if grip.edges & _LEFT:
                box.setRight(card.left() + WIDTH - 1)
            if grip.edges & _RIGHT:
                box.setLeft(card.right() - WIDTH + 1)
            if grip.edges & _TOP:
                box.setBottom(card.top() + WIDTH - 1)
            if grip.edges & _BOTTOM:
                box.setTop(card.bottom() - WIDTH + 1)
            grip.setGeometry(box)
            grip.raise_()
