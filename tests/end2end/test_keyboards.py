"""Hotkeys and the keyboard map: programs that change it, and keyboards that take turns."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import pytest

from phrasebook.desktop.x11 import X11Desktop
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

HOTKEY = "<ctrl>+<alt>+j"


@pytest.fixture
def desktop(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Iterator[X11Desktop]:
    monkeypatch.setenv("DISPLAY", screen.name)
    one = X11Desktop("a test")
    yield one
    one.close()


def announce(screen: Screen) -> None:
    """Make the server tell every program that the map has changed, as it does whenever another keyboard is used."""
    mapping = screen.display.get_keyboard_mapping(8, 248)
    screen.display.change_keyboard_mapping(8, [tuple(row) for row in mapping])
    screen.display.sync()


def test_a_press_right_after_another_keyboard_was_used_is_not_lost(
    desktop: X11Desktop, screen: Screen, hands: Hands
) -> None:
    fired: queue.Queue[str] = queue.Queue()
    desktop.bind([HOTKEY], fired.put)

    for _ in range(20):
        announce(screen)
        hands.tap("ctrl+alt+j")
        assert fired.get(timeout=5) == HOTKEY
        desktop.release_keyboard()


def test_a_hotkey_follows_its_key_to_another_place(desktop: X11Desktop, screen: Screen, hands: Hands) -> None:
    fired: queue.Queue[str] = queue.Queue()
    j, spare = (screen.display.keysym_to_keycode(ord(letter)) for letter in "jq")
    before = screen.display.get_keyboard_mapping(j, 1) + screen.display.get_keyboard_mapping(spare, 1)
    desktop.bind([HOTKEY], fired.put)
    try:
        for code, row in zip((j, spare), reversed(before), strict=True):
            screen.display.change_keyboard_mapping(code, [tuple(row)])
        screen.display.sync()

        def pressed() -> bool:
            hands.tap("ctrl+alt+q")  # the hands still know the key by its old name; it says j now
            desktop.release_keyboard()
            return not fired.empty()

        until(pressed, "the hotkey at its new place")
        assert fired.get() == HOTKEY
    finally:
        for code, row in zip((j, spare), before, strict=True):
            screen.display.change_keyboard_mapping(code, [tuple(row)])
        screen.display.sync()
