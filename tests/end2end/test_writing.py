"""A phrase written in the picker: taken from the chat, saved, found and pasted. Real keys, real programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.stage.agent import Agent
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.input_method import InputMethod
from tests.end2end.stage.programs import Browser, Copier, Editor, clipboard_of
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

PACK = """# 别动我
format = 1

[[phrase]]
id = "bd34aad42ec8ff3207aa"
title = "稍等"
text = "请您稍等"  # 常用
code = "sd"
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "personal").mkdir(parents=True)
    (folder / "personal" / "我的.toml").write_text(PACK, encoding="utf-8")
    return folder


def pack_of(library: Path) -> str:
    return (library / "personal" / "我的.toml").read_text(encoding="utf-8")


def write(agent: Agent, code: str) -> None:
    """Ctrl+N in the open picker, a code, and save."""
    agent.hands.tap("ctrl+n")
    until(agent.is_writing, "the editor")
    for _ in range(4):
        agent.hands.tap("tab")
    agent.hands.type(code)
    agent.settled()
    agent.hands.tap("ctrl+enter")
    until(agent.is_open, "the list after saving")


def test_what_is_selected_becomes_a_phrase_that_is_found_at_once(agent: Agent, editor: Editor, library: Path) -> None:
    agent.hands.type("fa huo la")
    agent.hands.tap("ctrl+a")
    agent.open()
    write(agent, "fhl")
    agent.hands.tap("enter")  # the list shows the new phrase, selected
    until(lambda: agent.last().get("outcome") == "PASTED", "the reply")

    assert pack_of(library).startswith(PACK)
    assert 'text = "fa huo la"\ncode = "fhl"' in pack_of(library)
    agent.reply("fhl")
    until(lambda: editor.text() == "fa huo la" * 2, "the phrase once more")


def test_it_is_taken_from_a_web_page(agent: Agent, screen: Screen, library: Path) -> None:
    page = Browser(screen)
    agent.hands.type("from the page")
    until(lambda: page.state.get("plain") == "from the page", "the typing")
    agent.hands.tap("ctrl+a")
    agent.open()
    write(agent, "page")

    assert 'text = "from the page"' in pack_of(library)
    page.close()
    screen.processes.end(page.process)


def test_a_program_that_tells_no_selection_is_made_to_copy(
    agent: Agent, editor: Editor, screen: Screen, library: Path
) -> None:
    copied = {"text/plain": b"copied before", "text/html": b"<i>copied before</i>"}
    agent.hands.type("only by copying")
    agent.hands.tap("ctrl+a")
    Copier(screen, copied, selection="other")  # takes the mouse's selection away from the chat
    screen.activate(editor.window)
    before = clipboard_of(screen)
    agent.open()
    write(agent, "obc")

    assert 'text = "only by copying"' in pack_of(library)
    assert {name: clipboard_of(screen).get(name) for name in copied} == {name: before[name] for name in copied}
    assert editor.text() == "only by copying"


def test_f2_changes_one_phrase_and_leaves_every_other_byte(agent: Agent, editor: Editor, library: Path) -> None:
    agent.open()
    agent.hands.type("sd")
    agent.settled()
    agent.hands.tap("f2")
    until(agent.is_writing, "the editor")
    agent.hands.tap("tab")
    agent.hands.type(" now")
    agent.settled()
    agent.hands.tap("ctrl+s")
    until(agent.is_open, "the list after saving")
    agent.hands.tap("enter")

    until(lambda: editor.text() == "请您稍等 now", "the changed phrase")
    assert pack_of(library) == PACK.replace("请您稍等", "请您稍等 now")


def test_an_input_method_types_chinese_into_its_fields(
    screen: Screen, hands: Hands, library: Path, tmp_path: Path
) -> None:
    editor = Editor(screen, "qt_edit", "chat")
    with (
        InputMethod(screen) as fcitx,
        Agent(screen, hands, tmp_path / "home", library, environ=fcitx.environ) as agent,
    ):
        agent.open()
        hands.tap("ctrl+n")
        until(agent.is_writing, "the editor")
        fcitx.turn_on()
        hands.type("nihao ", 15)
        agent.settled()
        hands.tap("shift+tab")  # the title
        fcitx.turn_on()
        hands.type("wenhou", 15)
        hands.tap("enter")  # takes the letters as they are; must not go on to the next field
        hands.type("hao ", 15)
        agent.settled()
        hands.tap("ctrl+s")
        until(agent.is_open, "the list after saving")

        assert 'title = "wenhou好"\ntext = "你好"' in pack_of(library)
    screen.processes.end(editor.process)


@pytest.fixture
def newcomer(screen: Screen, hands: Hands, tmp_path: Path) -> Iterator[Agent]:
    """Somebody who has no phrase of her own yet."""
    one = Agent(screen, hands, tmp_path / "home", None)
    yield one
    one.daemon.stop()


def test_the_first_own_phrase_takes_the_starter_library_along(newcomer: Agent, editor: Editor) -> None:
    before = newcomer.daemon.status()["phrases"]
    newcomer.open()
    newcomer.hands.tap("ctrl+n")
    until(newcomer.is_writing, "the editor")
    newcomer.hands.type("my first")
    newcomer.settled()
    newcomer.hands.tap("ctrl+enter")
    until(newcomer.is_open, "the list after saving")

    after = newcomer.daemon.status()
    assert after["phrases"] == before | {"personal": before["personal"] + 1}
    assert after["library"]["folder"] == str(newcomer.daemon.home / "library")
    newcomer.hands.tap("enter")
    until(lambda: editor.text() == "my first", "the new phrase")
