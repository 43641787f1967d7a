"""The tray icon says what was wanted and does nothing itself."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from phrasebook import language
from phrasebook.gui.icons import app_icon
from phrasebook.gui.tray import Tray
from phrasebook.language import Language


@pytest.fixture
def tray(app: QApplication) -> Tray:
    return Tray(theme="light")


@pytest.mark.parametrize(
    ("entry", "signal"),
    [
        (0, "open_requested"),
        (1, "pause_requested"),
        (2, "reload_requested"),
        (3, "settings_requested"),
        (4, "quit_requested"),
    ],
)
def test_each_entry_asks_for_its_thing_only(tray: Tray, entry: int, signal: str) -> None:
    asked: list[str] = []
    names = ("open_requested", "pause_requested", "reload_requested", "settings_requested", "quit_requested")
    for name in names:
        getattr(tray, name).connect(lambda *_, name=name: asked.append(name))
    entries = [action for action in tray._menu.actions() if not action.isSeparator()]
    entries[entry].trigger()
    assert asked == [signal]


def test_pause_and_resume_take_turns(tray: Tray) -> None:
    asked: list[bool] = []
    tray.pause_requested.connect(asked.append)
    tray._pause.trigger()
    tray.set_paused(True)
    assert tray._pause.text() == "恢复快捷键"
    assert "已暂停" in tray._icon.toolTip()
    tray._pause.trigger()
    assert asked == [True, False]


def test_a_click_on_the_icon_opens(tray: Tray) -> None:
    asked: list[int] = []
    tray.open_requested.connect(lambda: asked.append(1))
    tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    tray._icon.activated.emit(QSystemTrayIcon.ActivationReason.Context)
    assert asked == [1]


def test_it_speaks_english_too(tray: Tray) -> None:
    language.use(Language.EN)
    tray.set_paused(False)
    assert [action.text() for action in tray._menu.actions() if action.text()] == [
        "Open the picker",
        "Pause hotkeys",
        "Reload phrases",
        "Open the settings folder",
        "Quit",
    ]


@pytest.mark.parametrize("side", [16, 22, 64])
def test_a_paused_icon_looks_different_at_every_size(app: QApplication, side: int) -> None:
    awake, paused = (app_icon(paused).pixmap(side, side).toImage() for paused in (False, True))
    assert awake.pixelColor(side // 2, side - side // 8) == QColor("#2563eb")
    assert paused.pixelColor(side // 2, side - side // 8) == QColor("#6b7280")
