import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search import Index, store
from tests.bench.corpus import make_corpus
from tests.unit.search.samples import LIBRARY, titles

DATA = Index(LIBRARY).to_bytes()


def test_an_index_comes_back_from_its_bytes():
    phrases = make_corpus(300)
    built = Index(phrases)
    read = Index.from_bytes(phrases, built.to_bytes())
    for query in ("fh", "退货", "wuliu", "kucun", "thdz", "包邮 偏远", "地址核对", "iphone", "fahou", "618"):
        assert read.best(query) == built.best(query)


def test_an_empty_index_comes_back():
    assert Index.from_bytes([], Index([]).to_bytes()).best("fh") == []


def test_the_bytes_are_the_same_for_the_same_phrases():
    assert Index(LIBRARY).to_bytes() == DATA


@pytest.mark.parametrize(
    "phrases",
    [
        LIBRARY[:-1],
        [*LIBRARY[1:], LIBRARY[0]],
        [],
    ],
)
def test_bytes_of_other_phrases_are_refused(phrases):
    with pytest.raises(ValueError, match="other phrases"):
        Index.from_bytes(phrases, DATA)


@given(st.integers(0, len(DATA) - 1), st.integers(1, 255))
def test_a_damaged_byte_is_noticed(place, change):
    damaged = bytearray(DATA)
    damaged[place] ^= change
    with pytest.raises(ValueError, match="index"):
        Index.from_bytes(LIBRARY, bytes(damaged))


@given(st.integers(0, len(DATA) - 1))
def test_a_cut_file_is_noticed(length):
    with pytest.raises(ValueError, match="index"):
        Index.from_bytes(LIBRARY, DATA[:length])


@given(st.data())
def test_arrays_that_do_not_fit_are_refused_or_harmless(data):
    """A checksum that fits proves nothing about who wrote the file."""
    about, arrays = store.unpack(DATA)
    name = data.draw(st.sampled_from(sorted(arrays)))
    array = arrays[name].copy()
    if data.draw(st.booleans()):
        array = array[: data.draw(st.integers(0, len(array)))]
    elif len(array):
        place = data.draw(st.integers(0, len(array) - 1))
        array[place] = data.draw(st.integers(0, 200)) if array.dtype != np.bool_ else not array[place]
    try:
        index = Index.from_bytes(LIBRARY, store.pack(about, arrays | {name: array}))
    except ValueError:
        return
    for query in ("fh", "退货地址", "fahuo", "iphone"):
        index.best(query)


def test_a_missing_array_is_refused():
    about, arrays = store.unpack(DATA)
    for name in arrays:
        rest = {other: array for other, array in arrays.items() if other != name}
        with pytest.raises(ValueError, match=name):
            Index.from_bytes(LIBRARY, store.pack(about, rest))


def test_a_query_finds_the_same_in_bytes_from_a_view():
    assert titles(Index.from_bytes(LIBRARY, bytes(memoryview(DATA))).best("fh")) == titles(Index(LIBRARY).best("fh"))
