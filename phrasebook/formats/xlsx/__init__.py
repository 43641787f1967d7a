"""Workbooks (.xlsx): openpyxl writes them; reading is our own, see docs/decisions/0005.

archive (bounded zip) ─ package (which parts there are) ─ cells (strings, number formats) ─ sheet (rows, merged)
└ pictures (which lie on which row)                                            all rows ─ spreadsheet.rows
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import PurePosixPath

from phrasebook.formats.archive import Archive, is_zip, names_in
from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.beside import Beside
from phrasebook.formats.pictures import find_pictures
from phrasebook.formats.source import AnyOf
from phrasebook.formats.spreadsheet.columns import lost, written_rows
from phrasebook.formats.spreadsheet.rows import read_sheets
from phrasebook.formats.spreadsheet.sheets import Sheet
from phrasebook.formats.xlsx.cells import Cells
from phrasebook.formats.xlsx.package import Package, SheetPart
from phrasebook.formats.xlsx.pictures import PicturesInside, cell_pictures, pictures_on_rows
from phrasebook.formats.xlsx.sheet import read_sheet
from phrasebook.formats.xlsx.write import workbook
from phrasebook.language import t


class XlsxFormat:
    """A workbook."""

    name = "xlsx"
    reads = writes = True
    suffixes = (".xlsx",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("Excel / WPS 表格", "Excel or WPS workbook")

    def detects(self, source: Source) -> int:
        """By the parts of the zip."""
        if source.is_folder or not is_zip(source.start(4)):
            return 0
        if any(PurePosixPath(name).name == "workbook.xml" for name in names_in(source)):
            return 95
        return 50 if source.path.suffix.lower() in (".xlsx", ".xlsm") else 0  # damaged: read says how

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The rows of all visible sheets as items.

        Raises:
            FormatError: it is damaged or dangerous, or no column is known to hold the text.
        """
        with Archive(source) as archive:
            package = Package(archive, source.path)
            in_cells = cell_pictures(package)
            cells = Cells(package, in_cells)
            sheets = [_sheet(package, part, cells) for part in package.sheets if part.is_visible]
        table = read_sheets(sheets, source.path, options, sum(1 for sheet in sheets for _ in sheet.rows()))
        inside = {name for item in table.items for name in item.images if name in package.names}
        pictures: Mapping[str, bytes] = AnyOf(PicturesInside(source, inside), find_pictures(source.path, table.items))
        hidden = [part.name for part in package.sheets if not part.is_visible]
        remarks = [Remark(name, t("是隐藏的表，跳过了", "skipped: a hidden sheet")) for name in hidden]
        return Reading(tuple(table.items), (*table.remarks, *remarks), pictures, fields=table.fields)

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a table can't say."""
        return lost(phrases)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """One sheet; pictures in a folder beside it."""
        beside = Beside(f"{title or 'phrases'}_images")
        return {PurePosixPath(): workbook(written_rows(phrases, beside)), **beside.files}


def _sheet(package: Package, part: SheetPart, cells: Cells) -> Sheet:
    read = read_sheet(package, part, cells)
    pictures = {row: list(names) for row, names in read.pictures.items()}
    with suppress(FormatError):  # a drawing that can't be read: the phrases can
        for row, names in pictures_on_rows(package, part).items():
            pictures.setdefault(row, []).extend(names)
    return Sheet(part.name, lambda: iter(read.rows), read.merged, pictures, wide=read.wide)
