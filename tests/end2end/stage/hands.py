"""Hands on a keyboard and a mouse: real key events through XTEST."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Any

from Xlib import XK, X, display
from Xlib.ext import xtest

_NAMES = {
    "ctrl": "Control_L",
    "alt": "Alt_L",
    "shift": "Shift_L",
    "super": "Super_L",
    "enter": "Return",
    "tab": "Tab",
    "esc": "Escape",
}
_SHIFTED = dict(zip('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./", strict=True))


class Hands:
    """Presses keys on one screen; whatever is still down at the end is let go."""

    def __init__(self, screen: str) -> None:
        self._display: Any = display.Display(screen)
        self._down: list[int] = []

    def __enter__(self) -> Hands:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def tap(self, combo: str) -> None:
        """Press and release a combination such as `ctrl+alt+space`."""
        keys = combo.split("+")
        for key in keys:
            self.hold(key)
        for key in reversed(keys):
            self.release(key)

    def type(self, text: str, keys_per_second: float = 0) -> None:
        """Type ASCII text."""
        for char in text:
            shifted = char.isupper() or char in _SHIFTED
            if shifted:
                self.hold("shift")
            self.tap(_SHIFTED.get(char, char.lower()) if char != " " else "space")
            if shifted:
                self.release("shift")
            if keys_per_second:
                time.sleep(1 / keys_per_second)  # a person's rhythm, which is what is being tested

    def hold(self, key: str) -> None:
        """Press a key and keep it down."""
        code = self._code(key)
        xtest.fake_input(self._display, X.KeyPress, code)
        self._down.append(code)
        self._display.sync()

    def release(self, key: str) -> None:
        """Let a key go."""
        code = self._code(key)
        xtest.fake_input(self._display, X.KeyRelease, code)
        if code in self._down:
            self._down.remove(code)
        self._display.sync()

    def click(self, x: int, y: int, button: int = 1) -> None:
        """Click at a point of the screen."""
        self.move(x, y)
        xtest.fake_input(self._display, X.ButtonPress, button)
        xtest.fake_input(self._display, X.ButtonRelease, button)
        self._display.sync()

    def move(self, x: int, y: int) -> None:
        """Move the pointer."""
        xtest.fake_input(self._display, X.MotionNotify, x=x, y=y)
        self._display.sync()

    def close(self) -> None:
        """Let every key go and disconnect."""
        for code in reversed(self._down):
            xtest.fake_input(self._display, X.KeyRelease, code)
        self._display.sync()
        self._display.close()

    def _code(self, key: str) -> int:
        name = _NAMES.get(key, key.upper() if key[0] == "f" and key[1:].isdigit() else key)
        keysym = XK.string_to_keysym(name) or (ord(name) if len(name) == 1 else 0)
        code = int(self._display.keysym_to_keycode(keysym))
        if not code:
            raise ValueError(f"no key for {key!r}")
        return code
