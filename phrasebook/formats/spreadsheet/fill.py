"""Categories that stand only in the first row of their group: cells merged in the spreadsheet, or blank below."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from phrasebook.formats.spreadsheet.headers import Columns
from phrasebook.formats.spreadsheet.sheets import Row

_FILLED = ("category", "category1", "category2", "scope", "department")
"""Fields that a value may stand for several rows in. Never a text: an empty one is a mistake to report."""

_OUTER = {"category2": ("category1",)}
"""A second level ends where a new first level begins."""


class Filler:
    """Puts values into the cells that only look empty.

    With known merged cells exactly these are filled. Without, a column is filled if it looks merged: it has blanks, and
    no value stands in two rows in a row (who writes it out does so in every row). `exact`: nothing is guessed.
    """

    def __init__(self, columns: Columns, merged: Mapping[tuple[int, int], int] | None, *, exact: bool) -> None:
        self._fields = {column.index: column.field for column in columns.known if column.field in _FILLED}
        of_ours = {cell: row for cell, row in (merged or {}).items() if cell[1] in self._fields}
        self._merged = of_ours
        self._guess = not exact and not of_ours
        self.guessed = 0
        """Rows that were given a value by guess."""

    def filled(self, rows: Iterator[Row]) -> Iterator[Row]:
        """The rows, complete."""
        if self._merged:
            yield from self._from_merged(rows)
        elif self._guess and self._fields:
            yield from self._guessed(list(rows))
        else:
            yield from rows

    def _from_merged(self, rows: Iterator[Row]) -> Iterator[Row]:
        values: dict[tuple[int, int], str] = {}
        for row in rows:
            cells = list(row.cells)
            for index in self._fields:
                if index >= len(cells):
                    cells += [""] * (index + 1 - len(cells))
                if cells[index].strip():
                    values[row.number, index] = cells[index]
                elif first := self._merged.get((row.number, index)):
                    cells[index] = values.get((first, index), "")
            yield replace(row, cells=tuple(cells))

    def _guessed(self, rows: list[Row]) -> Iterator[Row]:
        looks_merged = [index for index in self._fields if self._looks_merged(rows, index)]
        current: dict[int, str] = {}
        for row in rows:
            cells = list(row.cells)
            before = tuple(cells)
            began = {self._fields[index] for index in self._fields if index < len(cells) and cells[index].strip()}
            for index in looks_merged:
                if index >= len(cells):
                    cells += [""] * (index + 1 - len(cells))
                if cells[index].strip():
                    current[index] = cells[index]
                elif began & set(_OUTER.get(self._fields[index], ())):
                    current.pop(index, None)
                else:
                    cells[index] = current.get(index, "")
            self.guessed += any(cells[len(before) :]) or tuple(cells[: len(before)]) != before
            yield replace(row, cells=tuple(cells))

    def _looks_merged(self, rows: list[Row], index: int) -> bool:
        values = [row.cells[index].strip() if index < len(row.cells) else "" for row in rows]
        follows = any(value and not after for value, after in pairwise(values))
        repeated = any(value and value == after for value, after in pairwise(values))
        return follows and not repeated
