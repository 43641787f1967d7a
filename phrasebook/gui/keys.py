"""What the keys mean in the picker's list. The focus stays in the search field: this is the one place for all keys."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from phrasebook.gui.row import DIRECT_ROWS

FAR = 1_000_000
"""More rows than there are: to the first or the last."""


class Action(Enum):
    """What a key does."""

    CHOOSE = "choose"
    SEND = "send"
    COPY = "copy"
    DIRECT = "direct"
    ROW = "row"
    PAGE = "page"
    SCOPE = "scope"
    CATEGORY = "category"
    EDIT = "edit"
    NEW = "new"
    CANCEL = "cancel"
    NOTHING = "nothing"


_K, _M = Qt.Key, Qt.KeyboardModifier
_NONE = _M.NoModifier
_KEYS: dict[tuple[Qt.Key, Qt.KeyboardModifier], tuple[Action, int]] = {
    (_K.Key_Return, _NONE): (Action.CHOOSE, 0),
    (_K.Key_Return, _M.ControlModifier): (Action.SEND, 0),
    (_K.Key_Escape, _NONE): (Action.CANCEL, 0),
    (_K.Key_F2, _NONE): (Action.EDIT, 0),
    (_K.Key_N, _M.ControlModifier): (Action.NEW, 0),
    (_K.Key_Up, _NONE): (Action.ROW, -1),
    (_K.Key_Down, _NONE): (Action.ROW, 1),
    (_K.Key_Home, _NONE): (Action.ROW, -FAR),
    (_K.Key_End, _NONE): (Action.ROW, FAR),
    (_K.Key_PageUp, _NONE): (Action.PAGE, -1),
    (_K.Key_PageDown, _NONE): (Action.PAGE, 1),
    (_K.Key_Tab, _NONE): (Action.SCOPE, 1),
    (_K.Key_Backtab, _M.ShiftModifier): (Action.SCOPE, -1),
    (_K.Key_Up, _M.ControlModifier): (Action.CATEGORY, -1),
    (_K.Key_Down, _M.ControlModifier): (Action.CATEGORY, 1),
    **{(Qt.Key(_K.Key_1.value + row), _M.AltModifier): (Action.DIRECT, row) for row in range(DIRECT_ROWS)},
}
_CHOOSING = (Action.CHOOSE, Action.SEND, Action.DIRECT, Action.EDIT, Action.NEW)


def meaning_of(event: QKeyEvent, *, selecting: bool) -> tuple[Action, int] | None:
    """What a key press means and by how much; None: it edits the field.

    `selecting`: the field has a selection, which Ctrl+C copies as everywhere.
    """
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else Qt.Key(event.key())
    held = event.modifiers() & ~_M.KeypadModifier
    if key is Qt.Key.Key_C and held == _M.ControlModifier:
        return None if selecting else (Action.COPY, 0)
    meaning = _KEYS.get((key, held))
    # A key still down from before, or held too long, must not choose what has only just come up.
    if meaning is not None and event.isAutoRepeat() and meaning[0] in _CHOOSING:
        return Action.NOTHING, 0
    return meaning
