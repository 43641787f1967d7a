"""What the tests with real programs share; each file says which `library` its agent has."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.stage.agent import Agent
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.programs import Editor
from tests.end2end.stage.screen import Screen


@pytest.fixture
def agent(screen: Screen, hands: Hands, library: Path, tmp_path: Path) -> Iterator[Agent]:
    one = Agent(screen, hands, tmp_path / "home", library)
    yield one
    one.daemon.stop()


@pytest.fixture
def editor(screen: Screen) -> Iterator[Editor]:
    qt = Editor(screen, "qt_edit", "Qt edit")
    yield qt
    screen.processes.end(qt.process)
