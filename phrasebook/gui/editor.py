"""The page on which a phrase is written.

fields → `draft` → `save_wanted`; whoever saves says what is wrong with `show_mistakes`, and each field shows its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from phrasebook.gui.draft import Draft, Mistake, split_category
from phrasebook.gui.editor_fields import EditorFields
from phrasebook.gui.editor_header import EditorHeader
from phrasebook.gui.textbox import TextBox
from phrasebook.gui.theme import Theme
from phrasebook.language import t
from phrasebook.pack.fields import default_title
from phrasebook.placeholders import plain

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
        self._origin = draft.origin
        self.begun = begun
        """What stood in the fields when nothing had been typed."""
        self._wordings, self._current = list(draft.wordings), 0
        self.header = EditorHeader(draft, place, theme, self)
        self.header.back.connect(self.left)
        self.header.save.connect(self.save_wanted)
        self.fields = fields = EditorFields(
            theme,
            self._on_key,
            lambda: tuple(categories),
            lambda: categories.get(self.fields.first.text().strip(), ()),
            self,
        )
        fields.tabs.chosen.connect(self.write_wording)
        fields.title.setText(draft.title)
        fields.first.setText(draft.category[0])
        fields.second.setText(draft.category[1])
        fields.code.setText(draft.code)
        fields.keywords.begin(draft.keywords)
        if draft.origin is not None and (count := len(draft.origin.images)):
            fields.pictures.name(t("图片", "Pictures"), t(f"{count} 张，照旧发送", f"{count}, sent as before"))
            fields.pictures.show()
        self._show_wording()
        for field in fields.names:
            field.composition.pressed.connect(self.pressed)
            field.textChanged.connect(self._changed)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(1)  # the line below the header is painted in this gap
        whole.addWidget(self.header)
        whole.addWidget(fields, 1)

    @property
    def draft(self) -> Draft:
        """What stands in the fields now."""
        fields, wordings = self.fields, list(self._wordings)
        wordings[self._current] = fields.text.text
        return Draft(
            tuple(wordings),
            fields.title.text(),
            (fields.first.text(), fields.second.text()),
            fields.code.text(),
            fields.keywords.text,
            self._origin,
        )

    @property
    def changed(self) -> bool:
        """Something would be lost."""
        return self.draft != self.begun

    def take_focus(self) -> None:
        """Begin with the text where there is none, else with the title."""
        (self.fields.title if self.fields.text.text else self.fields.text).setFocus()

    def side(self) -> QRect | None:
        """Where in the window the right column stands, None while there is none."""
        return self.fields.side()

    def show_mistakes(self, mistakes: Sequence[Mistake]) -> None:
        """Say at each field what is wrong with it, and go to the first."""
        fields = self.fields
        wrong = frozenset(one.wording for one in mistakes if one.field == "text")
        if wrong and self._current not in wrong:
            self.write_wording(min(wrong))
        fields.tabs.show_wordings(len(self._wordings), self._current, wrong)
        for name, caption in fields.captions.items():
            caption.complain(next((one.message for one in mistakes if one.field == name), ""))
        for field, name in fields.names.items():
            fields.mark(field, missing=bool(fields.captions[name].mistake))
        first = next((field for field, name in fields.names.items() if fields.captions[name].mistake), None)
        if first is not None:
            first.setFocus()

    def hint_code(self, hint: str) -> None:
        """Say something about the code that is no mistake."""
        self.fields.captions["code"].hint(hint)

    def write_wording(self, number: int) -> None:
        """Go on with another wording; the number after the last one adds one, unless the last one is empty yet."""
        self._wordings[self._current] = self.fields.text.text
        if number == len(self._wordings):
            if not self._wordings[-1].strip():
                number -= 1
            else:
                self._wordings.append("")
        self._current = max(0, min(number, len(self._wordings) - 1))
        self._show_wording()
        self.fields.text.setFocus()

    def _show_wording(self) -> None:
        self.fields.text.begin(self._wordings[self._current])
        self.fields.tabs.show_wordings(len(self._wordings), self._current)
        self._show_default_title()

    def _changed(self) -> None:
        """A field says something else: what was wrong with it isn't known any more."""
        fields = self.fields
        for field, name in fields.names.items():
            if field is self.sender() and fields.captions[name].mistake:
                fields.captions[name].complain("")
                fields.mark(field, missing=False)
        if (levels := split_category(fields.first.text())) is not None:
            fields.first.setText(levels[0])
            fields.second.setText(levels[1])
            fields.second.setFocus()
        self._show_default_title()
        self.edited.emit()

    def _show_default_title(self) -> None:
        text = self.fields.text.text if self._current == 0 else self._wordings[0]
        default = default_title(text, self._origin.images if self._origin else ())
        shown = plain(default) or t("不写就用第一行", "The text's first line, if left empty")
        self.fields.title.setPlaceholderText(shown)

    def _on_key(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = held == Qt.KeyboardModifier.ControlModifier
        lines = isinstance(self.focusWidget(), TextBox)
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
        order = tuple(self.fields.names)
        at = next((number for number, field in enumerate(order) if field is self.focusWidget()), 0)
        field = order[(at + by) % len(order)]
        field.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
        self.fields.ensureWidgetVisible(field)
