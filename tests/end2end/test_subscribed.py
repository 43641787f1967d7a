"""Two leads publish, nginx keeps it, three agents' daemons bring it into their pickers: nothing is started again."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.publishing import Machine
from tests.end2end.stage.daemon import Daemon
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.programs import Editor
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until
from tests.servers.base import Place
from tests.servers.nginx import nginx

KEYS = ("f7", "f8", "f9")
"""The agents' hotkeys: they share a screen."""


class Desk:
    """An agent's machine, on which a daemon runs all the time."""

    def __init__(self, screen: Screen, hands: Hands, home: Path, key: str) -> None:
        self._screen, self._hands, self._key = screen, hands, key
        self.daemon = Daemon(
            screen,
            home,
            settings=f'language = "zh-CN"\nhotkey = "<{key}>"\n',
            environ={"PHRASEBOOK_POLL_SECONDS": "1"},
        )
        self.machine = Machine(home)

    def says(self, code: str) -> str:
        """What a code stands for in everything this agent has; "": nothing."""
        found = self.machine.run("show", code, "--json")
        return str(self.machine.read(found)["text"]) if found.returncode == 0 else ""

    def pasted(self, query: str, editor: Editor) -> str:
        """The last line in the chat after this was picked."""
        before = self.daemon.status()["deliveries"]
        self._screen.activate(editor.window)
        self._hands.tap(self._key)
        until(lambda: self._screen.title(self._screen.active()) == "phrasebook", "the picker")
        self._hands.type(query)
        self._hands.tap("enter")
        until(lambda: self.daemon.status()["deliveries"] > before, "the delivery")
        text = editor.text()
        self._hands.tap("enter")
        return text.splitlines()[-1]


@pytest.fixture
def web() -> Iterator[tuple[str, Place]]:
    with nginx() as started:
        yield started


@pytest.fixture
def desks(screen: Screen, hands: Hands, tmp_path: Path) -> Iterator[list[Desk]]:
    three = [Desk(screen, hands, tmp_path / f"agent{number}", key) for number, key in enumerate(KEYS)]
    yield three
    for desk in three:
        desk.daemon.stop()


def test_what_leads_publish_is_in_every_agents_picker(
    screen: Screen, desks: list[Desk], web: tuple[str, Place], tmp_path: Path, editor: Editor
) -> None:
    url, here = web
    boss, li = Machine(tmp_path / "boss"), Machine(tmp_path / "li")
    boss.done("keys", "new", "boss")
    join = boss.done("publish", "init", here.served, "--read-url", url)["join"]
    line = li.done("keys", "new", "li")["line"]
    boss.done("publish", "add-lead", "小李", "--department", "售后组", "--key", line)
    li.done("publish", "join", join, "--to", here.served)
    for number, desk in enumerate(desks):
        desk.machine.done("subscribe", join, "--name", "蓝天", *(["-d", "售后组"] if number < 2 else []))

    boss.write("public", "问候", 1, "您好", "在的，您请说", code="nin")
    boss.done("publish", "问候", "--yes")
    for desk in desks:
        until(lambda one=desk: one.says("nin"), "the first pack", 20)
        assert desk.pasted("nin", editor) == "在的，您请说"

    li.write("department/售后组", "常用", 2, "退款到账", "退款三天到账", code="tkdz")
    li.done("publish", "常用", "--yes")
    until(lambda: all(desk.says("tkdz") for desk in desks[:2]), "the department's pack", 20)
    assert desks[1].pasted("tkdz", editor) == "退款三天到账"
    assert desks[2].says("tkdz") == "", "another department's packs aren't theirs"

    desks[0].machine.done("edit", "tkdz", "--text", "我的退款说法")
    li.write("department/售后组", "常用", 2, "退款到账", "退款两天到账", code="tkdz")
    li.done("publish", "常用", "--yes")
    until(lambda: desks[1].says("tkdz") == "退款两天到账", "the change", 20)
    until(lambda: desks[0].machine.done("show", "tkdz")["original_changed"], "the note on the copy", 20)
    assert desks[0].pasted("tkdz", editor) == "我的退款说法"

    li.done("publish", "rollback", "常用", "--to", "1", "--yes")
    until(lambda: desks[1].says("tkdz") == "退款三天到账", "the rollback", 20)
    boss.done("publish", "revoke", "小李", "--yes")
    boss.done("keys", "new", "second")
    boss.done("publish", "rotate", "--to", "second", "--yes")
    li.write("department/售后组", "常用", 2, "退款到账", "请付款到 evil.example", code="tkdz")
    assert li.run("publish", "常用", "--yes", "--over", "3").returncode == 1
    boss.write("public", "问候", 1, "您好", "您好，在的", code="nin")
    boss.done("publish", "问候", "--yes", "--key", "second")
    until(lambda: all(desk.says("nin") == "您好，在的" for desk in desks), "what the new key signed", 20)
    assert desks[1].pasted("tkdz", editor) == "退款三天到账"

    for desk in desks:
        (standing,) = desk.daemon.status()["subscriptions"]
        assert (standing["name"], standing["trouble"]) == ("蓝天", "")
        assert standing["version"] == boss.done("publish", "status")["version"]
        maps = Path(f"/proc/{desk.daemon.process.pid}/maps").read_text()
        assert "cryptography" not in maps, "verifying is another process's work"
