"""What is selected in the chat window, for a new phrase: asked for, or copied there and the clipboard put back."""

from __future__ import annotations

from phrasebook.desktop.base import Desktop
from phrasebook.desktop.focus import give_focus
from phrasebook.model import Window

COPY_BOUND = 0.4
"""Seconds a program may take to copy: many times what Chromium and Qt take. With nothing selected all of it passes."""

_COPY = {"<ctrl>+v": "<ctrl>+c", "<ctrl>+<shift>+v": "<ctrl>+<shift>+c", "<cmd>+v": "<cmd>+c"}
"""The chord that copies where the other pastes. Elsewhere (xterm) Ctrl+C would end a program, so nothing is pressed."""


def copy_chord(paste: str) -> str:
    """What copies in a program that pastes with `paste`; "" when that isn't known."""
    return _COPY.get(paste, "")


def selected_text(desktop: Desktop, window: Window) -> str:
    """The text selected in `window`, where its program tells; nothing is pressed and nothing copied.

    Raises:
        DesktopError: the desktop can't be reached.
    """
    return _whole(desktop.selected(window))


def copied_text(desktop: Desktop, window: Window, chord: str) -> str:
    """The text that `chord` copies in `window`; the clipboard is as before afterwards.

    Empty when nothing is selected there, and when the window doesn't get the keyboard: then nothing is pressed.

    Raises:
        DesktopError: the desktop or its clipboard can't be reached.
    """
    if not desktop.can_paste or not give_focus(desktop, window):
        return ""
    return _whole(desktop.clipboard.copied(window, lambda: desktop.press(chord, window), COPY_BOUND))


def _whole(text: str) -> str:
    """Line ends as a pack has them, and none of the blank lines that a selection begins or ends with."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").rstrip()
