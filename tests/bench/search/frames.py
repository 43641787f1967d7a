"""From key press to painted, while somebody types fifteen keys a second into the real picker.

Real keys through XTEST on a private screen. Each query is typed slowly once, to see how the window looks after each
key; then fast, again and again: a key is painted when the columns of pixels that it changes look as they did then. The
band of the search field is left out, since its caret blinks by itself.
"""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from Xlib import X

from phrasebook.model import Phrase
from tests.bench.figures import percentile, row
from tests.bench.search.costs import write_library
from tests.end2end.stage.agent import Agent
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.programs import Editor
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

KEYS_PER_SECOND = 15
FRAME = 1000 / 60
_QUERIES = ("fahuo", "thdz", "yunfei", "tuikuanduojiu", "cwl", "yurongfu", "kuaididaonale", "618jb")
_ROUNDS = 25
_STILL, _BLINK = 0.15, 1.3
"""Seconds in which nothing changes once all is painted, and in which a caret goes on and off."""
_LOOK = 0.0005
_COLUMNS = 3
"""Wide as a looked-at strip is, in pixels; one strip for each third of the window's width."""

Picture = npt.NDArray[np.uint32]


class Box(NamedTuple):
    """A part of the screen, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Strip(NamedTuple):
    """Where to look for a key, and what is there when it is painted."""

    box: Box
    settled: bytes


class Typing(NamedTuple):
    """What was measured."""

    samples: list[float]
    """Milliseconds from key press to painted, of each key that changes something below the field."""
    keys: int
    """All keys pressed."""
    cpu: float
    """Milliseconds of processors' time that the daemon took for them."""


def measure(folder: Path, phrases: Sequence[Phrase], rounds: int = _ROUNDS) -> None:
    """Print the rows for a library of these phrases; `folder` is empty and is filled."""
    library = write_library(folder / "library", phrases)
    screen = Screen(folder)
    try:
        with Hands(screen.name) as hands:
            Editor(screen, "qt_edit", "the chat")  # which gets the keyboard back
            agent = Agent(screen, hands, folder / "agent", library)
            typing = _typed(agent, rounds)
            agent.daemon.stop()
    finally:
        screen.close()
    samples = typing.samples
    median, p95, p99, most = (percentile(samples, rank) for rank in (50, 95, 99, 100))
    print(f"\nthe picker over {len(phrases):,} phrases, {KEYS_PER_SECOND} keys a second")
    figures = f"median {median:.1f}  p95 {p95:.1f}  p99 {p99:.1f}  max {most:.1f} ms  n={len(samples)}"
    row("key press → painted", figures, "p99 ≤ 16 ms")
    late = sum(sample > FRAME for sample in samples)
    row(f"keys painted later than a frame of {FRAME:.1f} ms", f"{late} of {len(samples)}")
    row("the daemon's processor time for a key", f"{typing.cpu / max(1, typing.keys):.1f} ms")
    if typing.keys > len(samples):
        row("keys that change nothing below the field", f"{typing.keys - len(samples)}, not measured")


def _typed(agent: Agent, rounds: int) -> Typing:
    agent.open()
    below = _below_the_field(agent)
    _leave(agent)
    looks = [_learn(agent, query, below) for query in _QUERIES]
    samples: list[float] = []
    cpu = 0.0
    for _ in range(rounds):
        for query, strips in zip(_QUERIES, looks, strict=True):
            agent.open()
            agent.settled()
            before = _cpu(agent)
            samples += _type(agent, query, strips)
            agent.settled()
            cpu += _cpu(agent) - before
            _leave(agent)
    return Typing(samples, rounds * sum(map(len, _QUERIES)), cpu)


def _type(agent: Agent, query: str, strips: Sequence[Sequence[Strip]]) -> list[float]:
    samples: list[float] = []
    due = time.monotonic()
    for key, looked_at in zip(query, strips, strict=True):
        time.sleep(max(0.0, due - time.monotonic()))  # the rhythm that is being measured
        due = time.monotonic() + 1 / KEYS_PER_SECOND
        pressed = time.monotonic()
        agent.hands.type(key)
        while any(_pixels(agent.screen, strip.box) != strip.settled for strip in looked_at):
            time.sleep(_LOOK)  # looking without a pause would take a core from what is being measured
            assert time.monotonic() - pressed < 5, f"{query!r} was never painted as before"
        if looked_at:
            samples.append((time.monotonic() - pressed) * 1000)
    return samples


def _learn(agent: Agent, query: str, below: Box) -> list[list[Strip]]:
    """Type slowly; for each key the strips that tell when it is painted."""
    agent.open()
    before = _still(agent, below)
    looks: list[list[Strip]] = []
    for key in query:
        agent.hands.type(key)
        agent.settled()
        after = _still(agent, below)
        looks.append(list(_strips(before, after, below)))
        before = after
    _leave(agent)
    return looks


def _strips(before: Picture, after: Picture, below: Box) -> list[Strip]:
    """For each third of the width the columns in which most rows differ."""
    differing = (before != after).sum(axis=0)
    strips: list[Strip] = []
    for third in np.array_split(np.arange(below.width - _COLUMNS + 1), 3):
        x = int(third[np.argmax(differing[third])])
        if differing[x]:
            box = Box(below.x + x, below.y, _COLUMNS, below.height)
            strips.append(Strip(box, after[:, x : x + _COLUMNS].tobytes()))
    return strips


def _below_the_field(agent: Agent) -> Box:
    """The part of the picker's window below the search field, which is where something blinks."""
    window = agent.screen.display.create_resource_object("window", agent.screen.active())
    geometry, place = window.get_geometry(), window.translate_coords(agent.screen.root, 0, 0)
    whole = Box(-place.x, -place.y, geometry.width, geometry.height)
    first = _picture(agent.screen, whole)
    blinking = np.zeros(whole.height, np.bool_)
    end = time.monotonic() + _BLINK
    while time.monotonic() < end:
        blinking |= (_picture(agent.screen, whole) != first).any(axis=1)
        time.sleep(0.05)  # a caret stays for half a second
    rows = np.flatnonzero(blinking)
    assert len(rows), "no caret blinks in the picker"
    top = int(rows[-1]) + 8  # past the field's frame
    return Box(whole.x, whole.y + top, whole.width, whole.height - top)


def _still(agent: Agent, box: Box) -> Picture:
    """How a part of the screen looks once nothing changes there any more."""
    picture, since = _picture(agent.screen, box), time.monotonic()

    def nothing_changed() -> bool:
        nonlocal picture, since
        now = _picture(agent.screen, box)
        if not np.array_equal(now, picture):
            picture, since = now, time.monotonic()
        return time.monotonic() - since > _STILL

    until(nothing_changed, "the picker to be painted")
    return picture


def _cpu(agent: Agent) -> float:
    fields = Path(f"/proc/{agent.daemon.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK") * 1000


def _leave(agent: Agent) -> None:
    agent.hands.tap("esc")
    until(lambda: not agent.is_open(), "the picker to go")


def _picture(screen: Screen, box: Box) -> Picture:
    return np.frombuffer(_pixels(screen, box), np.uint32).reshape(box.height, box.width)


def _pixels(screen: Screen, box: Box) -> bytes:
    image: Any = screen.root.get_image(box.x, box.y, box.width, box.height, X.ZPixmap, 0xFFFFFFFF)
    return bytes(image.data)
