"""A line of input that knows whether an input method is composing in it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

_MODIFIERS = {
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
    Qt.Key.Key_Super_L,
    Qt.Key.Key_Super_R,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}


class ComposingLineEdit(QLineEdit):
    """Offers every key to `on_key` first, which returns True for what it has dealt with.

    During a composition no key leaves the field: Enter, Escape, digits and arrows belong to the input method. `pressed`
    is emitted for every key a person pressed, those of a composition included.
    """

    pressed = Signal()
    focused = Signal()

    def __init__(self, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._on_key = on_key
        self.composing = False
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def begin(self, text: str) -> None:
        """Hold this text and no composition."""
        QGuiApplication.inputMethod().reset()
        self.composing = False
        self.setText(text)

    def event(self, event: QEvent) -> bool:
        """Keys come here before Qt uses Tab to move the focus and shortcuts to trigger actions."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() not in _MODIFIERS:
                self.pressed.emit()
            if self.composing:
                event.accept()
                return True
            if self._on_key(event):
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Note whether a composition is open. Its characters are no text yet, so nothing is searched for them."""
        if event.preeditString() and not event.commitString():
            self.pressed.emit()
        super().inputMethodEvent(event)
        self.composing = bool(event.preeditString())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell that this field is being filled in."""
        super().focusInEvent(event)
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """An input method gives up its composition when the focus goes."""
        super().focusOutEvent(event)
        self.composing = False
