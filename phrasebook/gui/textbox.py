"""A box for the text of a phrase: several lines, placeholders coloured while they are typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QSyntaxHighlighter, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QTextEdit, QWidget

from phrasebook.gui.field import Composition, OnKey
from phrasebook.gui.ink import utf16
from phrasebook.gui.preview import PITCH
from phrasebook.gui.scrollbar import OverlayScrollBar
from phrasebook.gui.theme import BODY, Theme, colour, font
from phrasebook.placeholders.syntax import Broken, tokens


class _Placeholders(QSyntaxHighlighter):
    """Placeholders as chips, those that can't be understood in red."""

    def __init__(self, box: QTextEdit, theme: Theme) -> None:
        super().__init__(box.document())
        self.theme = theme

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        if "{{" not in text:
            return
        for token in tokens(text):
            if isinstance(token.meaning, str):
                continue
            style = QTextCharFormat()
            broken = isinstance(token.meaning, Broken)
            style.setForeground(colour(self.theme.danger if broken else self.theme.accent))
            style.setBackground(colour(self.theme.danger_ground if broken else self.theme.selection))
            start = utf16(text, token.start)
            self.setFormat(start, utf16(text, token.end) - start, style)


class TextBox(QTextEdit):
    """Plain text only, whatever is pasted; see Composition for the keys."""

    def __init__(self, theme: Theme, on_key: OnKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composition = Composition(self, on_key)
        self.pressed = self.composition.pressed
        self.focused = self.composition.focused
        self.setAcceptRichText(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("field", True)
        self.setFont(font(BODY))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.document().setDocumentMargin(0)
        self._placeholders = _Placeholders(self, theme)
        self._bar = OverlayScrollBar(self, theme)

    @property
    def text(self) -> str:
        """What is in it, without what an input method is still composing."""
        return self.toPlainText()

    def begin(self, text: str) -> None:
        """Hold this text and no composition, with nothing to undo; the cursor at its end."""
        QGuiApplication.inputMethod().reset()
        self.composition.open = False
        self.setPlainText(text)
        cursor = QTextCursor(self.document())
        cursor.select(QTextCursor.SelectionType.Document)
        lines = QTextBlockFormat()
        lines.setLineHeight(PITCH, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor.mergeBlockFormat(lines)
        self.document().clearUndoRedoStacks()
        self.moveCursor(QTextCursor.MoveOperation.End)

    def insert(self, before: str, chosen: str, after: str) -> None:
        """Put a text where the cursor is, `chosen` of it selected to be typed over."""
        cursor = self.textCursor()
        cursor.insertText(before + chosen + after)
        end = cursor.position() - utf16(after, len(after))
        cursor.setPosition(end - utf16(chosen, len(chosen)))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus()

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._placeholders.theme = theme
        self._placeholders.rehighlight()
        self._bar.set_theme(theme)
