import pyperclip
import pytest

from tests.unit.cli.conftest import Run


@pytest.fixture
def clipboard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What lies on the clipboard, the latest last."""
    content = ["before"]
    monkeypatch.setattr(pyperclip, "copy", content.append)
    monkeypatch.setattr(pyperclip, "paste", lambda: content[-1])
    return content


def test_a_phrase_that_asks_nothing(run: Run, clipboard: list[str]) -> None:
    result = run("copy", "fh")
    assert (result.exit_code, clipboard[-1]) == (0, "今天发货")
    assert result.stdout == ""


def test_answers_fill_in_and_defaults_hold(run: Run, clipboard: list[str]) -> None:
    assert run("copy", "thdz", "--answer", "仓库=杭州=仓", "--answer", "快递=中通").exit_code == 0
    assert clipboard[-1] == "请寄：杭州=仓\n中通 无"
    run("copy", "thdz", "--answer", "仓库=a", "--answer", "快递=顺丰", "--answer", "备注=急")
    assert clipboard[-1] == "请寄：a\n顺丰 急"


def test_the_clipboard_and_variables_are_known(run: Run, clipboard: list[str]) -> None:
    run("settings", "set", "variables.agent", "小蓝")
    assert run("copy", "me").exit_code == 0
    assert clipboard[-1] == "我是小蓝，剪贴板：before"


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ([], ["--answer 仓库=", "--answer 快递=顺丰|中通"]),
        (["仓库=a"], ["--answer 快递="]),
        (["仓库=a", "快递=圆通"], ["顺丰", "中通"]),
        (["仓库=a", "快递=顺丰", "颜色=红"], ["颜色", "仓库"]),
        (["仓库=", "快递=顺丰"], ["--answer 仓库="]),
        (["仓库"], ["LABEL=VALUE"]),
        (["=a"], ["LABEL=VALUE"]),
    ],
)
def test_what_is_missing_or_wrong_is_named(
    run: Run, clipboard: list[str], answers: list[str], named: list[str]
) -> None:
    result = run("copy", "thdz", *(word for answer in answers for word in ("--answer", answer)))
    assert result.exit_code == 2
    assert all(name in result.stderr for name in named)
    assert clipboard == ["before"]


def test_pictures_alone_cannot_be_copied(run: Run, clipboard: list[str]) -> None:
    assert run("copy", "cmb").exit_code == 1
    assert clipboard == ["before"]


def test_without_a_clipboard_it_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: str) -> str:
        raise pyperclip.PyperclipException("no mechanism")

    monkeypatch.setattr(pyperclip, "copy", none)
    monkeypatch.setattr(pyperclip, "paste", none)
    result = run("copy", "fh")
    assert result.exit_code == 1
    assert "xclip" in result.stderr
    asked = run("copy", "me", "--answer", "x=1")
    assert asked.exit_code == 2, "without a clipboard its content is asked for"
