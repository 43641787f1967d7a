"""The rows: what was found, one row per phrase, and how a row is painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from phrasebook.gui.row import ROW_HEIGHT, RowInk
from phrasebook.gui.rows import RowsView
from phrasebook.gui.theme import Theme
from phrasebook.gui.vacant import Vacancy, paint_vacancy
from phrasebook.gui.words import category_name, scope_name
from phrasebook.model import Match, Phrase
from phrasebook.placeholders import plain

Index = QModelIndex | QPersistentModelIndex
_INVALID = QModelIndex()


class ResultsModel(QAbstractListModel):
    """The matches of one query, replaced as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matches: Sequence[Match] = ()

    def replace(self, matches: Sequence[Match]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.matches = matches
        self.endResetModel()

    def rowCount(self, parent: Index = _INVALID) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.matches)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        """The title, and for screen readers everything a row shows."""
        phrase = self.matches[index.row()].phrase
        if role == Qt.ItemDataRole.DisplayRole:
            return plain(phrase.title)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            kind = scope_name(phrase.scope), category_name(phrase.category)
            return ", ".join(filter(None, (plain(phrase.title), *kind, phrase.code, phrase.text)))
        return None


class _RowDelegate(QStyledItemDelegate):
    """Paints rows; their layouts are kept until something else stands there."""

    def __init__(self, view: ResultsView, model: ResultsModel, theme: Theme) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.theme = theme
        self.kept: dict[int, RowInk] = {}

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Rows never differ in height."""
        return QSize(0, ROW_HEIGHT)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one row."""
        box: QRect = option.rect
        row = index.row()
        ink = self.kept.get(row)
        match = self._model.matches[row]
        if ink is None or not ink.shows(match, box.width()):
            ink = self.kept[row] = RowInk(match, row, box.width(), self.theme)
        ink.paint(painter, box, selected=row == self._view.row, hovered=row == self._view.hovered)


class ResultsView(RowsView):
    """The list. It never takes the focus; the picker moves `row`, the mouse chooses."""

    row_changed = Signal(int)
    clicked_row = Signal(int)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._results = ResultsModel()
        super().__init__(self._results, theme, 4, parent)
        self._results.setParent(self)
        self.row = -1
        self.vacancy: Vacancy | None = None
        self._pressed = -1
        self._theme = theme
        self._delegate = _RowDelegate(self, self._results, theme)
        self.setItemDelegate(self._delegate)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)  # the first row is never cut in half

    @property
    def matches(self) -> Sequence[Match]:
        """What is shown."""
        return self._results.matches

    @property
    def selected(self) -> Match | None:
        """The selected match."""
        return self.matches[self.row] if 0 <= self.row < len(self.matches) else None

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = self._delegate.theme = theme
        self._delegate.kept.clear()
        super().set_theme(theme)

    def show_matches(self, matches: Sequence[Match], row: int = 0) -> None:
        """Show other matches and select `row`."""
        self.row = self.hovered = self._pressed = -1
        self._results.replace(matches)
        self.select(row)

    def select(self, row: int) -> None:
        """Select a row, the nearest there is, and bring it into sight."""
        self.row = max(min(row, len(self.matches) - 1), -1 if not self.matches else 0)
        index = self._results.index(self.row) if self.row >= 0 else QModelIndex()
        self.setCurrentIndex(index)
        if self.row >= 0:
            self.scrollTo(index)
        self.viewport().update()
        self.row_changed.emit(self.row)

    def rows_on_screen(self) -> int:
        """How many rows fit."""
        return max(self.viewport().height() // ROW_HEIGHT, 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows, or what to say where there are none."""
        super().paintEvent(event)
        if not self.matches and self.vacancy is not None:
            painter = QPainter(self.viewport())
            paint_vacancy(painter, self.viewport().rect(), self.vacancy, self._theme)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the selected row in sight."""
        super().resizeEvent(event)
        if self.row >= 0:
            self.scrollTo(self._results.index(self.row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select under either button; the left one chooses when it is let go on the same row."""
        row = self.row_at(event)
        self._pressed = row if event.button() is Qt.MouseButton.LeftButton else -1
        if row >= 0:
            self.select(row)
        if row >= 0 and event.button() is Qt.MouseButton.RightButton:
            self.menu_wanted.emit(row, event.globalPosition().toPoint())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click is a press and a release on one row."""
        row, pressed, self._pressed = self.row_at(event), self._pressed, -1
        if row >= 0 and row == pressed:
            self.clicked_row.emit(row)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second half of a double click does nothing."""


def as_matches(phrases: Sequence[Phrase]) -> list[Match]:
    """Phrases that nothing was searched for."""
    return [Match(phrase, 0.0) for phrase in phrases]
