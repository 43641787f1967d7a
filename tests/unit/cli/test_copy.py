import shutil

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


def none(*_: str) -> str:
    raise pyperclip.PyperclipException("no mechanism")


def test_without_a_clipboard_its_content_is_asked_for(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pyperclip, "paste", none)
    assert run("copy", "me", "--answer", "x=1").exit_code == 2


@pytest.mark.parametrize(
    ("display", "programs", "advice"),
    [
        ({}, True, "ssh -X"),
        ({"DISPLAY": ":7"}, False, "apt install xclip"),
        ({"DISPLAY": ":7", "WAYLAND_DISPLAY": "wayland-0"}, False, "apt install wl-clipboard"),
        ({"DISPLAY": ":7"}, True, ":7"),
    ],
)
def test_without_a_clipboard_it_says_what_helps(
    run: Run, monkeypatch: pytest.MonkeyPatch, display: dict[str, str], programs: bool, advice: str
) -> None:
    monkeypatch.setattr(pyperclip, "copy", none)
    monkeypatch.setattr(shutil, "which", lambda name: f"/usr/bin/{name}" if programs else None)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    for name, value in display.items():
        monkeypatch.setenv(name, value)
    result = run("copy", "fh")
    assert result.exit_code == 1
    assert advice in result.stderr


def test_a_copy_that_did_not_arrive_is_not_called_one(
    run: Run, clipboard: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pyperclip, "copy", lambda _text: None)  # as xclip at a dead display
    monkeypatch.setenv("DISPLAY", ":77")
    result = run("copy", "fh")
    assert result.exit_code == 1
    assert "copied" not in result.stderr
