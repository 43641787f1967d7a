"""From what stands in the editor's fields to a phrase: left what was typed, right the phrase or what is wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.gui.draft import (
    Draft,
    Mistake,
    categories_of,
    draft_of,
    mistakes_in,
    phrase_of,
    shadowed,
    split_category,
)
from phrasebook.model import Phrase, Scope
from phrasebook.placeholders import Values

MINE = Phrase(
    id="a" * 20,
    scope=Scope.PERSONAL,
    pack="我的",
    category=("售后", "退换货"),
    title="退货地址",
    text="请寄到{{ask:仓库}}",
    code="thdz",
    keywords=("退到哪里", "寄哪, 怎么寄"),
    variants=("麻烦寄到{{ask:仓库}}",),
    images=("images/标签.png",),
    send=True,
    valid_until=date(2026, 6, 20),
    apps=("千牛",),
    note="自营仓",
    extra='colour = "red"\n',
    line=7,
)
SHARED = msgspec.structs.replace(MINE, id="b" * 20, scope=Scope.PUBLIC, pack="售后")
VALUES = Values(datetime(2026, 5, 30, 9, 5), texts={"hi": "您好"})


def phrase(draft: Draft) -> Phrase:
    made = phrase_of(draft, "我的")
    assert isinstance(made, Phrase), made
    return made


def wrong(draft: Draft) -> list[tuple[str, int]]:
    made = phrase_of(draft, "我的")
    assert not isinstance(made, Phrase)
    assert all(one.message for one in made)
    return [(one.field, one.wording) for one in made]


def test_nothing_typed_changes_nothing() -> None:
    assert phrase(draft_of(MINE)) == MINE


def test_what_is_typed_is_what_changes() -> None:
    changed = phrase(
        replace(draft_of(MINE), wordings=("新的", "又一种"), title="地址", category=("售后", ""), code=" dz ")
    )
    assert changed == msgspec.structs.replace(
        MINE, text="新的", variants=("又一种",), title="地址", category=("售后",), code="dz"
    )


def test_a_shared_phrase_becomes_a_copy_with_an_id_of_its_own() -> None:
    draft = draft_of(SHARED)
    copy = phrase(draft)
    assert draft.copies
    assert (copy.scope, copy.department, copy.pack) == (Scope.PERSONAL, "", "我的")
    assert copy.id not in (SHARED.id, "")
    assert msgspec.structs.replace(copy, id=MINE.id) == MINE


def test_a_new_phrase_needs_only_a_text() -> None:
    made = phrase(Draft(("在的，您请说~\n第二行\n",)))
    assert (made.title, made.text) == ("在的，您请说~", "在的，您请说~\n第二行")
    assert (made.scope, made.pack, made.category, made.code) == (Scope.PERSONAL, "我的", (), "")
    assert len(made.id) == 20
    assert draft_of(made).title == "", "a title nobody wrote isn't shown as one"


def test_blank_wordings_are_left_out_and_the_first_that_is_not_is_the_text() -> None:
    made = phrase(Draft(("  ", "甲", "", "乙")))
    assert made.wordings == ("甲", "乙")


@pytest.mark.parametrize("typed", ["破损，坏了", "破损、坏了", "破损, 坏了,", "破损；坏了", "破损\n坏了\n破损"])
def test_keywords_are_set_apart_by_any_comma(typed: str) -> None:
    assert phrase(Draft(("文",), keywords=typed)).keywords == ("破损", "坏了")


@pytest.mark.parametrize(
    ("draft", "field", "wording"),
    [
        (Draft(("",)), "text", 0),
        (Draft(("长" * 20_001,)), "text", 0),
        (Draft(("好", "", "长" * 20_001)), "text", 2),
        (Draft(("好", "坏\x07")), "text", 1),
        (Draft(("好",), title="长" * 201), "title", 0),
        (Draft(("好",), code="a b"), "code", 0),
        (Draft(("好",), code="x" * 33), "code", 0),
        (Draft(("好",), category=("", "二级")), "category", 0),
        (Draft(("好",), category=("一\x07", "")), "category", 0),
        (Draft(("好",), keywords="坏\x07"), "keywords", 0),
    ],
)
def test_each_mistake_is_said_at_its_field(draft: Draft, field: str, wording: int) -> None:
    assert wrong(draft) == [(field, wording)]


def test_several_mistakes_are_all_said() -> None:
    assert {field for field, _ in wrong(Draft(("",), code="a b", title="长" * 201))} == {"text", "code", "title"}


@pytest.mark.parametrize("text", ["{{ask:}}", "{{ask:单号", "{{phrase:none}}", "{{choose:快递}}"])
def test_a_placeholder_that_could_never_be_pasted_is_a_mistake(text: str) -> None:
    found = mistakes_in(Draft(("好", text)), VALUES, ())
    assert [(one.field, one.wording) for one in found] == [("text", 1)]
    assert mistakes_in(Draft(("好{{ask:单号}}{{phrase:hi}}{{cursor}}",)), VALUES, ()) == ()


def test_a_code_may_be_shared_but_not_with_another_phrase_of_ones_own() -> None:
    draft = Draft(("好",), code="thdz")
    assert [one.field for one in mistakes_in(draft, VALUES, [SHARED, MINE])] == ["code"]
    assert mistakes_in(draft, VALUES, [SHARED]) == ()
    assert mistakes_in(draft_of(MINE), VALUES, [SHARED, MINE]) == ()
    assert [one.field for one in mistakes_in(draft_of(SHARED), VALUES, [SHARED, MINE])] == ["code"]


def test_a_shared_phrase_of_the_same_code_is_known_but_not_the_one_that_is_copied() -> None:
    assert shadowed(Draft(("好",), code="thdz"), [SHARED]) == SHARED
    assert shadowed(draft_of(SHARED), [SHARED]) is None
    assert shadowed(draft_of(MINE), [MINE]) is None


def test_two_levels_may_be_typed_into_one_field() -> None:
    assert split_category("售后/退换货") == split_category("售后／ 退换货") == ("售后", "退换货")
    assert split_category("售后/") == ("售后", "")
    assert split_category("售后") is None


def test_the_categories_there_are() -> None:
    counts = [
        ((), 9),
        (("售前",), 4),
        (("售前", "答疑"), 4),
        (("售后",), 5),
        (("售后", "破损"), 2),
        (("售后", "退款"), 3),
    ]
    assert categories_of(counts) == {"售前": ("答疑",), "售后": ("破损", "退款")}


@given(st.lists(st.text(), min_size=1, max_size=4), st.text(), st.text(), st.text(), st.text(), st.text())
def test_whatever_is_typed_is_a_phrase_or_a_mistake_with_words(
    wordings: list[str], title: str, first: str, second: str, code: str, keywords: str
) -> None:
    made = phrase_of(Draft(tuple(wordings), title, (first, second), code, keywords), "我的")
    if isinstance(made, Phrase):
        assert made.text.strip()
        assert phrase_of(draft_of(made), "我的") == made, "opened and saved again it is the same"
    else:
        assert made
        assert all(isinstance(one, Mistake) and one.message for one in made)
