import pytest

from phrasebook.errors import UsageError
from phrasebook.formats.spreadsheet.headers import (
    IGNORE,
    closest,
    field_named,
    field_of,
    fields,
    names_of,
    read_headers,
    recognised,
)


def known(*headers: str, **wanted: str) -> dict[str, str]:
    return {headers[column.index]: column.field for column in read_headers(headers, wanted).known}


def test_every_name_means_one_field() -> None:
    names = [name for field in fields() for name in names_of(field)]
    assert len(names) == len(set(names))
    assert all(field_of(name) == (field, False) for field in fields() for name in names_of(field))


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("话术内容（必填）", "text"),
        (" 话术 内容* ", "text"),
        ("Short_Code", "code"),
        ("ＩＭＡＧＥ", "images"),
        ("一级分类", "category1"),
        ("序号", ""),
        ("内容" * 30, ""),
        ("[" * 100_000, ""),
    ],
)
def test_headers_are_read_folded(header: str, field: str) -> None:
    assert field_of(header)[0] == field


def test_columns_as_shop_programs_call_them() -> None:
    assert known("分组", "话术标题", "话术内容", "快捷编码") == {
        "分组": "category",
        "话术标题": "title",
        "话术内容": "text",
        "快捷编码": "code",
    }
    assert known("一级分类", "二级分类", "关键词", "回复内容", "图片")["回复内容"] == "text"


def test_numbered_columns_are_several_of_one_field() -> None:
    columns = read_headers(["话术1", "话术2", "备选一", "备选二"], {})
    assert [(column.field, column.numbered) for column in columns.known] == [
        ("text", True),
        ("text", True),
        ("variants", True),
        ("variants", True),
    ]


def test_of_two_columns_for_one_field_the_first_counts_and_the_other_is_said() -> None:
    columns = read_headers(["标题", "名称", "内容"], {})
    assert [column.index for column in columns.known] == [0, 2]
    assert columns.unknown == {"名称": "title"}


def test_what_the_user_says_goes_first() -> None:
    assert known("内容", "答复文案", 答复文案="text") == {"答复文案": "text"}
    assert known("类型", "内容", 类型="ignore") == {"内容": "text"}
    assert {column.index: column.field for column in read_headers(["", "", ""], {"A": "code", "C": "text"}).known} == {
        0: "code",
        2: "text",
    }


def test_unknown_headers_get_the_closest_field() -> None:
    assert read_headers(["内容", "话术答案", "创建人"], {}).unknown == {"话术答案": "text", "创建人": ""}
    assert closest("关键字词") == "keywords"


def test_a_row_without_a_text_column_is_no_header() -> None:
    assert recognised(["标题", "分组"]) == 0
    assert recognised(["标题", "内容", "说明：内容不要改"]) == 2


def test_fields_are_named_in_both_languages() -> None:
    assert field_named("keywords") == "keywords"
    assert field_named("关键词") == "keywords"
    assert field_named("valid_until") == "valid_until"
    assert field_named("忽略") == IGNORE
    with pytest.raises(UsageError) as caught:
        field_named("colour")
    assert "valid_until" in caught.value.hint
