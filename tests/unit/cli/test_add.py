import json
from pathlib import Path

import pyperclip
import pytest

from tests.unit.cli.conftest import PNG, Run


def shown(run: Run, id_: str) -> dict[str, object]:
    return dict(json.loads(run("show", id_, "--json").stdout))


def test_from_options(run: Run, home: Path) -> None:
    picture = home / "x.png"
    picture.write_bytes(PNG)
    result = run(
        *("add", "--text", "在的~", "--title", "应声", "--category", "售前/接待", "--code", "zai", "--keyword", "在吗"),
        *("--keyword", "有人吗", "--variant", "我在", "--image", picture, "--app", "千牛", "--note", "n", "--send"),
        *("--valid-from", "2026-06-01", "--valid-until", "2026-06-20", "--scope", "department/售后组", "--pack", "新"),
    )
    assert result.exit_code == 0, result.stderr
    assert "added to department/售后组/新.toml" in result.stderr
    expected = {
        "text": "在的~",
        "title": "应声",
        "category": ["售前", "接待"],
        "code": "zai",
        "keywords": ["在吗", "有人吗"],
        "variants": ["我在"],
        "images": ["images/x.png"],
        "apps": ["千牛"],
        "note": "n",
        "send": True,
        "valid_from": "2026-06-01",
        "valid_until": "2026-06-20",
        "scope": "department",
        "department": "售后组",
        "pack": "新",
    }
    found = shown(run, result.stdout.strip())
    assert {key: found[key] for key in expected} == expected


def test_as_json(run: Run, home: Path) -> None:
    data = json.loads(run("add", "hello", "--code", "hi", "--json").stdout)
    assert (data["text"], data["title"], data["scope"], data["pack"]) == ("hello", "hello", "personal", "personal")
    assert data["path"] == str(home / "library/personal/personal.toml")
    assert shown(run, "hi")["id"] == data["id"]


def test_from_standard_input(run: Run, run_with_input: Run) -> None:
    for arguments in (["add"], ["add", "-"], ["add", "--text", "-"]):
        id_ = run_with_input("一\r\n二\r\n\r\n", *arguments).stdout.strip()
        assert shown(run, id_)["text"] == "一\n二"
    assert run_with_input("", "add").exit_code == 2
    assert run_with_input(b"\xff\xfe", "add").exit_code == 2


def test_from_the_clipboard(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyperclip, "paste", lambda: "复制的\r\n文字")
    assert shown(run, run("add", "--from-clipboard").stdout.strip())["text"] == "复制的\n文字"
    monkeypatch.setattr(pyperclip, "paste", lambda: " ")
    assert "no text on the clipboard" in run("add", "--from-clipboard").stderr

    def fail() -> str:
        raise pyperclip.PyperclipException

    monkeypatch.setattr(pyperclip, "paste", fail)
    result = run("add", "--from-clipboard")
    assert (result.exit_code, "no clipboard" in result.stderr) == (1, True)


def test_wrong_usage(run: Run) -> None:
    for arguments in (
        ["x", "--text", "y"],
        ["x", "--from-clipboard"],
        ["x", "--scope", "department"],
        ["x", "--scope", "nowhere"],
        ["x", "--category", "a/b/c"],
        ["x", "--valid-from", "tomorrow"],
    ):
        assert run("add", *arguments).exit_code == 2, arguments


def test_refused_with_nothing_changed(run: Run, home: Path) -> None:
    before = {path: path.read_bytes() for path in (home / "library").rglob("*.toml")}
    taken = run("add", "x", "--scope", "public", "--code", "FH")
    assert (taken.exit_code, "p.toml:14" in taken.stderr) == (1, True)
    assert run("add", "x" * 20_001).exit_code == 1
    assert run("add", "x", "--image", home / "none.png").exit_code == 1
    assert run("add", "x", "--pack", "a/b").exit_code == 1
    assert run("add", "x", "--library", home / "none").exit_code == 1
    assert {path: path.read_bytes() for path in (home / "library").rglob("*.toml")} == before
    assert not (home / "none").exists()


def test_a_dry_run_writes_nothing(run: Run, home: Path) -> None:
    result = run("add", "x", "--dry-run")
    assert '+ text = "x"' in result.stdout
    assert not (home / "library/personal").exists()
    assert not (home / "data/changes").exists()
    assert json.loads(run("add", "x", "--dry-run", "--json").stdout)["text"] == "x"


def test_into_the_first_pack_of_the_scope(run: Run, home: Path) -> None:
    run("add", "x", "--scope", "public")
    run("add", "x", "--scope", "department/售后组")
    run("add", "x", "--scope", "department/新组")
    assert 'text = "x"' in (home / "library/public/p.toml").read_text()
    assert 'text = "x"' in (home / "library/department/售后组/d.toml").read_text()
    assert (home / "library/department/新组/新组.toml").exists()


def test_the_first_phrase_of_ones_own(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(home / "fresh"))
    result = run("add", "x")
    assert result.exit_code == 0
    assert "phrasebook import" in result.stderr
    assert len(json.loads(run("list", "--json").stdout)) == 1
    assert "phrasebook import" not in run("add", "y").stderr


def test_in_the_editor(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = home / "editor"
    script.write_text("""#!/bin/sh\nsed -i 's/^text = .*/text = "im Editor"/; s/^# code = .*/code = "ed"/' "$1"\n""")
    script.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(script))
    assert run("add", "--editor", "--category", "售前").exit_code == 0
    found = shown(run, "ed")
    assert (found["text"], found["category"]) == ("im Editor", ["售前"])
    monkeypatch.setenv("VISUAL", "true")
    assert "nothing was added" in run("add", "--editor").stderr
