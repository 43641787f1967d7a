"""Giving the keyboard back to a window, and seeing that it has it."""

from __future__ import annotations

import time

from phrasebook.desktop.base import Desktop
from phrasebook.model import Window

FOCUS_BOUND = 0.5
"""Seconds a window manager may take to activate a window."""
_POLL = 0.001


def give_focus(desktop: Desktop, window: Window) -> bool:
    """Whether `window` has the keyboard before the bound is over; asked for unless it has it already."""
    if desktop.has_focus(window):
        return True
    desktop.focus(window)
    end = time.monotonic() + FOCUS_BOUND
    while not desktop.has_focus(window):
        if time.monotonic() > end:
            return False
        time.sleep(_POLL)  # polls the window manager's answer, within the bound
    return True
