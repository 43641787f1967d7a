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


def lists():
    """Two lists, 0 1 and 2; which of them; flags and room for three numbers."""
    starts, numbers = np.array([0, 2, 3], np.uint32), np.array([0, 1, 2], np.uint16)
    return [starts, numbers, np.array([0, 1]), np.zeros(3, np.bool_), np.zeros(3, np.uint32)]


@pytest.mark.parametrize(
    ("place", "wrong", "words"),
    [
        (0, np.array([0, 2, 3]), "type or length"),
        (0, np.array([0, 9, 3], np.uint32), "fit together"),
        (1, np.array([0, 1, 2], np.uint8), "fit together"),
        (2, np.array([7]), "fit together"),
        (3, np.zeros(3, np.uint16), "type or length"),
        (4, np.zeros(3, np.int64), "type or length"),
    ],
)
def test_lists_of_a_wrong_kind_are_refused(place, wrong, words):
    given_ = lists()
    given_[place] = wrong
    with pytest.raises(ValueError, match=words):
        native.compiled.union(*given_)


def test_a_union_leaves_no_flag():
    given_ = lists()
    assert native.compiled.union(*given_) == 3
    assert given_[4].tolist() == [0, 1, 2]
    assert not given_[3].any()


def test_a_union_without_room_leaves_its_flags():
    given_ = [*lists()[:4], np.zeros(1, np.uint32)]
    assert native.compiled.union(*given_) == -1
    assert given_[3].all()


def test_numbers_out_of_range_touch_nothing():
    starts, _, slots, _, out = lists()
    assert native.compiled.union(starts, np.array([0, 1, 500], np.uint16), slots, np.zeros(3, np.bool_), out) == 2
    total, bits = np.zeros(2, np.uint16), np.zeros(2, np.uint32)
    native.compiled.add(total, bits, np.array([1, 500], np.uint32), 5, 2)
    assert (total.tolist(), bits.tolist()) == ([0, 5], [0, 2])
    with pytest.raises(ValueError, match="neither"):
        native.compiled.add(total, bits, np.zeros(3, np.uint8), 1, 0)
    with pytest.raises(TypeError):
        native.compiled.add(total)


def test_phrases_that_are_not_there_are_refused():
    texts = gather(LIBRARY)
    alphabet = Alphabet(texts.points)
    parse = parses("发货", lambda _: False)[0]
    given_ = score.arguments(texts, [alphabet.mask(atom) for atom in parse.atoms], parse.starts)
    with pytest.raises(ValueError, match="no such phrase"):
        native.compiled.trace(*given_, len(LIBRARY))
    with pytest.raises(ValueError, match="no such phrase"):
        native.compiled.align(*given_, np.array([-1]), np.zeros(4, np.int32))
    with pytest.raises(ValueError, match="type or length"):
        native.compiled.align(*given_, np.array([0, 1]), np.zeros(4, np.int32))
