"""A table before anything in it is understood: rows of texts, whichever file they came from."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from phrasebook.language import t

MAX_COLUMNS = 256
"""Columns that are looked at; tables of phrases have up to 70 (50 variants)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `number` is what its spreadsheet shows, or its line in a CSV file, from 1."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells) or not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file."""

    name: str
    """"" for the only one of a CSV file."""
    rows: Callable[[], Iterator[Row]]
    """From the first on; empty ones may be left out."""
    merged: Mapping[tuple[int, int], int] | None = None
    """(row, column from 0) → the row in which the value of this merged cell stands. None: nobody knows."""
    pictures: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Row → the names of the pictures that lie on it."""
    cut_by_signs: bool = False
    """Cells end at signs that a text may hold too: a row with more of them than the header was cut in wrong places."""
    wide: Collection[int] = ()
    """Rows in which cells beside each other are merged into one."""

    def place(self, row: int) -> str:
        """Where a row is, for people."""
        return f"{self.name}!{row}" if self.name else t(f"第 {row} 行", f"line {row}")
