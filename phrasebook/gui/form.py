"""The questions of a phrase, in the preview's place: its text above, filled in live, a field for each below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from phrasebook.gui.field import ComposingLineEdit
from phrasebook.gui.ink import Flow
from phrasebook.gui.pills import Pills
from phrasebook.gui.preview import MARGIN, PITCH
from phrasebook.gui.scrollbar import OverlayScrollBar
from phrasebook.gui.theme import BODY, HEADING, SMALL, Theme, font
from phrasebook.language import t
from phrasebook.placeholders import Kind, Piece, Question, Values, pieces

_SHIFT, _CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
_MOVES = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class _LiveText(QAbstractScrollArea):
    """Title and text; the chip of the question being answered has a ring."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = ""
        self._pieces: Sequence[Piece] = ()
        self._label = ""
        self._heading: Flow | None = None
        self._body: Flow | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(4 * PITCH)
        self.viewport().setAutoFillBackground(False)
        self._bar = OverlayScrollBar(self, theme)

    def show_text(self, title: str, shown: Sequence[Piece], label: str) -> None:
        """Show this text with the ring around `label`."""
        self._title, self._pieces, self._label = title, shown, label
        self.setAccessibleName(title)
        self.setAccessibleDescription("".join(piece.text for piece in shown))
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title and text, scrolled."""
        if self._heading is None or self._body is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.text)
        top = -self.verticalScrollBar().value()
        clip = QRectF(event.rect())
        self._heading.draw(painter, 0, top, clip)
        self._body.draw(painter, 0, top + round(self._heading.height) + 8, clip, self._label)

    def _lay_out(self) -> None:
        width = max(self.viewport().width(), 1)
        heading = (Piece(self._title, Kind.LITERAL),)
        self._heading = Flow(heading, font(HEADING, QFont.Weight.DemiBold), width, PITCH, self._theme)
        self._body = Flow(self._pieces, font(BODY), width, PITCH, self._theme)
        whole = self._heading.height + 8 + self._body.height
        bar = self.verticalScrollBar()
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, round(whole - self.viewport().height())))
        at = self._body.top_of(self._label)
        if at is not None:
            at += self._heading.height + 8
            if not bar.value() <= at <= bar.value() + self.viewport().height() - PITCH:
                bar.setValue(round(at - self.viewport().height() / 2))
        self.viewport().update()


class Form(QWidget):
    """Asks the questions of one wording. `submitted` has the answers and whether to send; `left` goes back."""

    submitted = Signal(dict, bool)
    left = Signal()
    moved = Signal(bool)
    """Another field has the focus; True: it is the last one."""
    pressed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = self._wording = ""
        self._values: Values | None = None
        self._questions: tuple[Question, ...] = ()
        self._inputs: list[QLineEdit | Pills] = []
        self._current = 0
        self._send = False
        self._text: _LiveText | None = None
        self._fields: QScrollArea | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    @property
    def answers(self) -> dict[str, str]:
        """What is in the fields now."""
        return {
            question.label: entry.text() if isinstance(entry, QLineEdit) else entry.text
            for question, entry in zip(self._questions, self._inputs, strict=True)
        }

    def ask(
        self,
        title: str,
        wording: str,
        values: Values,
        asked: tuple[Question, ...],
        known: Mapping[str, str],
        send: bool,
    ) -> None:
        """Ask `asked`, offering what was answered before; the last Enter sends if `send` says so."""
        self._title, self._wording, self._values, self._questions = title, wording, values, asked
        self._send = send
        self._build(known)
        self._go(0)
        self._refresh()

    def take_focus(self) -> None:
        """Put the keyboard into the first field: a hidden window can't have had it."""
        self._go(0)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours from the next question on."""
        self._theme = theme

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the fields what they need, but leave the text a third."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        if self._fields is not None and (inner := self._fields.widget()) is not None:
            width = self.width() - 2 * MARGIN
            needed = inner.heightForWidth(width) if inner.hasHeightForWidth() else inner.sizeHint().height()
            self._fields.setFixedHeight(min(needed, self.height() * 3 // 5))

    def _build(self, known: Mapping[str, str]) -> None:
        while (item := self._column.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        whole = QWidget(self)
        column = QVBoxLayout(whole)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, 12)
        column.setSpacing(16)
        self._text = _LiveText(self._theme, whole)
        self._fields = self._make_fields(known)
        column.addWidget(self._text, 1)
        column.addWidget(self._fields)
        column.addLayout(self._buttons(whole))
        self._column.addWidget(whole)
        self._share()

    def _make_fields(self, known: Mapping[str, str]) -> QScrollArea:
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._inputs = []
        for at, question in enumerate(self._questions):
            label = QLabel(question.label + (t("（可不填）", " (optional)") if question.optional else ""))
            label.setFont(font(SMALL))
            label.setProperty("grey", True)
            entry = self._entry(at, question, known)
            label.setBuddy(entry)
            column.addSpacing(8 if at else 0)
            column.addWidget(label)
            column.addWidget(entry)
            self._inputs.append(entry)
        area.setWidget(inner)
        for ground in (inner, area.viewport()):
            ground.setAutoFillBackground(False)
        OverlayScrollBar(area, self._theme)
        return area

    def _entry(self, at: int, question: Question, known: Mapping[str, str]) -> QLineEdit | Pills:
        answer = known.get(question.label, "")
        if question.options:
            chosen = answer if answer in question.options else question.default
            pills = Pills(question.options, chosen, self._theme, self._on_key)
            pills.changed.connect(self._refresh)
            pills.focused.connect(lambda: self._note(at))
            pills.pressed.connect(self.pressed)
            pills.setAccessibleName(question.label)
            return pills
        field = ComposingLineEdit(self._on_key)
        field.setProperty("field", True)
        field.setFont(font(BODY))
        field.setText(answer or question.default)
        field.setAccessibleName(question.label)
        field.textChanged.connect(self._refresh)
        field.focused.connect(lambda: self._note(at))
        field.pressed.connect(self.pressed)
        return field

    def _buttons(self, parent: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for text, primary, act in (
            (t("返回", "Back"), False, self.left.emit),
            (t("发送", "Send"), False, lambda: self._submit(send=True)),
            (t("粘贴", "Paste"), True, lambda: self._submit(send=self._send)),
        ):
            button = QPushButton(text, parent)
            button.setProperty("button", True)
            button.setProperty("primary", primary)
            button.setFont(font(BODY))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(act)
            row.addWidget(button, 2 if primary else 1)
        return row

    def _on_key(self, event: QKeyEvent) -> bool:
        key, held = Qt.Key(event.key()), event.modifiers()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if held & _CONTROL:
                self._submit(send=True)
            elif self._current + 1 < len(self._inputs):
                self._go(self._current + 1)
            else:
                self._submit(send=self._send)
        elif key in _MOVES:
            self._go((self._current + _MOVES[key]) % len(self._inputs))
        elif key is Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _go(self, at: int) -> None:
        entry = self._inputs[at]
        entry.setFocus(Qt.FocusReason.TabFocusReason)
        if isinstance(entry, QLineEdit):
            entry.selectAll()
        self._note(at)

    def _note(self, at: int) -> None:
        """The field `at` has the focus now."""
        self._current = at
        self.moved.emit(at == len(self._inputs) - 1)
        self._refresh()
        area = self._fields
        if area is not None:
            # Only after the new fields have been laid out is there anything to scroll to.
            QTimer.singleShot(0, self._inputs[at], lambda: area.ensureWidgetVisible(self._inputs[at]))

    def _refresh(self) -> None:
        if self._values is None or self._text is None:
            return
        shown = pieces(self._wording, self._values, self.answers)
        self._text.show_text(self._title, shown, self._questions[self._current].label)
        for question, entry in zip(self._questions, self._inputs, strict=True):
            if isinstance(entry, QLineEdit) and entry.property("missing") and self._answered(question, entry):
                self._mark(entry, missing=False)

    def _submit(self, *, send: bool) -> None:
        for at, (question, entry) in enumerate(zip(self._questions, self._inputs, strict=True)):
            if isinstance(entry, QLineEdit) and not self._answered(question, entry):
                self._mark(entry, missing=True)
                self._go(at)
                return
        self.submitted.emit(self.answers, send)

    @staticmethod
    def _answered(question: Question, entry: QLineEdit) -> bool:
        return question.optional or bool(entry.text().strip())

    @staticmethod
    def _mark(entry: QLineEdit, *, missing: bool) -> None:
        entry.setProperty("missing", missing)
        entry.setPlaceholderText(t("填好才能粘贴", "Needed before pasting") if missing else "")
        entry.style().unpolish(entry)
        entry.style().polish(entry)
