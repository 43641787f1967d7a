"""Where the window stands, for screens of every arrangement."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, QSize

from phrasebook.gui.place import Monitor, monitor_of, place
from phrasebook.model import Window

LEFT = Monitor(QRect(0, 0, 1920, 1080), QRect(0, 0, 1920, 1040))
RIGHT = Monitor(QRect(1920, 0, 1280, 1024), QRect(1920, 0, 1280, 1024))
SHARP = Monitor(QRect(1920, 0, 1920, 1080), QRect(1920, 0, 1920, 1080), ratio=2.0)
SIZE = QSize(880, 594)


@pytest.mark.parametrize(
    ("target", "monitors", "expected"),
    [
        (None, (LEFT, RIGHT), LEFT),
        (Window(1, x=100, y=100, width=400, height=300), (LEFT, RIGHT), LEFT),
        (Window(1, x=1800, y=100, width=400, height=300), (LEFT, RIGHT), RIGHT),
        (Window(1, x=5000, y=5000, width=10, height=10), (LEFT, RIGHT), LEFT),
        (Window(1, x=5000, y=1500, width=100, height=100), (LEFT, SHARP), SHARP),
    ],
)
def test_the_screen_is_that_of_the_targets_centre(
    target: Window | None, monitors: tuple[Monitor, ...], expected: Monitor
) -> None:
    assert monitor_of(target, monitors) is expected


def test_it_stands_in_the_middle_a_fifth_from_the_top() -> None:
    assert place(SIZE, LEFT.usable) == QRect((1920 - 880) // 2, 208, 880, 594)


@pytest.mark.parametrize(
    "usable", [QRect(0, 0, 1366, 728), QRect(0, 0, 800, 480), QRect(-1280, 200, 1280, 600), QRect(10, 10, 300, 200)]
)
def test_it_never_leaves_the_screen(usable: QRect) -> None:
    box = place(SIZE, usable)
    assert usable.contains(box)
    assert box.size() == SIZE.boundedTo(usable.size())
