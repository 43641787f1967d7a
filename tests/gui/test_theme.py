"""Every text can be read: 4.5 : 1 after WCAG 2.1 (relative luminance, success criterion 1.4.3)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from phrasebook.gui.theme import DARK, LIGHT, Theme, font, theme_of

# Which text colours stand on which grounds.
USED = {
    "ground": ("text", "grey", "soft", "mark", "accent"),
    "side": ("text", "grey", "soft", "accent"),
    "hover": ("text", "soft", "mark"),
    "selection": ("text", "soft", "mark", "accent"),
    "chip": ("text", "soft", "mark", "accent"),
    "chip_on_selection": ("soft", "mark", "accent"),
    "line": ("text", "soft"),
    "danger_ground": ("danger",),
    "warning_ground": ("warning",),
    "accent": ("on_accent",),
}


def _luminance(name: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = (linear(channel) for channel in QColor(name).getRgbF())  # type: ignore[attr-defined]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_gives_what_wcag_gives() -> None:
    assert _contrast("#000000", "#ffffff") == pytest.approx(21)
    assert _contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ground", "ink"), [(ground, ink) for ground, inks in USED.items() for ink in inks])
def test_text_can_be_read(theme: Theme, ground: str, ink: str) -> None:
    assert _contrast(getattr(theme, ground), getattr(theme, ink)) >= 4.5


def test_a_system_that_does_not_say_is_light(app: QApplication) -> None:
    assert theme_of("system") is LIGHT
    assert theme_of("dark") is DARK


def test_chinese_and_emoji_have_a_font(app: QApplication) -> None:
    assert font(14).pixelSize() == 14
    assert font(14) is font(14)
    assert len(font(14).families()) >= 2
