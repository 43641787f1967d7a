"""From the hotkey to a painted picker, beside rofi and CopyQ: the same screen, the same eye for all three.

"Painted" means that three columns of pixels through the window look as they do when everything has settled.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from Xlib import X

from tests.bench.figures import row, spread
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

_ROUNDS = 100
_LOOK = 0.0005


@dataclass(frozen=True)
class Strip:
    """Where to look, and what is there when the window is painted."""

    x: int
    y: int
    height: int
    settled: bytes


def pixels(screen: Screen, x: int, y: int, height: int) -> bytes:
    """Columns of pixels: one request, so that looking often costs little."""
    image: Any = screen.root.get_image(x, y, 3, height, X.ZPixmap, 0xFFFFFFFF)
    return bytes(image.data)


def time_to_painted(screen: Screen, press: Callable[[], None], leave: Callable[[], None], strip: Strip) -> float:
    """Milliseconds from the key press to the settled pixels."""
    before = pixels(screen, strip.x, strip.y, strip.height)
    assert before != strip.settled, "the window is still there"
    started = time.monotonic()
    press()
    while pixels(screen, strip.x, strip.y, strip.height) != strip.settled:
        time.sleep(_LOOK)  # looking without a pause would take a core from what is being measured
        assert time.monotonic() - started < 5, "the window was never painted"
    took = (time.monotonic() - started) * 1000
    leave()
    until(lambda: pixels(screen, strip.x, strip.y, strip.height) == before, "the window to be gone", 5)
    return took


def learn(screen: Screen, press: Callable[[], None], leave: Callable[[], None]) -> Strip:
    """Open once, wait until nothing changes any more, and remember how it looks."""
    width, height = screen.root.get_geometry().width, screen.root.get_geometry().height
    x, y, tall = width // 2 - 60, height // 4, height // 3
    closed = pixels(screen, x, y, tall)
    press()
    until(lambda: pixels(screen, x, y, tall) != closed, "the window to appear", 10)
    last, since = b"", time.monotonic()
    while time.monotonic() - since < 0.5:
        now = pixels(screen, x, y, tall)
        if now != last:
            last, since = now, time.monotonic()
    leave()
    until(lambda: pixels(screen, x, y, tall) == closed, "the window to be gone", 5)
    return Strip(x, y, tall, last)


def measure(screen: Screen, hands: Hands, what: str, combo: str, asked: str = "", rounds: int = _ROUNDS) -> None:
    """Print one row for the program that `combo` opens."""

    def press() -> None:
        hands.tap(combo)

    def leave() -> None:
        hands.tap("esc")

    try:
        strip = learn(screen, press, leave)
        samples = [time_to_painted(screen, press, leave, strip) for _ in range(rounds)]
    except (AssertionError, subprocess.SubprocessError) as error:
        row(what, f"couldn't be measured: {error}")
        return
    row(what, f"{spread(samples)}  ms", asked)
