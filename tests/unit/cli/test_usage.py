"""typer's own words: in Chinese where the person reads Chinese, and in the way all complaints are made."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from phrasebook import language
from phrasebook.cli.usage import complaint
from phrasebook.language import Language
from tests.unit.cli.conftest import Run


@pytest.fixture
def chinese() -> Iterator[None]:
    before = language.current()
    language.use(Language.ZH)
    yield
    language.use(before)


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("copy",), "缺少 CODE|ID"),
        (("nonsense",), "没有命令 nonsense"),
        (("serch",), "没有命令 serch；是不是 'search'？"),
        (("search", "x", "-n", "y"), "-n 要写整数"),
        (("search", "x", "-n", "0"), "-n 不能小于 1"),
        (("list", "--foo"), "没有选项 --foo"),
        (("list", "extra"), "多出了 extra"),
        (("list", "--scope"), "--scope 后面要写值"),
        (("--nope",), "没有选项 --nope"),
    ],
)
def test_wrong_usage_is_said_in_chinese(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[0] == f"phrasebook: {said}"


@pytest.mark.usefixtures("chinese")
def test_help_pages_are_chinese(run: Run) -> None:
    page = run("search", "--help").stdout
    assert page.startswith("用法：")
    assert "选项：" in page
    assert "参数：" in page
    assert "显示这份说明" in page
    for english in ("Usage", "Options", "Arguments", "[required]", "[default", "Show this message"):
        assert english not in page


def test_in_english_nothing_is_lost(run: Run) -> None:
    page = run("search", "--help").stdout
    assert page.startswith("Usage: ")
    assert "Options:" in page
    result = run("copy")
    assert result.exit_code == 2
    assert result.stderr.startswith("phrasebook: Missing argument 'CODE|ID'.")
    assert "copy --help" in result.stderr


def test_without_a_command_the_help_page_is_shown(run: Run) -> None:
    result = run()
    assert result.exit_code == 2
    assert "Commands:" in result.output
    assert "phrasebook:" not in result.output


@pytest.mark.usefixtures("chinese")
def test_words_we_do_not_know_stay() -> None:
    assert complaint("Something quite new.") == "Something quite new."
