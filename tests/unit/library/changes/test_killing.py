"""What is left when processes are killed, and when many are at it; PHRASEBOOK_FULL=1 for the full counts."""

import os
import subprocess
import sys

import pytest

FULL = bool(os.environ.get("PHRASEBOOK_FULL"))


@pytest.mark.parametrize(
    "part",
    [
        ["every-step"],
        ["random", "500" if FULL else "60"],
        ["together", "100" if FULL else "15"],
        ["imports", "500" if FULL else "25"],
    ],
    ids=lambda part: part[0],
)
def test_nothing_is_lost_torn_or_left_behind(part: list[str]) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "tests.unit.library.changes.killing", *part],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stderr
    print(result.stdout)
