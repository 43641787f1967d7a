from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import PNG, Run


def test_a_table_comes_back_the_same(run: Run, home: Path) -> None:
    result = run("export", home / "all.csv")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "5 phrases are in" in result.stderr
    assert (home / "all_images/a.png").read_bytes() == PNG
    assert "new 0, same 5" in run("import", home / "all.csv").stderr


@pytest.mark.parametrize("name", ["all.xlsx", "all.json", "all.tsv", "all"])
def test_so_do_other_formats_of_ours(run: Run, home: Path, name: str) -> None:
    assert run("export", home / name).exit_code == 0
    assert "new 0, same 5" in run("import", home / name).stderr


def test_what_it_cant_hold_is_said_first(run: Run, home: Path) -> None:
    result = run("export", home / "a.txt")
    lines = result.stderr.splitlines()
    assert "can't hold" in lines[0]
    assert any("code" in line for line in lines)
    assert "4 phrases are in" in lines[-1]


def test_only_a_scope_or_a_category(run: Run, home: Path) -> None:
    run("export", home / "a.json", "--scope", "public", "--category", "售后")
    assert [one["title"] for one in json.loads((home / "a.json").read_text())] == ["退货地址"]


def test_json_says_what_was_written_and_lost(run: Run, home: Path) -> None:
    data = json.loads(run("export", home / "a.csv", "--json").stdout)
    assert (data["format"], data["phrases"]) == ("csv", 5)
    assert data["files"][-1] == str(home / "a.csv")
    assert {loss["field"] for loss in data["losses"]} == {"extra"}


def test_an_edited_table_changes_the_phrases(run: Run, home: Path) -> None:
    run("export", home / "a.csv")
    path = home / "a.csv"
    path.write_text(path.read_text().replace("今天发货", "明天发货"))
    assert "new 0, same 4, replaced 1" in run("import", path, "--on-conflict", "replace").stderr
    assert "明天发货" in (home / "library/public/p.toml").read_text()


def test_nothing_is_overwritten_unasked(run: Run, home: Path) -> None:
    path = home / "a.csv"
    path.write_text("mine")
    result = run("export", path)
    assert result.exit_code == 1
    assert "--force" in result.stderr
    assert path.read_text() == "mine"
    assert run("export", path, "--force").exit_code == 0
    assert path.read_text() != "mine"


def test_a_handbook_is_only_for_reading(run: Run, home: Path) -> None:
    for name in ("a.html", "a.md"):
        result = run("export", home / name)
        assert result.exit_code == 0
        assert "reading only" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("a.docx",), 2),
        (("a.csv", "--format", "nothing"), 2),
        (("a.csv", "--scope", "galaxy"), 2),
        (("a.csv", "--category", "没有"), 1),
        (("no/a.csv",), 1),
    ],
)
def test_what_cant_be_done_is_said(run: Run, home: Path, arguments: tuple[str, ...], code: int) -> None:
    result = run("export", home / arguments[0], *arguments[1:])
    assert result.exit_code == code
    assert not (home / "no").exists()


def test_phrases_of_pictures_only_alone_are_no_text(run: Run, home: Path) -> None:
    (home / "library/public/p.toml").write_text('[[phrase]]\ncategory = ["图"]\nimages = ["images/a.png"]\n')
    result = run("export", home / "a.txt", "--category", "图")
    assert result.exit_code == 1
    assert "no phrase to export" in result.stderr
    assert not (home / "a.txt").exists()


def test_formats_are_listed(run: Run) -> None:
    result = run("formats")
    assert "xlsx\timport\texport\t.xlsx\t" in result.stdout
    data = {one["name"]: one for one in json.loads(run("formats", "--json").stdout)}
    assert data["html"]["reads"] is False
    assert data["library"]["suffixes"] == [""]
