"""What a message says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search.features import LONGEST, features, has_subject, is_nod, may_be_kept, said, spoken


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("发货", {"发", "货", "发货"}),
        ("發貨!", {"发", "货", "发货"}),
        ("发，货", {"发", "货"}),
        ("什么", {"什么"}),
        ("XL码", {"xl", "码", "l码"}),
        ("618退", {"618", "8退", "退"}),
        ("ＵＳＢ", {"usb"}),
        ("M", set()),
        ("3", set()),
    ],
)
def test_characters_their_pairs_and_latin_words(message, wanted):
    assert set(said(message)) == wanted


@pytest.mark.parametrize(
    "message",
    ["2026111588", "SF13938774", "http://x.cn/i?a=3", "www.x.cn/a", "[微笑][OK]", "😊", "。？", " \n", ""],
)
def test_numbers_links_and_emoticons_say_nothing(message):
    assert said(message) == ()


@pytest.mark.parametrize(
    "message", ["好", "好的好的~", "嗯嗯", "OK", "行吧", "哈哈哈[微笑]", "是的 对对对", "噢好的呢。"]
)
def test_a_nod_wants_no_reply(message):
    assert is_nod(message)


@pytest.mark.parametrize("message", ["好了吗在不在", "在吗", "没", "可以", "谢谢", "好看吗", "是我"])
def test_a_question_is_no_nod(message):
    assert not is_nod(message)


def test_a_number_in_a_question_leaves_the_question():
    assert set(said("订单202611158867到哪")) == {"订", "单", "订单", "到哪"}


def test_a_question_behind_a_link_is_read():
    assert "发货" in said("https://item.x.cn/i.htm?id=672839274这个发货吗")


def test_turns_before_it_count_less():
    found = features("发票", ["退款", "发货"])
    assert found["发票"] == found["发"] == 1.0
    assert found["发货"] == found["货"] == 0.4, "the agent's"
    assert found["退款"] == 0.6, "the customer's before that"
    assert features("发票", ["早", "退款", "发货"]) == found, "what was said before that counts nothing"


def test_of_a_long_message_the_end_counts():
    message = "前" * 500 + "退款"
    assert "退款" in said(message)
    assert "款" in said("退" * 500 + "款")
    assert "发" not in said("发" + "前" * LONGEST)


def test_what_stands_everywhere_is_no_subject():
    assert not any(map(has_subject, ("什么", "在吗", "可以", "了")))
    assert all(map(has_subject, ("发货", "货", "么发", "xl")))


def test_what_may_be_kept_holds_no_digit():
    assert may_be_kept("发货")
    assert may_be_kept("usb")
    assert not any(map(may_be_kept, ("618", "第3", "٣天")))


@given(st.text(max_size=60), st.lists(st.text(max_size=30), max_size=4))
def test_every_text_has_features_or_none(message, previous):
    found = features(message, previous)
    assert all(feature and 0 < weight <= 1 for feature, weight in found.items())
    assert set(said(message)) <= set(found)
    assert all(character.isalnum() for character in spoken(message))


@given(st.text(alphabet="0123456789٣４", min_size=5, max_size=40))
def test_no_digit_of_a_long_number_is_a_feature(number):
    assert not any(map(may_be_kept, said(number)))
