"""Tables to items: each row under the header, without what people put around their phrases.

What is left out silently: empty rows, lines above the header, the header repeated, a total line at the end. Everything
else that can't be used is a remark with its row and reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from phrasebook.formats.base import FormatError, Item, ReadOptions, Remark
from phrasebook.formats.spreadsheet.fill import Filler
from phrasebook.formats.spreadsheet.find import Head, check_wanted, find_head, is_sheet, no_text
from phrasebook.formats.spreadsheet.headers import field_named, folded
from phrasebook.formats.spreadsheet.record import Record
from phrasebook.formats.spreadsheet.sheets import Row, Sheet
from phrasebook.formats.spreadsheet.values import read_scope
from phrasebook.language import t
from phrasebook.model import Category, Scope

MAX_ROWS = 200_000
"""Rows of one sheet: four times the 50,000 that a file is asked to hold."""

_TOTAL = re.compile(
    r"(合计|总计|总数|小计|共计|汇总|total|sum)[\s:：\d.,条个句]*|[总共]\s*计?\s*[:：]?\s*\d+\s*[条个句].{0,10}",
    re.IGNORECASE,
)
_NO_CATEGORY = re.compile(
    r"(sheet|工作表|表|页|table|客服|公司|店铺)*\s*(快捷短语|快捷回复|短语|话术|回复)?(库|表|大全|汇总|模板|导出|数据|列表|手册)*"
    r"\s*[\d一二三四五六]*(\s*[(（]\d+[)）])?|phrases?|snippets?|data|export|template",
    re.IGNORECASE,
)
"""Names of sheets that are nobody's category: Sheet1, 话术库, 客服话术大全."""

_SECTION = re.compile(
    r"【.*】|《.*》|\[.*\]|#+ .*|[一二三四五六七八九十]{1,2}[、.．].*|.*(?:话术|类|篇|部分|环节|阶段)"
)
"""How titles of groups look that aren't cells over several columns: other lone cells are phrases that lack a text."""

_LONGEST_SECTION = 30
_REPORT_EVERY = 500


@dataclass(slots=True)
class Table:
    """What was read so far."""

    items: list[Item] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    fields: frozenset[str] = frozenset()
    """The fields that every sheet has a column for."""


def read_sheets(sheets: Sequence[Sheet], path: Path, options: ReadOptions, total: int = 0) -> Table:
    """The items of all sheets that hold phrases; `total` is how many rows there are, if known.

    Raises:
        FormatError: no sheet has a column for the text; --map names a column that isn't there; too many rows.
        UsageError: --map names an unknown field.
    """
    table = Table()
    wanted = {header: field for header, field in options.columns.items() if not is_sheet(header)}
    heads = [head for sheet in sheets if (head := find_head(sheet, wanted))]
    check_wanted(wanted, heads, path)
    useful = [head for head in heads if head.is_useful]
    if not useful:
        raise no_text(path, heads)
    names = _SheetNames(useful, options.columns)
    table.fields = frozenset.intersection(*(_said(head, names) for head in useful))
    for head in heads:
        if head.is_useful:
            _read(head, names, table, options, total)
        else:
            message = t("没有话术内容列，跳过了这张表", "skipped: it has no column for the text")
            table.remarks.append(Remark(head.sheet.name, message))
    return table


def _said(head: Head, names: _SheetNames) -> frozenset[str]:
    """The fields of an item that this sheet can say."""
    said = {column.field for column in head.columns.known}
    if said & {"category1", "category2"} or names.category_of(head):
        said = said - {"category1", "category2"} | {"category"}
    return frozenset(said | {"scope"} if names.scope_of(head)[0] else said)


def _read(head: Head, names: _SheetNames, table: Table, options: ReadOptions, total: int) -> None:
    columns = head.columns
    table.remarks += _unknown(head)
    filler = Filler(columns, head.sheet.merged, exact=columns.has("id"))
    record = Record(columns, head.sheet, names.category_of(head), names.scope_of(head), table.remarks)
    section: Category = ()
    for row in filler.filled(_data_rows(head)):
        if title := _section(row, head):
            section = (title,)
        elif head.sheet.cut_by_signs and head.header and any(row.cells[len(head.header) :]):
            table.remarks.append(_overlong(row, head))
        elif item := record.item(row, section):
            table.items.append(item)
            if len(table.items) % _REPORT_EVERY == 0:
                options.progress(len(table.items), total)
    if filler.guessed:
        message = t(
            f"有 {filler.guessed} 行的分类是空的，沿用了上一行的",
            f"{filler.guessed} rows without a category were given that of the row above",
        )
        table.remarks.append(Remark(head.sheet.place(head.number), message))


def _overlong(row: Row, head: Head) -> Remark:
    """Half a text would be worse than none."""
    message = t(
        f"有 {len(row.cells)} 格，表头只有 {len(head.header)} 格；内容里有分隔符的话，要放在英文引号里",
        f"it has {len(row.cells)} cells and the header {len(head.header)}; put texts with the delimiter into quotes",
    )
    return Remark(head.sheet.place(row.number), message, refused=True)


def _unknown(head: Head) -> Iterator[Remark]:
    for header, meant in head.columns.unknown.items():
        name = header.strip().replace("\n", " ")[:30]
        message = t(f"不认识「{name}」这一列，没有读取", f"the column {name!r} isn't known and was passed over")
        if meant:
            message += t(f"；如果需要：--map {name}={meant}", f"; if you need it: --map {name}={meant}")
        yield Remark(head.sheet.place(head.number), message)


def _data_rows(head: Head) -> Iterator[Row]:
    """The rows under the header but those that say nothing.

    Raises:
        FormatError: there are too many.
    """
    header = [folded(cell) for cell in head.header if cell.strip()]
    held: Row | None = None
    for count, row in enumerate(head.sheet.rows()):
        if count > MAX_ROWS:
            raise FormatError(
                f"{head.sheet.place(row.number)}: {t(f'超过 {MAX_ROWS} 行', f'over {MAX_ROWS} rows')}",
                t("拆成几个文件", "split the file"),
            )
        if row.number <= head.number or row.is_empty:
            continue
        if header and folded(row.cells[0]) in header and _is_header(row, header):
            continue  # printed on every page, or two tables one below the other
        if held:
            yield held
        held = row
    if held and not _is_total(held):
        yield held


def _is_header(row: Row, header: Sequence[str]) -> bool:
    return [folded(cell) for cell in row.cells if cell.strip()] == header


def _is_total(row: Row) -> bool:
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    return len(filled) <= 3 and any(_TOTAL.fullmatch(cell) for cell in filled)


def _section(row: Row, head: Head) -> str:
    """The title of a group, where a table has its groups as rows of their own: 【售前话术】 over the whole width."""
    if head.columns.has("category", "category1") or row.number in head.sheet.pictures:
        return ""
    filled = [(index, cell.strip()) for index, cell in enumerate(row.cells) if cell.strip()]
    if len(filled) != 1 or any(column.index == filled[0][0] for column in head.columns.of("text", "images")):
        return ""
    title = filled[0][1]
    is_title = row.number in head.sheet.wide or _SECTION.fullmatch(title)
    return title.strip("【】[]《》# ") if is_title and len(title) <= _LONGEST_SECTION else ""


class _SheetNames:
    """What the names of the sheets say: a scope if all are scopes, else a category unless it is a name like Sheet1."""

    def __init__(self, heads: Sequence[Head], wanted: Mapping[str, str]) -> None:
        named = next((field_named(field) for header, field in wanted.items() if is_sheet(header)), "")
        scopes = all(read_scope(head.sheet.name)[0] for head in heads)
        self._are = named or ("scope" if scopes else "category")
        self._asked = bool(named)
        self._is_one_of_many = len(heads) > 1

    def scope_of(self, head: Head) -> tuple[Scope | None, str]:
        """The scope and department that the sheet stands for."""
        return read_scope(head.sheet.name) if self._are == "scope" else (None, "")

    def category_of(self, head: Head) -> Category:
        """The category that the sheet stands for."""
        name = head.sheet.name.strip()
        if self._are not in ("category", "category1") or not name:
            return ()
        if self._asked:
            return (name,)
        columns = ("category1", "id") if self._is_one_of_many else ("category", "category1", "id")
        return () if head.columns.has(*columns) or _NO_CATEGORY.fullmatch(name) else (name,)
