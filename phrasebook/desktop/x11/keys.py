"""Pressing keys on X11 through XTEST, which every program believes (letters by XSendEvent xterm ignores)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from Xlib import X, error
from Xlib.ext import xtest

from phrasebook.desktop.chords import Chord
from phrasebook.desktop.x11.windows import Windows
from phrasebook.errors import DesktopError
from phrasebook.language import t

_LOCK = 1  # the row of CapsLock in the modifier map; locks stay as the person set them
_NUM_LOCK = 0xFF7F


class Keys:
    """Presses chords over one connection; one thread at a time."""

    def __init__(self, display: Any, windows: Windows) -> None:
        self._display = display
        self._windows = windows
        if not display.has_extension("XTEST"):
            raise DesktopError(
                t("X 服务器没有 XTEST 扩展", "The X server has no XTEST extension"),
                t("只能复制，请手动粘贴", "Replies can only be copied; paste them by hand"),
            )

    def press(self, chord: Chord, window_id: int, times: int) -> bool:
        """Press `chord` if `window_id` has the keyboard; False if it hasn't, and then nothing was pressed.

        The server is held while looking and pressing, so that no other program can take the focus in between.
        """
        codes = [self._keycode(keysym) for keysym in (*chord.modifiers, chord.key)]
        with self._server_held():
            try:
                if not self._windows.has_focus(window_id):
                    return False
            except error.XError:
                return False
            self._release_held()
            try:
                for _ in range(times):
                    for code in codes:
                        xtest.fake_input(self._display, X.KeyPress, code)
                    for code in reversed(codes):
                        xtest.fake_input(self._display, X.KeyRelease, code)
            finally:
                for code in reversed(codes[:-1]):  # a modifier must never stay down, whatever happened
                    xtest.fake_input(self._display, X.KeyRelease, code)
        return True

    @contextmanager
    def _server_held(self) -> Iterator[None]:
        self._display.grab_server()
        try:
            yield
        finally:
            self._display.ungrab_server()
            self._display.sync()

    def _release_held(self) -> None:
        keymap = self._display.query_keymap()
        locks = {self._display.keysym_to_keycode(_NUM_LOCK)}
        for row, codes in enumerate(self._display.get_modifier_mapping()):
            for code in codes:
                if code and row != _LOCK and code not in locks and keymap[code // 8] >> (code % 8) & 1:
                    xtest.fake_input(self._display, X.KeyRelease, code)

    def _keycode(self, keysym: int) -> int:
        code = int(self._display.keysym_to_keycode(keysym))
        if code == 0:
            raise DesktopError(
                t(f"键盘上没有键值 {keysym:#x}", f"The keyboard has no key for the keysym {keysym:#x}"),
                t("在设置里换一个按键", "Choose another key in the settings"),
            )
        return code
