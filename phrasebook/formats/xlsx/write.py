"""A table to a workbook that is pleasant to edit: header fixed, columns wide enough, texts wrapped, nothing run."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from phrasebook.formats.spreadsheet.values import guarded
from phrasebook.language import t

_WIDE = {"内容": 60, "Text": 60, "标题": 24, "Title": 24, "关键词": 24, "Keywords": 24, "备注": 30, "Note": 30}
"""Widths of columns in characters; variants are as wide as texts."""

_NEEDS_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)|[\ufffe\uffff]")


def workbook(rows: Iterable[Sequence[str]]) -> bytes:
    """The file: the first row is the header. Every cell is text, also one that begins with `=`."""
    from openpyxl import Workbook  # 0.2 s
    from openpyxl.cell import Cell, WriteOnlyCell
    from openpyxl.styles import Alignment, Font, PatternFill

    book = Workbook(write_only=True)
    sheet = book.create_sheet(t("话术", "Phrases"))
    sheet.freeze_panes = "A2"
    bold, grey = Font(bold=True), PatternFill("solid", fgColor="EDEFF2")
    wrapped = Alignment(wrap_text=True, vertical="top")

    def cell(text: str, *, header: bool) -> Cell | None:
        if not text:
            return None
        made = WriteOnlyCell(sheet, value="")
        made.value = _escaped(text)
        made.data_type = "s"
        made.alignment = wrapped
        if guarded(text) != text:
            made.quotePrefix = True  # what typing an apostrophe does: it stays text when somebody edits it
        if header:
            made.font, made.fill = bold, grey
        return made

    for number, row in enumerate(rows):
        if number == 0:
            _set_widths(sheet, row)
        sheet.append([cell(text, header=number == 0) for text in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set_widths(sheet: object, header: Sequence[str]) -> None:
    from openpyxl.utils import get_column_letter

    for index, name in enumerate(header, start=1):
        stem = name.rstrip("0123456789")
        width = 60 if stem in ("备选", "Variant") else _WIDE.get(name, 14)
        sheet.column_dimensions[get_column_letter(index)].width = width  # type: ignore[attr-defined]


def _escaped(text: str) -> str:
    """The text with what would be taken for an escape, and what XML can't hold, written _x005F_."""
    return _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
