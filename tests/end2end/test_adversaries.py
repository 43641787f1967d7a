"""Programs that read along, type differently, or paste in their own way."""

from __future__ import annotations

import base64
import io
import os
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from tests.end2end.stage.agent import Agent
from tests.end2end.stage.chat import Chat
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.input_method import InputMethod
from tests.end2end.stage.programs import Browser, Copier, Editor, clipboard_of
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

PACK = """format = 1
[[phrase]]
category = ["售前", "答疑"]
title = "什么时候发货"
text = "亲，付款后 48 小时内发出～"
code = "fh"

[[phrase]]
title = "尺码表"
text = "这是尺码表"
code = "cmb"
images = ["images/尺码表.png", "images/photo.jpg"]

[[phrase]]
title = "你好问候"
text = "您好呀"
code = "wh"
"""
FH = "亲，付款后 48 小时内发出～"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    images = folder / "public" / "images"
    images.mkdir(parents=True)
    # Noise doesn't compress: this one is larger than a single X request and goes in pieces.
    Image.frombytes("RGB", (500, 400), os.urandom(600_000)).save(images / "尺码表.png")
    Image.new("RGB", (60, 40), (10, 120, 220)).save(images / "photo.jpg")
    (folder / "public" / "客服.toml").write_text(PACK, encoding="utf-8")
    return folder


def test_a_clipboard_manager_reading_along_changes_nothing(agent: Agent, screen: Screen, tmp_path: Path) -> None:
    environ = screen.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "xcb"}
    manager = screen.processes.start(["copyq"], environ)

    def history() -> list[str]:
        script = "var all = '', i = size(); while (i > 0) { --i; all += str(read(i)) + '|' } all"
        done = subprocess.run(["copyq", "eval", script], env=environ, capture_output=True, text=True, check=False)
        return done.stdout.strip().split("|")

    until(
        lambda: subprocess.run(["copyq", "eval", "1"], env=environ, capture_output=True, check=False).returncode == 0,
        "CopyQ",
    )
    Copier(screen, {"text/plain": b"copied before"})
    until(lambda: "copied before" in history(), "CopyQ to be watching")
    chat = Chat(screen)

    for _ in range(20):
        agent.reply("fh", "ctrl+enter", "SENT")
    until(lambda: len(chat.received()) == 20, "twenty messages")

    assert chat.received() == [FH] * 20
    assert clipboard_of(screen)["text/plain"] == b"copied before"
    chat.close()
    screen.processes.end(manager)


def test_an_input_method_types_chinese_into_the_picker(
    screen: Screen, hands: Hands, library: Path, tmp_path: Path
) -> None:
    editor = Editor(screen, "qt_edit", "editor")
    with (
        InputMethod(screen) as fcitx,
        Agent(screen, hands, tmp_path / "home", library, environ=fcitx.environ) as agent,
    ):
        agent.open()
        fcitx.turn_on()
        hands.type("nihao", 15)
        hands.tap("enter")  # commits the letters of the composition as they are; must not choose anything
        agent.settled()
        assert agent.is_open(), "Enter inside a composition chose a phrase"
        for _ in range(5):
            hands.tap("BackSpace")
        hands.type("nihao ", 15)
        agent.settled()
        hands.tap("enter")

        until(lambda: editor.text() == "您好呀", "the phrase whose title begins with what was composed")
    screen.processes.end(editor.process)


def test_a_terminal_pastes_in_its_own_way(agent: Agent, screen: Screen, tmp_path: Path) -> None:
    out = tmp_path / "typed"
    terminal = screen.processes.start(
        ["xterm", "-T", "terminal", "-u8", "-e", "sh", "-c", f"read line; printf %s \"$line\" > '{out}'; sleep 60"],
        screen.environ,
    )
    screen.activate(screen.window("terminal"))

    agent.reply("fh", "ctrl+enter", "SENT")

    until(lambda: out.exists() and out.read_text() == FH, "the line in the terminal")
    screen.processes.end(terminal)


def test_pictures_follow_their_text_into_a_web_page(agent: Agent, screen: Screen) -> None:
    page = Browser(screen, "rich")

    agent.reply("cmb")
    until(lambda: len(page.state.get("images", [])) == 2, "two pictures")

    assert "这是尺码表" in str(page.state["rich"])
    sizes = [Image.open(io.BytesIO(base64.b64decode(src.split(",")[1]))).size for src in page.state["images"]]
    assert sizes == [(500, 400), (60, 40)]
    names = [file["name"] for file in page.state["files"]]
    assert names == ["尺码表.png", "photo.jpg"]
    page.close()


def test_a_plain_text_box_gets_no_file_name_for_a_picture(agent: Agent, screen: Screen) -> None:
    editor = Editor(screen, "qt_edit", "plain box")

    agent.pick("cmb")
    until(lambda: agent.last().get("outcome") == "COPIED", "the refusal")

    assert "尺码表.png" in agent.last()["reason"]
    assert editor.text() == "这是尺码表"
    screen.processes.end(editor.process)
