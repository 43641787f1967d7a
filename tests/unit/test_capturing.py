"""Taking what is selected in the chat: left what is there, right what is taken and what was pressed for it."""

from __future__ import annotations

import pytest

from phrasebook.capturing import copied_text, copy_chord, selected_text
from phrasebook.desktop.base import Format, Saved
from tests.fakes import FakeDesktop

BEFORE = Saved((Format("text/plain", b"before"), Format("text/html", b"<b>before</b>")), "before")


@pytest.fixture
def desk() -> FakeDesktop:
    desktop = FakeDesktop("千牛", "浏览器")
    desktop.clipboard.put(BEFORE)
    return desktop


def test_a_selection_that_is_told_needs_no_key(desk: FakeDesktop) -> None:
    place = desk.place("千牛")
    place.selected = "\n亲，明天发出～\r\n第二行 \n"
    assert selected_text(desk, place.window) == "亲，明天发出～\n第二行"
    assert desk.pressed == []


def test_one_that_is_not_told_is_copied_and_the_clipboard_put_back(desk: FakeDesktop) -> None:
    place = desk.place("千牛")
    place.selected, place.tells = "亲，明天发出～", False
    assert selected_text(desk, place.window) == ""
    assert copied_text(desk, place.window, "<ctrl>+c") == "亲，明天发出～"
    assert desk.pressed == [("<ctrl>+c", place.window.id)]
    assert desk.clipboard.held == BEFORE


def test_the_window_gets_the_keyboard_first(desk: FakeDesktop) -> None:
    place = desk.place("千牛")
    place.selected = "话"
    desk.focus(desk.place("浏览器").window)
    assert copied_text(desk, place.window, "<ctrl>+c") == "话"


def test_nothing_is_pressed_in_a_window_that_does_not_get_it(
    desk: FakeDesktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phrasebook.desktop.focus.FOCUS_BOUND", 0.01)
    place = desk.place("千牛")
    place.selected, place.takes_focus = "话", False
    desk.focus(desk.place("浏览器").window)
    assert copied_text(desk, place.window, "<ctrl>+c") == ""
    assert desk.pressed == []
    assert desk.clipboard.held == BEFORE


def test_a_window_that_loses_it_at_the_last_moment_is_left_alone(desk: FakeDesktop) -> None:
    place = desk.place("千牛")
    place.selected = "话"
    desk.before_press = lambda _chord: desk.focus(desk.place("浏览器").window)
    assert copied_text(desk, place.window, "<ctrl>+c") == ""
    assert desk.pressed == []
    assert desk.clipboard.held == BEFORE


@pytest.mark.parametrize(
    ("paste", "copy"),
    [("<ctrl>+v", "<ctrl>+c"), ("<ctrl>+<shift>+v", "<ctrl>+<shift>+c"), ("<shift>+<insert>", ""), ("<f5>", "")],
)
def test_only_what_surely_copies_is_pressed(paste: str, copy: str) -> None:
    assert copy_chord(paste) == copy
