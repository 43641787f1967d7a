"""What phrasebook asks of a desktop. Every adapter is one of these; tests/contracts holds them to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol

from phrasebook.model import Content, Window


@dataclass(frozen=True, slots=True)
class Format:
    """One form in which the clipboard holds its content."""

    name: str
    """The system's own name: an X11 target, a MIME type, a Windows format."""
    data: bytes
    kind: str = ""
    """The X11 type of the data, where it isn't the name."""
    bits: int = 8
    """The X11 unit of the data: 8, 16 or 32."""


@dataclass(frozen=True, slots=True)
class Saved:
    """A whole clipboard. No formats: nothing was there."""

    formats: tuple[Format, ...] = ()
    text: str = ""
    """The text in it, for `{{clipboard}}`."""
    missing: tuple[str, ...] = ()
    """Names of formats that their owner promised and didn't hand over in time."""


class Offer(Protocol):
    """Our content on the clipboard, and who has read it."""

    def expect(self) -> None:
        """From now on a read by the target counts as the receipt."""
        ...

    def wait_read(self, bound: float) -> bool:
        """True as soon as the target itself has read the content; False after `bound` seconds without that."""
        ...

    def wait_quiet(self, quiet: float, bound: float) -> None:
        """Return when the target hasn't read for `quiet` seconds (at most after `bound`)."""
        ...


class Clipboard(Protocol):
    """The clipboard, all formats of it. Every method raises DesktopError when the clipboard can't be had."""

    def prefetch(self) -> Future[Saved]:
        """Begin to save in the background, so that `save` finds everything done. Returns at once."""
        ...

    def save(self) -> Saved:
        """Every format that is there now, whole."""
        ...

    def offer(self, content: Content, target: Window | None, chord: str = "") -> Offer:
        """Put `content` there, hidden from clipboard histories, and watch for `target` reading it after `chord`."""
        ...

    def restore(self, saved: Saved) -> bool:
        """Put `saved` back if what is there is still ours; False when somebody else has put something there."""
        ...

    def copied(self, window: Window, press: Callable[[], bool], bound: float) -> str:
        """The text that the program of `window` copies within `bound` seconds once `press` has made it do so.

        What was there before is put back whole, unless a third program has copied something meanwhile. Empty when
        `press` says that nothing was pressed, when nothing was copied, or no text.
        """
        ...


class Desktop(Protocol):
    """One desktop: its windows, keys, hotkeys and clipboard."""

    @property
    def name(self) -> str:
        """The adapter: x11, windows, macos, wayland or copy_only."""
        ...

    @property
    def reason(self) -> str:
        """Why this one was chosen, for people."""
        ...

    @property
    def can_paste(self) -> bool:
        """False: replies can only be copied."""
        ...

    @property
    def composited(self) -> bool:
        """Whether windows may have see-through parts (rounded corners, shadows)."""
        ...

    @property
    def clipboard(self) -> Clipboard:
        """Its clipboard."""
        ...

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

    def selected(self, window: Window) -> str:
        """The text selected in `window` by mouse or keys, where its program tells without copying; else empty."""
        ...

    def press(self, chord: str, window: Window, times: int = 1) -> bool:
        """Press `chord` (pynput's syntax: `<ctrl>+v`, `<enter>`) if `window` has the keyboard at that very moment.

        Held modifiers are released first. False: it hadn't, and nothing was pressed.

        Raises:
            DesktopError: the chord can't be understood, or the keyboard has no such key.
        """
        ...

    def bind(self, combos: Iterable[str], fired: Callable[[str], None]) -> tuple[str, ...]:
        """Take these hotkeys instead of those held so far; `fired(combo)` is called in a thread of the adapter's.

        Keys typed after a hotkey may be kept back until `release_keyboard`, for a third of a second at most.
        Returns those that can't be had because another program holds them.

        Raises:
            DesktopError: a combo can't be understood.
        """
        ...

    def release_keyboard(self, heir: Window | None = None) -> None:
        """Keys typed since the hotkey go to `heir` as soon as it has the keyboard; without one, to any window, now."""
        ...

    def first_free(self, combos: Iterable[str]) -> str | None:
        """The first of these that no program holds, or None: what to propose for a taken hotkey."""
        ...

    def close(self) -> None:
        """Give back hotkeys and clipboard; what the person had copied stays there if the system can keep it."""
        ...
