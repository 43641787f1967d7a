import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run


def listed(run: Run, *arguments: str) -> dict[str, tuple[str, list[str]]]:
    """Scope (with department) and category of each text."""
    phrases = json.loads(run("list", "--json", *arguments).stdout)
    return {p["text"]: ("/".join(filter(None, (p["scope"], p["department"]))), p["category"]) for p in phrases}


def test_moving(run: Run) -> None:
    assert run("move", "fh", "me", "--category", "售前/发货").exit_code == 0
    assert listed(run)["今天发货"] == ("public", ["售前", "发货"])
    result = run("move", "fh", "--scope", "department", "--pack", "d", "--category", "", "--json")
    assert json.loads(result.stdout)[0]["department"] == "售后组"
    assert listed(run)["今天发货"] == ("department/售后组", [])
    assert "there already" in run("move", "fh", "--pack", "d").stderr


def test_moving_needs_a_place(run: Run) -> None:
    assert run("move", "fh").exit_code == 2
    assert run("move", "fh", "--scope", "x").exit_code == 2
    assert run("move", "none", "--pack", "x").exit_code == 1
    run("add", "x", "--scope", "department/another")
    result = run("move", "fh", "--scope", "department")
    assert (result.exit_code, "another, 售后组" in result.stderr) == (2, True)


def test_removing(run: Run) -> None:
    refused = run("remove", "fh", "me")
    assert (refused.exit_code, "--yes" in refused.stderr) == (2, True)
    assert "今天发货" in listed(run)
    dry = run("remove", "fh", "--dry-run")
    assert '- text = "今天发货"' in dry.stdout
    result = run("remove", "fh", "me", "fh", "--yes", "--json")
    assert [phrase["code"] for phrase in json.loads(result.stdout)] == ["fh", "me"]
    assert "今天发货" not in listed(run)
    assert run("undo").exit_code == 0
    assert "今天发货" in listed(run)


def test_asked_at_a_terminal(run: Run, run_with_input: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phrasebook.cli.asking.on_keyboard", lambda: True)
    assert "nothing was removed" in run_with_input("n\n", "remove", "fh").stderr
    assert "今天发货" in listed(run)
    assert run_with_input("y\n", "remove", "fh").exit_code == 0
    assert "今天发货" not in listed(run)


def test_undoing(run: Run, home: Path) -> None:
    before = (home / "library/public/p.toml").read_bytes()
    run("edit", "fh", "--note", "1")
    run("edit", "fh", "--note", "2")
    run("move", "fh", "--scope", "personal")
    log = json.loads(run("undo", "--list", "--json").stdout)
    assert [change["summary"] for change in log] == ["move 发货时间", "edit 发货时间", "edit 发货时间"]
    assert set(log[0]) == {"number", "time", "summary", "files"}
    assert len(run("undo", "--list").stdout.splitlines()) == 3
    assert json.loads(run("undo", "-n", "2", "--dry-run", "--json").stdout) == log[:2]
    assert json.loads(run("undo", "-n", "3", "--json").stdout) == log
    assert (home / "library/public/p.toml").read_bytes() == before
    result = run("undo")
    assert (result.exit_code, "nothing to undo" in result.stderr) == (1, True)


def test_undoing_more_than_there_is(run: Run) -> None:
    run("edit", "fh", "--note", "1")
    result = run("undo", "-n", "5", "--json")
    assert result.exit_code == 1
    assert len(json.loads(result.stdout)) == 1


def test_undo_never_takes_back_what_was_done_by_hand(run: Run, home: Path) -> None:
    path = home / "library/public/p.toml"
    run("edit", "fh", "--note", "mine")
    path.write_text(path.read_text().replace("mine", "by hand"))
    result = run("undo")
    assert (result.exit_code, "has been changed since" in result.stderr) == (1, True)
    assert "by hand" in path.read_text()


def test_nothing_was_ever_changed(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(home / "fresh"))
    assert run("undo").exit_code == 1
    assert run("undo", "--list").stdout == ""
    assert not (home / "fresh/library").exists()


def test_categories_are_renamed(run: Run) -> None:
    assert "2 phrase(s) would change" in run("categories", "rename", "售后", "服务", "--dry-run").stderr
    assert run("categories", "rename", "售后", "服务").exit_code == 0
    assert listed(run)["部门"] == ("department/售后组", ["服务"])
    assert run("categories", "rename", "服务", "售前").exit_code == 1
    assert run("categories", "rename", "none", "x").exit_code == 1
    assert run("categories", "rename", "服务", "a/b/c").exit_code == 2
    assert run("categories", "rename", "服务", "x", "--scope", "department/售后组").exit_code == 2


def test_categories_are_merged(run: Run) -> None:
    result = run("categories", "merge", "售后", "售前", "服务", "--json")
    assert len(json.loads(result.stdout)["phrases"]) == 3
    tree = json.loads(run("categories", "--json").stdout)
    assert [(node["category"], node["count"]) for node in tree] == [(["服务"], 3), ([], 2)]
    assert run("categories", "merge", "服务").exit_code == 2
    assert run("undo").exit_code == 0
    assert listed(run)["今天发货"][1] == ["售前"]
