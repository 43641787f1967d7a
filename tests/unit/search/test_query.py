import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search.fold import fold, is_word
from phrasebook.search.query import MAX_ATOMS, Kind, Parse, parses, segmentations


def read(query: str, *words: str) -> list[str]:
    """Each reading of a query as its pieces, the likeliest first."""
    return ["·".join(atom.typed for atom in parse.atoms) for parse in parses(query, words.__contains__)]


@pytest.mark.parametrize(
    ("typed", "reading"),
    [
        ("fahuo", "fa·huo"),
        ("fa huo", "fa·huo"),
        ("fh", "f·h"),
        ("fahuosj", "fa·huo·s·j"),
        ("fa货", "fa·货"),
        ("t货", "t·货"),
        ("xian", "xian"),
        ("退货地址", "退·货·地·址"),
        ("zhuangxiang", "zhuang·xiang"),
        ("tuihuodzhy", "tui·huo·d·zh·y"),
        ("双11", "双·1·1"),
        ("ＦＨ", "f·h"),
    ],
)
def test_the_likeliest_reading_is_tried(typed, reading):
    assert reading in read(typed)


def test_xian_is_also_xi_an():
    assert read("xian")[0] == "xian"
    assert "xi·an" in read("xian")


def test_who_goes_over_to_initials_stays_with_them():
    assert "tui·huo·d·z·h·y" in read("tuihuodzhy")


def test_a_word_of_the_library_is_read_as_it_stands():
    assert read("wechatpay", "wechatpay")[0] == "w·e·c·h·a·t·p·a·y"


def test_the_last_syllable_may_go_on():
    last = parses("fahu", lambda _: False)[0].atoms[-1]
    assert last.typed == "hu"
    assert last.kind is Kind.LAST_SYLLABLE


def test_a_slip_is_taken_for_a_syllable():
    assert any(atom.kind is Kind.SLIP for parse in parses("zhagn", lambda _: False) for atom in parse.atoms)


@pytest.mark.parametrize(("query", "starts"), [("退货 地址", [1, 0, 1, 0]), ("fa huo", [1, 0]), ("退货 di", [1, 0, 0])])
def test_only_new_words_may_stand_anywhere(query, starts):
    assert [int(start) for start in parses(query, lambda _: False)[0].starts] == starts


@pytest.mark.parametrize("query", ["", " ", "，。！", "\u200b", "~"])
def test_nothing_to_search_for_has_no_reading(query):
    assert parses(query, lambda _: False) == []


@given(st.text())
def test_any_text_is_read(query):
    found: list[Parse] = parses(query, lambda _: True)
    assert bool(found) == any(map(is_word, fold(query)))
    for parse in found:
        assert 0 < len(parse.atoms) == len(parse.starts) <= MAX_ATOMS
        assert parse.starts[0]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_segmentations_spell_the_letters(letters):
    for _, atoms in segmentations(letters):
        assert "".join(atom.typed for atom in atoms) == letters
    assert list(segmentations(letters)) == sorted(segmentations(letters))
