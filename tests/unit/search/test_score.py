import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search import highlight, score
from phrasebook.search.alphabet import Alphabet
from phrasebook.search.query import parses
from phrasebook.search.texts import gather
from tests.unit.search import reference
from tests.unit.search.samples import LIBRARY, phrase

CHARACTERS = "发货时间退地址换流程 ，abfhs1"
some_text = st.text(alphabet=CHARACTERS, max_size=14)
some_phrase = st.builds(phrase, some_text, some_text, code=st.text(alphabet="fhabs1", max_size=3))


def points(phrases, query):
    """What the fast and the plain alignment say, for every phrase and reading."""
    texts = gather(phrases)
    alphabet = Alphabet(texts.points)
    for parse in parses(query, lambda _: False):
        masks = [alphabet.mask(atom) for atom in parse.atoms]
        hits = score.find(texts, np.arange(len(phrases)), masks)
        if len(hits.phrases):
            _, best = score.points(hits, parse.starts)
            for row, number in enumerate(hits.phrases.tolist()):
                yield int(best[-1][row]), reference.best(texts, number, masks, parse.starts)


@given(st.lists(some_phrase, min_size=1, max_size=4), st.text(alphabet=CHARACTERS, min_size=1, max_size=8))
def test_the_fast_alignment_is_the_plain_one(phrases, query):
    for fast, plain in points(phrases, query):
        assert fast == plain


@pytest.mark.parametrize(
    "query", ["fahuo shijian", "fhsj", "址地货退", "发货间", "发发发", "shijian发货", "退 址 流程"]
)
def test_the_fast_alignment_is_the_plain_one_for_real_queries(query):
    compared = list(points(LIBRARY, query))
    assert compared
    assert all(fast == plain for fast, plain in compared)


def single(title: str, query: str) -> int:
    texts = gather([phrase(title)])
    alphabet = Alphabet(texts.points)
    parse = parses(query, lambda _: False)[0]
    hits = score.find(texts, np.arange(1), [alphabet.mask(atom) for atom in parse.atoms])
    return int(score.points(hits, parse.starts)[1][-1][0])


IN_TITLE = 100 + score.IN_HEAD + score.IN_TITLE


def test_side_by_side_at_the_beginning_of_a_title():
    assert single("发货", "发货") == IN_TITLE + 2 * score.TITLE_WORD_START + score.ADJACENT + IN_TITLE


def test_a_gap_costs_by_its_length():
    assert single("发二三货", "发货") == single("发货", "发货") - score.ADJACENT - score.GAP - score.GAP_STEP


def test_a_skipped_atom_costs():
    assert single("发", "发货") == IN_TITLE + 2 * score.TITLE_WORD_START - score.SKIP


def test_going_backwards_costs_a_jump():
    assert single("货甲发", "发货") == 2 * IN_TITLE + score.TITLE_WORD_START - score.JUMP


def test_a_new_word_of_the_query_jumps_for_nothing():
    assert single("货甲发", "发 货") == 2 * IN_TITLE + score.TITLE_WORD_START


def test_one_character_is_not_taken_twice():
    assert single("发", "发发") == single("发", "发货")


@given(st.lists(some_phrase, min_size=1, max_size=4), st.text(alphabet=CHARACTERS, min_size=1, max_size=8))
def test_the_way_taken_holds_what_was_typed(phrases, query):
    texts = gather(phrases)
    alphabet = Alphabet(texts.points)
    for parse in parses(query, lambda _: False):
        masks = [alphabet.mask(atom) for atom in parse.atoms]
        for number, places in highlight.traces(texts, np.arange(len(phrases)), masks, parse.starts).items():
            taken = texts.numbers[texts.starts[number] + np.array(places, np.int64)]
            assert len(places) <= len(masks)
            rest = iter(masks)
            assert all(any(mask[character] for mask in rest) for character in taken.tolist())
