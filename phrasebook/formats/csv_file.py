"""CSV and TSV: comma, tab or semicolon, any encoding that Excel and WPS write (formats/encodings.py)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.beside import Beside
from phrasebook.formats.pictures import find_pictures
from phrasebook.formats.spreadsheet.columns import lost, written_rows
from phrasebook.formats.spreadsheet.headers import recognised
from phrasebook.formats.spreadsheet.rows import read_sheets
from phrasebook.formats.spreadsheet.sheets import MAX_COLUMNS, Row, Sheet
from phrasebook.formats.spreadsheet.values import guarded, unguarded
from phrasebook.language import t

_DELIMITERS = (",", "\t", ";")
_NOTHING = "\x1f"
"""Separates where nothing does: no text may hold it."""

_LOOKED_AT = 50
"""Records by which the delimiter is told."""

_END = "\x00"
"""A line that no text holds (encodings refuses it), put after the last one: if it ends up inside a cell, a quote is
still open."""


class CsvFormat:
    """A table as text, with one delimiter when it is written."""

    reads = writes = True

    def __init__(self, name: str, delimiter: str) -> None:
        self.name = name
        self.suffixes: tuple[str, ...] = (f".{name}",)
        self._delimiter = delimiter

    @property
    def title(self) -> str:
        """What it is."""
        if self._delimiter == "\t":
            return t("制表符分隔的表格", "table separated by tabs")
        return t("CSV 表格", "CSV table")

    def detects(self, source: Source) -> int:
        """By a header that is known; a table of other columns is a weak guess."""
        if source.is_folder:
            return 0
        try:
            text = source.text()
        except FormatError:
            return 0
        delimiter, fields = _told(text)
        if (delimiter == "\t") != (self._delimiter == "\t"):
            return 0
        tip = 5 if source.path.suffix.lower() in self.suffixes else 0
        if fields >= 2 or (fields and tip):
            return 70 + tip
        return 20 + tip if tip and delimiter else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The rows as items, whatever the delimiter.

        Raises:
            FormatError: no column is known to hold the text, or a quote is never closed.
        """
        text = source.text()
        delimiter = _told(text)[0] or self._delimiter
        sheet = Sheet("", lambda: _rows(text, delimiter, source), cut_by_signs=True)
        table = read_sheets([sheet], source.path, options, text.count("\n"))
        pictures = find_pictures(source.path, table.items)
        return Reading(tuple(table.items), tuple(table.remarks), pictures, fields=table.fields)

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a table can't say."""
        return lost(phrases)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """UTF-8 with a byte-order mark, by which Excel knows it; every cell quoted, formulas defused."""
        beside = Beside(f"{title or 'phrases'}_images")
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=self._delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerows([guarded(cell) for cell in row] for row in written_rows(phrases, beside))
        return {PurePosixPath(): out.getvalue().encode("utf-8-sig"), **beside.files}


def _told(text: str) -> tuple[str, int]:
    """What separates the cells ("" if nothing seems to), and how many fields a header of such cells names.

    A header of one cell means that nothing separates, however many commas the texts below hold.
    """
    best, most = "", (0, 0, 0)
    for delimiter in _DELIMITERS:
        rows = [row for row in islice(_records(text, delimiter), _LOOKED_AT) if any(row)]
        header = max(rows, key=recognised, default=[])
        fields = recognised(header)
        told = fields, min(len(header), 2) if fields else 0, sum(len(row) > 1 for row in rows)
        if told > most:
            best, most = delimiter, told
    return _NOTHING if most[:2] == (1, 1) else best, most[0]


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records as far as they can be read."""
    try:
        for cells in csv.reader(io.StringIO(text, newline="\n"), delimiter=delimiter):
            yield cells[:MAX_COLUMNS]
    except csv.Error:
        return


def _rows(text: str, delimiter: str, source: Source) -> Iterator[Row]:
    """The records, each with the line on which it begins.

    Raises:
        FormatError: a cell is too long, or a quote is never closed.
    """
    if text.startswith("sep="):  # a hint that Excel writes for itself
        text = "\n" + text.partition("\n")[2]
    lines = io.StringIO(f"{text}\n{_END}", newline="\n")
    reader = csv.reader(lines, delimiter=delimiter)
    begin = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise _broken(source, begin) from error
        if cells is None or cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            raise _broken(source, begin)
        if cells:
            yield Row(begin, tuple(unguarded(cell) for cell in cells[:MAX_COLUMNS]))
        begin = reader.line_num + 1


def _broken(source: Source, line: int) -> FormatError:
    return FormatError(
        t(
            f'{source.path}:{line}：引号 " 没有成对，或一个单元格超过 {csv.field_size_limit()} 个字',
            f'{source.path}:{line}: a quote " is never closed, or a cell has over {csv.field_size_limit()} characters',
        ),
        t("在表格软件里打开检查这一行，再另存一次", "look at this row in a spreadsheet and save the file again"),
    )
