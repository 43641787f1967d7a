from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from phrasebook.cli import importing
from phrasebook.library import Library
from tests.unit.cli.conftest import Run

TABLE = "分类,标题,内容,编码\n售前,问候,您好~,zai\n售后/退换货,退货地址,请寄回,thdz\n,坏的,,x\n"


@pytest.fixture
def table(home: Path) -> Path:
    path = home / "话术.csv"
    path.write_text(TABLE)
    return path


def titles(home: Path) -> set[str]:
    return {phrase.title for phrase in Library.load(home / "library").phrases}


def files(home: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in (home / "library").rglob("*") if path.is_file()}


def test_phrases_come_in_and_go_again_with_one_undo(run: Run, home: Path, table: Path) -> None:
    before = files(home)
    result = run("import", table)
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "话术.csv line 4: left out: it has no text" in result.stderr
    assert "new 2, left out 1" in result.stderr
    assert {"问候", "退货地址"} <= titles(home)
    assert "new 0, same 2, left out 1" in run("import", table).stderr
    assert run("undo").exit_code == 0
    assert files(home) == before


def test_a_dry_run_prints_every_row_and_changes_nothing(run: Run, home: Path, table: Path) -> None:
    before = files(home)
    result = run("import", table, "--dry-run", "--scope", "public")
    assert result.stdout == (
        "new\t话术.csv line 2\t问候\t售前\tpublic/话术\t\n"
        "skipped\t话术.csv line 3\t退货地址\t售后 / 退换货\tpublic/话术\tthe code thdz is taken\n"
        "left out\t话术.csv line 4\t\t\t\tit has no text\n"
    )
    assert "Dry run" in result.stderr
    assert files(home) == before


def test_json_says_it_all(run: Run, table: Path) -> None:
    result = run("import", table, "--json", "--scope", "public", "--on-conflict", "replace")
    data = json.loads(result.stdout)
    assert (data["new"], data["replaced"], data["conflicting"], data["refused"]) == (1, 1, 1, 1)
    assert data["change"] == 1
    assert data["phrases"][1]["id"] == "a" * 20
    assert data["phrases"][1]["outcome"] == "replaced"
    assert [one["place"] for one in data["remarks"] if one["refused"]] == ["line 4"]


def test_conflicts_are_skipped_and_said_by_default(run: Run, home: Path, table: Path) -> None:
    result = run("import", table, "--scope", "public")
    assert "conflicts with p.toml:2: 退货地址 (the code thdz is taken)" in result.stderr
    assert "--on-conflict replace" in result.stderr
    assert "new 1, skipped 1, left out 1" in result.stderr
    assert "请寄回" not in (home / "library/public/p.toml").read_text()


def test_keep_both(run: Run, home: Path, table: Path) -> None:
    assert "kept both 1" in run("import", table, "--scope", "public", "--on-conflict", "keep-both").stderr
    phrases = Library.load(home / "library").phrases
    assert sorted(phrase.code for phrase in phrases if phrase.title == "退货地址") == ["", "thdz"]


def test_where_to(run: Run, home: Path, table: Path) -> None:
    run("import", table, "--scope", "department/新组", "--pack", "常用", "--category", "A/B")
    (pack,) = [pack for pack in Library.load(home / "library").packs if pack.name == "常用"]
    assert (pack.scope, pack.department) == ("department", "新组")
    assert {phrase.category for phrase in pack.phrases} == {("A", "B")}


def test_columns_are_mapped(run: Run, home: Path) -> None:
    path = home / "a.csv"
    path.write_text("场景,文案\n问候,您好您好\n")
    asked = run("import", path)
    assert asked.exit_code == 1
    assert "--map 文案=text" in asked.stderr
    assert run("import", path, "--map", "文案=text", "--map", "场景=标题").exit_code == 0
    assert "问候" in titles(home)


def test_several_files_are_one_change(run: Run, home: Path, table: Path) -> None:
    other = home / "b.txt"
    other.write_text("# 售前\n\n标题：新的\n在的呢\n")
    assert "new 3" in run("import", table, other).stderr
    run("undo")
    assert not {"问候", "新的"} & titles(home)


def test_one_bad_file_keeps_all_out(run: Run, home: Path, table: Path) -> None:
    before = files(home)
    (home / "bad.xlsx").write_bytes(b"PK\x03\x04 torn")
    result = run("import", table, home / "bad.xlsx")
    assert result.exit_code == 1
    assert "bad.xlsx" in result.stderr
    assert files(home) == before


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", "", "empty"),
        ("a.csv", "标题,内容\n一,\n", "no phrase could be imported"),
        ("a.json", "[]", "no file of phrases"),
        ("a.json", '[{"text": "x"', "damaged"),
        ("a.py", "import os", "no file of phrases"),
    ],
)
def test_what_holds_nothing_ends_with_1(run: Run, home: Path, name: str, content: str, said: str) -> None:
    (home / name).write_text(content)
    result = run("import", home / name)
    assert result.exit_code == 1
    assert said in result.stderr
    assert name in result.stderr


def test_a_message_without_the_files_name_gets_it(run: Run, home: Path) -> None:
    (home / "x.csv").write_text("x")
    result = run("import", home / "x.csv", "--format", "alfred")
    assert result.exit_code == 1
    assert "x.csv" in result.stderr


@pytest.mark.parametrize(
    "options",
    [
        ("--scope", "galaxy"),
        ("--category", "a/b/c"),
        ("--pack", "a/b"),
        ("--map", "标题"),
        ("--map", "标题=colour"),
        ("--on-conflict", "fight"),
        ("--format", "doc"),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, table: Path, options: tuple[str, str]) -> None:
    assert run("import", table, *options).exit_code == 2


def test_columns_of_what_has_none_are_wrong_usage(run: Run, home: Path) -> None:
    (home / "a.toml").write_text('[[phrase]]\ntext = "x"\n')
    assert run("import", home / "a.toml", "--map", "a=text").exit_code == 2


def test_near_duplicates_are_said(run: Run, home: Path) -> None:
    path = home / "a.csv"
    path.write_text("标题,内容\n新,今天发货！\n")
    assert "much like: 新 ≈ '发货时间' in the library (but for punctuation)" in run("import", path).stderr


def test_the_first_import_says_what_becomes_of_the_starter(run: Run, home: Path, table: Path) -> None:
    shutil.rmtree(home / "library")
    result = run("import", table)
    assert "starter phrases" in result.stderr
    assert "phrasebook import /" in result.stderr
    assert "starter" not in run("import", table, "--scope", "public").stderr


def test_the_starter_library_itself_comes_in_whole(run: Run, home: Path) -> None:
    from phrasebook.library import starter_folder

    shutil.rmtree(home / "library")
    result = run("import", starter_folder())
    assert result.exit_code == 0
    assert "aren't shown" not in result.stderr
    own, starter = Library.load(home / "library"), Library.load(starter_folder())
    assert {phrase.id for phrase in own.phrases} == {phrase.id for phrase in starter.phrases}
    assert {pack.title for pack in own.packs} == {pack.title for pack in starter.packs}
    assert "new 0" in run("import", starter_folder()).stderr


def test_another_library(run: Run, home: Path, table: Path) -> None:
    (home / "other").mkdir()
    result = run("import", table, "--library", home / "other")
    assert "starter" not in result.stderr
    assert len(Library.load(home / "other").phrases) == 2
    assert run("import", table, "--library", home / "slip").exit_code == 1
    assert not (home / "slip").exists()


def test_a_change_in_between_is_seen(run: Run, home: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planned = importing._planned

    def slow(*arguments: object) -> object:
        plan = planned(*arguments)  # type: ignore[arg-type]  # passed on
        other = home / "library/personal/x.toml"
        other.parent.mkdir(exist_ok=True)
        other.write_text('[[phrase]]\ncategory = ["售前"]\ntitle = "问候"\ntext = "您好~"\ncode = "zai"\n')
        return plan

    monkeypatch.setattr(importing, "_planned", slow)
    assert "new 1, same 1" in run("import", table).stderr


def test_a_person_is_asked_about_conflicts(run: Run, home: Path, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "on_keyboard", lambda: True)
    monkeypatch.setattr(importing.typer, "prompt", lambda *_, **__: "replace")
    assert "replaced 1" in run("import", table, "--scope", "public").stderr
    assert "请寄回" in (home / "library/public/p.toml").read_text()
