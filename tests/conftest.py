"""Screens for the tests that drive real programs; each test file has its own screen, each test its own daemon."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.end2end.stage.hands import Hands
from tests.end2end.stage.screen import Screen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a screen drives real programs."""
    for item in items:
        if "screen" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.end2end)


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    folder = Path(tempfile.mkdtemp(prefix="phrasebook-stage-"))
    folder.chmod(0o755)  # HexChat doesn't run as root; as another user it must get at its own settings
    stage = Screen(folder)
    yield stage
    stage.close()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def hands(screen: Screen) -> Iterator[Hands]:
    with Hands(screen.name) as both:
        yield both
