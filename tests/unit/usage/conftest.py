from collections.abc import Iterator
from pathlib import Path

import pytest

from phrasebook.usage import Usage
from tests.unit.usage.samples import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "usage.sqlite"


@pytest.fixture
def usage(path: Path, clock: Clock) -> Iterator[Usage]:
    opened = Usage(path, clock)
    yield opened
    opened.close()
