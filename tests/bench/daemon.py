"""What the daemon costs: start, memory, idle time; and one cold search command."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from tests.bench.figures import row, spread
from tests.end2end.stage.daemon import Daemon
from tests.end2end.stage.screen import Screen

_STARTS, _COLD, _IDLE = 7, 15, 60.0


def start_to_ready(screen: Screen, home: Path, library: Path) -> None:
    """From the command to "ready", the cache being warm."""
    samples = []
    for _ in range(_STARTS + 1):
        started = time.monotonic()
        daemon = Daemon(screen, home, library=library)
        samples.append((time.monotonic() - started) * 1000)
        daemon.stop()
    row("start to ready, warm cache", f"{spread(samples[1:])}  ms", "≤ 600 ms")


def footprint(daemon: Daemon) -> None:
    """Resident memory after use, and the share of a core over a minute of doing nothing."""
    pid = daemon.process.pid
    memory = _resident(pid)
    row("resident memory", f"{memory:.0f} MB", "≤ 120 MB")
    before, started = _cpu(pid), time.monotonic()
    time.sleep(_IDLE)  # the minute over which idleness is measured
    share = (_cpu(pid) - before) / (time.monotonic() - started) * 100
    row(f"CPU over {_IDLE:.0f} s of idleness", f"{share:.2f} % of a core", "≤ 0.2 %")


def cold_search(home: Path, library: Path) -> None:
    """`phrasebook search` as one command, beside Python doing nothing and rg over the same texts."""
    environ = os.environ | {"PHRASEBOOK_HOME": str(home)}
    command = [sys.executable, "-m", "phrasebook", "search", "fahuo", "--json", "--library", str(library)]
    _wall(command, environ)  # fills the cache
    samples = [_wall(command, environ) for _ in range(_COLD)]
    nothing = [_wall([sys.executable, "-c", "pass"], environ) for _ in range(_COLD)]
    imports = [_wall([sys.executable, "-c", "import numpy, typer"], environ) for _ in range(_COLD)]
    row("phrasebook search, one cold command", f"{spread(samples)}  ms", "≤ 200 ms")
    row("  of that Python alone / with numpy and typer", f"{_median(nothing)} / {_median(imports)}  ms")


def _median(samples: list[float]) -> str:
    return f"{statistics.median(samples):.0f}"


def _wall(command: list[str], environ: dict[str, str]) -> float:
    started = time.monotonic()
    subprocess.run(command, env=environ, check=True, capture_output=True)
    return (time.monotonic() - started) * 1000


def _resident(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
