"""The program as the shell starts it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from phrasebook import __version__


def start(
    *arguments: str, home: Path, language: str = "en_US.UTF-8", python: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "COVERAGE"))}
    environment |= {"PHRASEBOOK_HOME": str(home), "LANG": language}
    command = [sys.executable, *python, "-m", "phrasebook", *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_search_never_loads_qt_nor_typer(home: Path) -> None:
    result = start("search", "退货", "--json", home=home, python=("-X", "importtime"))
    assert result.returncode == 0
    assert len(json.loads(result.stdout)) == 2
    for package in ("PySide6", "shiboken6", "pynput", "Xlib", "rich", "typer", "tomlkit", "watchfiles"):
        assert f" {package}\n" not in result.stderr


def test_pick_loads_next_to_nothing(home: Path) -> None:
    result = start("pick", home=home, python=("-X", "importtime"))
    assert result.returncode == 1
    for package in ("PySide6", "typer", "numpy", "msgspec", "tomllib"):
        assert f" {package}\n" not in result.stderr


def test_no_command_but_run_loads_qt(home: Path) -> None:
    for command in (["list"], ["show", "fh"], ["settings", "show"], ["categories"], ["status"], ["--help"]):
        result = start(*command, home=home, python=("-X", "importtime"))
        assert " PySide6\n" not in result.stderr


def test_the_same_answer_the_quick_way_and_typers(home: Path) -> None:
    quick = start("search", "退货", "--json", home=home)
    slow = start("--library", str(home / "library"), "search", "退货", "--json", home=home)
    assert json.loads(quick.stdout) == json.loads(slow.stdout)


def test_exit_codes(home: Path) -> None:
    assert start("--version", home=home).stdout == f"phrasebook {__version__}\n"
    assert start("search", "fh", home=home).returncode == 0
    assert start("search", "fh", "--scope", "x", home=home).returncode == 2
    assert start("search", home=home).returncode == 2
    assert start("search", "fh", "--library", str(home / "none"), home=home).returncode == 1
    assert start("show", "none", home=home).returncode == 1
    assert start("run", "--hotkey", "x", home=home).returncode == 2


def test_a_closed_pipe_is_no_error(home: Path) -> None:
    for command in (["list", "--json"], ["search", "退货", "--json"]):
        script = f"{sys.executable} -m phrasebook {' '.join(command)} | true"
        environment = os.environ | {"PHRASEBOOK_HOME": str(home)}
        result = subprocess.run(script, shell=True, capture_output=True, text=True, env=environment, check=False)
        assert result.stderr == ""


def test_the_language_is_the_systems_or_the_settings(home: Path) -> None:
    assert "没有在运行" in start("status", home=home, language="zh_CN.UTF-8").stderr
    assert "isn't running" in start("status", home=home).stderr
    assert "查找话术" in start("search", "--help", home=home, language="zh_CN.UTF-8").stdout
    (home / "settings.toml").write_text('# x\nlanguage = "zh-CN"\n[variables]\nlanguage = "en"\n')
    assert "没有在运行" in start("status", home=home).stderr
    assert "没有找到" in start("search", "zzzzzz", home=home).stderr


def test_utf_8_whatever_the_locale(home: Path) -> None:
    assert "退货地址" in start("search", "thdz", home=home, language="C").stdout


@pytest.mark.parametrize(
    "command",
    ["run", "pick", "send", "copy", "status", "stop", "search", "list", "show", "categories", "settings", "doctor"],
)
def test_every_command_has_help_with_an_example(home: Path, command: str) -> None:
    result = start(command, "--help", home=home)
    assert result.returncode == 0
    assert f"Example: phrasebook {command}" in result.stdout


def test_completion_knows_commands_and_codes(home: Path) -> None:
    environment = os.environ | {
        "PHRASEBOOK_HOME": str(home),
        "_PHRASEBOOK_COMPLETE": "complete_bash",
        "COMP_CWORD": "2",
        "COMP_WORDS": "phrasebook show th",
    }
    command = [sys.executable, "-c", "from phrasebook.cli import main; main()"]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert result.stdout.split() == ["thdz"]


def test_a_bug_is_no_traceback(home: Path) -> None:
    code = (
        "import phrasebook.cli.search as s, phrasebook.cli as c, sys\n"
        "def broken(*a, **k): raise RuntimeError('oh')\n"
        "s.search = broken\n"
        "c.main(['search', 'x'])"
    )
    environment = os.environ | {"PHRASEBOOK_HOME": str(home), "LANG": "C"}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "PHRASEBOOK_DEBUG" in result.stderr
