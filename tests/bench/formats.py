"""Importing and exporting a team's table of 50,000 rows, as the command does it: time and peak memory."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from phrasebook.formats import by_suffix
from phrasebook.formats.base import Exported
from phrasebook.formats.writing import write_files
from tests.bench.corpus import make_corpus
from tests.bench.figures import machine, row

_ROWS = 50_000
_OPENPYXL = (
    "import openpyxl, sys; book = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True); "
    "print(sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)))"
)


def measure(folder: Path, count: int = _ROWS) -> None:
    """Both kinds of table into an empty library, again, and back; beside openpyxl, which only reads the rows."""
    folder.mkdir(parents=True, exist_ok=True)
    phrases = [Exported(phrase) for phrase in make_corpus(count)]
    for suffix in (".xlsx", ".csv"):
        table = folder / f"table{suffix}"
        write_files(table, by_suffix(suffix).write(phrases, "table"))
        home = folder / f"home{suffix}"
        name = f"{count} rows of {suffix}"
        row(f"import {name} into an empty library", _run(home, "import", str(table)))
        row(f"import {name}, all there already", _run(home, "import", str(table)))
        row(f"export {name}", _run(home, "export", str(folder / f"back{suffix}")))
    row("peer openpyxl: the rows alone", _spent([sys.executable, "-c", _OPENPYXL, str(folder / "table.xlsx")], {}))


def _run(home: Path, *arguments: str) -> str:
    return _spent([sys.executable, "-m", "phrasebook", *arguments], {"PHRASEBOOK_HOME": str(home)})


def _spent(command: list[str], environment: dict[str, str]) -> str:
    """Run a command to its end: seconds on the clock and of the processor, and its peak memory."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{command} ended with {process.returncode}")
    clock, cpu = time.perf_counter() - started, used.ru_utime + used.ru_stime
    return f"{clock:6.1f} s  processor {cpu:6.1f} s  peak {used.ru_maxrss / 1024:6.0f} MB"


if __name__ == "__main__":
    print(machine())
    with tempfile.TemporaryDirectory(prefix="phrasebook-bench-") as scratch:
        measure(Path(scratch))
