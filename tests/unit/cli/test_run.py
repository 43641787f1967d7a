import sys
from pathlib import Path
from types import ModuleType

import pytest

from phrasebook.folders import Folders
from tests.unit.cli.conftest import Run

Started = list[tuple[Folders, Path | None, str | None]]


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Started:
    """What the daemon was started with; it has tests of its own."""
    calls: Started = []
    daemon = ModuleType("phrasebook.gui.daemon")
    daemon.run = lambda *arguments: calls.append(arguments)  # type: ignore[attr-defined]  # a module made by hand
    monkeypatch.setitem(sys.modules, "phrasebook.gui.daemon", daemon)
    return calls


def test_run_starts_the_daemon_with_its_folders(run: Run, started: Started, home: Path) -> None:
    assert run("run").exit_code == 0
    assert started == [(Folders.default(), None, None)]


def test_run_takes_a_hotkey_and_a_library(run: Run, started: Started, home: Path, tmp_path: Path) -> None:
    assert run("run", "--hotkey", "<ctrl>+<f2>", "--library", tmp_path).exit_code == 0
    assert started[0][1:] == (tmp_path, "<ctrl>+<f2>")


def test_a_wrong_hotkey_starts_nothing(run: Run, started: Started) -> None:
    result = run("run", "--hotkey", "Ctrl+Space")
    assert result.exit_code == 2
    assert "<ctrl>+<space>" in result.stderr
    assert started == []
