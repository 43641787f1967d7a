"""Letters in the wrong order: what was meant is side by side, what was typed is not."""

import pytest

from phrasebook.search import Index
from tests.unit.search.samples import phrase, titles

INDEX = Index(
    [
        phrase("发出后改地址", "亲，已经发货了，改不了啦。"),
        phrase("先发新的再退旧的", "收到后再退。"),
        phrase("从哪里发货", "杭州。"),
        phrase("厚薄与季节", "加厚的。"),
        phrase("质疑假货", "正品。"),
        phrase("售后久等致歉", "让您久等了。"),
        phrase("退货流程", "在订单里申请。"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fahou", "从哪里发货"),
        ("fahuo", "从哪里发货"),
        ("jiahou", "质疑假货"),
        ("tuihou", "退货流程"),
        ("tiuhuo", "退货流程"),
        # as it stands
        ("shouhou", "售后久等致歉"),
        ("houbo", "厚薄与季节"),
        ("发后", "发出后改地址"),
    ],
)
def test_a_slip_is_meant_where_nothing_stands_as_it_was_typed(typed, first):
    assert titles(INDEX.best(typed))[:1] == [first]
