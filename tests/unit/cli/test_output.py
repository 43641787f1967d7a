import os

import pytest

from phrasebook.cli import output


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((30, 20)))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


ROWS = [("fh", "发货时间", "今天发货，一般两天到，您放心"), ("thdz", "退货", "a\nb\tc")]


def test_a_table_on_a_terminal_is_in_columns_that_fit(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(ROWS)
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["fh    发货时间  今天发货，一…", "thdz  退货      a b c"]
    assert all(output.width(line) <= 30 for line in lines)


def test_columns_that_do_not_fit_at_all_are_left_out(
    terminal: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((4, 20)))
    output.print_table(ROWS)
    assert capsys.readouterr().out.splitlines() == ["fh", "thdz"]


def test_a_table_in_a_pipe_is_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(ROWS)
    assert capsys.readouterr().out.splitlines()[1] == "thdz\t退货\ta b c"
    output.print_table([])
    assert capsys.readouterr().out == ""


def test_no_rows_on_a_terminal(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table([])
    assert capsys.readouterr().out == ""


def test_colours_only_where_they_are_wanted(terminal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    assert output.bold("退货地址", [(0, 2), (3, 4)]) == "\x1b[1m退货\x1b[0m地\x1b[1m址\x1b[0m"
    assert output.dim("x") == "\x1b[2mx\x1b[0m"
    monkeypatch.setenv("NO_COLOR", "1")
    assert output.bold("退货地址", [(0, 2)]) == "退货地址"
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setattr(output, "on_terminal", lambda: False)
    assert output.dim("x") == "x"


def test_what_a_terminal_would_obey_is_taken_out(capsys: pytest.CaptureFixture[str]) -> None:
    output.complain("a\x1b[2Jb\x07\x9b")
    assert capsys.readouterr().err == "phrasebook: a\ufffd[2Jb\ufffd\ufffd\n"


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "ab…"),
        ("发货时间", 5, "发货…"),
        ("发货", 3, "发…"),
        ("é́x", 2, "é́x"),
        ("abc", 0, ""),
    ],
)
def test_cutting_counts_columns(text: str, room: int, shown: str) -> None:
    assert output.cut(text, room) == shown
    assert output.width(output.cut(text, room)) <= room
