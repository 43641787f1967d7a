import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz

from phrasebook.importing import similar
from phrasebook.importing.similar import ALIKE, Alike, alike, letters

SENTENCE = "亲，付款后48小时内发出，系统会第一时间短信通知您哦"
EDITS = st.lists(st.tuples(st.integers(0, 24), st.sampled_from(["", "好", "的", "您您"])), max_size=5)


def changed(edits: list[tuple[int, str]]) -> str:
    signs = list(SENTENCE)
    for position, sign in edits:
        signs[position % len(signs)] = sign
    return "".join(signs)


def test_punctuation_width_and_case_make_no_difference() -> None:
    assert list(alike(["您好，在的~ OK"], ["您好！在的 ｏｋ。"])) == [Alike(1, 0, 100.0)]


def test_a_new_text_is_compared_with_the_ones_before_it() -> None:
    assert [(one.index, one.other) for one in alike([], [SENTENCE, "别的", SENTENCE + "呢"])] == [(2, 0)]


def test_what_differs_more_is_not_reported() -> None:
    assert list(alike([SENTENCE], ["亲，今天发不出，真的很抱歉呢", ""])) == []


@given(st.lists(EDITS.map(changed), max_size=12), st.lists(EDITS.map(changed), max_size=12))
@settings(deadline=None)
def test_the_filter_misses_nothing_that_comparing_all_finds(known: list[str], new: list[str]) -> None:
    found = {one.index for one in alike(known, new)}
    kept = [letters(text) for text in known]
    for position, text in enumerate(map(letters, new), start=len(known)):
        is_alike = any(text and fuzz.ratio(text, other) >= ALIKE for other in kept if other)
        assert (position in found) is is_alike
        if not is_alike:
            kept.append(text)


def test_work_is_bounded_where_all_share_their_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(similar, "_MOST", 3)
    texts = [f"{number:010d}" * 3 for number in range(0, 10**9, 12_345_679)]
    assert len(list(alike([], texts))) < len(texts)
