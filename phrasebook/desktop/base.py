"""What phrasebook asks of a desktop. Every adapter is one of these; tests/contracts holds them to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from phrasebook.model import Content, Window

Saved = dict[str, bytes]
"""A whole clipboard: format name (a MIME type, an X11 target, a Windows format) to bytes. Empty: nothing was there."""


class Offer(Protocol):
    """Our content on the clipboard, and who has read it."""

    def wait_read(self, bound: float) -> bool:
        """True as soon as the target itself has read the content; False after `bound` seconds without that."""
        ...

    def wait_quiet(self, quiet: float, bound: float) -> None:
        """Return when the target hasn't read for `quiet` seconds (at most after `bound`)."""
        ...


class Clipboard(Protocol):
    """The clipboard, all formats of it. Every method raises DesktopError when the clipboard can't be had."""

    def prefetch(self) -> None:
        """Begin to save in the background, so that `save` finds everything done. Returns at once."""
        ...

    def save(self) -> Saved:
        """Every format that is there now, whole."""
        ...

    def offer(self, content: Content, target: Window | None) -> Offer:
        """Put `content` there, hidden from clipboard histories, and watch for `target` reading it."""
        ...

    def restore(self, saved: Saved) -> bool:
        """Put `saved` back if what is there is still ours; False when somebody else has put something there."""
        ...


class Desktop(Protocol):
    """One desktop: its windows, keys, hotkeys and clipboard."""

    name: str
    """x11, windows, macos, wayland or copy_only."""
    reason: str
    """Why this one was chosen, for people."""
    can_paste: bool
    """False: replies can only be copied."""
    clipboard: Clipboard

    def focused_window(self) -> Window | None:
        """The window that has the keyboard, or None."""
        ...

    def focus(self, window: Window) -> None:
        """Ask that `window` gets the keyboard. Returns at once; `has_focus` tells when it is so."""
        ...

    def has_focus(self, window: Window) -> bool:
        """Whether keys typed now would reach `window`."""
        ...

    def exists(self, window: Window) -> bool:
        """Whether `window` is still there."""
        ...

    def press(self, chord: str, window: Window) -> bool:
        """Press `chord` (pynput's syntax: `<ctrl>+v`, `<enter>`) if `window` has the keyboard at that very moment.

        Held modifiers are released first. False: it hadn't, and nothing was pressed.
        """
        ...

    def bind(self, combos: Iterable[str], fired: Callable[[str], None]) -> tuple[str, ...]:
        """Take these hotkeys instead of those held so far; `fired(combo)` is called in a thread of the adapter's.

        Returns those that can't be had because another program holds them.
        """
        ...

    def close(self) -> None:
        """Give back hotkeys and clipboard; what was on the clipboard is left there if the system can keep it."""
        ...
