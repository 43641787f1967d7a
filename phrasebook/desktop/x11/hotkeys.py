"""Global hotkeys on X11 by exclusive grabs, so that the chat window never sees the key."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from Xlib import X, error

from phrasebook.desktop.chords import Chord, parse
from phrasebook.desktop.x11.loop import Loop

_NUM_LOCK = 0xFF7F
_STILL_DOWN = 0.01  # seconds between two looks whether a fired hotkey's key is up again; only while it is down


class Hotkeys:
    """Holds grabs on the root window and calls `fired(combo)` once per press, however long the key is held."""

    def __init__(self) -> None:
        self._loop = Loop("hotkeys")
        self._display = self._loop.display
        self._root = self._display.screen().root
        self._fired: Callable[[str], None] = lambda _combo: None
        self._combos: dict[tuple[int, int], str] = {}
        self._wanted: tuple[str, ...] = ()
        self._down: set[int] = set()
        self._loop.start(self._handle, self._look_for_releases)

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

    def close(self) -> None:
        """Let go of every grab."""
        self._loop.close()

    def _bind(self, chords: dict[str, Chord], fired: Callable[[str], None]) -> tuple[str, ...]:
        for code, modifiers in self._combos:
            self._ungrab(code, modifiers)
        self._combos, self._fired, self._wanted = {}, fired, tuple(chords)
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
            self._root.grab_key(code, mask, False, X.GrabModeAsync, X.GrabModeAsync, onerror=refused)
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
            # The grab would keep the whole keyboard until the key is up: what is typed next, and our own paste,
            # must already go where the focus is.
            self._display.ungrab_keyboard(X.CurrentTime)
            self._display.flush()
            code = event.detail
            if code in self._down:
                return  # the keyboard repeats a held key
            for (bound, modifiers), combo in self._combos.items():
                if bound == code and event.state & 0xFF in self._variants(modifiers):
                    self._down.add(code)
                    self._fired(combo)
                    return
        elif event.type == X.KeyRelease:
            self._down.discard(event.detail)
        elif event.type == X.MappingNotify:
            self._display.refresh_keyboard_mapping(event)
            self._bind({combo: parse(combo) for combo in self._wanted}, self._fired)

    def _look_for_releases(self) -> float | None:
        if not self._down:
            return None
        keymap = self._display.query_keymap()
        self._down = {code for code in self._down if keymap[code // 8] >> (code % 8) & 1}
        return _STILL_DOWN if self._down else None
