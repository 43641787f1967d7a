"""The window itself: square or rounded, light or dark, Chinese or English."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from phrasebook import language
from phrasebook.gui.card import SHADOW
from phrasebook.gui.picker import Picker
from phrasebook.gui.theme import DARK, LIGHT, Theme
from phrasebook.language import Language
from tests.gui.hands import Person
from tests.gui.sample import SampleSource


def _shot(picker: Picker) -> QImage:
    Person(picker).opens("fh")
    picture = picker.grab().toImage()
    picker.close_quietly()
    return picture


def test_without_a_compositor_it_is_square_with_a_border(app: QApplication, source: SampleSource) -> None:
    picture = _shot(Picker(source, theme="light"))
    corners = [(0, 0), (picture.width() - 1, 0), (0, picture.height() - 1), (picture.width() - 1, picture.height() - 1)]
    assert {picture.pixelColor(x, y).name() for x, y in corners} == {LIGHT.edge}


def test_with_a_compositor_its_corners_are_round_and_it_casts_a_shadow(app: QApplication, source: SampleSource) -> None:
    picture = _shot(Picker(source, theme="light", composited=True)).convertToFormat(QImage.Format.Format_ARGB32)
    assert picture.pixelColor(0, 0).alpha() == 0
    assert 0 < picture.pixelColor(SHADOW, SHADOW).alpha() < 255
    assert 0 < picture.pixelColor(SHADOW - 4, picture.height() // 2).alpha() < 128
    assert picture.pixelColor(SHADOW + 1, picture.height() // 2).alpha() == 255


@pytest.mark.parametrize(("choice", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_it_changes_its_colours_while_it_runs(picker: Picker, choice: str, theme: Theme) -> None:
    picker.set_theme("dark" if choice == "light" else "light")
    picker.set_theme(choice)
    picture = _shot(picker)
    tree, rows = picker._parts.tree.geometry(), picker._parts.list.geometry()
    assert picture.pixelColor(tree.left() + 1, tree.bottom() - 4) == QColor(theme.side)
    assert picture.pixelColor(rows.right() - 2, rows.bottom() - 4) == QColor(theme.ground)
    assert picture.pixelColor(picker._parts.field.geometry().center()) == QColor(theme.ground)


def test_it_speaks_the_language_that_is_spoken_when_it_opens(picker: Picker) -> None:
    person = Person(picker).opens()
    assert person.field.accessibleName() == "搜索话术"
    picker.close_quietly()
    language.use(Language.EN)
    person.opens()
    assert person.field.accessibleName() == "Search phrases"
    assert [tab.text() for tab in picker._parts.header._tabs] == ["All", "Public", "Department", "Personal"]
