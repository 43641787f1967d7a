"""Global hotkeys on X11 by exclusive grabs, so that the chat window never sees the key."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from Xlib import X, error

from phrasebook.desktop.chords import Chord, parse
from phrasebook.desktop.x11.loop import Loop
from phrasebook.desktop.x11.windows import Windows

_NUM_LOCK = 0xFF7F
HELD_BOUND = 0.3  # seconds for which keys typed after a hotkey are kept back at most
_FOCUS_POLL = 0.002  # seconds between two looks whether the picker has the keyboard, while keys are kept back for it
REPEAT_DELAY = 150  # milliseconds; no keyboard begins to repeat sooner, so a press before that is another one
_STILL_DOWN = 0.01  # seconds between two looks whether a fired hotkey's key is up again; only while it is down


class Hotkeys:
    """Holds grabs on the root window and calls `fired(combo)` once per press, however long the key is held."""

    def __init__(self) -> None:
        self._loop = Loop("hotkeys")
        self._display = self._loop.display
        self._root = self._display.screen().root
        self._fired: Callable[[str], None] = lambda _combo: None
        self._combos: dict[tuple[int, int], str] = {}
        self._wanted: dict[str, Chord] = {}
        self._places: dict[str, tuple[int, frozenset[int]]] = {}
        self._down: dict[int, int] = {}
        self._windows = Windows(self._display)
        self._held_at, self._heir = 0.0, 0
        self._loop.start(self._handle, self._housekeeping)

    def bind(self, combos: Iterable[str], fired: Callable[[str], None]) -> tuple[str, ...]:
        """Hold these combos instead of the former ones; returns those that another program holds."""
        wanted = tuple(dict.fromkeys(combos))
        chords = {combo: parse(combo) for combo in wanted}
        return self._loop.call(lambda: self._bind(chords, fired))

    def first_free(self, combos: Iterable[str]) -> str | None:
        """The first combo that could be held now."""
        chords = [(combo, parse(combo)) for combo in combos]

        def look() -> str | None:
            for combo, chord in chords:
                code, modifiers = self._code(chord)
                if (code, modifiers) in self._combos:
                    continue
                if code and self._grab(code, modifiers):
                    self._ungrab(code, modifiers)
                    self._display.sync()
                    return combo
            return None

        return self._loop.call(look)

    def release(self, heir: int) -> None:
        """What was typed since the hotkey goes to window `heir` as soon as that has the keyboard; 0: to any, now."""
        self._loop.submit(lambda: self._release(heir))

    def close(self) -> None:
        """Let go of every grab."""
        self._loop.close()

    def _bind(self, chords: dict[str, Chord], fired: Callable[[str], None]) -> tuple[str, ...]:
        for code, modifiers in self._combos:
            self._ungrab(code, modifiers)
        self._combos, self._fired, self._wanted = {}, fired, chords
        self._places = self._places_of(chords)
        taken = []
        for combo, chord in chords.items():
            code, modifiers = self._code(chord)
            if code and ((code, modifiers) in self._combos or self._grab(code, modifiers)):
                self._combos[code, modifiers] = combo
            else:
                taken.append(combo)
        self._display.sync()
        return tuple(taken)

    def _code(self, chord: Chord) -> tuple[int, int]:
        """The keycode and the modifier mask of a chord under the present keyboard map."""
        mapping = self._display.get_modifier_mapping()
        mask = 0
        for keysym in chord.modifiers:
            code = self._display.keysym_to_keycode(keysym)
            for row, codes in enumerate(mapping):
                if code and code in codes:
                    mask |= 1 << row
        return int(self._display.keysym_to_keycode(chord.key)), mask

    def _places_of(self, chords: dict[str, Chord]) -> dict[str, tuple[int, frozenset[int]]]:
        """The keycode of each combo, and every mask of modifiers under which it is grabbed."""
        places = {}
        for combo, chord in chords.items():
            code, modifiers = self._code(chord)
            places[combo] = code, frozenset(self._variants(modifiers))
        return places

    def _variants(self, modifiers: int) -> tuple[int, ...]:
        """The mask with and without the locks, which X counts as modifiers."""
        num = 0
        code = self._display.keysym_to_keycode(_NUM_LOCK)
        for row, codes in enumerate(self._display.get_modifier_mapping()):
            if code and code in codes:
                num = 1 << row
        return tuple({modifiers | lock for lock in (0, X.LockMask, num, X.LockMask | num)})

    def _grab(self, code: int, modifiers: int) -> bool:
        refused = error.CatchError(error.BadAccess)
        for mask in self._variants(modifiers):
            self._root.grab_key(code, mask, False, X.GrabModeAsync, X.GrabModeSync, onerror=refused)
        self._display.sync()
        if refused.get_error() is None:
            return True
        self._ungrab(code, modifiers)
        return False

    def _ungrab(self, code: int, modifiers: int) -> None:
        for mask in self._variants(modifiers):
            self._root.ungrab_key(code, mask)

    def _handle(self, event: Any) -> None:
        if event.type == X.KeyPress:
            self._pressed(event.detail, event.state & 0xFF, event.time)
        elif event.type == X.KeyRelease:
            self._down.pop(event.detail, None)
        elif event.type == X.MappingNotify:
            self._display.refresh_keyboard_mapping(event)
            # Sent too whenever another keyboard is used, XTEST's included; a hotkey pressed while none is held is lost.
            if self._places_of(self._wanted) != self._places:
                self._bind(self._wanted, self._fired)

    def _pressed(self, code: int, state: int, when: int) -> None:
        """From here on the server keeps back what is typed, until `release` or the bound."""
        combos = [c for (bound, mask), c in self._combos.items() if bound == code and state in self._variants(mask)]
        repeats = code in self._down and when - self._down[code] >= REPEAT_DELAY
        if repeats or not combos:
            self._let_go()
            return
        self._down[code] = when
        self._held_at = time.monotonic()
        self._fired(combos[0])

    def _release(self, heir: int) -> None:
        if heir and self._held_at:
            self._heir = heir
        else:
            self._let_go()

    def _let_go(self) -> None:
        """Give the keyboard back. The grab would also keep it, with our own paste in it, until the hotkey is up."""
        self._held_at, self._heir = 0.0, 0
        self._display.ungrab_keyboard(X.CurrentTime)
        self._display.flush()

    def _housekeeping(self) -> float | None:
        """See Loop.start."""
        waits = [self._look_for_releases()]
        if self._held_at:
            left = self._held_at + HELD_BOUND - time.monotonic()
            if left <= 0 or (self._heir and self._windows.has_focus(self._heir)):
                self._let_go()
            else:
                waits.append(_FOCUS_POLL if self._heir else left)
        return min((wait for wait in waits if wait is not None), default=None)

    def _look_for_releases(self) -> float | None:
        if not self._down:
            return None
        keymap = self._display.query_keymap()
        self._down = {code: when for code, when in self._down.items() if keymap[code // 8] >> (code % 8) & 1}
        return _STILL_DOWN if self._down else None
