"""The two-level categories with counts that follow the query. Rows stay where they are while a person types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from phrasebook.gui.ink import Line
from phrasebook.gui.rows import RowsView
from phrasebook.gui.theme import SMALL, Theme, colour, font
from phrasebook.gui.words import category_name
from phrasebook.language import t
from phrasebook.model import Category

WIDTH = 164
ENTRY_HEIGHT = 28
TREE_FONT = 13

Entry = tuple[Category, int]
"""A category and how many phrases in it answer the query; `()` is everything."""

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()


class _TreeModel(QAbstractListModel):
    """The tree, flattened: two levels need no more, and a flat list is updated in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def update_entries(self, entries: Sequence[Entry]) -> None:
        """Only the counts change, unless the categories themselves did."""
        same = [category for category, _ in entries] == [category for category, _ in self.entries]
        if not same:
            self.beginResetModel()
        self.entries = entries
        if same:
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
        else:
            self.endResetModel()

    def rowCount(self, parent: Index = _INVALID) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The name; for screen readers the whole category and its count."""
        category, count = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return category[-1] if category else t("全部", "All")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return t("{}，{} 条", "{}, {} phrases").format(category_name(category) or t("全部", "All"), count)
        return None


class _EntryDelegate(QStyledItemDelegate):
    """Paints an entry: the name, and the count at the right edge. An empty category is faint."""

    def __init__(self, view: CategoryTree, model: _TreeModel, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.theme = theme
        self.kept: dict[tuple[str, bool], Line] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Entries never differ in height."""
        return QSize(0, ENTRY_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one entry."""
        box: QRect = option.rect
        category, count = self._model.entries[index.row()]
        theme, selected = self.theme, category == self._view.category
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or index.row() == self._view.hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme.selection if selected else theme.line))
            painter.drawRoundedRect(box.adjusted(6, 1, -6, -1), 6, 6)
        number = self._line(str(count) if count else "", small=True)
        ink = theme.accent if selected else self._ink(category, count)
        left = box.left() + (28 if len(category) > 1 else 16)
        painter.setPen(colour(theme.accent if selected else theme.grey))
        number.draw(painter, box.right() - 15 - number.width, box.top() + 19)
        painter.setPen(colour(ink))
        name = str(self._model.data(index))
        room = box.right() - 23 - number.width - left
        self._name(name, len(category) < 2 and (count > 0 or not category), room).draw(painter, left, box.top() + 19)
        painter.restore()

    def _ink(self, category: Category, count: int) -> str:
        """Empty categories are paler."""
        if not count and category:
            return self.theme.grey
        return self.theme.soft if len(category) > 1 else self.theme.text

    def _name(self, name: str, bold: bool, room: float) -> Line:
        line = self.kept.get((name, bold))
        if line is None or line.width > room:
            style = font(TREE_FONT, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            line = self.kept[(name, bold)] = Line(name, style, room, self.theme)
        return line

    def _line(self, text: str, *, small: bool) -> Line:
        line = self.kept.get((text, small))
        if line is None:
            if len(self.kept) > 500:  # counts change with every key
                self.kept.clear()
            line = self.kept[(text, small)] = Line(text, font(SMALL), 60, self.theme)
        return line


class CategoryTree(RowsView):
    """The categories. It never takes the focus; the keys and the mouse change `category`."""

    category_changed = Signal(tuple)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._entries = _TreeModel()
        super().__init__(self._entries, theme, 8, parent)
        self._entries.setParent(self)
        self.category: Category = ()
        self._delegate = _EntryDelegate(self, self._entries, theme)
        self.setItemDelegate(self._delegate)
        self.setFixedWidth(WIDTH)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)

    @property
    def entries(self) -> Sequence[Entry]:
        """What is shown."""
        return self._entries.entries

    @property
    def found(self) -> int:
        """How many phrases answer in the selected category."""
        return next((count for category, count in self.entries if category == self.category), 0)

    @property
    def total(self) -> int:
        """How many phrases answer in all categories."""
        return next((count for category, count in self.entries if not category), 0)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._delegate.theme = theme
        self._delegate.kept.clear()
        super().set_theme(theme)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these counts. A selected category that is gone gives way to everything, without a signal."""
        self._entries.update_entries(entries)
        if self._row() < 0:
            self.category = ()
            self.viewport().update()

    def select(self, category: Category) -> None:
        """Select a category; `category_changed` tells it unless it is selected already."""
        if category == self.category:
            return
        self.category = category
        if (row := self._row()) >= 0:
            self.scrollTo(self._entries.index(row))
        self.viewport().update()
        self.category_changed.emit(category)

    def step(self, by: int) -> None:
        """Select the next (1) or previous (-1) category in which something was found."""
        row = self._row() + by
        while 0 <= row < len(self.entries):
            category, count = self.entries[row]
            if count or not category:
                self.select(category)
                return
            row += by

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press selects."""
        row = self.row_at(event)
        if row >= 0 and event.button() is Qt.MouseButton.LeftButton:
            self.select(self.entries[row][0])

    def _row(self) -> int:
        return next((row for row, (category, _) in enumerate(self.entries) if category == self.category), -1)
