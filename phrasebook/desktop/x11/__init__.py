"""Linux with X11: exclusive hotkeys, verified focus, XTEST keys, and a clipboard that tells who has read it."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable

from Xlib import error

from phrasebook.desktop import chords
from phrasebook.desktop.x11.clipboard import X11Clipboard
from phrasebook.desktop.x11.hotkeys import Hotkeys
from phrasebook.desktop.x11.keys import Keys
from phrasebook.desktop.x11.loop import connect
from phrasebook.desktop.x11.windows import Windows
from phrasebook.model import Window

_parse = functools.cache(chords.parse)


class X11Desktop:
    """One X11 display. See base.Desktop."""

    name = "x11"
    can_paste = True

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self._display = connect()
        self._lock = threading.Lock()  # one connection for windows and keys, asked from several threads
        self._windows = Windows(self._display)
        self._keys = Keys(self._display, self._windows)
        self._hotkeys = Hotkeys()
        self.clipboard = X11Clipboard(self._windows.client_of)
        self.composited = self._windows.composited()

    def focused_window(self) -> Window | None:
        """The window that has the keyboard, or None."""
        with self._lock:
            active = self._windows.active_id()
            return self._windows.describe(active) if active else None

    def focus(self, window: Window) -> None:
        """Ask the window manager to activate `window`."""
        with self._lock:
            self._windows.focus(window.id)

    def has_focus(self, window: Window) -> bool:
        """Whether keys typed now would reach `window`."""
        with self._lock:
            try:
                return self._windows.has_focus(window.id)
            except error.XError:
                return False

    def exists(self, window: Window) -> bool:
        """Whether `window` is still there."""
        with self._lock:
            return self._windows.exists(window.id)

    def selected(self, window: Window) -> str:
        """What the program of `window` holds as the PRIMARY selection."""
        return self.clipboard.selected(window)

    def press(self, chord: str, window: Window, times: int = 1) -> bool:
        """Press `chord` if `window` has the keyboard at that very moment."""
        with self._lock:
            return self._keys.press(_parse(chord), window.id, times)

    def bind(self, combos: Iterable[str], fired: Callable[[str], None]) -> tuple[str, ...]:
        """Hold these hotkeys; returns those that another program holds."""
        return self._hotkeys.bind(combos, fired)

    def release_keyboard(self, heir: Window | None = None) -> None:
        """Let keys typed since the hotkey go on to `heir` once it has the keyboard, else at once."""
        self._hotkeys.release(heir.id if heir else 0)

    def first_free(self, combos: Iterable[str]) -> str | None:
        """The first of these that no program holds."""
        return self._hotkeys.first_free(combos)

    def close(self) -> None:
        """Give back hotkeys and clipboard."""
        self._hotkeys.close()
        self.clipboard.close()
        with self._lock:
            self._display.close()
