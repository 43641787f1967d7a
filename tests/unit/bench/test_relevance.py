"""What answers a query, and what is only near."""

import pytest

from phrasebook.model import Phrase, Scope
from tests.bench.search.relevance import anywhere, closely, coded, in_category, in_keyword, in_title, literally, span


def phrase(title, text="亲，请您稍等", **fields):
    return Phrase(id="1", scope=Scope.PUBLIC, pack="p", title=title, text=text, **fields)


@pytest.mark.parametrize(
    ("atoms", "title", "answers"),
    [
        ("退货", "羽绒服退货地址", True),
        ("退货", "退，货！", True),
        ("退货", "退换货", False),
        (("tui", "huo"), "退货地址", True),
        (("tui", "huo"), "推活动", True),
        (("tui", "h…"), "退换", True),
        (("t…", "h…", "d…"), "退货地址", True),
        (("t…", "h…", "d…"), "退货流程", False),
        (("hai", "kuan"), "还款", True),
        (("huan", "kuan"), "还款", True),
        (("chong", "qing"), "重庆仓", True),
        ("iphone", "iPhone壳", True),
        (("i…", "p…"), "iPhone壳", True),
    ],
)
def test_a_run_stands_side_by_side(atoms, title, answers):
    assert in_title(atoms)(phrase(title)) is answers


def test_a_whole_title_is_answered_by_no_longer_one():
    assert in_title("退货地址", whole=True)(phrase("退货地址"))
    assert not in_title("退货地址", whole=True)(phrase("退货地址大促"))


def test_words_may_stand_in_any_order():
    assert in_title("地址", "退货")(phrase("退货的地址"))
    assert not in_title("地址", "换货")(phrase("退货的地址"))


@pytest.mark.parametrize(
    ("typed", "title", "answers"),
    [
        ("fahuo", "什么时候发货", True),
        ("fahu", "发货", True),
        ("fahou", "发货", False),
        ("xian", "西安仓", True),
        ("xian", "现货", True),
        ("发或", "发或不发", True),
        ("发或", "发货", False),
        ("fa货", "发货", True),
    ],
)
def test_what_was_typed_may_stand_there_literally(typed, title, answers):
    assert literally(typed)(phrase(title)) is answers


def test_fields_other_than_the_title():
    it = phrase("退货地址", "请寄到三号仓", keywords=("寄到哪",), category=("售后", "退换货"), code="thdz")
    assert in_category("退换货")(it)
    assert not in_category("退款")(it)
    assert in_keyword(("ji", "dao"))(it)
    assert not in_keyword("三号仓")(it)
    assert anywhere("三号仓")(it)
    assert anywhere("寄到哪")(it)
    assert coded("thd")(it)
    assert not coded("hdz")(it)
    assert not coded("")(phrase("没有编码"))


def test_scattered_characters_stand_in_order_and_no_further_apart():
    assert span("请您稍等一下，请稍等", "请等") == 3
    assert span("请您稍等", "等请") == float("inf")
    assert closely("请等", 4)(phrase("稍候", "请您稍等"))
    assert not closely("请等", 3)(phrase("稍候", "请您稍等"))
