"""One row to one item."""

from __future__ import annotations

from phrasebook.formats.base import Item, Remark
from phrasebook.formats.spreadsheet.headers import Columns
from phrasebook.formats.spreadsheet.sheets import Row, Sheet
from phrasebook.formats.spreadsheet.values import (
    ValueTroubleError,
    read_date,
    read_flag,
    read_scope,
    split_category,
    split_list,
    split_variants,
)
from phrasebook.language import t
from phrasebook.model import Category, Scope


class Record:
    """Reads the rows of one sheet; what can't be used goes into `remarks`."""

    def __init__(
        self,
        columns: Columns,
        sheet: Sheet,
        category: Category,
        scope: tuple[Scope | None, str],
        remarks: list[Remark],
    ) -> None:
        self._columns = columns
        self._sheet = sheet
        self._category = category
        self._scope = scope
        self._remarks = remarks
        self._unknown_scopes: set[str] = set()

    def item(self, row: Row, section: Category) -> Item | None:
        """The phrase in a row; None if there is none, which has been remarked then."""
        values: dict[str, list[str]] = {}
        variants: list[str] = []
        for column in self._columns.known:
            cell = row.cells[column.index] if column.index < len(row.cells) else ""
            if not cell.strip():
                continue
            if column.field == "variants":
                variants += [cell] if column.numbered else split_variants(cell)
            else:
                values.setdefault(column.field, []).append(cell)
        images = (*_lists(values.get("images")), *self._sheet.pictures.get(row.number, ()))
        texts = values.get("text", [])
        if not texts and not images:
            self._refuse(row, t("没有话术内容", "it has no text"))
            return None
        try:
            valid_from, valid_until = read_date(_one(values, "valid_from")), read_date(_one(values, "valid_until"))
        except ValueTroubleError as error:
            self._refuse(row, str(error))  # a phrase that should have ended is worse than one that is missing
            return None
        scope, department = self._home(values, row)
        return Item(
            place=self._sheet.place(row.number),
            id=_one(values, "id"),
            scope=scope,
            department=department,
            pack=_one(values, "pack"),
            category=self._category_of(values, section),
            title=_one(values, "title"),
            text=texts[0] if texts else "",
            code=_one(values, "code"),
            keywords=tuple(dict.fromkeys(_lists(values.get("keywords")))),
            variants=(*texts[1:], *variants),
            images=images,
            send=self._flag(values, row),
            valid_from=valid_from,
            valid_until=valid_until,
            apps=_lists(values.get("apps")),
            note="\n".join(values.get("note", ())),
        )

    def _category_of(self, values: dict[str, list[str]], section: Category) -> Category:
        outer = self._category or section
        if "category1" in values or "category2" in values:
            first, second = _one(values, "category1"), _one(values, "category2")
            levels = tuple(level for level in (first or (outer[0] if outer else ""), second) if level)
            return levels or outer
        inner = split_category(_one(values, "category"))
        return (*outer, *inner) if len(inner) < 2 and inner[:1] != outer[:1] else inner

    def _home(self, values: dict[str, list[str]], row: Row) -> tuple[Scope | None, str]:
        scope, department = self._scope
        if said := _one(values, "scope"):
            found, inside = read_scope(said)
            if found:
                scope, department = found, inside
            elif said not in self._unknown_scopes:
                self._unknown_scopes.add(said)
                message = t(
                    f"范围「{said[:20]}」不认识，当作没写", f"the scope {said[:20]!r} isn't known and counts as empty"
                )
                self._remarks.append(Remark(self._sheet.place(row.number), message))
        if named := _one(values, "department"):
            department = named
            scope = scope or Scope.DEPARTMENT
        return scope, department if scope is Scope.DEPARTMENT else ""

    def _flag(self, values: dict[str, list[str]], row: Row) -> bool:
        try:
            return read_flag(_one(values, "send"))
        except ValueTroubleError as error:
            self._remarks.append(Remark(self._sheet.place(row.number), str(error)))
            return False

    def _refuse(self, row: Row, reason: str) -> None:
        self._remarks.append(Remark(self._sheet.place(row.number), reason, refused=True))


def _one(values: dict[str, list[str]], field: str) -> str:
    found = values.get(field)
    return found[0].strip() if found else ""


def _lists(cells: list[str] | None) -> tuple[str, ...]:
    return tuple(value for cell in cells or () for value in split_list(cell))
