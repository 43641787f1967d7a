"""Slips, accents and homophones that are one step from what was meant, and no more."""

import random

from hypothesis import given
from hypothesis import strategies as st

from tests.bench.search import hands
from tests.bench.search.readings import sounding, spelled

CHANCES = st.integers(0, 10_000).map(random.Random)
PINYIN = st.lists(st.sampled_from(["fa", "huo", "shi", "jian", "tui", "kuan", "di", "zhi"]), min_size=2).map("".join)


@given(CHANCES, PINYIN)
def test_a_slip_changes_what_it_says(chance, letters):
    assert sorted(hands.transposed(chance, letters)) == sorted(letters)
    assert len(hands.missing(chance, letters)) == len(letters) - 1
    assert len(hands.extra(chance, letters)) == len(letters) + 1
    wrong = hands.wrong(chance, letters)
    assert sum(a != b for a, b in zip(wrong, letters, strict=True)) == 1


@given(CHANCES, PINYIN)
def test_the_first_letter_is_never_mistyped(chance, letters):
    changes = (hands.transposed, hands.missing, hands.extra, hands.wrong)
    assert {change(chance, letters)[0] for change in changes} == {letters[0]}


@given(CHANCES)
def test_an_accent_makes_another_syllable_or_the_same(chance):
    assert hands.blurred(chance, "shang") in {"shang", "sang", "shan", "san"}
    assert hands.blurred(chance, "liang") in {"liang", "niang", "lian", "nian"}
    assert hands.blurred(chance, "fa") == "fa"


@given(CHANCES)
def test_a_homophone_sounds_the_same_and_is_another(chance):
    other = hands.homophone(chance, "货", "huo")
    assert other in sounding("huo")
    assert other != "货"


def test_no_homophone_is_no_character():
    assert hands.homophone(random.Random(1), "某", "no such syllable") == ""


def test_width_and_script():
    assert hands.full_width("fh 618") == "ｆｈ　６１８"
    assert hands.traditional("发货时间") == "發貨時間"


def test_readings_follow_the_context():
    assert spelled("重庆归还，银行 OK").context == ("chong", "qing", "gui", "huan", "yin", "hang", "o", "k")
