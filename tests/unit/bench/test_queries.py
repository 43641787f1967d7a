"""Queries: the same for the same seed, answered by what they were made from, tuning and reporting apart."""

import pytest

from tests.bench.corpus import make_corpus
from tests.bench.search import double
from tests.bench.search.kinds import KINDS
from tests.bench.search.pieces import title_words
from tests.bench.search.queries import SEEDS, make_queries, nonsense, phrases_for

PHRASES = make_corpus(1000)
EACH = 4
QUERIES = {purpose: make_queries(PHRASES, EACH, purpose) for purpose in SEEDS}


def typed(queries):
    return [(query.kind, query.typed, query.meant.id) for query in queries]


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_there_are_queries_of_every_kind(kind):
    assert sum(query.kind == kind for query in QUERIES["reporting"]) == EACH


def test_every_query_is_answered_by_the_phrase_it_was_made_from():
    assert [query for query in QUERIES["reporting"] if not query.relevant(query.meant)] == []


def test_few_other_phrases_answer_a_query():
    some = PHRASES[:200]
    counts = sorted(sum(map(query.relevant, some)) for query in QUERIES["reporting"])
    assert counts[len(counts) // 2] <= 1


def test_the_same_seed_makes_the_same_queries():
    assert typed(make_queries(PHRASES, EACH, "tuning")) == typed(QUERIES["tuning"])


def test_a_kind_alone_has_the_same_queries_as_among_others():
    alone = make_queries(PHRASES, EACH, "tuning", only=["homophones"])
    assert typed(alone) == [entry for entry in typed(QUERIES["tuning"]) if entry[0] == "homophones"]


def test_no_phrase_is_tuned_on_and_reported():
    sides = [{phrase.title for phrase in phrases_for(purpose, PHRASES)} for purpose in SEEDS]
    assert not sides[0] & sides[1]
    assert min(map(len, sides)) > len(PHRASES) / 3
    meant = [{query.meant.id for query in queries} for queries in QUERIES.values()]
    assert not meant[0] & meant[1]


def test_nonsense_is_the_same_for_the_same_seed():
    assert nonsense("tuning") == nonsense("tuning")
    assert nonsense("tuning") != nonsense("reporting")


def test_a_title_is_cut_between_its_words():
    assert title_words("双11羽绒服退货地址") == ["双11", "羽绒服", "退货地址"]
    assert title_words("退货地址") == ["退货地址"]


@pytest.mark.parametrize(
    ("scheme", "keys"),
    [("小鹤", "faho vsgo lvjp ah"), ("微软", "faho vsgo lyjx oh"), ("自然码", "faho vsgo lvjx ah")],
)
def test_double_pinyin_is_typed_as_its_schemes_say(scheme, keys):
    pairs = ["fa", "huo", "zhong", "guo", "lv", "jie", "ang"]
    assert "".join(double.typed(scheme, syllable) for syllable in pairs) == keys.replace(" ", "")
