"""Tables of every shape, read as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest

from phrasebook.errors import UsageError
from phrasebook.formats.base import FormatError, Reading, ReadOptions
from phrasebook.formats.csv_file import CsvFormat
from phrasebook.formats.source import File
from phrasebook.formats.spreadsheet import rows
from phrasebook.model import Scope
from tests.unit.formats.foreign import refused, said


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(folder: Path, text: str, **columns: str) -> Reading:
    path = folder / "话术.csv"
    path.write_text(text)
    return CsvFormat("csv", ",").read(File(path), ReadOptions(columns))


def test_help_lines_empty_rows_repeated_headers_and_totals_are_passed_over(folder: Path) -> None:
    reading = read(
        folder,
        "内部资料 请勿外传,\n说明：内容不超过500字,\n,\n标题,内容\n一,A\n,\n标题,内容\n二,B\n合计：2条,\n",
    )
    assert [item.title for item in reading.items] == ["一", "二"]
    assert reading.remarks == ()


def test_a_total_is_only_the_last_row(folder: Path) -> None:
    assert [item.text for item in read(folder, "标题,内容\n合计,共 2 条\n一,A\n").items] == ["共 2 条", "A"]


def test_groups_as_rows_of_their_own(folder: Path) -> None:
    reading = read(folder, "标题,内容\n【售前话术】,\n一,A\n没写内容,\n二,B\n三、售后,\n三,C\n")
    assert [(item.category, item.title) for item in reading.items] == [
        (("售前话术",), "一"),
        (("售前话术",), "二"),
        (("三、售后",), "三"),
    ]
    assert refused(reading) == ["line 4"]


def test_blank_categories_that_are_no_merged_cells_stay_blank(folder: Path) -> None:
    reading = read(folder, "分类,内容\n售前,A\n售前,B\n,C\n售后,D\n")
    assert [item.category for item in reading.items] == [("售前",), ("售前",), (), ("售后",)]


def test_a_second_level_ends_where_a_first_begins(folder: Path) -> None:
    reading = read(folder, "一级分类,二级分类,内容\n售前,接待,A\n,,B\n售后,,C\n,退款,D\n")
    assert [item.category for item in reading.items] == [
        ("售前", "接待"),
        ("售前", "接待"),
        ("售后",),
        ("售后", "退款"),
    ]


def test_with_ids_nothing_is_guessed(folder: Path) -> None:
    one, two = "a" * 20, "b" * 20
    reading = read(folder, f"id,分类,内容\n{one},售前,A\n{two},,B\n")
    assert [(item.id, item.category) for item in reading.items] == [(one, ("售前",)), (two, ())]


def test_other_programs_ids_say_nothing(folder: Path) -> None:
    reading = read(folder, "ID,内容\n1,A\n2,B\n")
    assert [item.id for item in reading.items] == ["", ""]
    assert "id" not in (reading.fields or ())


def test_scopes_and_departments(folder: Path) -> None:
    reading = read(folder, "类型,内容\n公共,A\n个人,B\n部门/售后组,C\n图文,D\n图文,E\n")
    assert [(item.scope, item.department) for item in reading.items] == [
        (Scope.PUBLIC, ""),
        (Scope.PERSONAL, ""),
        (Scope.DEPARTMENT, "售后组"),
        (None, ""),
        (None, ""),
    ]
    assert len(reading.remarks) == 1
    assert read(folder, "部门,内容\n售后组,A\n").items[0].department == "售后组"


def test_only_the_columns_that_are_there_are_said(folder: Path) -> None:
    assert read(folder, "标题,内容,一级分类\n一,A,x\n").fields == {"title", "text", "category"}


@pytest.mark.parametrize(("delimiter"), [",", "\t", ";"])
def test_delimiters_are_told_by_the_header(folder: Path, delimiter: str) -> None:
    line = delimiter.join
    text = "\n".join([line(["标题", "内容"]), line(["a", '"x, y; z\t!"']), line(["b", "c"])])
    assert [item.text for item in read(folder, text).items] == ["x, y; z\t!", "c"]


def test_a_table_of_one_column_is_never_cut(folder: Path) -> None:
    reading = read(folder, '内容\n您好,在的;请说\n"您好,\n二"\n')
    assert [item.text for item in reading.items] == ["您好,在的;请说", "您好,\n二"]


def test_a_row_with_more_cells_than_the_header_is_left_out_rather_than_cut(folder: Path) -> None:
    reading = read(folder, "标题,内容\n问候,您好,欢迎光临\n再见,慢走,,\n")
    assert [item.title for item in reading.items] == ["再见"]
    assert said(reading) == [
        "line 2: it has 3 cells and the header 2; put texts with the delimiter into quotes",
    ]


def test_quotes_as_people_and_programs_write_them(folder: Path) -> None:
    reading = read(folder, '标题,内容\n一,"他说""好"""\n二,说"好"的\n三,"a"b\n')
    assert [item.text for item in reading.items] == ['他说"好"', '说"好"的', "ab"]


def test_a_guarded_cell_is_what_was_guarded(folder: Path) -> None:
    reading = read(folder, "标题,内容\n'=a,'@b\n''=c,'d\n")
    assert [(item.title, item.text) for item in reading.items] == [("=a", "@b"), ("'=c", "'d")]


@pytest.mark.parametrize("text", ['标题,内容\n一,A\n二,"没有关上\n三,C\n', "标题,内容\n一,A\n二," + "长" * 140_000])
def test_an_open_quote_or_a_huge_cell_is_said_with_its_line(folder: Path, text: str) -> None:
    with pytest.raises(FormatError, match=r"话术\.csv:3: a quote"):
        read(folder, text)


def test_without_a_text_column_the_likely_one_is_asked_about(folder: Path) -> None:
    with pytest.raises(FormatError, match="序号, 场景, 文案") as caught:
        read(folder, "序号,场景,文案\n1,问候,您好，欢迎光临本店\n")
    assert "--map 文案=text" in caught.value.hint
    reading = read(folder, "序号,场景,文案\n1,问候,您好，欢迎光临本店\n", 文案="text", 场景="标题")
    assert [(item.title, item.text) for item in reading.items] == [("问候", "您好，欢迎光临本店")]


def test_a_table_without_headers_is_read_by_letters(folder: Path) -> None:
    reading = read(folder, "zai,在的亲\nfh,今天发\n", A="code", B="text")
    assert [(item.place, item.code, item.text) for item in reading.items] == [
        ("line 1", "zai", "在的亲"),
        ("line 2", "fh", "今天发"),
    ]


def test_columns_and_fields_that_dont_exist_are_said(folder: Path) -> None:
    with pytest.raises(FormatError, match="no column '文案'"):
        read(folder, "标题,内容\n一,A\n", 文案="text")
    with pytest.raises(UsageError, match="no field colour"):
        read(folder, "标题,内容\n一,A\n", 标题="colour")


def test_unknown_columns_are_said_with_the_option(folder: Path) -> None:
    assert said(read(folder, "内容,话术答案\nA,B\n")) == [
        "line 1: the column '话术答案' isn't known and was passed over; if you need it: --map 话术答案=text"
    ]


def test_an_empty_table_is_said(folder: Path) -> None:
    with pytest.raises(FormatError, match="empty"):
        read(folder, "\n\n")


def test_too_many_rows_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_ROWS", 2)
    with pytest.raises(FormatError, match="over 2 rows"):
        read(folder, "标题,内容\n一,A\n二,B\n三,C\n")


def test_progress_is_told(folder: Path) -> None:
    told: list[tuple[int, int]] = []
    path = folder / "a.csv"
    path.write_text("标题,内容\n" + "".join(f"{n},x\n" for n in range(1200)))
    CsvFormat("csv", ",").read(File(path), ReadOptions(progress=lambda done, total: told.append((done, total))))
    assert told == [(500, 1201), (1000, 1201)]
