import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.lint.folding import Squeezed, folded, squeezed, traditional

ODD = st.text(st.sampled_from("加微信❤ *v.口扌力讠平5 。…+🧧😊\u200b\ufe0f\ufffcab\n"), max_size=40) | st.text(
    max_size=40
)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("ＶＸ１３８", "vx138"),
        ("①②⓪", "120"),
        ("國家級", "国家级"),
        ("𝐕信", "v信"),
        ("\u0425\u0445\u03bd", "xxv"),
        ("：，！", ":,!"),
        ("5⭐", "5星"),
    ],
)
def test_folded(written: str, seen: str) -> None:
    assert folded(written) == seen


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("加 微*信", "加微信"),
        ("加-我·微_信", "加我微信"),
        ("扌口扌口", "扣扣"),
        ("力口我", "加我"),
        ("好❤评", "好评"),
        ("薇❤", "薇心"),
        ("V ❤", "v心"),
        ("+V", "加v"),
        ("微\u200b信", "微信"),
        ("加💬微💬信", "加微信"),
        ("有🧧哦", "有🧧哦"),
        ("3.5元", "3.5元"),
        ("best in the world", "best in the world"),
        ("好。坏", "好!坏"),
        ("好，坏", "好,坏"),
        ("\ufffc\ufffc\ufffc", "\ufffc"),
    ],
)
def test_squeezed(written: str, seen: str) -> None:
    assert squeezed(written) == seen


@given(ODD)
def test_folding_keeps_every_character_at_its_place(text: str) -> None:
    assert len(folded(text)) == len(text)
    assert folded(folded(text)) == folded(text)


@given(ODD)
def test_squeezed_characters_know_where_they_came_from(text: str) -> None:
    plain = folded(text)
    made = Squeezed(plain)
    before = 0
    for at, character in enumerate(made.text):
        start, end = made.origin(at, at + 1)
        assert before <= start < end <= len(plain)
        before = end
        if character not in "扣加信伽评红返迷微薇钱现私状心!\ufffc ":
            assert plain[start:end] == character


def test_a_span_covers_both_halves_of_a_character() -> None:
    assert Squeezed("说扌口扌口").origin(1, 3) == (1, 5)


def test_traditional_characters_have_simplified_ones() -> None:
    table = traditional()
    assert len(table) > 2500
    assert table["國"] == "国"
    assert not set("著乾瞭后里") & set(table), "written in simplified Chinese too"
