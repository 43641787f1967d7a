"""The compiled loops and numpy say the same, to the last point."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebook.search import Index, highlight, native, score
from phrasebook.search.alphabet import Alphabet
from phrasebook.search.query import parses
from phrasebook.search.texts import gather
from tests.unit.search.samples import LIBRARY, phrase

CHARACTERS = "发货时间退地址换流程 ，abfhs1"
some_text = st.text(alphabet=CHARACTERS, max_size=14)
some_phrase = st.builds(phrase, some_text, some_text, code=st.text(alphabet="fhabs1", max_size=3))
some_query = st.text(alphabet=CHARACTERS, min_size=1, max_size=8)


@pytest.fixture(autouse=True)
def _compiled():
    assert native.compiled, "this checkout was installed without a compiler: python hatch_build.py"


def both(look):
    fast = look()
    with native.without():
        return fast, look()


@given(st.lists(some_phrase, min_size=1, max_size=6), some_query)
def test_alignments_are_the_same(phrases, query):
    texts = gather(phrases)
    alphabet = Alphabet(texts.points)
    everyone = np.arange(len(phrases))
    for parse in parses(query, lambda _: False):
        masks = [alphabet.mask(atom) for atom in parse.atoms]
        fast, plain = both(lambda: score.align(texts, everyone, masks, parse.starts))  # noqa: B023  # called at once
        assert fast.phrases.tolist() == plain.phrases.tolist()
        assert fast.scores.tolist() == plain.scores.tolist()
        fast, plain = both(lambda: highlight.traces(texts, everyone, masks, parse.starts))  # noqa: B023
        assert {number: places for number, places in fast.items() if places} == {
            number: places for number, places in plain.items() if places
        }


@settings(deadline=None)
@given(
    st.lists(some_phrase, min_size=1, max_size=400).map(lambda some: [phrase(p.title, p.text) for p in some]),
    some_query,
    st.integers(0, 9),
)
def test_what_is_found_is_the_same(phrases, query, favoured):
    boosts = {phrases[favoured % len(phrases)].id: 0.5}
    with native.without():
        plain = Index(phrases).best(query, boosts, limit=20)
    assert Index(phrases).best(query, boosts, limit=20) == plain


@pytest.mark.parametrize("query", ["fh", "发货", "tuihuodz", "shijian发货", "退 址 流程", "f", "fahou", "xyz"])
def test_what_is_found_is_the_same_for_real_queries(query):
    phrases = [phrase(f"{one.title}{n}", one.text) for n in range(60) for one in LIBRARY]  # more than are aligned
    with native.without():
        plain = Index(phrases).best(query, limit=50)
    assert Index(phrases).best(query, limit=50) == plain


def test_arrays_of_a_wrong_kind_are_refused():
    compiled = native.compiled
    starts, lists, slots, seen = (
        np.array([0, 2], np.uint32),
        np.array([0, 1], np.uint16),
        np.array([0]),
        np.zeros(2, np.bool_),
    )
    with pytest.raises(ValueError, match="type or length"):
        compiled.union(starts.astype(np.int64), lists, slots, seen)
    with pytest.raises(ValueError, match="fit together"):
        compiled.union(np.array([0, 9], np.uint32), lists, slots, seen)
    with pytest.raises(ValueError, match="fit together"):
        compiled.union(starts, lists, np.array([7]), seen)
    with pytest.raises(ValueError, match="type or length"):
        compiled.union(starts, lists, slots, np.zeros(4, np.bool_)[::2].astype(np.uint16))
    with pytest.raises(TypeError):
        compiled.add(seen)
    with pytest.raises(ValueError, match="neither"):
        compiled.add(np.zeros(3, np.uint16), np.zeros(2, np.bool_), 1)


def test_numbers_out_of_range_touch_nothing():
    seen = np.zeros(2, np.bool_)
    native.compiled.union(np.array([0, 3], np.uint32), np.array([0, 1, 500], np.uint16), np.array([0]), seen)
    assert seen.tolist() == [True, True]
    total = np.zeros(2, np.uint16)
    native.compiled.add(total, np.array([1, 500], np.uint32), 5)
    assert total.tolist() == [0, 5]


def test_phrases_that_are_not_there_are_refused():
    texts = gather(LIBRARY)
    alphabet = Alphabet(texts.points)
    parse = parses("发货", lambda _: False)[0]
    given_ = score.arguments(texts, [alphabet.mask(atom) for atom in parse.atoms], parse.starts)
    with pytest.raises(ValueError, match="no such phrase"):
        native.compiled.trace(*given_, len(LIBRARY))
    with pytest.raises(ValueError, match="no such phrase"):
        native.compiled.align(*given_, np.array([-1]), np.zeros(3, np.int32))
    with pytest.raises(ValueError, match="type or length"):
        native.compiled.align(*given_, np.array([0, 1]), np.zeros(3, np.int32))
