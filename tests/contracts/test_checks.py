"""The checks of the desktop on a real screen."""

import pytest

from phrasebook.desktop.checks import State, desktop_checks
from tests.end2end.stage.screen import Screen

HOTKEY = "<ctrl>+<alt>+<space>"


@pytest.fixture
def on_screen(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> Screen:
    monkeypatch.setenv("DISPLAY", screen.name)
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    return screen


def test_a_screen_with_a_window_manager_is_fine(on_screen: Screen) -> None:
    checks = {check.name: check for check in desktop_checks(HOTKEY)}
    for name in ("desktop", "keys", "window manager", "compositor", "clipboard manager", "hotkey", "qt", "xcb"):
        assert checks[name].state is State.OK, checks[name]


def test_a_hotkey_that_another_program_holds(on_screen: Screen) -> None:
    from phrasebook.desktop.x11.hotkeys import Hotkeys

    other = Hotkeys()
    try:
        assert other.bind([HOTKEY], lambda _combo: None) == ()
        checks = {check.name: check for check in desktop_checks(HOTKEY)}
        assert checks["hotkey"].state is State.BROKEN
        assert "settings set hotkey" in checks["hotkey"].fix
        ours = {check.name: check for check in desktop_checks(HOTKEY, held=(HOTKEY,))}
        assert ours["hotkey"].state is State.OK
    finally:
        other.close()
