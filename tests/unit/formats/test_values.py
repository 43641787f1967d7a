from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.formats.spreadsheet.values import (
    ValueTroubleError,
    guarded,
    joined_list,
    read_date,
    read_flag,
    read_scope,
    split_category,
    split_list,
    split_variants,
    unguarded,
)
from phrasebook.model import Scope

WORD = st.text(st.sampled_from("a中|｜\\,，、;； \n'=+-@\t"), min_size=1, max_size=8).map(str.strip).filter(bool)


@given(st.text(st.sampled_from("'=+-@＝\t\rab\n"), max_size=8))
def test_guarding_is_undone(text: str) -> None:
    assert unguarded(guarded(text)) == text
    assert not guarded(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@given(st.lists(WORD, max_size=4).map(tuple))
def test_a_joined_list_is_split_again(values: tuple[str, ...]) -> None:
    assert split_list(joined_list(values)) == values


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("怎么退|退货", ("怎么退", "退货")),
        ("在吗、你好，有人吗;hello\n在", ("在吗", "你好", "有人吗", "hello", "在")),
        ("a,b | c", ("a,b", "c")),
        (" ", ()),
        ("|||", ()),
        ("ends in \\|b", ("ends in |b",)),
    ],
)
def test_lists_as_people_write_them(cell: str, values: tuple[str, ...]) -> None:
    assert split_list(cell) == values


def test_variants_are_between_bars_or_on_lines() -> None:
    assert split_variants("您好，在的|亲\n在") == ("您好，在的", "亲\n在")
    assert split_variants("一\n二\n\n") == ("一", "二")


@pytest.mark.parametrize(
    ("cell", "levels"),
    [
        ("售后", ("售后",)),
        ("售后/退换货", ("售后", "退换货")),
        ("售后 > 退换货", ("售后", "退换货")),
        ("售后\\退换货", ("售后", "退换货")),
        ("售后 - 退换货", ("售后", "退换货")),
        ("售后－退换货", ("售后", "退换货")),
        ("售后＞退换货／退货", ("售后", "退换货", "退货")),
        ("T-shirt", ("T-shirt",)),
        (" /售后/ ", ("售后",)),
        ("", ()),
    ],
)
def test_categories_are_split(cell: str, levels: tuple[str, ...]) -> None:
    assert split_category(cell) == levels


@pytest.mark.parametrize(
    "cell",
    [
        "2026-06-08",
        "2026/6/8",
        "2026.6.8",
        "2026年6月8日",
        "20260608",
        "2026-06-08 00:00:00",
        "2026-06-08T10:00",
        "２０２６-０６-０８",
        "46181",
    ],
)
def test_days_in_usual_spellings(cell: str) -> None:
    assert read_date(cell) == date(2026, 6, 8)


def test_for_ever_is_no_day() -> None:
    assert read_date("长期") is read_date(" ") is read_date("-") is None


@pytest.mark.parametrize("cell", ["6月18日", "明天", "2026-13-01", "2026-06-31", "6/7/2026", "99999", "２０２６"])
def test_a_day_that_may_be_another_is_refused(cell: str) -> None:
    with pytest.raises(ValueTroubleError, match="2026-06-18"):
        read_date(cell)


def test_yes_and_no() -> None:
    assert read_flag("是")
    assert read_flag(" TRUE ")
    assert not read_flag("")
    assert not read_flag("否")
    with pytest.raises(ValueTroubleError):
        read_flag("maybe")


@pytest.mark.parametrize(
    ("cell", "scope"),
    [
        ("公共", (Scope.PUBLIC, "")),
        ("团队话术", (Scope.PUBLIC, "")),
        ("公共话术库", (Scope.PUBLIC, "")),
        ("个人短语", (Scope.PERSONAL, "")),
        ("我的", (Scope.PERSONAL, "")),
        ("部门", (Scope.DEPARTMENT, "")),
        ("部门/售后组", (Scope.DEPARTMENT, "售后组")),
        ("部门话术-售后组", (Scope.DEPARTMENT, "售后组")),
        ("部门（售后组）", (Scope.DEPARTMENT, "售后组")),
        ("department/a", (Scope.DEPARTMENT, "a")),
        ("图片", (None, "")),
        ("公共/售后", (None, "")),
        ("", (None, "")),
    ],
)
def test_scopes_in_words(cell: str, scope: tuple[Scope | None, str]) -> None:
    assert read_scope(cell) == scope
