"""What a benchmark prints: where it ran, and rows of figures beside what was asked."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path


def machine() -> str:
    """What this ran on and with."""
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    packages = ", ".join(
        f"{name} {version(name)}" for name in ("PySide6-Essentials", "numpy", "rapidfuzz", "python-xlib")
    )
    return (
        f"{cpu}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {platform.platform()}; "
        f"Python {platform.python_version()}; {packages}; Xvfb + openbox, a private screen"
    )


def spread(samples: Sequence[float]) -> str:
    """Median, 95th percentile and count."""
    return f"median {statistics.median(samples):7.1f}  p95 {percentile(samples, 95):7.1f}  n={len(samples)}"


def percentile(samples: Sequence[float], rank: float) -> float:
    """The value below which `rank` percent of the samples lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, round(rank / 100 * len(ordered) + 0.5) - 1))]


def row(what: str, figure: str, asked: str = "") -> None:
    """One line of the report."""
    print(f"  {what:<46} {figure}{f'   (asked: {asked})' if asked else ''}", flush=True)
