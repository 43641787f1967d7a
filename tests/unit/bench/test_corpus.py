"""The made-up library: the same for the same seed, varied, and of the lengths of real replies."""

from tests.bench.corpus import make_corpus
from tests.bench.figures import percentile

PHRASES = make_corpus(2000)


def test_the_same_seed_makes_the_same_library():
    assert make_corpus(200, seed=5) == make_corpus(200, seed=5)
    assert make_corpus(200, seed=5) != make_corpus(200, seed=6)


def test_a_larger_library_begins_with_the_smaller_one():
    assert make_corpus(300) == PHRASES[:300]


def test_no_two_phrases_share_id_title_or_code():
    codes = [p.code for p in PHRASES if p.code]
    assert len(codes) > len(PHRASES) / 3
    assert len({p.id for p in PHRASES}) == len({p.title for p in PHRASES}) == len(PHRASES)
    assert len(set(codes)) == len(codes)


def test_lengths_are_those_of_real_replies():
    lengths = [len(p.text) for p in PHRASES]
    assert 33 <= percentile(lengths, 50) <= 39
    assert 98 <= percentile(lengths, 95) <= 110


def test_every_phrase_can_be_shown():
    assert all(p.title.strip() and p.text.strip() and p.category for p in PHRASES)
    assert not any(p.valid_from or p.valid_until or p.apps for p in PHRASES)
