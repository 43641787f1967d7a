"""One sheet: its rows as texts, which cells are merged, and pictures that stand in cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from phrasebook.formats.base import FormatError
from phrasebook.formats.spreadsheet.sheets import MAX_COLUMNS, Row
from phrasebook.formats.xlsx.cells import MAX_CELL, Cells, too_long
from phrasebook.formats.xlsx.package import Package, SheetPart, local
from phrasebook.language import t

MAX_CELLS = 5_000_000
MAX_ROW = 1_048_576
"""What Excel allows."""

_MAX_MERGED = 200_000
"""Merged cells, counted singly, that are kept."""

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(slots=True)
class SheetRead:
    """What a sheet says."""

    rows: list[Row] = field(default_factory=list)
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    wide: set[int] = field(default_factory=set)
    pictures: dict[int, list[str]] = field(default_factory=dict)


def read_sheet(package: Package, part: SheetPart, cells: Cells) -> SheetRead:
    """The rows of a sheet that aren't empty.

    Raises:
        FormatError: it is damaged, or larger than any table.
    """
    handler = _Handler(part.name, cells)
    package.parse(part.path, handler)
    return handler.read


def column_of(letters: str) -> int:
    """The column of A, B … AA, from 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


class _Handler(ContentHandler):
    """Follows a sheet's XML cell by cell."""

    def __init__(self, name: str, cells: Cells) -> None:
        super().__init__()
        self.read = SheetRead()
        self._name = name
        self._cells = cells
        self._count = 0
        self._row = 0
        self._column = -1
        self._values: dict[int, str] = {}
        self._kind = self._style = ""
        self._content: list[str] = []
        self._size = 0
        self._wanted = False
        self._in_phonetic = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX's name
        tag = local(name)
        if tag == "c":
            self._start_cell(attrs)
        elif tag in ("v", "t"):
            self._wanted = not self._in_phonetic
        elif tag == "row":
            number = attrs.get("r", "")
            self._row = int(number) if number.isdigit() and len(number) < 8 else self._row + 1
            self._column, self._values = -1, {}
            if self._row > MAX_ROW:
                raise self._too_large()
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "mergeCell":
            self._merge(attrs.get("ref", ""))

    def characters(self, content: str) -> None:
        if self._wanted:
            self._content.append(content)
            self._size += len(content)
            if self._size > MAX_CELL:
                raise too_long(f"{self._name}!{self._row}")

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX's name
        tag = local(name)
        if tag in ("v", "t"):
            self._wanted = False
        elif tag == "c":
            self._end_cell()
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "row" and self._values:
            width = max(self._values) + 1
            self.read.rows.append(Row(self._row, tuple(self._values.get(index, "") for index in range(width))))

    def _start_cell(self, attrs: AttributesImpl) -> None:
        self._count += 1
        if self._count > MAX_CELLS:
            raise self._too_large()
        place = _REFERENCE.fullmatch(attrs.get("r", ""))
        self._column = column_of(place[1]) if place else self._column + 1
        self._kind, self._style = attrs.get("t", "n"), attrs.get("s", "0")
        self._content, self._size = [], 0

    def _end_cell(self) -> None:
        if not self._content or self._column >= MAX_COLUMNS:
            return
        text = self._cells.text(self._kind, self._style, "".join(self._content))
        if picture := self._cells.picture(text):
            self.read.pictures.setdefault(self._row, []).append(picture)
        elif text:
            self._values[self._column] = text

    def _merge(self, reference: str) -> None:
        """Note which row holds the value of each cell of a merged column, and rows with a cell over several columns."""
        first, _, last = reference.partition(":")
        start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last)
        if not start or not end:
            return
        top, bottom = int(start[2]), min(int(end[2]), MAX_ROW)
        if top == bottom and len(self.read.wide) < _MAX_MERGED:
            self.read.wide.add(top)
        if bottom <= top or len(self.read.merged) + bottom - top > _MAX_MERGED:
            return
        column = column_of(start[1])
        self.read.merged |= {(row, column): top for row in range(top + 1, bottom + 1)}

    def _too_large(self) -> FormatError:
        return FormatError(
            f"{self._name}!{self._row}: "
            + t(f"超过 {MAX_CELLS} 个单元格或 {MAX_ROW} 行", f"over {MAX_CELLS} cells or {MAX_ROW} rows"),
            t("拆成几个文件", "split the file"),
        )
