"""The quick way and typer's must understand the same words in the same way."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from phrasebook.cli import find, quick, remote, search, start
from phrasebook.cli.app import app

Call = tuple[str, dict[str, Any]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[Call]:
    """What is carried out, instead of carrying it out; defaults filled in."""
    noted: list[Call] = []
    usual = {"limit": 10, "scope": None, "category": None, "app": None, "json": False, "library": None}

    def noting_search(query: list[str], **options: Any) -> None:
        noted.append(("search", {"query": list(query)} | usual | options))

    def noting_pick(query: list[str]) -> None:
        noted.append(("pick", {"query": list(query)}))

    def noting_send(phrase: str, *, enter: bool = False, json: bool = False) -> None:
        noted.append(("send", {"phrase": phrase, "enter": enter, "json": json}))

    def noting_run(**options: Any) -> None:
        noted.append(("run", {"hotkey": None, "library": None} | options))

    monkeypatch.setattr(start, "run", noting_run)
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    monkeypatch.setattr(search, "search", noting_search)
    monkeypatch.setattr(find, "run_search", noting_search)
    monkeypatch.setattr(remote, "pick", noting_pick)
    monkeypatch.setattr(remote, "send", noting_send)
    return noted


def both(calls: list[Call], arguments: list[str]) -> tuple[Call | None, Call | None]:
    """What the quick way makes of the words, and what typer does."""
    calls.clear()
    command = quick.understood(arguments)
    if command:
        command()
    quickly = calls.pop() if calls else None
    result = CliRunner().invoke(app, arguments)
    slowly = calls.pop() if calls and result.exit_code == 0 else None
    return quickly, slowly


@pytest.mark.parametrize(
    "line",
    [
        "search fh",
        "search fh 退货 -n 5 --json",
        "search --json -n 5 fh --scope public --category 售后/退款 --app WeChat --library /tmp",
        "search --scope=public --library=/tmp fh",
        "search fh -n 3 -n 4",
        "run",
        "run --hotkey <f8> --library=/tmp",
        "pick",
        "pick 退货 地址",
        "send thdz",
        "send --enter thdz --json",
    ],
)
def test_what_is_plainly_right_is_understood_alike(calls: list[Call], line: str) -> None:
    quickly, slowly = both(calls, line.split())
    assert quickly is not None
    assert quickly == slowly


@pytest.mark.parametrize(
    "line",
    [
        *("", "search", "search --help", "pick --help", "search fh -n 0", "search fh -n ４", "search fh --colour"),
        *("send", "send a b", "status", "search fh --scope", "search -- -x", "search fh -n5", "--library x search fh"),
        "search fh --json=1",
    ],
)
def test_everything_else_is_left_to_typer(calls: list[Call], line: str) -> None:
    assert quick.understood(line.split()) is None


def test_the_shells_completion_is_left_to_typer(calls: list[Call], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_PHRASEBOOK_COMPLETE", "complete_bash")
    assert quick.understood(["search", "fh"]) is None


words = st.sampled_from(
    (
        *("search", "pick", "send", "fh", "退货", "5", "0", "a/b", "/tmp", "", "=", "-"),
        *("-n", "-n5", "--json", "--enter", "--scope", "--scope=public", "--category", "--app", "--app=", "--library"),
        *("--", "-x", "--help", "--js"),
    )
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
@given(st.sampled_from(["search", "pick", "send"]), st.lists(words, max_size=6))
def test_whatever_it_understands_typer_understands_alike(calls: list[Call], command: str, rest: list[str]) -> None:
    quickly, slowly = both(calls, [command, *rest])
    if quickly is not None:
        assert quickly == slowly
