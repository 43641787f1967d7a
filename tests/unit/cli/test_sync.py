"""sync, as people and scripts call it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

PACK = '[[phrase]]\ntitle = "{0}"\ntext = "{1}"\n'


class Person:
    """Somebody with a machine."""

    def __init__(self, home: Path, patch: pytest.MonkeyPatch) -> None:
        self.home, self._patch = home, patch

    def run(self, *words: object, typed: str | None = None) -> Result:
        from phrasebook.cli.app import app

        self._patch.setenv("PHRASEBOOK_HOME", str(self.home))
        return CliRunner().invoke(app, [str(word) for word in words], input=typed)

    def done(self, *words: object) -> Any:
        result = self.run(*words, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def refused(self, code: int, *words: object) -> str:
        result = self.run(*words)
        assert result.exit_code == code, result.output
        assert result.stdout == ""
        assert "Traceback" not in result.stderr
        return result.stderr

    def write(self, title: str, text: str) -> None:
        path = self.home / "library/personal/我的.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(PACK.format(title, text), "utf-8")

    @property
    def pack(self) -> str:
        return (self.home / "library/personal/我的.toml").read_text("utf-8")


@pytest.fixture
def share(tmp_path: Path) -> Path:
    (tmp_path / "共享 文件夹").mkdir()
    return tmp_path / "共享 文件夹"


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Person]:
    return lambda name: Person(tmp_path / name, monkeypatch)


def test_two_machines(share: Path, person: Callable[[str], Person]) -> None:
    desk, home = person("desk"), person("home")
    desk.write("退款", "三天到账")
    result = desk.run("sync", "on", share, "--name", "公司")
    assert result.exit_code == 0, result.output
    command, *rest = result.stdout.splitlines()
    assert command.startswith(f"phrasebook sync on 'file://{share.parent}/")
    assert rest == ["1 sent"]
    code = command.rpartition(" ")[2]
    told = home.done("sync", "on", share, "--pair", code.lower(), "--name", "家里")
    assert (told["received"], told["pairing_code"], told["devices"]) == (["退款"], None, ["公司", "家里"])
    assert "三天到账" in home.pack
    (home.home / "library/personal/我的.toml").write_text(home.pack.replace("三天", "两天"), "utf-8")
    assert home.done("sync", "now", "--dry-run")["sent"] == 1
    assert home.done("sync", "now")["sent"] == 1
    result = desk.run("sync", "now")
    assert result.stdout.splitlines() == ["1 received", "  ~ 退款"]
    assert "两天到账" in desk.pack
    assert desk.run("sync", "now").stdout == "nothing has changed\n"
    told = desk.done("sync", "status", "--code")
    assert (told["on"], told["name"], told["machines"], told["phrases"]) == (True, "公司", ["公司", "家里"], 1)
    assert told["pairing_code"] == code
    assert "pairing_code" not in desk.done("sync", "status")
    secret = [path.read_bytes() for path in share.rglob("*") if path.is_file()]
    assert len(secret) == 2
    assert not any("到账".encode() in data for data in secret)
    assert (desk.home / "data/sync/state.json").stat().st_mode & 0o077 == 0
    assert desk.done("sync", "off", "--dry-run")["dry_run"]
    assert desk.done("sync", "off")["url"] == told["url"]
    assert desk.done("sync", "status") == {"on": False}
    assert "两天到账" in desk.pack


def test_the_code_is_asked_for_at_a_terminal(
    share: Path, person: Callable[[str], Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phrasebook.cli.sync.on_keyboard", lambda: True)
    desk, home = person("desk"), person("home")
    desk.write("退款", "三天")
    result = desk.run("sync", "on", share, typed="\n")
    code = result.stdout.rpartition("--pair ")[2].split("\n")[0]
    result = home.run("sync", "on", share, typed=f"{code}\n")
    assert result.stdout.splitlines()[-2:] == ["1 received", "  ~ 退款"]
    assert "--pair" not in result.stdout, "only the first machine shows the code"
    assert "phrasebook import" in result.stderr, "the starter phrases aren't shown any more"


def test_both_edited_and_what_needs_a_look(share: Path, person: Callable[[str], Person]) -> None:
    desk, home = person("desk"), person("home")
    desk.write("退款", "三天")
    code = desk.done("sync", "on", share, "--name", "公司")["pairing_code"]
    home.done("sync", "on", share, "--pair", code)
    for one, text in ((desk, "两天"), (home, "一天")):
        path = one.home / "library/personal/我的.toml"
        path.write_text(one.pack.replace("三天", text), "utf-8")
        lines = one.run("sync", "now").stdout.splitlines()
    assert lines == ["1 sent", "  + 退款（来自 公司）  edited on both; both are kept"]
    assert "1 phrase(s) stand beside another version" in home.run("sync", "status").stdout


def test_wrong_codes_and_places(share: Path, tmp_path: Path, person: Callable[[str], Person]) -> None:
    desk, home = person("desk"), person("home")
    assert "syncing is off" in desk.refused(2, "sync", "now")
    assert "off on this machine already" in desk.refused(2, "sync", "off")
    assert "the pairing code is wrong" in home.refused(2, "sync", "on", share, "--pair", "ABCD-EFGH")
    assert "can only be read" in desk.refused(2, "sync", "on", "https://phrases.example.com")
    assert "there is no folder" in desk.refused(1, "sync", "on", tmp_path / "none")
    assert not (desk.home / "data/sync/state.json").exists()
    code = desk.done("sync", "on", share)["pairing_code"]
    assert "on already" in desk.refused(2, "sync", "on", share)
    (tmp_path / "other").mkdir()
    refused = home.refused(2, "sync", "on", tmp_path / "other", "--pair", code)
    assert "no machine with this pairing code" in refused
    assert not (home.home / "data/sync/state.json").exists()
    assert home.done("sync", "on", share, "--pair", code, "--dry-run")["paired"]
    assert not (home.home / "data/sync/state.json").exists()


def test_a_host_that_is_gone_is_told_and_comes_back(share: Path, person: Callable[[str], Person]) -> None:
    desk = person("desk")
    desk.write("退款", "三天")
    desk.done("sync", "on", share)
    share.rename(share.with_name("gone"))
    assert "there is no folder" in desk.refused(1, "sync", "now")
    told = desk.run("sync", "status").stdout
    assert "not synced since" in told
    assert "is the share connected?" in told
    share.with_name("gone").rename(share)
    desk.done("sync", "now")
    assert desk.done("sync", "status")["trouble"] == ""


def test_a_place_that_cannot_be_written_to(share: Path, tmp_path: Path, person: Callable[[str], Person]) -> None:
    (share / "personal").write_text("a file where the folder should be")
    desk = person("desk")
    assert "can't be written to" in desk.refused(1, "sync", "on", share)
    assert not (desk.home / "data/sync/state.json").exists()


def test_every_command_has_an_example(person: Callable[[str], Person]) -> None:
    for word in ("on", "now", "status", "off"):
        assert f"phrasebook sync {word}" in person("x").run("sync", word, "--help").stdout
