import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from phrasebook.cli import doctor
from phrasebook.desktop.checks import Check, State
from tests.unit.cli.conftest import Daemon, Run


@pytest.fixture(autouse=True)
def desktop(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, tuple[str, ...]]]:
    """The hotkeys that the desktop was asked about; the desktop itself has its own tests."""
    asked: list[tuple[str, tuple[str, ...]]] = []

    def checks(hotkey: str, held: tuple[str, ...] = ()) -> Iterator[Check]:
        asked.append((hotkey, held))
        yield Check("xcb", State.BROKEN, "lacks libxcb-cursor.so.0", "sudo apt install libxcb-cursor0")

    monkeypatch.setattr(doctor, "desktop_checks", checks)
    return asked


def checks_of(run: Run, *arguments: object) -> dict[str, dict[str, str]]:
    result = run("doctor", "--json", *arguments)
    assert result.exit_code == 0
    return {check["name"]: check for check in json.loads(result.stdout)}


def test_every_check_has_name_state_message_and_fix(run: Run) -> None:
    checks = checks_of(run)
    assert checks["xcb"] == {
        "name": "xcb",
        "state": "broken",
        "message": "lacks libxcb-cursor.so.0",
        "fix": "sudo apt install libxcb-cursor0",
    }
    assert checks["library"]["state"] == "ok"
    assert "5 phrases" in checks["library"]["message"]
    assert (checks["daemon"]["state"], checks["daemon"]["fix"]) == ("warning", "start it: phrasebook run")


def test_every_problem_of_a_pack_is_listed(run: Run, home: Path) -> None:
    (home / "library/public/bad.toml").write_text('[[phrase]]\ntext = "a"\nsend = 1\n')
    pack = checks_of(run)["pack"]
    assert pack["state"] == "broken"
    assert "bad.toml:3: send: must be true or false" in pack["message"]
    assert pack["fix"]


def test_a_mistake_in_the_settings_and_a_missing_library(run: Run, home: Path) -> None:
    (home / "settings.toml").write_text("hotky = 1\n")
    checks = checks_of(run, "--library", home / "none")
    assert "settings.toml:1" in checks["settings"]["message"]
    assert checks["settings"]["fix"] == "did you mean hotkey?"
    assert checks["library"]["state"] == "broken"


def test_hotkeys_of_our_own_daemon_are_not_taken_by_somebody(
    run: Run, daemon: Daemon, desktop: list[tuple[str, tuple[str, ...]]]
) -> None:
    daemon.will_say(ok=True, result={"pid": 7, "hotkeys": {"held": ["<ctrl>+<alt>+<space>"]}})
    assert checks_of(run)["daemon"]["state"] == "ok"
    assert desktop == [("<ctrl>+<alt>+<space>", ("<ctrl>+<alt>+<space>",))]


def test_for_people(run: Run) -> None:
    lines = run("doctor").stdout.splitlines()
    assert "✗ xcb: lacks libxcb-cursor.so.0" in lines
    assert lines[lines.index("✗ xcb: lacks libxcb-cursor.so.0") + 1] == "    → sudo apt install libxcb-cursor0"
