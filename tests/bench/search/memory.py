"""How much memory this process has resident."""

from __future__ import annotations

import ctypes
import gc
import os
from pathlib import Path


def resident() -> float:
    """Megabytes (10⁶ bytes) resident, after what is free has gone back to the system."""
    gc.collect()
    ctypes.CDLL(None).malloc_trim(0)
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
