"""Fields that know whether an input method is composing in them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

OnKey = Callable[[QKeyEvent], bool]

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


class Composition(QObject):
    """Looks at what comes to `field` first, and offers every key to `on_key`, which returns True for what it has done.

    During a composition no key leaves the field: Enter, Escape, digits and arrows belong to the input method. `pressed`
    is emitted for every key a person pressed, those of a composition included; `focused` when the field gets the keys.
    """

    pressed = Signal()
    focused = Signal()

    def __init__(self, field: QWidget, on_key: OnKey) -> None:
        super().__init__(field)
        self._on_key = on_key
        self.open = False
        """An input method is composing."""
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys come here before Qt uses Tab to move the focus and shortcuts to trigger actions."""
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() not in _MODIFIERS:
                self.pressed.emit()
            if self.open or self._on_key(event):
                event.accept()
                return True
        elif kind is QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            if event.preeditString() and not event.commitString():
                self.pressed.emit()
            self.open = bool(event.preeditString())
        elif kind is QEvent.Type.FocusIn:
            self.focused.emit()
        elif kind is QEvent.Type.FocusOut:
            self.open = False  # an input method gives up its composition when the focus goes
        return False


class ComposingLineEdit(QLineEdit):
    """A line of input; see Composition."""

    def __init__(self, on_key: OnKey, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.composition = Composition(self, on_key)
        self.pressed = self.composition.pressed
        self.focused = self.composition.focused
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def begin(self, text: str) -> None:
        """Hold this text and no composition."""
        QGuiApplication.inputMethod().reset()
        self.composition.open = False
        self.setText(text)
