"""Where a table begins: its header may stand below a title and a line of help, or be missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from phrasebook.formats.base import FormatError
from phrasebook.formats.spreadsheet.headers import (
    SHEET,
    Columns,
    closest,
    field_named,
    folded,
    is_letter,
    letter,
    read_headers,
    recognised,
)
from phrasebook.formats.spreadsheet.sheets import Row, Sheet
from phrasebook.language import t
from phrasebook.pack.ids import ID

_LOOKED_AT = 30
"""Rows in which the header is looked for."""


@dataclass(frozen=True, slots=True)
class Head:
    """A sheet, the row of its header (0: none), and what its columns hold."""

    sheet: Sheet
    header: tuple[str, ...]
    number: int
    columns: Columns

    @property
    def is_useful(self) -> bool:
        """Whether phrases can be read from it."""
        return self.columns.has("text", "images")


def find_head(sheet: Sheet, wanted: Mapping[str, str]) -> Head | None:
    """The row that names most fields, among the first ones; None for an empty sheet. `wanted` is --map."""
    first = [row for row in islice(sheet.rows(), _LOOKED_AT) if not row.is_empty]
    if not first:
        return None
    names = {folded(header) for header in wanted}

    def score(row: Row) -> int:
        return recognised(row.cells) + sum(folded(cell) in names for cell in row.cells if cell.strip())

    best = max(first, key=score)  # the first of equals
    if not score(best):
        if any(is_letter(header) for header in wanted):  # a table without headers
            width = max(len(row.cells) for row in first)
            return Head(sheet, (), 0, read_headers([""] * width, wanted))
        best = max(first[:5], key=lambda row: sum(bool(cell.strip()) for cell in row.cells))
    columns = read_headers(best.cells, wanted)
    return Head(sheet, best.cells, best.number, _with_real_ids(columns, first))


def check_wanted(wanted: Mapping[str, str], heads: Sequence[Head], path: Path) -> None:
    """See that every column that --map speaks of is there.

    Raises:
        FormatError: one isn't.
        UsageError: there is no such field.
    """
    there = {folded(cell) for head in heads for cell in head.header}
    for header, meant in wanted.items():
        field_named(meant)
        if folded(header) not in there and not is_letter(header):
            headers = _listed(cell for head in heads for cell in head.header)
            raise FormatError(
                t(f"{path} 里没有「{header}」这一列", f"{path} has no column {header!r}"),
                t(f"有这些列：{headers}", f"its columns are {headers}"),
            )


def no_text(path: Path, heads: Sequence[Head]) -> FormatError:
    """The question which column holds the text, with the likeliest answer."""
    head = max(heads, key=lambda head: len([cell for cell in head.header if cell.strip()]), default=None)
    if head is None or not any(cell.strip() for cell in head.header):
        return FormatError(f"{path}: {t('表格是空的', 'the table is empty')}")
    lengths = [0] * len(head.header)
    for row in islice(head.sheet.rows(), 200):
        if row.number > head.number:
            for index, cell in enumerate(row.cells[: len(lengths)]):
                lengths[index] += len(cell)
    longest = max(range(len(lengths)), key=lengths.__getitem__)
    named = head.header[longest].strip()
    likely = next((cell.strip() for cell in head.header if cell.strip() and closest(cell) == "text"), named)
    likely = likely if 0 < len(likely) <= 20 else letter(longest)
    headers, place = _listed(head.header), head.sheet.place(head.number)
    return FormatError(
        t(
            f"{path}：看不出哪一列是话术内容（{place} 的列：{headers}）",
            f"{path}: none of its columns is known to hold the text ({place}: {headers})",
        ),
        t(
            f"用 --map 指定，例如 --map {likely}=text；没有表头时写列的字母，例如 --map A=code --map B=text",
            f"say which with --map, for example --map {likely}=text; without a header --map A=code --map B=text",
        ),
    )


def is_sheet(header: str) -> bool:
    """Whether --map means the name of the sheet by this."""
    return folded(header) in (SHEET, "工作表", "表名")


def _with_real_ids(columns: Columns, rows: Sequence[Row]) -> Columns:
    """Without a column of other programs' ids (1, 2, 3), which say nothing here."""
    index = next((column.index for column in columns.known if column.field == "id"), None)
    if index is None or any(index < len(row.cells) and ID.fullmatch(row.cells[index].strip()) for row in rows):
        return columns
    return Columns(tuple(column for column in columns.known if column.field != "id"), columns.unknown)


def _listed(headers: Iterable[str]) -> str:
    shown = [header.strip().replace("\n", " ")[:20] for header in headers if header.strip()]
    return t("、", ", ").join(dict.fromkeys(shown[:12])) + ("…" if len(shown) > 12 else "")
