"""The picker as a person uses it: keys left, what comes of them right."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QMenu

from phrasebook.gui.picker import Picker
from phrasebook.gui.words import problems_line
from phrasebook.model import Category, Problem, Scope, Window
from tests.gui.hands import ALT, CTRL, SHIFT, Key, Person, settle
from tests.gui.sample import PHRASES, TARGET, SampleSource


@pytest.fixture
def agent(picker: Picker) -> Person:
    return Person(picker).opens()


# Finding


def test_an_empty_field_offers_what_was_used_lately_and_selects_the_first(agent: Person) -> None:
    assert agent.titles == [phrase.title for phrase in PHRASES]
    assert agent.selected == PHRASES[0].title


def test_typing_searches_and_selects_the_first_row(agent: Person) -> None:
    agent.presses(Key.Key_Down, times=3).types("fh")
    assert agent.titles[0] == "什么时候发货"
    assert all("发货" in title for title in agent.titles)
    assert agent.selected == agent.titles[0]


def test_it_opens_with_the_query_it_is_given_and_forgets_it_the_next_time(agent: Person) -> None:
    agent.presses(Key.Key_Escape).opens("thdz")
    assert agent.titles == ["退货地址"]
    agent.presses(Key.Key_Escape).opens()
    assert agent.field.text() == ""
    assert len(agent.titles) == len(PHRASES)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([(Key.Key_Down, 2)], 2),
        ([(Key.Key_Down, 3), (Key.Key_Up, 1)], 2),
        ([(Key.Key_Up, 1)], 0),
        ([(Key.Key_End, 1)], len(PHRASES) - 1),
        ([(Key.Key_End, 1), (Key.Key_Down, 1)], len(PHRASES) - 1),
        ([(Key.Key_End, 1), (Key.Key_Home, 1)], 0),
    ],
)
def test_the_arrows_move_through_the_rows(agent: Person, keys: list[tuple[Qt.Key, int]], row: int) -> None:
    for key, times in keys:
        agent.presses(key, times=times)
    assert agent.selected == PHRASES[row].title


def test_a_page_is_as_many_rows_as_fit(agent: Person) -> None:
    fitting = agent.picker._parts.list.rows_on_screen()
    assert 3 <= fitting < len(PHRASES)
    agent.presses(Key.Key_PageDown)
    assert agent.selected == PHRASES[fitting].title
    agent.presses(Key.Key_PageUp)
    assert agent.selected == PHRASES[0].title


def test_the_selected_row_stays_in_sight(agent: Person) -> None:
    agent.presses(Key.Key_End)
    rows = agent.picker._parts.list
    assert rows.viewport().rect().contains(rows.visualRect(rows.currentIndex()))


def test_nothing_found_says_what_was_searched(agent: Person) -> None:
    agent.types("xyz")
    vacancy = agent.picker._parts.list.vacancy
    assert agent.titles == []
    assert vacancy is not None
    assert "xyz" in vacancy.heading
    agent.presses(Key.Key_Return)
    assert agent.choices == []
    assert agent.picker.isVisible()


def test_nothing_found_in_a_category_says_how_much_there_is_elsewhere(agent: Person) -> None:
    agent.types("fh")
    agent.picker._parts.tree.select(("售前", "接待"))
    vacancy = agent.picker._parts.list.vacancy
    assert vacancy is not None
    assert "6" in vacancy.advice[0]


def test_a_reload_keeps_query_and_selection(agent: Person, source: SampleSource) -> None:
    agent.types("fh").presses(Key.Key_Down, times=2)
    before = agent.selected
    source.phrases = source.phrases[::-1]
    agent.picker.refresh()
    assert agent.field.text() == "fh"
    assert agent.selected == before
    source.phrases = ()
    agent.picker.refresh()
    assert agent.selected == ""


# Choosing


def test_enter_pastes(agent: Person) -> None:
    agent.types("zai").presses(Key.Key_Return)
    choice = agent.choice
    assert (choice.phrase.code, choice.send, choice.copy_only, choice.query) == ("zai", False, False, "zai")
    assert choice.wording == 1
    assert choice.rendered.text == choice.phrase.variants[0]
    assert not agent.picker.isVisible()
    assert agent.cancelled == 0


def test_control_enter_pastes_and_sends(agent: Person) -> None:
    assert agent.types("zai").presses(Key.Key_Return, CTRL).choice.send


def test_a_phrase_may_say_itself_that_it_is_sent(agent: Person) -> None:
    assert agent.types("sd").presses(Key.Key_Enter).choice.send


@pytest.mark.parametrize("row", range(9))
def test_alt_and_a_digit_choose_that_row(picker: Picker, source: SampleSource, row: int) -> None:
    source.phrases = tuple(phrase for phrase in PHRASES if "{{" not in phrase.text)
    agent = Person(picker).opens().presses(Qt.Key(Key.Key_1.value + row), ALT)
    assert agent.choice.phrase == source.phrases[row]


def test_alt_and_a_digit_beyond_the_rows_do_nothing(agent: Person) -> None:
    agent.types("zai").presses(Key.Key_5, ALT)
    assert agent.choices == []
    assert agent.field.text() == "zai"


def test_control_c_copies_the_phrase_unless_the_field_has_a_selection(agent: Person) -> None:
    agent.types("zai").presses(Key.Key_A, CTRL).presses(Key.Key_C, CTRL)
    assert QApplication.clipboard().text() == "zai"
    assert agent.choices == []
    agent.presses(Key.Key_Right).presses(Key.Key_C, CTRL)
    assert agent.choice.copy_only
    assert not agent.choice.send


def test_values_are_filled_in(agent: Person) -> None:
    assert agent.types("nh").presses(Key.Key_Return).choice.rendered.text.startswith("您好，欢迎光临~我是客服小蓝")


def test_a_phrase_of_pictures_only_has_an_empty_text(agent: Person) -> None:
    assert agent.types("尺码表").presses(Key.Key_Return).choice.rendered.text == ""


def test_keystrokes_are_counted_until_the_choice(agent: Person) -> None:
    agent.types("fh").presses(Key.Key_Shift).presses(Key.Key_Down).presses(Key.Key_Return)
    assert agent.choice.keystrokes == 4


def test_a_broken_placeholder_says_what_to_do_and_pastes_nothing(agent: Person) -> None:
    agent.types("bad").presses(Key.Key_Return)
    assert agent.choices == []
    assert "{{" in agent.red_line
    agent.types("x")
    assert agent.red_line == ""


def test_a_key_on_its_way_when_the_window_hides_chooses_nothing_more(agent: Person) -> None:
    agent.types("zai").presses(Key.Key_Return).presses(Key.Key_Return).presses(Key.Key_1, ALT)
    assert len(agent.choices) == 1


def test_a_held_enter_chooses_nothing(agent: Person) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(agent.field, press)
    assert agent.choices == []


# Scopes and categories


def test_tab_goes_through_the_scopes(agent: Person) -> None:
    seen = []
    for _ in range(4):
        agent.presses(Key.Key_Tab)
        seen.append({phrase.scope for phrase in PHRASES if phrase.title in agent.titles})
    assert seen == [{Scope.PUBLIC}, {Scope.DEPARTMENT}, {Scope.PERSONAL}, set(Scope)]
    agent.presses(Key.Key_Backtab, SHIFT)
    assert "我的发货口头禅" in agent.titles
    assert agent.field.hasFocus()


def test_control_and_arrows_go_through_the_categories_that_have_answers(agent: Person) -> None:
    agent.types("fh")
    tree = agent.picker._parts.tree
    seen: list[Category] = []
    while not seen or seen[-1] != tree.category:
        seen.append(tree.category)
        agent.presses(Key.Key_Down, CTRL)
    counts = dict(tree.entries)
    assert seen == [category for category, count in tree.entries if count]
    assert ("售前", "接待") in counts
    assert ("售前", "接待") not in seen
    agent.presses(Key.Key_Up, CTRL, times=len(seen))
    assert tree.category == ()


def test_a_category_filters_and_its_counts_follow_the_query(agent: Person) -> None:
    tree = agent.picker._parts.tree
    tree.select(("售后",))
    agent.types("fh")
    assert dict(tree.entries)[("售后",)] == len(agent.titles) == 3
    assert tree.category == ("售后",)


def test_the_tree_keeps_its_rows_while_typing(agent: Person) -> None:
    tree = agent.picker._parts.tree
    before = [category for category, _ in tree.entries]
    resets = QSignalSpy(tree.model().modelAboutToBeReset)
    agent.types("fh")
    assert [category for category, _ in tree.entries] == before
    assert resets.count() == 0


def test_a_category_that_is_gone_after_a_reload_gives_way_to_all(agent: Person, source: SampleSource) -> None:
    agent.picker._parts.tree.select(("大促",))
    source.phrases = tuple(phrase for phrase in PHRASES if phrase.category[0] != "大促")
    agent.picker.refresh()
    assert agent.picker._parts.tree.category == ()
    assert len(agent.titles) == len(source.phrases)


# Input methods


def test_what_is_still_being_composed_is_not_searched(agent: Person, source: SampleSource) -> None:
    agent.composes("f").composes("fa").composes("fa huo")
    assert source.searched == []
    agent.composes("", commit="发货")
    assert source.searched == ["发货"]
    assert agent.titles


@pytest.mark.parametrize(
    ("key", "held"),
    [
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Return, CTRL),
        (Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Tab, Qt.KeyboardModifier.NoModifier),
        (Key.Key_1, Qt.KeyboardModifier.NoModifier),
        (Key.Key_1, ALT),
        (Key.Key_C, CTRL),
    ],
)
def test_keys_of_a_composition_neither_choose_nor_close(agent: Person, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
    before = agent.selected
    agent.composes("zai").presses(key, held)
    assert agent.choices == []
    assert agent.cancelled == 0
    assert agent.picker.isVisible()
    assert agent.selected == before
    assert agent.field.text() == ""
    agent.composes("", commit="在").presses(Key.Key_Return)
    assert len(agent.choices) == 1


def test_a_composition_counts_as_keystrokes(agent: Person) -> None:
    agent.composes("z").composes("za").composes("zai").composes("", commit="应一声在").presses(Key.Key_Return)
    assert agent.choice.keystrokes == 4


def test_a_composition_left_open_is_forgotten_at_the_next_opening(agent: Person) -> None:
    agent.composes("fa")
    agent.picker.close_quietly()
    agent.opens().composes("fa").opens()  # `phrasebook pick` while it is open
    agent.types("zai").presses(Key.Key_Return)
    assert agent.choice.phrase.code == "zai"


# Closing


def test_escape_closes(agent: Person) -> None:
    agent.presses(Key.Key_Escape)
    assert agent.cancelled == 1
    assert not agent.picker.isVisible()


def test_the_window_managers_close_is_escape(agent: Person) -> None:
    agent.picker.close()
    assert agent.cancelled == 1


def test_close_quietly_tells_nobody(agent: Person) -> None:
    agent.picker.close_quietly()
    assert agent.cancelled == 0
    assert not agent.picker.isVisible()


@pytest.fixture
def other_window(app: QApplication) -> object:
    window = QMenu()  # any other window of this desktop
    window.setWindowFlags(Qt.WindowType.Window)
    return window


def _leave(picker: Picker, other: QMenu) -> None:
    picker._leaving.setInterval(0)
    other.show()
    other.activateWindow()
    settle()


def test_it_closes_when_another_window_has_the_keyboard(agent: Person, other_window: QMenu) -> None:
    _leave(agent.picker, other_window)
    assert agent.cancelled == 1
    assert not agent.picker.isVisible()


def test_it_stays_when_told_to(agent: Person, other_window: QMenu) -> None:
    agent.picker.hide_on_deactivate = False
    _leave(agent.picker, other_window)
    assert agent.picker.isVisible()


def test_it_stays_while_the_desktop_calls_it_active(agent: Person, other_window: QMenu) -> None:
    agent.picker.has_keyboard = lambda: True
    _leave(agent.picker, other_window)
    assert agent.picker.isVisible()
    agent.picker.has_keyboard = lambda: False
    settle()
    assert agent.cancelled == 1


# The mouse


def test_a_click_pastes(agent: Person) -> None:
    assert agent.types("fh").clicks_row(1).choice.phrase.title == "还没发货催一下"


def test_a_double_click_pastes_once_and_sends_nothing(agent: Person) -> None:
    choice = agent.types("fh").double_clicks_row(1).choice
    assert not choice.send


def test_pressing_on_one_row_and_letting_go_on_another_chooses_nothing(agent: Person) -> None:
    QTest.mousePress(agent.rows, Qt.MouseButton.LeftButton, pos=QPoint(60, 20))
    QTest.mouseRelease(agent.rows, Qt.MouseButton.LeftButton, pos=QPoint(60, 80))
    assert agent.choices == []


@pytest.mark.parametrize(("entry", "send", "copy_only"), [(0, False, False), (1, True, False), (2, False, True)])
def test_the_menu_pastes_sends_and_copies(agent: Person, entry: int, send: bool, copy_only: bool) -> None:
    agent.types("fh").clicks_row(1, Qt.MouseButton.RightButton)
    _menu_of(agent.picker).actions()[entry].trigger()
    choice = agent.choice
    assert (choice.phrase.title, choice.send, choice.copy_only) == ("还没发货催一下", send, copy_only)


def test_the_menu_shows_the_folder(agent: Person) -> None:
    agent.types("zai").clicks_row(0, Qt.MouseButton.RightButton)
    _menu_of(agent.picker).actions()[-1].trigger()
    assert [phrase.code for phrase in agent.folders] == ["zai"]
    assert agent.choices == []


def _menu_of(picker: QObject) -> QMenu:
    (menu,) = picker.findChildren(QMenu)
    return menu


# What it says


def test_the_footer_names_the_target(agent: Person) -> None:
    assert agent.picker._parts.footer.accessibleName() == "千牛工作台 · tb_小雨98"


def test_a_problem_of_this_opening_goes_with_the_first_key_a_lasting_one_stays(agent: Person) -> None:
    agent.picker.set_problem("设置第 3 行看不懂")
    agent.picker.open(TARGET, problem="对方窗口已关闭")
    assert agent.red_line == "对方窗口已关闭"
    agent.types("f")
    assert agent.red_line == "设置第 3 行看不懂"
    agent.picker.set_problem("")
    assert agent.red_line == ""


def test_paused_is_said_but_a_problem_comes_first(agent: Person) -> None:
    agent.picker.set_paused(True)
    assert "暂停" in agent.red_line
    agent.picker.set_problem("坏了")
    assert agent.red_line == "坏了"
    agent.picker.set_problem("")
    agent.picker.set_paused(False)
    assert agent.red_line == ""


def test_what_cannot_be_read_is_noted_beside_the_target(agent: Person) -> None:
    footer = agent.picker._parts.footer
    agent.picker.set_note(problems_line([Problem(Path("a.toml"), 3, "text", "坏了")] * 2))
    assert footer.accessibleDescription() == footer.toolTip() == "话术库有 2 处问题，见 phrasebook doctor"
    assert footer.accessibleName() == "千牛工作台 · tb_小雨98"
    agent.picker.set_note(problems_line([]))
    assert footer.accessibleDescription() == ""


@pytest.mark.parametrize("width", [420, 560, 880, 1400])
def test_keys_and_target_keep_their_room_beside_a_note(agent: Person, width: int) -> None:
    def keys() -> int:
        painted: list[int] = []
        footer._paint_keys = lambda painter, pairs, base: painted.append(len(pairs)) or 0.0  # type: ignore[method-assign]
        footer.grab()
        return painted[-1]

    footer = agent.picker._parts.footer
    agent.picker.resize(width, 480)
    settle()
    before = keys()
    agent.picker.set_note("话术库有 12 处问题，见 phrasebook doctor")
    assert keys() >= min(before, 1)


def test_the_preview_shows_the_wording_that_will_go(agent: Person) -> None:
    agent.types("zai")
    shown = agent.picker._parts.preview.shown
    assert shown is not None
    assert "".join(piece.text for piece in shown.pieces) == shown.phrase.variants[0]
    assert "说法 2 / 3（上次用过第 1 种）" in shown.facts()


def test_the_clipboard_is_read_only_for_a_phrase_that_may_need_it(agent: Person, source: SampleSource) -> None:
    agent.presses(Key.Key_Escape)
    source.values_asked = 0
    agent.opens("zai").types("x").presses(Key.Key_Backspace)
    assert source.values_asked == 0
    agent.presses(Key.Key_Escape).opens("nh").presses(Key.Key_Backspace)
    assert source.values_asked == 1


# Where and how large


def test_it_keeps_the_size_a_person_gave_it(agent: Person) -> None:
    sizes = QSignalSpy(agent.picker.resized)
    agent.presses(Key.Key_Escape)
    assert sizes.count() == 0
    agent.opens()
    agent.picker.resize(640, 480)
    agent.presses(Key.Key_Escape)
    assert sizes.at(0) == [640, 480]
    agent.opens()
    assert agent.picker.card().size().toTuple() == (640, 480)


def test_a_narrow_window_leaves_out_the_tree_and_a_slim_one_the_preview(agent: Person) -> None:
    parts = agent.picker._parts
    seen = {}
    for width in (760, 690, 500):
        agent.picker.resize(width, 480)
        settle()
        seen[width] = (parts.tree.isVisible(), parts.preview.isVisible(), parts.list.isVisible())
    assert seen == {760: (True, True, True), 690: (False, True, True), 500: (False, False, True)}


def test_it_stands_whole_on_its_screen(agent: Person) -> None:
    far = Window(id=1, x=100_000, y=0, width=10, height=10)
    agent.picker.open(far)
    assert QApplication.primaryScreen().availableGeometry().contains(agent.picker.geometry())
