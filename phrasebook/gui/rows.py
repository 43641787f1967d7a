"""A list that paints its rows itself and never takes the focus: what the results and the categories have in common."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from phrasebook.gui.scrollbar import OverlayScrollBar
from phrasebook.gui.theme import Theme


class RowsView(QListView):
    """Rows of one height; the one under the mouse is `hovered`, -1 for none."""

    def __init__(self, model: QAbstractListModel, theme: Theme, margin: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hovered = -1
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.setViewportMargins(0, margin, 0, margin)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._bar = OverlayScrollBar(self, theme)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._bar.set_theme(theme)
        self.viewport().update()

    def row_at(self, event: QMouseEvent) -> int:
        """The row under the mouse, -1 for none."""
        return self.indexAt(event.position().toPoint()).row()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Tint the row under the mouse."""
        self._hover(self.row_at(event))

    def leaveEvent(self, event: object) -> None:
        """No row is under the mouse."""
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()
