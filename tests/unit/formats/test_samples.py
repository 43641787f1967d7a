"""What the sample tables in tests/data/formats show (made by tests/data/make_tables.py)."""

from datetime import date
from typing import Any

from phrasebook.formats import detect
from phrasebook.formats.base import Item, Reading, ReadOptions
from phrasebook.formats.source import source_of
from phrasebook.model import Scope
from tests.unit.formats.foreign import DATA, refused


def read(name: str, **columns: str) -> Reading:
    source = source_of(DATA / name)
    return detect(source).read(source, ReadOptions(columns))


def shown(items: tuple[Item, ...], *fields: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(item, field) for field in fields) for item in items]


def test_a_shops_export_in_gb18030() -> None:
    assert shown(read("csv/千牛快捷短语.csv").items, "category", "code", "text") == [
        (("售前接待",), "zai", "在的亲~\n您请说"),
        (("售前接待",), "fh", "付款后48小时内发出哦"),
        (("售后-退换",), "th", "请您在订单里申请退货"),
        (("售后", "退换"), "thdz", "退货地址：杭州市余杭区1号仓"),
    ]


def test_semicolons_with_excels_hint() -> None:
    assert shown(read("csv/semicolon.csv").items, "place", "title", "text", "code", "keywords") == [
        ("line 3", "Hello", "Hello; how can I help?", "hi", ("greeting", "start")),
        ("line 4", "Bye", "Bye!", "bye", ()),
    ]


def test_merged_cells_that_became_blanks() -> None:
    reading = read("csv/合并单元格另存.csv")
    assert shown(reading.items, "category", "title") == [
        (("售前", "接待"), "问候"),
        (("售前", "接待"), "应一声"),
        (("售前", "议价"), "第一轮"),
        (("售后", "退换货"), "退货"),
        (("售后", "退换货"), "换货"),
    ]
    assert refused(reading) == ["line 10"]
    assert "4 rows" in reading.remarks[-1].message


def test_several_answers_to_a_question_are_variants() -> None:
    reading = read("csv/一题多答.csv")
    assert shown(reading.items, "title", "text", "variants", "valid_from", "valid_until") == [
        ("发货", "48小时内发", ("明天发",), date(2026, 6, 1), date(2026, 6, 20))
    ]
    assert refused(reading) == ["line 3"]


def test_pictures_are_found_beside_the_table() -> None:
    reading = read("csv/带图片.csv")
    assert [[name in reading.pictures for name in item.images] for item in reading.items] == [[True], [True], [False]]


def test_unicode_text_of_excel() -> None:
    for name in ("tsv/Unicode文本.txt", "tsv/no-mark.tsv"):
        assert shown(read(name).items, "category", "text") == [
            (("售前", "接待"), "您好，\n欢迎光临"),
            (("售前", "接待"), "=欢迎="),
        ]


def test_a_team_leads_workbook() -> None:
    reading = read("xlsx/团队话术.xlsx")
    assert shown(reading.items, "place", "category", "title", "code", "valid_until") == [
        ("售前!5", ("售前", "接待"), "问候", "007", None),
        ("售前!6", ("售前", "接待"), "应一声", "zai", None),
        ("售前!7", ("售前", "接待"), "回头客", "htk", None),
        ("售前!8", ("售前", "大促"), "618满减", "618", date(2026, 6, 20)),
        ("售前!10", ("售前",), "", "", None),
        ("售后!2", ("售后", "查件催件"), "报单号", "bdh", None),
        ("售后!3", ("售后", "退换货"), "=HYPERLINK", "", None),
    ]
    assert reading.items[0].keywords == ("在吗", "你好")
    assert reading.items[-1].text == "=1+1"
    assert refused(reading) == ["售前!9"]
    assert {remark.place for remark in reading.remarks} == {"售前!4", "售前!9", "修改记录", "旧话术"}


def test_sheets_that_are_scopes() -> None:
    assert shown(read("xlsx/三个范围.xlsx").items, "scope", "department", "category") == [
        (Scope.PUBLIC, "", ()),
        (Scope.DEPARTMENT, "售后组", ()),
        (Scope.PERSONAL, "", ()),
    ]
    asked = read("xlsx/三个范围.xlsx", 工作表="category")
    assert shown(asked.items, "scope", "category")[0] == (None, ("公共话术",))


def test_pictures_in_a_workbook_by_excel_and_by_wps() -> None:
    reading = read("xlsx/带图片.xlsx")
    pictures = [[reading.pictures[name][:4] for name in item.images] for item in reading.items]
    assert pictures == [[b"\x89PNG"]] * 3
    assert len({name for item in reading.items for name in item.images}) == 3


def test_a_pack_a_library_and_a_handbook() -> None:
    assert shown(read("toml/售后.toml").items, "title", "id") == [
        ("退货地址", "a1f0c2d4e6b84f0c9b7d"),
        ("在的，您请说~", ""),
    ]
    library = read("library")
    assert shown(library.items, "scope", "department", "pack")[0] == (Scope.DEPARTMENT, "售后组", "图")
    assert library.pictures[library.items[0].images[0]][:4] == b"\x89PNG"
    assert shown(read("text/手册.txt").items, "category", "title", "text") == [
        ((), "", "没有分类的一条"),
        (("售前", "接待"), "问候", "您好，欢迎光临~\n看中哪款发给我"),
        (("售前", "接待"), "", "在的亲"),
        (("售前", "接待"), "回头客", "又见面啦"),
        (("售后", "退换货"), "", "# 号开头的一条\n\n空一行的下面"),
    ]


def test_json_of_show_and_of_list() -> None:
    (one,) = read("json/show.json").items
    assert (one.scope, one.department, one.send, one.extra) == (Scope.DEPARTMENT, "售后组", True, 'colour = "red"\n')
    listed = read("json/list.json")
    assert [item.title for item in listed.items] == ["问候", "多余的"]
    assert refused(listed) == ["entry 2"]
    assert "weight" in {remark.place for remark in listed.remarks}
