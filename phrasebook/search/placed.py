"""A segment and its place in the library: rows there, numbers here."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.search.filters import Allowed
from phrasebook.search.retrieve import Tips
from phrasebook.search.segment import Rows, Segment

Numbers = npt.NDArray[np.int64]


class Placed(NamedTuple):
    """A segment, and for each of its rows the number of the phrase in the library; -1: it isn't there any more."""

    segment: Segment
    numbers: Numbers | None
    """None: rows are numbers."""

    def numbered(self, rows: Rows) -> Numbers:
        """The numbers of these rows."""
        return rows if self.numbers is None else self.numbers[rows]

    def row(self, number: int) -> int | None:
        """The row of a phrase; None: it lies in another segment."""
        if self.numbers is None:
            return number
        rows = np.flatnonzero(self.numbers == number)
        return int(rows[0]) if len(rows) else None

    def allowed(self, allowed: Allowed | None) -> Allowed | None:
        """What is allowed by number, by row."""
        if self.numbers is None:
            return allowed
        there = self.numbers >= 0
        return there if allowed is None else there & allowed[self.numbers]

    def favour(self, favour: Tips | None) -> Tips | None:
        """What is favoured by number, by row."""
        return favour if favour is None or self.numbers is None else favour[self.numbers]
