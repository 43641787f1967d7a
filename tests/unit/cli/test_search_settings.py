"""What the settings say about the search holds on the command line, the quick way and typer's."""

import json
from pathlib import Path

import pytest

from phrasebook.cli import quick
from tests.unit.cli.conftest import Run


def titles(run: Run, query: str) -> list[str]:
    return [one["title"] for one in json.loads(run("search", query, "--json").stdout)]


def test_double_pinyin(run: Run, home: Path) -> None:
    assert titles(run, "tvhodivi") == []
    (home / "settings.toml").write_text('[search]\ndouble_pinyin = "xiaohe"\n')
    assert titles(run, "tvhodivi")[0] == "退货地址"
    assert titles(run, "thdz")[0] == "退货地址"


def test_double_pinyin_the_quick_way(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "settings.toml").write_text('[search]\ndouble_pinyin = "xiaohe"\n')
    command = quick.understood(["search", "tvhodivi", "--json"])
    assert command is not None
    command()
    assert json.loads(capsys.readouterr().out)[0]["title"] == "退货地址"


def test_accents(run: Run, home: Path) -> None:
    (home / "library/public/a.toml").write_text('[[phrase]]\ntitle = "蓝色"\ntext = "b"\n')
    assert lit(run, "男色") == [[0, 2]]
    (home / "settings.toml").write_text("[search]\nfuzzy_pinyin = false\n")
    assert lit(run, "男色") != [[0, 2]]


def lit(run: Run, query: str) -> list[list[int]]:
    """What lights up in the first title."""
    found = json.loads(run("search", query, "--json").stdout)
    return found[0]["positions"].get("title", []) if found else []


def test_a_mistake_in_the_settings_is_told_and_the_search_goes_on(run: Run, home: Path) -> None:
    (home / "settings.toml").write_text('\n[search]\ndouble_pinyin = "flypy"\n')
    result = run("search", "thdz", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout)[0]["title"] == "退货地址"
    assert "settings.toml:3: search.double_pinyin" in result.stderr
    assert "xiaohe" in result.stderr
