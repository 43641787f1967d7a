"""Questions inside the picker: asked once, moved through with Tab and Enter, never pasted with a hole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from phrasebook.gui.picker import Picker
from phrasebook.gui.pills import Pills
from phrasebook.model import Phrase, Scope
from tests.gui.hands import CTRL, SHIFT, Key, Person, settle
from tests.gui.sample import PHRASES, TARGET, SampleSource

TRACKING = next(phrase for phrase in PHRASES if phrase.title == "发货单号查询")


@pytest.fixture
def agent(picker: Picker) -> Person:
    person = Person(picker).opens("发货单号").presses(Key.Key_Return)
    settle()
    return person


def _live(agent: Person) -> str:
    return agent.picker._parts.form._text.accessibleDescription()  # type: ignore[union-attr]


def test_a_phrase_with_questions_asks_before_it_is_chosen(agent: Person) -> None:
    assert agent.choices == []
    assert agent.picker._parts.asking
    assert isinstance(agent.focus, QLineEdit)
    assert agent.focus.accessibleName() == "单号"


def test_the_answers_are_pasted(agent: Person) -> None:
    agent.types("SF99").presses(Key.Key_Return).presses(Key.Key_Right).presses(Key.Key_Return)
    assert agent.choice.rendered.text == "亲，您的快递单号是 SF99，走的圆通，可以在订单详情里查看物流哦～"
    assert not agent.choice.send
    assert agent.choice.query == "发货单号"


def test_the_text_is_filled_in_while_typing(agent: Person) -> None:
    agent.types("SF")
    assert "单号是 SF，走的顺丰" in _live(agent)


@pytest.mark.parametrize(("key", "chosen"), [(Key.Key_3, "中通"), (Key.Key_Left, "中通"), (Key.Key_Right, "圆通")])
def test_a_choice_takes_arrows_and_digits(agent: Person, key: Qt.Key, chosen: str) -> None:
    agent.types("SF").presses(Key.Key_Tab)
    assert isinstance(agent.focus, Pills)
    agent.presses(key)
    assert agent.focus.text == chosen
    assert chosen in _live(agent)


def test_tab_and_shift_tab_go_round_the_fields(agent: Person) -> None:
    first = agent.focus
    agent.presses(Key.Key_Tab)
    assert agent.focus is not first
    agent.presses(Key.Key_Tab)
    assert agent.focus is first
    agent.presses(Key.Key_Backtab, SHIFT)
    assert isinstance(agent.focus, Pills)


def test_control_enter_sends_from_any_field(agent: Person) -> None:
    agent.types("SF").presses(Key.Key_Return, CTRL)
    assert agent.choice.send


def test_nothing_is_pasted_while_an_answer_is_missing(agent: Person) -> None:
    agent.presses(Key.Key_Return).presses(Key.Key_Return)
    assert agent.choices == []
    assert agent.focus.property("missing")
    agent.types("SF")
    assert not agent.focus.property("missing")
    agent.presses(Key.Key_Return).presses(Key.Key_Return)
    assert len(agent.choices) == 1


def test_escape_goes_back_to_the_list_and_then_out(agent: Person) -> None:
    agent.presses(Key.Key_Escape)
    assert agent.picker.isVisible()
    assert not agent.picker._parts.asking
    assert agent.field.hasFocus()
    assert agent.field.text() == "发货单号"
    agent.presses(Key.Key_Escape)
    assert agent.cancelled == 1


def test_enter_during_a_composition_neither_moves_on_nor_pastes(agent: Person) -> None:
    field = agent.focus
    agent.composes("shun feng").presses(Key.Key_Return).presses(Key.Key_Escape).presses(Key.Key_Tab)
    assert agent.focus is field
    assert agent.choices == []
    agent.composes("", commit="顺丰单号")
    assert "顺丰单号" in _live(agent)


def test_answers_are_offered_again_while_it_runs(agent: Person) -> None:
    agent.types("SF99").presses(Key.Key_Return).presses(Key.Key_2).presses(Key.Key_Return)
    agent.opens("发货单号").presses(Key.Key_Return)
    settle()
    assert isinstance(agent.focus, QLineEdit)
    assert agent.focus.text() == agent.focus.selectedText() == "SF99"
    assert "SF99，走的圆通" in _live(agent)


def test_the_preview_never_shows_an_old_answer_as_if_it_would_be_pasted(agent: Person) -> None:
    agent.types("SF99").presses(Key.Key_Return).presses(Key.Key_Return)
    agent.opens("发货单号")
    shown = agent.picker._parts.preview.shown
    assert shown is not None
    assert "SF99" not in "".join(piece.text for piece in shown.pieces)


def test_a_missing_clipboard_is_asked_for(picker: Picker, source: SampleSource) -> None:
    source.clipboard = ""
    agent = Person(picker).opens("dh").presses(Key.Key_Return)
    agent.types("YT1").presses(Key.Key_Return)
    assert agent.choice.rendered.text == "单号：YT1"


def test_copy_only_stays_copy_only_after_the_questions(picker: Picker) -> None:
    agent = Person(picker).opens("发货单号").presses(Key.Key_C, CTRL)
    agent.types("SF").presses(Key.Key_Return).presses(Key.Key_Return)
    assert agent.choice.copy_only


def test_the_buttons_do_what_the_keys_do(agent: Person) -> None:
    agent.types("SF")
    buttons = {button.text(): button for button in agent.picker._parts.form.findChildren(QPushButton)}
    QTest.mouseClick(buttons["发送"], Qt.MouseButton.LeftButton)
    assert agent.choice.send


def test_an_option_can_be_clicked(agent: Person) -> None:
    agent.types("SF")
    (pills,) = agent.picker._parts.form.findChildren(Pills)
    last = pills._pills[-1]
    QTest.mouseClick(last, Qt.MouseButton.LeftButton, pos=QPoint(last.width() - 4, 8))
    assert pills.text == "中通"


def test_choosing_another_row_leaves_the_form(agent: Person, source: SampleSource) -> None:
    agent.presses(Key.Key_Escape)
    agent.field.clear()
    agent.types("fh")
    agent.clicks_row(agent.titles.index("发货单号查询")).clicks_row(agent.titles.index("我的发货口头禅"))
    assert agent.choice.phrase.title == "我的发货口头禅"


# Chosen from outside: a direct hotkey


def test_a_phrase_without_questions_is_chosen_without_a_window(picker: Picker) -> None:
    agent = Person(picker)
    picker.open_form(TARGET, PHRASES[7], send=True)
    assert agent.choice.send
    assert agent.choice.keystrokes == 0
    assert not picker.isVisible()


def test_a_phrase_with_questions_comes_up_with_its_form(picker: Picker) -> None:
    agent = Person(picker)
    picker.open_form(TARGET, TRACKING, send=True)
    settle()
    assert picker.isVisible()
    agent.types("SF").presses(Key.Key_Return).presses(Key.Key_Return)
    assert agent.choice.send
    assert agent.choice.phrase == TRACKING


def test_escape_closes_a_form_that_came_from_outside(picker: Picker) -> None:
    agent = Person(picker)
    picker.open_form(TARGET, TRACKING)
    settle()
    agent.presses(Key.Key_Escape)
    assert agent.cancelled == 1
    assert not picker.isVisible()


def test_a_broken_phrase_from_outside_says_what_is_wrong(picker: Picker) -> None:
    agent = Person(picker)
    picker.open_form(TARGET, Phrase(id="0" * 20, scope=Scope.PUBLIC, pack="p", title="坏", text="{{ask:}}"))
    assert agent.choices == []
    assert picker.isVisible()
    assert "{{ask:}}" in agent.red_line
