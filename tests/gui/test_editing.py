"""Writing a phrase inside the picker: keys left, what is to be saved, or what is said, right."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPushButton

from phrasebook import language
from phrasebook.gui.editor import Editor
from phrasebook.gui.picker import Picker
from phrasebook.gui.suggesting import suggested
from phrasebook.gui.textbox import TextBox
from phrasebook.language import Language
from phrasebook.model import Phrase, Scope
from tests.gui.hands import CTRL, SHIFT, Key, Person, settle
from tests.gui.sample import PHRASES, SampleSource

MINE = next(phrase for phrase in PHRASES if phrase.code == "fhk")
SHARED = next(phrase for phrase in PHRASES if phrase.code == "zai")


@dataclass
class Writer(Person):
    """Somebody who writes phrases."""

    saved: list[tuple[Phrase, Phrase | None]] = field(default_factory=list)
    wanted_new: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        self.picker.save_wanted.connect(lambda phrase, origin: self.saved.append((phrase, origin)))
        self.picker.new_wanted.connect(self._count_new)

    @property
    def editor(self) -> Editor:
        editor = self.picker._parts.editor
        assert editor is not None
        return editor

    @property
    def phrase(self) -> Phrase:
        ((phrase, _origin),) = self.saved
        return phrase

    def goes_to(self, name: str) -> Writer:
        getattr(self.editor.fields, name).setFocus()
        return self

    def clears(self) -> Writer:
        self.presses(Key.Key_A, CTRL).presses(Key.Key_Backspace)
        return self

    def mistake(self, name: str) -> str:
        return self.editor.fields.captions[name].mistake

    def _count_new(self) -> None:
        self.wanted_new += 1


@pytest.fixture
def agent(picker: Picker) -> Writer:
    writer = Writer(picker)
    writer.opens()
    return writer


@pytest.fixture
def mine(agent: Writer) -> Writer:
    agent.types("fhk").presses(Key.Key_F2)
    settle()
    return agent


@pytest.fixture
def new(agent: Writer) -> Writer:
    agent.picker.write("亲，明天发出～")
    settle()
    return agent


# Opening


def test_f2_opens_the_selected_phrase(mine: Writer) -> None:
    draft = mine.editor.draft
    assert (draft.wordings, draft.title, draft.category) == ((MINE.text,), MINE.title, ("个人", "常用"))
    assert draft.code == "fhk"
    assert not mine.picker._parts.list.isVisible()
    assert "编辑" in mine.editor.header.accessibleName()
    assert isinstance(mine.focus, QLineEdit)


def test_f2_on_a_shared_phrase_makes_a_copy_of_ones_own(agent: Writer) -> None:
    agent.types("zai").presses(Key.Key_F2).presses(Key.Key_Return, CTRL)
    ((phrase, origin),) = agent.saved
    assert origin == SHARED
    assert phrase == msgspec.structs.replace(
        SHARED, id=phrase.id, scope=Scope.PERSONAL, pack="我的", category=phrase.category
    )
    assert phrase.id != SHARED.id


def test_control_n_asks_for_what_is_selected_in_the_chat(agent: Writer) -> None:
    agent.presses(Key.Key_N, CTRL)
    assert agent.wanted_new == 1
    assert not agent.picker.writing
    agent.picker.write("选中的话")
    assert agent.editor.draft.wordings == ("选中的话",)


def test_without_a_text_the_cursor_is_in_the_text(agent: Writer) -> None:
    agent.picker.write("")
    assert isinstance(agent.focus, TextBox)


def test_with_a_text_in_the_title_which_shows_its_first_line(new: Writer) -> None:
    assert isinstance(new.focus, QLineEdit)
    assert new.focus.placeholderText() == "亲，明天发出～"


def test_what_was_searched_in_vain_becomes_the_title(agent: Writer) -> None:
    agent.types("海外直邮").picker.write("")
    assert agent.editor.draft.title == "海外直邮"
    agent.presses(Key.Key_Escape, times=2)
    agent.field.clear()
    agent.types("fh").picker.write("")
    assert agent.editor.draft.title == ""


def test_the_selected_category_is_the_new_ones(agent: Writer) -> None:
    agent.picker._parts.tree.select(("售后", "退款"))
    agent.picker.write("好")
    assert agent.editor.draft.category == ("售后", "退款")


@pytest.mark.parametrize("key", [(Key.Key_F2, Qt.KeyboardModifier.NoModifier), (Key.Key_N, CTRL)])
def test_a_held_key_opens_nothing(agent: Writer, key: tuple[Qt.Key, Qt.KeyboardModifier]) -> None:
    press = QKeyEvent(QEvent.Type.KeyPress, key[0], key[1], "", True)
    QApplication.sendEvent(agent.field, press)
    assert not agent.picker.writing
    assert agent.wanted_new == 0


@pytest.mark.parametrize(("code", "entry"), [("fhk", "编辑"), ("zai", "存为个人话术…")])
def test_the_menu_opens_it_too(agent: Writer, code: str, entry: str) -> None:
    agent.types(code).clicks_row(0, Qt.MouseButton.RightButton)
    (menu,) = agent.picker.findChildren(QMenu)
    next(action for action in menu.actions() if action.text() == entry).trigger()
    menu.close()
    assert agent.picker.writing


# Writing


def test_tab_goes_through_the_fields_and_round(new: Writer) -> None:
    seen = []
    for _ in range(6):
        seen.append(new.focus.accessibleName())
        new.presses(Key.Key_Tab)
    assert seen == ["标题", "内容", "分类", "分类", "编码", "关键词"]
    assert new.focus.accessibleName() == "标题"
    new.presses(Key.Key_Backtab, SHIFT)
    assert new.focus.accessibleName() == "关键词"


def test_enter_is_a_line_in_the_text_and_the_next_field_elsewhere(new: Writer) -> None:
    new.presses(Key.Key_Return)
    assert new.focus.accessibleName() == "内容"
    new.presses(Key.Key_Return).types("x")
    assert new.editor.draft.wordings == ("亲，明天发出～\nx",)


@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Enter, Key.Key_S])
def test_control_enter_and_control_s_save(new: Writer, key: Qt.Key) -> None:
    new.goes_to("code").types("mtf")
    new.goes_to("keywords").types("a, b")
    new.goes_to("first").types("shouhou")
    new.presses(key, CTRL)
    phrase = new.phrase
    assert (phrase.text, phrase.code, phrase.keywords) == ("亲，明天发出～", "mtf", ("a", "b"))
    assert phrase.category == ("shouhou",)
    assert (phrase.scope, phrase.pack) == (Scope.PERSONAL, "我的")


def test_it_is_saved_once(new: Writer) -> None:
    new.presses(Key.Key_S, CTRL).presses(Key.Key_S, CTRL)
    assert len(new.saved) == 1
    assert not new.editor.header.button.isEnabled()


def test_the_button_saves(new: Writer) -> None:
    QTest.mouseClick(new.editor.header.button, Qt.MouseButton.LeftButton)
    assert len(new.saved) == 1


def test_wordings_are_written_one_after_the_other(new: Writer) -> None:
    new.goes_to("text").presses(Key.Key_PageDown, CTRL).types("b").presses(Key.Key_PageDown, CTRL).types("c")
    new.presses(Key.Key_PageUp, CTRL)
    assert new.editor.fields.text.text == "b"
    new.presses(Key.Key_PageDown, CTRL, times=3)
    assert new.editor.draft.wordings == ("亲，明天发出～", "b", "c", "")
    new.presses(Key.Key_S, CTRL)
    assert new.phrase.variants == ("b", "c")


def test_a_tab_is_clicked(new: Writer) -> None:
    tabs = new.editor.fields.tabs
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(tabs.width() - 20, 10))
    assert len(new.editor.draft.wordings) == 2
    assert new.focus is new.editor.fields.text
    new.types("b")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    assert new.editor.fields.text.text == "亲，明天发出～"


def test_a_placeholder_is_inserted_ready_to_be_named(new: Writer) -> None:
    buttons = {button.text(): button for button in new.editor.findChildren(QPushButton)}
    QTest.mouseClick(buttons["填空"], Qt.MouseButton.LeftButton)
    new.types("x")
    assert new.editor.draft.wordings == ("亲，明天发出～{{ask:x}}",)


def test_only_text_is_pasted(new: Writer) -> None:
    QApplication.clipboard().setText("甲\n乙")
    new.goes_to("text").clears().presses(Key.Key_V, CTRL)
    assert new.editor.draft.wordings == ("甲\n乙",)


def test_two_levels_typed_into_the_first_field_part(new: Writer) -> None:
    new.goes_to("first").types("a/").types("b")
    assert new.editor.draft.category == ("a", "b")


# Suggestions


def test_categories_are_suggested_and_taken_with_the_keys(new: Writer) -> None:
    new.goes_to("first")
    assert new.editor.fields.suggestions.options == ("售前", "售后", "大促", "个人")
    new.types("sh")
    assert new.editor.fields.suggestions.options == ("售后", "售前")
    new.presses(Key.Key_Down).presses(Key.Key_Return)
    assert new.editor.draft.category == ("售后", "")
    assert new.focus is new.editor.fields.first
    new.presses(Key.Key_Tab)
    assert set(new.editor.fields.suggestions.options) == {"查件催件", "物流", "退换货", "退款"}
    assert not new.saved


def test_escape_closes_the_suggestions_first(new: Writer) -> None:
    new.goes_to("first").presses(Key.Key_Escape)
    assert not new.editor.fields.suggestions.isVisible()
    assert new.picker.writing


def test_a_suggestion_is_clicked(new: Writer) -> None:
    new.goes_to("first")
    QTest.mouseClick(new.editor.fields.suggestions, Qt.MouseButton.LeftButton, pos=QPoint(20, 4 + 30 + 15))
    assert new.editor.draft.category == ("售后", "")


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ("退换货", "退款", "换货说明", "VIP")),
        ("退", ("退换货", "退款")),
        ("thh", ("退换货",)),
        ("hh", ("换货说明", "退换货")),
        ("tuik", ("退款",)),
        ("vip", ()),
        ("v", ("VIP",)),
        ("货", ("退换货", "换货说明")),
        ("q", ()),
    ],
)
def test_what_is_suggested(typed: str, found: tuple[str, ...]) -> None:
    assert suggested(typed, ("退换货", "退款", "换货说明", "VIP")) == found


# Mistakes


def test_a_code_of_another_phrase_of_ones_own_is_refused_at_its_field(new: Writer) -> None:
    new.goes_to("code").types("fhk")
    new.goes_to("text").presses(Key.Key_S, CTRL)
    assert not new.saved
    assert "我的发货口头禅" in new.mistake("code")
    assert new.focus is new.editor.fields.code
    assert new.focus.property("missing")
    new.types("2")
    assert new.mistake("code") == ""
    assert not new.focus.property("missing")
    new.presses(Key.Key_S, CTRL)
    assert new.phrase.code == "fhk2"


def test_a_shared_phrases_code_is_only_noted(new: Writer) -> None:
    new.goes_to("code").types("zai")
    assert "公共" in new.editor.fields.captions["code"].accessibleDescription()
    new.presses(Key.Key_S, CTRL)
    assert new.phrase.code == "zai"


def test_a_mistake_in_another_wording_is_shown_there(new: Writer) -> None:
    new.goes_to("text").presses(Key.Key_PageDown, CTRL).types("{{ask:}}").presses(Key.Key_PageUp, CTRL)
    new.goes_to("code").presses(Key.Key_S, CTRL)
    assert "单号" in new.mistake("text")
    assert new.editor.fields.text.text == "{{ask:}}"
    assert new.focus is new.editor.fields.text


def test_an_empty_phrase_is_no_phrase(agent: Writer) -> None:
    agent.picker.write("")
    agent.presses(Key.Key_S, CTRL)
    assert agent.mistake("text")
    assert not agent.saved


def test_what_cannot_be_written_to_the_disk_is_still_there(new: Writer) -> None:
    new.presses(Key.Key_S, CTRL)
    new.picker.save_failed("磁盘满了")
    assert new.red_line == "磁盘满了"
    assert new.editor.draft.wordings == ("亲，明天发出～",)
    new.presses(Key.Key_S, CTRL)
    assert len(new.saved) == 2


# Leaving


def test_escape_goes_back_when_nothing_was_typed(mine: Writer) -> None:
    mine.presses(Key.Key_Escape)
    assert not mine.picker.writing
    assert mine.picker.isVisible()
    assert mine.selected == MINE.title
    assert mine.field.hasFocus()
    assert mine.field.text() == "fhk"
    assert mine.cancelled == 0


def test_escape_asks_before_it_gives_up_what_was_typed(mine: Writer) -> None:
    mine.types("x").presses(Key.Key_Escape)
    assert mine.picker.writing
    assert "Esc" in mine.red_line
    mine.types("y")
    assert mine.red_line == ""
    mine.presses(Key.Key_Escape).presses(Key.Key_Escape)
    assert not mine.picker.writing
    assert mine.red_line == ""
    assert not mine.saved


def test_what_was_taken_from_the_chat_is_not_given_up_unasked(new: Writer) -> None:
    new.presses(Key.Key_Escape)
    assert new.picker.writing


def test_the_window_managers_close_is_escape_here_too(new: Writer) -> None:
    new.picker.close()
    assert new.picker.writing
    new.picker.close()
    assert not new.picker.writing
    assert new.cancelled == 0


def test_it_stays_while_the_agent_looks_something_up(new: Writer, app: QApplication) -> None:
    other = QMenu()
    other.setWindowFlags(Qt.WindowType.Window)
    new.picker._leaving.setInterval(0)
    other.show()
    other.activateWindow()
    settle()
    assert new.picker.isVisible()
    assert new.picker.writing


def test_when_the_picker_is_needed_what_was_typed_waits(new: Writer) -> None:
    new.goes_to("code").types("mtf")
    new.opens("zai")
    assert not new.picker.writing
    assert "Ctrl+N" in new.red_line
    assert new.picker.unfinished
    new.picker.write("")
    assert (new.editor.draft.wordings, new.editor.draft.code) == (("亲，明天发出～",), "mtf")
    new.presses(Key.Key_Escape)
    assert new.picker.writing, "it is still not saved"


def test_a_direct_hotkey_meanwhile_loses_nothing(new: Writer) -> None:
    new.picker.open_form(None, SHARED)
    assert len(new.choices) == 1
    assert new.picker.unfinished


# After saving


def test_the_saved_phrase_is_found_and_pasted_at_once(new: Writer, source: SampleSource) -> None:
    new.goes_to("code").types("mtf").presses(Key.Key_S, CTRL)
    source.phrases = (*source.phrases, new.phrase)
    new.picker.saved(new.phrase)
    assert new.selected == "亲，明天发出～"
    assert "已保存" in new.red_line
    assert new.field.hasFocus()
    assert new.picker.hide_on_deactivate
    new.presses(Key.Key_Return)
    assert new.choice.phrase == new.phrase


def test_a_changed_phrase_stays_where_it_was_found(mine: Writer, source: SampleSource) -> None:
    mine.goes_to("text").types("!").presses(Key.Key_S, CTRL)
    source.phrases = tuple(mine.phrase if phrase.id == MINE.id else phrase for phrase in source.phrases)
    mine.picker.saved(mine.phrase)
    assert mine.field.text() == "fhk"
    assert mine.selected == MINE.title
    assert mine.picker._parts.list.selected is not None
    assert mine.picker._parts.list.selected.phrase.text == MINE.text + "!"


# Input methods


@pytest.mark.parametrize("name", ["title", "text", "first", "code", "keywords"])
def test_keys_of_a_composition_neither_save_nor_leave_nor_move(mine: Writer, name: str) -> None:
    mine.goes_to(name)
    before = mine.focus
    mine.composes("fa huo")
    for key, held in ((Key.Key_Return, CTRL), (Key.Key_Escape, CTRL & ~CTRL), (Key.Key_Tab, CTRL & ~CTRL)):
        mine.presses(key, held)
    assert mine.picker.writing
    assert mine.focus is before
    assert not mine.saved
    mine.composes("", commit="发货").presses(Key.Key_S, CTRL)
    assert len(mine.saved) == (name != "code" or 1)


# How it looks


def test_it_speaks_english_too(agent: Writer) -> None:
    language.use(Language.EN)
    agent.picker.write("x")
    assert agent.editor.header.accessibleName().startswith("New phrase")
    assert agent.focus.accessibleName() == "Title"


def test_other_colours_lose_nothing(new: Writer) -> None:
    new.goes_to("code").types("mtf")
    new.picker.set_theme("dark")
    assert new.picker.writing
    assert (new.editor.draft.wordings, new.editor.draft.code) == (("亲，明天发出～",), "mtf")
    assert new.editor.changed


def test_pictures_are_kept_and_said_to_be(agent: Writer) -> None:
    agent.types("尺码表").presses(Key.Key_F2).presses(Key.Key_S, CTRL)
    assert agent.editor.fields.pictures.accessibleDescription() == "1 张，照旧发送"
    assert agent.phrase.images == ("images/尺码表.png",)


@pytest.mark.parametrize("width", [420, 560, 640, 880, 1400])
def test_every_field_can_be_reached_at_every_width(new: Writer, width: int) -> None:
    new.picker.resize(width, 480)
    settle()
    area = new.editor.fields
    for _ in range(6):
        field = new.focus
        assert area.viewport().rect().intersects(field.rect().translated(field.mapTo(area.viewport(), QPoint(0, 0))))
        assert field.width() > 80
        new.presses(Key.Key_Tab)
        settle()


def test_nothing_above_a_field_moves_when_a_mistake_is_said(new: Writer) -> None:
    before = [field.mapTo(new.editor, QPoint(0, 0)) for field in new.editor.fields.names]
    new.goes_to("code").types("fhk").presses(Key.Key_S, CTRL)
    settle()
    assert [field.mapTo(new.editor, QPoint(0, 0)) for field in new.editor.fields.names] == before
