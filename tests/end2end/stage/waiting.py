"""Waiting for something to become true, with a bound, instead of sleeping and hoping."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def until(look: Callable[[], T], what: str, bound: float = 20.0) -> T:
    """The first truthy result of `look()`; raises AssertionError naming `what` after `bound` seconds."""
    end = time.monotonic() + bound
    while True:
        if result := look():
            return result
        if time.monotonic() > end:
            raise AssertionError(f"waited {bound} s in vain for {what}")
        time.sleep(0.01)
