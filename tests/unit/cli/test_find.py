import json
from pathlib import Path

import pytest

from phrasebook.model import Outcome, Scope
from tests.unit.cli.conftest import Run


def test_search_prints_what_the_contract_says(run: Run) -> None:
    result = run("search", "退货", "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert {one["title"] for one in found} == {"退货地址", "部门退货"}
    address = next(one for one in found if one["code"] == "thdz")
    assert set(address) == {
        "id", "scope", "department", "pack", "category", "title", "code", "text", "score", "positions"
    }  # fmt: skip
    assert (address["scope"], address["department"], address["pack"]) == ("public", "", "p")
    assert address["category"] == ["售后", "退换货"]
    assert address["positions"]["title"] == [[0, 2]]
    assert isinstance(address["score"], float)


def codes(run: Run, *arguments: str) -> list[str]:
    return [one["code"] for one in json.loads(run("search", "--json", *arguments).stdout)]


def test_search_can_be_narrowed(run: Run) -> None:
    assert codes(run, "退货", "--scope", "public") == ["thdz"]
    assert codes(run, "退货", "--scope", "department/售后组") == [""]
    assert codes(run, "退货", "--scope", "department/别的") == []
    assert codes(run, "退货", "--category", "售后/退换货") == ["thdz"]
    assert codes(run, "发货", "--app", "千牛工作台") == ["fh"]
    assert codes(run, "发货", "--app", "WeChat") == []
    assert len(codes(run, "退货", "-n", "1")) == 1
    assert codes(run, "退", "到", "哪", "--scope", "public") == ["thdz"], "words need no quotes"


def test_search_without_an_answer_is_no_failure(run: Run) -> None:
    result = run("search", "zzzzzz", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, [])
    plain = run("search", "zzzzzz")
    assert (plain.exit_code, plain.stdout) == (0, "")
    assert plain.stderr


def test_search_in_a_pipe_is_tabs_without_colour(run: Run) -> None:
    line = run("search", "thdz").stdout.splitlines()[0]
    assert line.split("\t") == ["thdz", "退货地址", "售后 / 退换货", "public", "请寄：{{ask:仓库}}"]
    assert "\x1b" not in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("search",),
        ("search", "x", "-n", "0"),
        ("search", "x", "-n", "many"),
        ("search", "x", "--scope", "everybody"),
        ("search", "x", "--scope", "public/x"),
        ("search", "x", "--scope", "department/"),
        ("search", "x", "--category", "a/b/c"),
        ("search", "x", "--category", "a/"),
        ("search", "x", "--colour"),
        ("categories", "--scope", "department/售后组"),
        ("nothing",),
    ],
)
def test_wrong_usage_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr


def test_list_is_everything_in_order(run: Run) -> None:
    data = json.loads(run("list", "--json").stdout)
    assert [one["title"] for one in data] == [
        "退货地址",
        "发货时间",
        "尺码表",
        "我是{{agent}}，剪贴板：{{clipboard}}",
        "部门退货",
    ]
    assert len(run("list").stdout.splitlines()) == 5
    assert [one["title"] for one in json.loads(run("list", "--json", "--scope", "department").stdout)] == ["部门退货"]
    assert len(json.loads(run("list", "--json", "--category", "售后").stdout)) == 2


def test_show_has_every_field(run: Run, home: Path) -> None:
    data = json.loads(run("show", "thdz", "--json").stdout)
    assert data == {
        "id": "aaaaaaaaaaaaaaaaaaaa",
        "scope": "public",
        "department": "",
        "pack": "p",
        "category": ["售后", "退换货"],
        "title": "退货地址",
        "code": "thdz",
        "text": "请寄：{{ask:仓库}}\n{{choose:快递|顺丰|中通}} {{ask:备注=无}}",
        "keywords": ["退到哪里"],
        "variants": [],
        "images": [],
        "send": False,
        "valid_from": None,
        "valid_until": None,
        "apps": [],
        "note": "自营仓",
        "extra": {"colour": "red"},
        "line": 2,
        "provisional": False,
        "subscription": "",
        "original_changed": False,
        "path": str(home / "library/public/p.toml"),
    }
    assert run("show", "aaaaaaaaaaaaaaaaaaaa").stdout == run("show", "THDZ").stdout
    for shown in ("退货地址", "请寄：{{ask:仓库}}\n", "自营仓", 'colour = "red"', "p.toml:2"):
        assert shown in run("show", "thdz").stdout


def test_what_is_not_there_ends_with_1_and_names_the_closest(run: Run) -> None:
    result = run("show", "thdx", "--json")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "thdz" in result.stderr
    assert "Traceback" not in result.stderr


def test_categories_are_a_tree(run: Run) -> None:
    assert json.loads(run("categories", "--json").stdout) == [
        {"category": ["售后"], "count": 2, "children": [{"category": ["售后", "退换货"], "count": 1}]},
        {"category": ["售前"], "count": 1, "children": []},
        {"category": [], "count": 2, "children": []},
    ]
    assert run("categories", "--scope", "public").stdout.splitlines()[:3] == ["售后\t1", "  退换货\t1", "售前\t1"]


def test_another_library_before_or_behind_the_command(run: Run, tmp_path: Path) -> None:
    (tmp_path / "other/personal").mkdir(parents=True)
    (tmp_path / "other/personal/a.toml").write_text('[[phrase]]\ntext = "other"\n')
    for arguments in (("list", "--library", tmp_path / "other"), ("--library", tmp_path / "other", "list")):
        assert "other" in run(*arguments).stdout
    missing = run("list", "--library", tmp_path / "none")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "--library" in missing.stderr


def test_problems_are_counted_on_stderr(run: Run, home: Path) -> None:
    (home / "library/public/bad.toml").write_text("“")
    result = run("list", "--json")
    assert result.exit_code == 0
    assert len(json.loads(result.stdout)) == 5
    assert "phrasebook doctor" in result.stderr


def test_the_starter_library_is_there_from_the_start(run: Run, home: Path) -> None:
    import shutil

    shutil.rmtree(home / "library")
    assert len(json.loads(run("list", "--json").stdout)) >= 150
    assert not (home / "library").exists()


def test_what_is_used_comes_first(run: Run, home: Path) -> None:
    from phrasebook.usage import Usage

    twins = '[[phrase]]\ntitle = "查件"\ntext = "一"\n[[phrase]]\ntitle = "查件"\ntext = "二"\n'
    (home / "library/public/q.toml").write_text(twins)
    first, second = json.loads(run("search", "查件", "--json").stdout)
    (home / "data").mkdir()
    usage = Usage(home / "data/usage.sqlite")
    usage.record(
        phrase_id=second["id"],
        scope=Scope.PUBLIC,
        category=(),
        program="x",
        outcome=Outcome.PASTED,
        keystrokes=2,
        ms=1.0,
        wording=0,
    )
    usage.close()
    assert [one["id"] for one in json.loads(run("search", "查件", "--json").stdout)] == [second["id"], first["id"]]
