"""Screens for the tests that drive real programs; each test file has its own screen, each test its own daemon."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.end2end.stage.hands import Hands
from tests.end2end.stage.screen import Screen


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes a screen drives real programs."""
    for item in items:
        if "screen" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.end2end)


@pytest.fixture(scope="module")
def screen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Screen]:
    folder = tmp_path_factory.mktemp("stage")
    for path in (folder, *folder.parents):
        if path.owner() != "root" or path.name.startswith("pytest"):
            path.chmod(0o755)  # HexChat runs as another user and must get at its settings
    stage = Screen(folder)
    yield stage
    stage.close()


@pytest.fixture
def hands(screen: Screen) -> Iterator[Hands]:
    with Hands(screen.name) as both:
        yield both
