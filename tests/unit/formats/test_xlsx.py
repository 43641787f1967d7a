from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebook.formats.base import Exported, FormatError, Reading, ReadOptions
from phrasebook.formats.source import File
from phrasebook.formats.xlsx import XlsxFormat, sheet
from phrasebook.formats.xlsx.write import workbook
from phrasebook.model import Phrase, Scope
from tests.data.make_tables import with_shared_strings
from tests.unit.formats.foreign import refused

STRINGS = "xl/sharedStrings.xml"
SHEET = "xl/worksheets/sheet1.xml"


def make(path: Path, *rows: list[Any], change: Callable[[Any], None] = lambda _: None) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    for row in rows:
        book.active.append(row)
    change(book)
    made = io.BytesIO()
    book.save(made)
    path.write_bytes(with_shared_strings(made.getvalue()))
    return path


def read(path: Path) -> Reading:
    return XlsxFormat().read(File(path), ReadOptions())


def patched(path: Path, name: str, old: bytes, new: bytes) -> Path:
    """The workbook with a part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w") as target:
        for info in source.infolist():
            data = source.read(info)
            target.writestr(info, data.replace(old, new) if info.filename == name else data)
    path.write_bytes(out.getvalue())
    return path


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (7, "General", "7"),
        (7.0, "0.00", "7"),
        (7, "000", "007"),
        (0.1 + 0.2, "General", "0.3"),
        (13800138000, "General", "13800138000"),
        (date(2026, 6, 1), "yyyy-mm-dd", "2026-06-01"),
        (date(2026, 6, 1), '[$-804]yyyy"年"m"月"d"日"', "2026-06-01"),
        (datetime(2026, 6, 1, 9, 30), "yyyy/m/d h:mm", "2026-06-01 09:30:00"),
        (time(9, 30), "h:mm", "09:30"),
        (True, "General", "yes"),
        ("=1+1", "General", ""),
        ("a\nb", "General", "a\nb"),
    ],
)
def test_cells_say_what_they_show(tmp_path: Path, value: object, number_format: str, text: str) -> None:
    def change(book: Any) -> None:
        book.active["B2"].number_format = number_format

    reading = read(make(tmp_path / "a.xlsx", ["内容", "标题"], ["x", value], change=change))
    assert reading.items[0].title == text


def test_builtin_chinese_dates_and_days_since_1904(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", ["内容", "失效日期"], ["x", date(2026, 6, 1)])
    patched(path, "xl/styles.xml", b'numFmtId="14"', b'numFmtId="31"')
    assert read(path).items[0].valid_until == date(2026, 6, 1)
    path = make(tmp_path / "b.xlsx", ["内容", "失效日期"], ["x", date(2026, 6, 1)])
    patched(path, "xl/workbook.xml", b"<workbookPr ", b'<workbookPr date1904="1" ')
    assert read(path).items[0].valid_until == date(2030, 6, 2)


def test_rich_and_phonetic_text(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", ["内容"], ["ROLE"])
    rich = b'<r><t>a</t></r><r><rPr><b/></rPr><t xml:space="preserve"> b</t></r><rPh sb="0" eb="1"><t>no</t></rPh>'
    patched(path, STRINGS, b"<t>ROLE</t>", rich)
    assert read(path).items[0].text == "a b"


@given(text=st.text(max_size=40).filter(lambda text: text.strip() != "" and "\r" not in text))
@settings(max_examples=40, deadline=None)
def test_any_text_comes_back(text: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    if any(ord(sign) < 32 and sign not in "\n\t" for sign in text):
        return  # which no phrase holds, and openpyxl refuses
    path = tmp_path_factory.mktemp("x") / "a.xlsx"
    path.write_bytes(workbook([["内容", "id"], [f"a{text}", "0" * 20]]))
    assert read(path).items[0].text == f"a{text}"


def test_openpyxl_reads_the_same_and_nothing_runs(tmp_path: Path) -> None:
    texts = ["=1+1", "+86", "-x", "@sum", "'=a", "\tx", "plain", "_x000D_"]
    path = tmp_path / "a.xlsx"
    path.write_bytes(workbook([["内容"], *([text] for text in texts)]))
    cells = [row[0] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2)]
    assert [cell.value for cell in cells][:7] == texts[:7]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells][:7] == [True] * 6 + [False]


def test_formulas_are_never_written(tmp_path: Path) -> None:
    phrase = Phrase(id="0" * 20, scope=Scope.PUBLIC, pack="p", title="=cmd|' /C calc'!A0", text='=HYPERLINK("x")')
    for data in XlsxFormat().write([Exported(phrase)], "t").values():
        (tmp_path / "a.xlsx").write_bytes(data if isinstance(data, bytes) else b"")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as package:
        assert b"<f>" not in package.read(SHEET)


def test_gaps_wrong_dimensions_and_missing_references(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", ["标题", "内容"], ["一", "A"], [], [], ["二", "B"])
    with zipfile.ZipFile(path) as package:
        data = package.read(SHEET)
    assert b'ref="A1:B5"' in data
    patched(path, SHEET, b'ref="A1:B5"', b'ref="A1"')
    assert [item.place for item in read(path).items] == ["Sheet1!2", "Sheet1!5"]
    for reference in (b' r="A2"', b' r="B2"', b' r="2"'):
        patched(path, SHEET, reference, b"")
    assert [item.text for item in read(path).items] == ["A", "B"]


def test_names_with_a_prefix_and_of_the_strict_standard(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", ["内容"], ["x"])
    with zipfile.ZipFile(path) as package:
        data = package.read(SHEET).decode()
    prefixed = (
        re.sub(r"<(/?)(\w+)", r"<\1x:\2", data)
        .replace("xmlns=", "xmlns:x=")
        .replace("schemas.openxmlformats.org", "purl.oclc.org/ooxml")
    )
    patched(path, SHEET, data.encode(), prefixed.encode())
    assert [item.text for item in read(path).items] == ["x"]


def test_odd_styles_are_no_reason_to_refuse(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", ["内容"], ["x"])
    patched(path, "xl/styles.xml", b"</styleSheet>", b"<oops></styleSheet>")
    assert [item.text for item in read(path).items] == ["x"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        (SHEET, b"</sheetData>", b"", "XML"),
        (SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "entities"),
        (SHEET, b'<row r="2"', b'<row r="2000000"', "cells"),
        (STRINGS, b"<t>x</t>", b"<t>" + b"".join(b"%x" % n for n in range(250_000)) + b"</t>", "characters"),
    ],
)
def test_damage_and_danger_are_said(tmp_path: Path, name: str, old: bytes, new: bytes, said: str) -> None:
    path = patched(make(tmp_path / "a.xlsx", ["内容"], ["x"]), name, old, new)
    with pytest.raises(FormatError, match=said):
        read(path)


def test_cells_are_counted_and_far_columns_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def far(book: Any) -> None:
        book.active["ZZ2"] = "far"

    path = make(tmp_path / "a.xlsx", ["内容"], ["x"], change=far)
    assert read(path).items[0].text == "x"
    monkeypatch.setattr(sheet, "MAX_CELLS", 2)
    with pytest.raises(FormatError, match="over 2 cells"):
        read(path)


def test_a_merge_of_a_whole_column_is_no_bomb(tmp_path: Path) -> None:
    path = make(tmp_path / "a.xlsx", ["分类", "内容"], ["售前", "x"], [None, "y"])
    merged = b'</sheetData><mergeCells><mergeCell ref="A2:A1048576"/><mergeCell ref="B"/></mergeCells>'
    reading = read(patched(path, SHEET, b"</sheetData>", merged))
    assert [item.text for item in reading.items] == ["x", "y"]


def test_a_workbook_without_sheets_is_said(tmp_path: Path) -> None:
    path = patched(make(tmp_path / "a.xlsx", ["内容"], ["x"]), "xl/workbook.xml", b"<sheet ", b"<sheat ")
    with pytest.raises(FormatError, match="no sheet"):
        read(path)


def test_group_titles_over_several_columns(tmp_path: Path) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A2:B2")

    reading = read(make(tmp_path / "a.xlsx", ["标题", "内容"], ["售前"], ["一", "A"], ["二", None], change=merge))
    assert [(item.category, item.title) for item in reading.items] == [(("售前",), "一")]
    assert refused(reading) == ["Sheet1!4"]
