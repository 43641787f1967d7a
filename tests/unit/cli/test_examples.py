"""The last line of every command's help is a command that works as it stands, with the starter library."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyperclip
import pytest
import typer
from typer.testing import CliRunner

from phrasebook.cli.app import app
from phrasebook.library import starter_folder

NEEDS_MORE = {
    "": "is the daemon itself",
    "run": "is the daemon itself",
    "pick": "asks the daemon",
    "send": "asks the daemon",
    "status": "asks the daemon",
    "stop": "asks the daemon",
    "remove": "asks first, which takes a terminal",
    "undo": "takes back what another command did",
    "subscribe": "reads a published place",
    "unsubscribe": "forgets one",
    "subscriptions": "lists them",
    "update": "reads one",
    "publish": "needs a place to publish to and a lead's keys",
    "keys": "makes a lead's keys",
    "sync": "needs a place that can be written to",
}
"""Commands whose example can't stand alone, by their first word, and why."""


def examples(command: Any, words: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Every command's words and its example."""
    yield " ".join(words), str(command.epilog or "").partition(": ")[2]
    for name, inner in getattr(command, "commands", {}).items():
        yield from examples(inner, (*words, name))


ALL = dict(examples(typer.main.get_command(app)))
ALONE = {words: example for words, example in ALL.items() if words.split(" ")[0] not in NEEDS_MORE}


@pytest.fixture
def newcomer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody who has only what comes with phrasebook, and the files that the examples name."""
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    clipboard = [""]
    monkeypatch.setattr(pyperclip, "copy", clipboard.append)
    monkeypatch.setattr(pyperclip, "paste", lambda: clipboard[-1])
    (tmp_path / "售后.toml").write_bytes((starter_folder() / "public" / "售后.toml").read_bytes())
    return tmp_path


def test_every_command_has_one() -> None:
    strange = [
        words for words, example in ALL.items() if example.split(" ")[:2] != ["phrasebook", *words.split(" ")][:2]
    ]
    assert strange == [""]  # phrasebook itself shows how it is started


@pytest.mark.usefixtures("newcomer")
@pytest.mark.parametrize("words", ALONE)
def test_it_does_something_sensible(words: str) -> None:
    program, *arguments = shlex.split(ALONE[words])
    if words == "import":
        CliRunner().invoke(app, ["export", "话术.xlsx"])
    result = CliRunner().invoke(app, arguments, input="y\n")

    assert program == "phrasebook"
    assert result.exit_code == 0, result.output
    assert result.output.strip(), "it printed nothing"
