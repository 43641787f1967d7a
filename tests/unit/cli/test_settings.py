import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run


def test_show_get_set_unset_path(run: Run, home: Path) -> None:
    assert run("settings", "path").stdout.strip() == str(home / "settings.toml")
    assert run("settings", "set", "variables.agent", "小蓝").exit_code == 0
    assert run("settings", "get", "variables.agent").stdout == "小蓝\n"
    assert json.loads(run("settings", "get", "variables.agent", "--json").stdout) == "小蓝"
    assert run("settings", "set", "apps.xterm.wait", "0.2").exit_code == 0
    shown = json.loads(run("settings", "show", "--json").stdout)
    assert shown["variables"] == {"agent": "小蓝"}
    assert shown["apps"] == {"xterm": {"wait": 0.2}}
    assert shown["theme"] == "system"
    assert "apps.xterm.wait = 0.2" in run("settings", "show").stdout
    assert run("settings", "unset", "variables.agent").exit_code == 0
    assert run("settings", "get", "variables.agent").stdout == ""


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("set", "theme", "pink"), 1), (("set", "nothing", "x"), 2), (("get", "nothing"), 2), (("set", "theme"), 2)],
)
def test_mistakes(run: Run, home: Path, arguments: tuple[str, ...], code: int) -> None:
    result = run("settings", *arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert result.stderr
    assert not (home / "settings.toml").exists()


def test_a_broken_file_is_named_with_its_line(run: Run, home: Path) -> None:
    (home / "settings.toml").write_text("\ntheme = pink\n")
    result = run("settings", "show")
    assert result.exit_code == 1
    assert "settings.toml:2:9" in result.stderr
