"""The compiled inner loops, where this installation has them (hatch_build.py): several times as fast, the same results.

Where it hasn't, for want of a compiler, numpy does the same; docs/decisions/0008-compiled-scorer.md has the figures.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol, cast

import numpy.typing as npt

Array = npt.NDArray[Any]


class Compiled(Protocol):
    """What _native.c offers. Arrays are contiguous and of the types named there; a wrong one is a ValueError."""

    def union(self, starts: Array, lists: Array, slots: Array, seen: Array, out: Array, /) -> int:
        """Put the numbers that any of these lists holds into `out` and return how many, each once, in any order.

        `seen` has a flag for each number, none set before. If `out` has less room than the lists have entries, -1 is
        returned and the members stay flagged.
        """

    def add(self, total: Array, bits: Array, members: Array, weight: int, bit: int, /) -> None:
        """Add the weight to `total` and set the bit in `bits` at the members, given as packed bits or as numbers."""

    def select(
        self,
        evidence: Array,
        bits: Array,
        pairs: int,
        singles: int,
        first: Array,
        second: Array,
        mask0: Array | None,
        mask1: Array | None,
        tips: Array,
        most_tips: float,
        allowed: Array | None,
        out: Array,
        /,
    ) -> int:
        """Put the numbers with the most evidence into `out`, ascending; return how many."""

    def align(self, *arguments: Array) -> None:
        """Score candidates (score.py)."""

    def trace(self, *arguments: Array | int) -> list[int]:
        """The places that the best alignment of one phrase takes (highlight.py)."""


def _loaded() -> Compiled | None:
    if os.environ.get("PHRASEBOOK_NUMPY_ONLY"):  # to compare the two
        return None
    try:
        return cast(Compiled, importlib.import_module("phrasebook.search._native"))
    except ImportError:
        return None


compiled = _loaded()
"""The compiled loops, or None."""


@contextmanager
def without() -> Iterator[None]:
    """As if there were none: for tests and benchmarks."""
    global compiled
    kept, compiled = compiled, None
    try:
        yield
    finally:
        compiled = kept
