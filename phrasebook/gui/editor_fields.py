"""The fields of the editor: what a phrase says at the left, where it belongs at the right (or below, where narrow)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from phrasebook.gui.caption import Caption
from phrasebook.gui.field import ComposingLineEdit, OnKey
from phrasebook.gui.inserting import InsertingRow
from phrasebook.gui.scrollbar import OverlayScrollBar
from phrasebook.gui.suggesting import SuggestingLineEdit, Suggestions
from phrasebook.gui.textbox import TextBox
from phrasebook.gui.theme import BODY, Theme, font
from phrasebook.gui.wordings import WordingTabs
from phrasebook.language import t

_MARGIN, _SIDE, _NARROW = 20, 276, 640
"""Around the fields; the width of the right column, and of a page below which it stands under the left one."""
_ANY = 16_777_215
"""Qt's own largest width: none in particular."""

Options = Callable[[], Sequence[str]]


class EditorFields(QScrollArea):
    """`firsts` and `seconds` are the categories to suggest; the suggestions lie over `room`."""

    def __init__(self, theme: Theme, on_key: OnKey, firsts: Options, seconds: Options, room: QWidget) -> None:
        super().__init__(room)
        self.suggestions = Suggestions(theme, room)
        self.title = _dressed(ComposingLineEdit(on_key, self))
        self.text = TextBox(theme, on_key, self)
        self.first = _dressed(SuggestingLineEdit(on_key, firsts, self.suggestions, self))
        self.second = _dressed(SuggestingLineEdit(on_key, seconds, self.suggestions, self))
        self.code = _dressed(ComposingLineEdit(on_key, self))
        self.keywords = TextBox(theme, on_key, self)
        self.names: dict[ComposingLineEdit | TextBox, str] = {
            self.title: "title",
            self.text: "text",
            self.first: "category",
            self.second: "category",
            self.code: "code",
            self.keywords: "keywords",
        }
        """The fields in the order in which Tab goes through them, and what a draft calls each."""
        self.captions = {name: Caption(theme, self) for name in self.names.values()}
        self.pictures = Caption(theme, self)
        """What is said of the phrase's pictures; hidden where it has none."""
        self.tabs = WordingTabs(theme, self)
        self._left, self._right = QWidget(), QWidget()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._fill_left()
        self._fill_right()
        self._lay_out()
        self._name_all()
        OverlayScrollBar(self, theme)

    def side(self) -> QRect | None:
        """Where in the window the right column stands, None while it is under the left one."""
        corner = self._right.mapTo(self.window(), QPoint(0, 0))
        return QRect(corner, self._right.size()) if self.width() >= _NARROW else None

    def mark(self, field: QWidget, *, missing: bool) -> None:
        """Show or stop showing that something is wrong with a field."""
        if field.property("missing") != missing:
            field.setProperty("missing", missing)
            field.style().unpolish(field)
            field.style().polish(field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns side by side where there is room."""
        super().resizeEvent(event)
        self.suggestions.hide()
        wide = self.width() >= _NARROW
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._right.setMinimumWidth(_SIDE if wide else 0)
        self._right.setMaximumWidth(_SIDE if wide else _ANY)

    def _fill_left(self) -> None:
        column = _column(self._left)
        column.addWidget(self.captions["title"])
        column.addWidget(self.title)
        column.addSpacing(12)
        above = QHBoxLayout()
        above.addWidget(self.captions["text"], 1)
        above.addWidget(self.tabs)
        column.addLayout(above)
        column.addWidget(self.text, 1)
        column.addSpacing(8)
        inserting = InsertingRow(self)
        inserting.wanted.connect(self.text.insert)
        column.addWidget(inserting)
        self.text.setMinimumHeight(120)

    def _fill_right(self) -> None:
        column = _column(self._right)
        levels = QHBoxLayout()
        levels.setSpacing(8)
        levels.addWidget(self.first)
        levels.addWidget(self.second)
        column.addWidget(self.captions["category"])
        column.addLayout(levels)
        column.addSpacing(12)
        column.addWidget(self.captions["code"])
        column.addWidget(self.code)
        column.addSpacing(12)
        column.addWidget(self.captions["keywords"])
        column.addWidget(self.keywords)
        column.addSpacing(12)
        column.addWidget(self.pictures)
        column.addStretch(1)
        self.pictures.hide()
        self.keywords.setFixedHeight(96)

    def _lay_out(self) -> None:
        inner = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(1)
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(self._right)
        self.setWidget(inner)
        for ground in (inner, self.viewport(), self._left, self._right):
            ground.setAutoFillBackground(False)

    def _name_all(self) -> None:
        captions = self.captions
        captions["title"].name(t("标题", "Title"))
        captions["text"].name(t("内容", "Text"))
        captions["category"].name(t("分类", "Category"))
        captions["code"].name(t("编码", "Code"))
        captions["keywords"].name(t("关键词", "Keywords"), t("顾客会怎么说", "What customers say"))
        self.first.setPlaceholderText(t("一级", "First level"))
        self.second.setPlaceholderText(t("二级", "Second level"))
        self.code.setPlaceholderText(t("例如 thdz", "For example thdz"))
        self.keywords.setPlaceholderText(t("用逗号隔开", "Separated by commas"))
        for field, name in self.names.items():
            field.setAccessibleName(captions[name].accessibleName())


def _dressed(field: ComposingLineEdit) -> ComposingLineEdit:
    """A line with the look of a field. Before anything else is done with it: a style sheet looks at a field once."""
    field.setProperty("field", True)
    field.setProperty("calm", True)
    field.setFont(font(BODY))
    return field


def _column(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
    column.setSpacing(2)
    return column
