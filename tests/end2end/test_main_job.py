"""The agent's day: hotkey, letters, Enter, and the reply is where it belongs. Real keys, real programs."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.end2end.stage.agent import Agent
from tests.end2end.stage.chat import Chat
from tests.end2end.stage.daemon import HOTKEY
from tests.end2end.stage.programs import Browser, Copier, Editor, clipboard_of
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

PACK = """
format = 1
[[phrase]]
category = ["售前", "答疑"]
title = "什么时候发货"
text = "亲，付款后 48 小时内发出～😊"
code = "fh"

[[phrase]]
category = ["售后", "退换货"]
title = "退货地址"
text = "第一行：退货请寄杭州仓\\n第二行：请放一张写有订单号的纸条"
code = "thdz"

[[phrase]]
category = ["售后", "查件催件"]
title = "报单号"
text = "亲，单号是 {{ask:单号}}，{{ask:快递=中通}}承运"
code = "bdh"

[[phrase]]
category = ["接待"]
title = "问候"
text = "您好"
variants = ["在的亲", "欢迎光临"]
code = "wh"

[[phrase]]
category = ["长"]
title = "很长"
text = "{LONG}"
code = "chang"

[[phrase]]
category = ["接待"]
title = "留光标"
text = "尊敬的{{{{cursor}}}}，您好👨‍👩‍👧"
code = "gb"
"""
LONG = "长" * 20_000
FH = "亲，付款后 48 小时内发出～😊"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "public").mkdir()
    text = PACK.replace("{LONG}", LONG).replace("{{{{cursor}}}}", "{{cursor}}")
    (folder / "public" / "客服.toml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def chat(screen: Screen) -> Iterator[Chat]:
    irc = Chat(screen)
    yield irc
    irc.close()


def test_two_letters_and_enter_then_the_customer_has_the_reply(agent: Agent, chat: Chat, screen: Screen) -> None:
    screen.activate(chat.window)
    before = len(chat.received())

    agent.reply("fh")
    assert len(chat.received()) == before, "Enter in the picker must not send"
    agent.hands.tap("enter")

    until(lambda: chat.received()[before:] == [FH], "the message")


def test_ctrl_enter_pastes_and_sends(agent: Agent, chat: Chat, screen: Screen) -> None:
    screen.activate(chat.window)
    before = len(chat.received())

    agent.reply("fahuo", "ctrl+enter", "SENT")

    until(lambda: chat.received()[before:] == [FH], "the message")


def test_replies_one_after_the_other_never_mix(agent: Agent, chat: Chat, screen: Screen) -> None:
    screen.activate(chat.window)
    before = len(chat.received())

    for _ in range(10):
        agent.pick("fh", "ctrl+enter")

    until(lambda: len(chat.received()) == before + 10, "ten messages")
    assert chat.received()[before:] == [FH] * 10


def test_the_wording_changes_from_one_reply_to_the_next(agent: Agent, chat: Chat, screen: Screen) -> None:
    screen.activate(chat.window)
    before = len(chat.received())

    for _ in range(4):
        agent.reply("wh", "ctrl+enter", "SENT")
    until(lambda: len(chat.received()) == before + 4, "four messages")

    said = chat.received()[before:]
    assert set(said) <= {"您好", "在的亲", "欢迎光临"}
    assert all(one != next_ for one, next_ in pairwise(said))


@pytest.mark.parametrize("program", ["qt_edit", "tk_text"])
def test_it_works_in_any_toolkit(agent: Agent, screen: Screen, program: str) -> None:
    window = Editor(screen, program, f"{program} window")

    agent.reply("thdz")

    until(lambda: window.text() == "第一行：退货请寄杭州仓\n第二行：请放一张写有订单号的纸条", "the text")
    screen.processes.end(window.process)


def test_twenty_thousand_characters_arrive_exactly(agent: Agent, editor: Editor) -> None:
    agent.reply("chang")

    until(lambda: editor.text() == LONG, "the text")


def test_the_cursor_is_where_the_phrase_wants_it(agent: Agent, editor: Editor) -> None:
    agent.reply("gb")
    until(lambda: editor.text() == "尊敬的，您好👨‍👩‍👧", "the text")
    agent.hands.type("x")

    until(lambda: editor.text() == "尊敬的x，您好👨‍👩‍👧", "the letter at the cursor")


def test_held_hotkey_modifiers_do_not_spoil_the_paste(agent: Agent, editor: Editor) -> None:
    agent.daemon.stop()
    direct = '[hotkeys]\n"<ctrl>+<alt>+1" = "fh"\n"<shift>+<f7>" = "thdz"\n'
    agent = Agent(agent.screen, agent.hands, agent.daemon.home, agent.library, settings=direct)

    for key in ("ctrl", "alt"):
        agent.hands.hold(key)
    agent.hands.tap("1")
    until(lambda: editor.text() == FH, "the text although Ctrl and Alt are held")
    for key in ("ctrl", "alt"):
        agent.hands.release(key)
    agent.daemon.stop()


def test_a_hotkey_held_down_opens_the_picker_once(agent: Agent, editor: Editor) -> None:
    for key in ("ctrl", "alt", "space"):
        agent.hands.hold(key)
    agent.picker_is_open()
    for key in ("space", "alt", "ctrl"):
        agent.hands.release(key)
    agent.hands.type("fh")
    agent.hands.tap("enter")

    until(lambda: editor.text() == FH, "the text")


def test_letters_typed_at_once_reach_the_picker(agent: Agent, editor: Editor) -> None:
    """Nobody waits for a window to appear: hotkey, letters and Enter without a moment between them."""
    for n in range(1, 11):
        agent.hands.tap(HOTKEY)
        agent.hands.type("fh")
        agent.hands.tap("enter")
        until(lambda n=n: editor.text() == FH * n, "the reply, and no letter of the query")  # type: ignore[misc]
        until(lambda: not agent.is_open(), "the picker to go")


def test_escape_gives_the_keyboard_back(agent: Agent, editor: Editor, screen: Screen) -> None:
    agent.open()
    agent.hands.type("fh")
    agent.hands.tap("esc")
    until(lambda: screen.active() == editor.window, "the editor to be active again")
    agent.hands.type("typed")

    until(lambda: editor.text() == "typed", "what was typed after Esc")


def test_placeholders_are_asked_in_the_picker(agent: Agent, editor: Editor) -> None:
    agent.open()
    agent.hands.type("bdh")
    agent.hands.tap("enter")
    agent.hands.type("sf123456")
    agent.hands.tap("enter")
    agent.hands.tap("enter")

    until(lambda: editor.text() == "亲，单号是 sf123456，中通承运", "the filled-in text")


def test_the_second_row_by_alt_2(agent: Agent, editor: Editor) -> None:
    agent.open()
    agent.hands.type("huo")
    agent.settled()
    agent.hands.tap("alt+2")

    until(lambda: editor.text() == FH, "the second row's text; the first is 退货地址")


def test_ctrl_c_only_copies(agent: Agent, editor: Editor, screen: Screen) -> None:
    agent.pick("fh", "ctrl+c")

    until(lambda: clipboard_of(screen).get("text/plain") == FH.encode(), "the text on the clipboard")
    assert editor.text() == ""


def test_the_clipboard_is_as_it_was(agent: Agent, editor: Editor, screen: Screen) -> None:
    png = (Path(__file__).parent / "programs" / "dot.png").read_bytes()
    copied = {
        "text/plain": "客户地址".encode(),
        "text/html": "<i>客户地址</i>".encode(),
        "image/png": png,
        "text/uri-list": b"file:///etc/hostname\r\n",
    }
    Copier(screen, copied)
    screen.activate(editor.window)
    before = clipboard_of(screen)

    for _ in range(3):
        agent.reply("fh")
    until(lambda: editor.text() == FH * 3, "three replies")

    assert {name: clipboard_of(screen).get(name) for name in copied} == {name: before[name] for name in copied}


def test_a_thief_at_the_very_moment_gets_nothing(agent: Agent, editor: Editor, screen: Screen) -> None:
    """The thief takes the focus as soon as the picker lets it go, over and over, as an incoming call would."""
    thief = Editor(screen, "thief", "the thief")
    outcomes = []
    for _ in range(20):
        screen.activate(editor.window)
        before = agent.deliveries()
        agent.pick("fh")
        until(lambda before=before: agent.deliveries() > before, "the delivery")  # type: ignore[misc]
        outcomes.append(agent.last()["outcome"])

    pasted = outcomes.count("PASTED")
    until(lambda: editor.text() == FH * pasted, "what was pasted, and only that")
    assert thief.text() == "", "a reply reached another window"
    assert set(outcomes) <= {"PASTED", "COPIED"}
    screen.processes.end(thief.process)


def test_a_window_that_closes_under_the_picker_gets_nothing(agent: Agent, editor: Editor, screen: Screen) -> None:
    bystander = Editor(screen, "tk_text", "bystander")
    agent.daemon.ask("send", "fh")  # the bystander has the focus: this one is meant for it
    until(lambda: bystander.text() == FH, "the bystander's own reply")
    screen.activate(editor.window)

    agent.open()
    agent.hands.type("fh")
    screen.processes.end(editor.process)
    agent.hands.tap("enter")

    until(lambda: agent.last().get("outcome") == "COPIED", "the refusal")
    assert agent.last()["reason"]
    assert bystander.text() == FH, "nothing more in the bystander"
    assert clipboard_of(screen)["text/plain"] == FH.encode()
    screen.processes.end(bystander.process)


@pytest.mark.parametrize("box", ["plain", "rich"])
def test_a_web_page_takes_text_in_both_kinds_of_boxes(agent: Agent, screen: Screen, box: str) -> None:
    page = Browser(screen, box)

    agent.reply("fh")

    until(lambda: str(page.state.get(box, "")).strip() == FH, "the text in the box")
    page.close()
    screen.processes.end(page.process)
