"""What is counted of searches that end without a choice: keys left, the query right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from phrasebook.gui.desk import Desk
from phrasebook.gui.picker import Picker
from phrasebook.library import Library
from phrasebook.search import Index
from phrasebook.settings import SearchSettings, Settings
from phrasebook.usage import Usage
from tests.gui.hands import ALT, CTRL, Key, Person
from tests.gui.sample import SampleSource

EVER = date(2000, 1, 1)


@pytest.fixture
def agent(picker: Picker) -> Person:
    return Person(picker).opens()


def test_escape_after_typing_counts_the_query(agent: Person, source: SampleSource) -> None:
    agent.types("fhg").presses(Key.Key_Escape)
    assert source.in_vain == ["fhg"]


def test_what_finds_nothing_counts_just_the_same(agent: Person, source: SampleSource) -> None:
    agent.types("xyz").presses(Key.Key_Escape)
    assert source.in_vain == ["xyz"]


def test_another_window_taking_the_keyboard_counts_too(agent: Person, source: SampleSource) -> None:
    agent.types("fh").picker.left_alone()
    assert source.in_vain == ["fh"]


def test_closing_the_window_counts_too(agent: Person, source: SampleSource) -> None:
    agent.types("fh").picker.close()
    assert source.in_vain == ["fh"]


def test_only_the_longest_query_of_an_opening_counts(agent: Person, source: SampleSource) -> None:
    agent.types("thdz").presses(Key.Key_Backspace, times=3).types("h").presses(Key.Key_Escape)
    assert source.in_vain == ["thdz"]


def test_of_equally_long_ones_the_corrected_counts(agent: Person, source: SampleSource) -> None:
    agent.types("thzd").presses(Key.Key_Backspace, times=2).types("dz").presses(Key.Key_Escape)
    assert source.in_vain == ["thdz"]


def test_chinese_counts_once_it_is_committed(agent: Person, source: SampleSource) -> None:
    agent.composes("tuihuo").presses(Key.Key_Escape).composes("", commit="退货").presses(Key.Key_Escape)
    assert source.in_vain == ["退货"]


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, CTRL),
        (Key.Key_C, CTRL),
        (Key.Key_1, ALT),
    ],
)
def test_a_query_that_grew_into_a_choice_does_not(
    agent: Person, source: SampleSource, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    agent.types("za").types("i").presses(key, held)
    assert len(agent.choices) == 1
    assert source.in_vain == []


def test_neither_does_a_picker_in_which_nothing_was_typed(agent: Person, source: SampleSource) -> None:
    agent.presses(Key.Key_Down).presses(Key.Key_Escape)
    agent.opens("fh").presses(Key.Key_Escape)  # `phrasebook pick fh`: the person typed nothing here
    assert source.in_vain == []


def test_each_opening_counts_for_itself(agent: Person, source: SampleSource) -> None:
    agent.types("thdz").presses(Key.Key_Escape)
    agent.opens().presses(Key.Key_Escape)
    agent.opens().types("fh").presses(Key.Key_Escape)
    assert source.in_vain == ["thdz", "fh"]


def test_giving_up_in_a_form_counts_when_the_list_is_left(agent: Person, source: SampleSource) -> None:
    agent.types("thdz").presses(Key.Key_Return).presses(Key.Key_Escape)
    assert source.in_vain == []
    agent.presses(Key.Key_Escape)
    assert source.in_vain == ["thdz"]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/p.toml").write_text('[[phrase]]\ntitle = "退货地址"\ntext = "杭州"\n', "utf-8")
    library = Library.load(tmp_path)
    made = Desk(library, Index(library.phrases), Usage(tmp_path / "usage.sqlite"), Settings())
    yield made
    made.usage.close()


def test_the_desk_counts_folded_queries(desk: Desk) -> None:
    for query in ("TuiHuo", "ｔｕｉｈｕｏ", "退貨", "退货", "订单12345", "长" * 41):
        desk.unanswered(query)
    assert sorted(desk.usage.unanswered(EVER)) == [("tuihuo", 2), ("退货", 2)]


def test_counting_can_be_switched_off(desk: Desk) -> None:
    desk.settings = replace(desk.settings, search=SearchSettings(count_unanswered=False))
    desk.unanswered("tuihuo")
    assert desk.usage.unanswered(EVER) == []


def test_the_desk_searches_as_the_settings_say(desk: Desk) -> None:
    def titles() -> list[str]:
        return [match.phrase.title for match in desk.best("tvhodivi", None, (), 5)]

    assert titles() == []
    desk.settings = replace(desk.settings, search=SearchSettings(double_pinyin="xiaohe"))
    assert titles() == ["退货地址"]
