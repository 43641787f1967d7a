"""The page on which a phrase is written: text and its wordings at the left, where it belongs at the right.

fields → `draft` → `save_wanted`; whoever saves says what is wrong with `show_mistakes`, and each field shows its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from phrasebook.gui.caption import Caption
from phrasebook.gui.draft import Draft, Mistake, split_category
from phrasebook.gui.editor_header import EditorHeader
from phrasebook.gui.field import ComposingLineEdit
from phrasebook.gui.inserting import InsertingRow
from phrasebook.gui.scrollbar import OverlayScrollBar
from phrasebook.gui.suggesting import SuggestingLineEdit, Suggestions
from phrasebook.gui.textbox import TextBox
from phrasebook.gui.theme import BODY, Theme, font
from phrasebook.gui.wordings import WordingTabs
from phrasebook.language import t
from phrasebook.pack.fields import default_title
from phrasebook.placeholders import plain

_MARGIN, _SIDE, _NARROW = 20, 276, 640
"""Around the fields; the width of the right column, and of a page below which it stands under the left one."""

_SAVE = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_S)
_MOVES = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_WORDINGS = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}


class Editor(QWidget):
    """One phrase being written. Made anew for each, in the language and the colours of the moment."""

    save_wanted = Signal()
    left = Signal()
    """Back was wanted; whether anything would be lost is for others to say."""
    edited = Signal()
    pressed = Signal()

    def __init__(
        self,
        draft: Draft,
        begun: Draft,
        place: str,
        categories: Mapping[str, Sequence[str]],
        theme: Theme,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._origin = draft.origin
        self.begun = begun
        """What stood in the fields when nothing had been typed."""
        self._categories = categories
        self._wordings, self._current = list(draft.wordings), 0
        self.header = EditorHeader(draft, place, theme, self)
        self.header.back.connect(self.left)
        self.header.save.connect(self.save_wanted)
        self.suggestions = Suggestions(theme, self)
        self._title = self._line(ComposingLineEdit, draft.title)
        self._text = TextBox(theme, self._on_key, self)
        self._first = self._category(draft.category[0], lambda: tuple(categories))
        self._second = self._category(draft.category[1], lambda: categories.get(self._first.text().strip(), ()))
        self._code = self._line(ComposingLineEdit, draft.code)
        self._keywords = TextBox(theme, self._on_key, self)
        self._keywords.begin(draft.keywords)
        self._order: tuple[QLineEdit | TextBox, ...] = (
            self._title,
            self._text,
            self._first,
            self._second,
            self._code,
            self._keywords,
        )
        self._captions: dict[str, Caption] = {
            name: Caption(theme, self) for name in ("title", "text", "category", "code", "keywords")
        }
        self._tabs = WordingTabs(theme, self)
        self._tabs.chosen.connect(self.write_wording)
        self._lay_out()
        self._name_fields()
        self._show_wording()
        for field in self._order:
            field.composition.pressed.connect(self.pressed)
            field.textChanged.connect(self._changed)

    @property
    def draft(self) -> Draft:
        """What stands in the fields now."""
        wordings = list(self._wordings)
        wordings[self._current] = self._text.text
        return Draft(
            tuple(wordings),
            self._title.text(),
            (self._first.text(), self._second.text()),
            self._code.text(),
            self._keywords.text,
            self._origin,
        )

    @property
    def changed(self) -> bool:
        """Something would be lost."""
        return self.draft != self.begun

    def take_focus(self) -> None:
        """Begin with the text where there is none, else with the title."""
        (self._title if self._text.text else self._text).setFocus()

    def side(self) -> QRect | None:
        """Where in the window the right column stands, None while it is under the left one."""
        corner = self._right.mapTo(self.window(), QPoint(0, 0))
        return QRect(corner, self._right.size()) if self._wide else None

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        wrong = frozenset(one.wording for one in mistakes if one.field == "text")
        if wrong and self._current not in wrong:
            self.write_wording(min(wrong))
        for name, caption in self._captions.items():
            caption.complain(next((one.message for one in mistakes if one.field == name), ""))
        self._tabs.show_wordings(len(self._wordings), self._current, wrong)
        for field, name in self._fields().items():
            self._mark(field, missing=bool(self._captions[name].mistake))
        first = next((field for field, name in self._fields().items() if self._captions[name].mistake), None)
        if first is not None:
            first.setFocus()

    def hint_code(self, hint: str) -> None:
        """Say something about the code that is no mistake."""
        self._captions["code"].hint(hint)

    def write_wording(self, number: int) -> None:
        """Go on with another wording; the number after the last one adds one, unless the last one is empty yet."""
        self._wordings[self._current] = self._text.text
        if number == len(self._wordings):
            if not self._wordings[-1].strip():
                number -= 1
            else:
                self._wordings.append("")
        self._current = max(0, min(number, len(self._wordings) - 1))
        self._show_wording()
        self._text.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns side by side where there is room."""
        super().resizeEvent(event)
        self.suggestions.hide()
        self._arrange()

    # Building

    def _line(self, kind: Callable[..., ComposingLineEdit], text: str) -> ComposingLineEdit:
        return self._dressed(kind(self._on_key, self), text)

    def _category(self, text: str, options: Callable[[], Sequence[str]]) -> ComposingLineEdit:
        return self._dressed(SuggestingLineEdit(self._on_key, options, self.suggestions, self), text)

    @staticmethod
    def _dressed(field: ComposingLineEdit, text: str) -> ComposingLineEdit:
        field.setProperty("field", True)
        field.setProperty("calm", True)
        field.setFont(font(BODY))
        field.setText(text)
        return field

    def _lay_out(self) -> None:
        self._left, self._right = QWidget(), QWidget()
        left = self._column(self._left)
        left.addWidget(self._captions["title"])
        left.addWidget(self._title)
        left.addSpacing(12)
        above = QHBoxLayout()
        above.addWidget(self._captions["text"], 1)
        above.addWidget(self._tabs)
        left.addLayout(above)
        left.addWidget(self._text, 1)
        left.addSpacing(8)
        self._inserting = InsertingRow(self)
        self._inserting.wanted.connect(self._text.insert)
        left.addWidget(self._inserting)
        right = self._column(self._right)
        levels = QHBoxLayout()
        levels.setSpacing(8)
        levels.addWidget(self._first)
        levels.addWidget(self._second)
        right.addWidget(self._captions["category"])
        right.addLayout(levels)
        right.addSpacing(12)
        right.addWidget(self._captions["code"])
        right.addWidget(self._code)
        right.addSpacing(12)
        right.addWidget(self._captions["keywords"])
        right.addWidget(self._keywords)
        right.addStretch(1)
        self._text.setMinimumHeight(120)
        self._keywords.setFixedHeight(96)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, inner)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(1)
        self._columns.addWidget(self._left, 1)
        self._columns.addWidget(self._right)
        self._area.setWidget(inner)
        for ground in (inner, self._area.viewport(), self._left, self._right):
            ground.setAutoFillBackground(False)
        OverlayScrollBar(self._area, self._theme)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)  # the line below the header is painted in this gap
        whole.addWidget(self.header)
        whole.addWidget(self._area, 1)
        self._arrange()

    @staticmethod
    def _column(holder: QWidget) -> QVBoxLayout:
        column = QVBoxLayout(holder)
        column.setContentsMargins(_MARGIN, 14, _MARGIN, 14)
        column.setSpacing(2)
        return column

    @property
    def _wide(self) -> bool:
        return self.width() >= _NARROW

    def _arrange(self) -> None:
        wide = self._wide
        self._columns.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._right.setMinimumWidth(_SIDE if wide else 0)
        self._right.setMaximumWidth(_SIDE if wide else 16_777_215)

    def _name_fields(self) -> None:
        captions = self._captions
        captions["title"].name(t("标题", "Title"))
        captions["text"].name(t("内容", "Text"))
        captions["category"].name(t("分类", "Category"))
        captions["code"].name(t("编码", "Code"), t("输它就排第一", "Typing it finds this first"))
        captions["keywords"].name(t("关键词", "Keywords"), t("顾客会怎么说", "What customers say"))
        self._first.setPlaceholderText(t("一级", "First level"))
        self._second.setPlaceholderText(t("二级", "Second level"))
        self._code.setPlaceholderText(t("例如 thdz", "For example thdz"))
        self._keywords.setPlaceholderText(t("用逗号隔开", "Separated by commas"))
        for field, name in self._fields().items():
            field.setAccessibleName(captions[name].accessibleName())

    # Writing

    def _fields(self) -> dict[QLineEdit | TextBox, str]:
        names = ("title", "text", "category", "category", "code", "keywords")
        return dict(zip(self._order, names, strict=True))

    def _show_wording(self) -> None:
        self._text.begin(self._wordings[self._current])
        self._tabs.show_wordings(len(self._wordings), self._current)
        self._show_default_title()

    def _changed(self) -> None:
        """A field says something else: what was wrong with it isn't known any more."""
        for field, name in self._fields().items():
            if field is self.sender() and self._captions[name].mistake:
                self._captions[name].complain("")
                self._mark(field, missing=False)
        if (levels := split_category(self._first.text())) is not None:
            self._first.setText(levels[0])
            self._second.setText(levels[1])
            self._second.setFocus()
        self._show_default_title()
        self.edited.emit()

    def _show_default_title(self) -> None:
        text = self._text.text if self._current == 0 else self._wordings[0]
        default = default_title(text, self._origin.images if self._origin else ())
        self._title.setPlaceholderText(
            plain(default) or t("不写就用第一行", "Left empty, the first line stands for it")
        )

    @staticmethod
    def _mark(field: QWidget, *, missing: bool) -> None:
        if field.property("missing") != missing:
            field.setProperty("missing", missing)
            field.style().unpolish(field)
            field.style().polish(field)

    # Keys

    def _on_key(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = held == Qt.KeyboardModifier.ControlModifier
        field = self.focusWidget()
        lines = isinstance(field, TextBox)
        if control and key in _SAVE:
            if not event.isAutoRepeat():
                self.save_wanted.emit()
        elif control and key in _WORDINGS:
            self.write_wording(self._current + _WORDINGS[key])
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) or (key in _MOVES and not held and not lines):
            self._go(_MOVES[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not held and not lines:
            self._go(1)
        else:
            return False
        return True

    def _go(self, by: int) -> None:
        """To the next or previous field, round and round."""
        at = next((number for number, field in enumerate(self._order) if field is self.focusWidget()), 0)
        field = self._order[(at + by) % len(self._order)]
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
        self._area.ensureWidgetVisible(field)
