import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search import pinyin
from phrasebook.search.fold import fold, is_word
from phrasebook.search.query import MAX_ATOMS, Kind, Parse, parses, segmentations
from phrasebook.search.spelling import PLAIN, Spelling, keys

XIAOHE, MICROSOFT = Spelling("xiaohe"), Spelling("microsoft")
SCHEMES = ["xiaohe", "microsoft", "ziranma"]


def read(query: str, *words: str, spelling: Spelling = PLAIN) -> list[str]:
    """Each reading of a query as its pieces, the likeliest first."""
    return [pieces(parse) for parse in parses(query, words.__contains__, spelling)]


def pieces(parse: Parse) -> str:
    return "·".join(atom.typed for atom in parse.atoms)


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


def test_plain_pinyin_stays_pinyin_though_the_library_has_such_letters_too():
    words = "shou", "hou", "xia", "nike"
    assert read("shou hou xia ban", *words)[0] == "shou·hou·xia·ban"
    assert read("nike", *words)[:2] == ["ni·ke", "n·i·k·e"]


def test_the_last_syllable_may_go_on():
    last = parses("fahu", lambda _: False)[0].atoms[-1]
    assert last.typed == "hu"
    assert last.kind is Kind.LAST_SYLLABLE


def test_a_slip_is_taken_for_a_syllable():
    assert any(atom.kind is Kind.SLIP for parse in parses("zhagn", lambda _: False) for atom in parse.atoms)


def test_letters_in_the_wrong_order_are_the_first_slip_that_is_thought_of():
    (plain, *_) = parses("fahou", lambda _: False)
    assert [pieces(slip) for slip in plain.slips()] == ["fa·huo", "fa·hou"]
    assert [atom.kind for atom in plain.slips()[-1].atoms] == [Kind.LOOSE, Kind.LOOSE]
    assert plain.cost < plain.slips()[0].cost
    assert parses("退货", lambda _: False)[0].slips() == []


@pytest.mark.parametrize(("query", "starts"), [("退货 地址", [1, 0, 1, 0]), ("fa huo", [1, 0]), ("退货 di", [1, 0, 0])])
def test_only_new_words_may_stand_anywhere(query, starts):
    assert [int(start) for start in parses(query, lambda _: False)[0].starts] == starts


@pytest.mark.parametrize("query", ["", " ", "，。！", "\u200b", "~"])
def test_nothing_to_search_for_has_no_reading(query):
    assert parses(query, lambda _: False) == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_two_keys_are_a_syllable_in_double_pinyin(scheme):
    for syllable in pinyin.table().syllables:
        for pair in keys(syllable, scheme):
            assert syllable in read(pair, spelling=Spelling(scheme))
            assert f"{syllable}·{syllable}" in read(pair + pair, spelling=Spelling(scheme))


@pytest.mark.parametrize(
    ("typed", "spelling", "reading"),
    [
        ("tvhodivi", XIAOHE, "tui·huo·di·zhi"),
        ("tv ho", XIAOHE, "tui·huo"),
        ("tv货", XIAOHE, "tui·货"),
        ("t;", MICROSOFT, "ting"),
        ("t;dpud", MICROSOFT, "ting·dun·shuang"),
        ("ｔ；ｄｐ", MICROSOFT, "ting·dun"),
        # begun; going over to initials
        ("tvh", XIAOHE, "tui·h"),
        ("tvhod", XIAOHE, "tui·huo·d"),
        ("tvhov", XIAOHE, "tui·huo·zh"),
        ("tvhodz", XIAOHE, "tui·huo·d·z"),
        # a key that went wrong
        ("tvhodizq", XIAOHE, "tui·huo·di·z"),
        # initials, codes, Latin words and full pinyin stay
        ("fh", XIAOHE, "f·h"),
        ("thdz", XIAOHE, "t·h·d·z"),
        ("vpbv", XIAOHE, "zh·p·b·zh"),
        ("fahuo", XIAOHE, "fa·huo"),
        ("tuihuodizhi", XIAOHE, "tui·huo·di·zhi"),
        ("xian", XIAOHE, "xian"),
        ("fa huo", XIAOHE, "fa·huo"),
        ("u盘", XIAOHE, "u·盘"),
        ("iphone", XIAOHE, "i·p·h·o·n·e"),
    ],
)
def test_who_spells_in_pairs_may_type_anything_else_too(typed, spelling, reading):
    assert reading in read(typed, "u", "iphone", spelling=spelling)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fh", "f·h"),
        ("hu", "hu"),
        ("tvho", "tui·huo"),
        ("faho", "fa·ho"),
        ("tuihuodizhi", "tui·huo·di·zhi"),
        ("iphone", "i·p·h·o·n·e"),
    ],
)
def test_the_likeliest_comes_first_in_double_pinyin_too(typed, first):
    assert read(typed, "iphone", spelling=XIAOHE)[0] == first


def test_two_keys_alone_are_tried_both_ways():
    rivals = {pieces(parse): parse.rival for parse in parses("fh", lambda _: False, XIAOHE)}
    assert rivals["fang"]
    assert not rivals["f·h"]
    assert not any(parse.rival for parse in parses("fh", lambda _: False))


def test_a_semicolon_separates_where_it_is_no_key():
    assert read("fh;dz") == ["f·h·d·z"]
    assert "xing" not in read("x;", spelling=XIAOHE)
    assert read("0;", spelling=MICROSOFT) == ["0"]
    assert read(";", spelling=MICROSOFT) == []


typed_somehow = st.one_of(st.text(), st.text(alphabet="abcehiouvxz;；0发 "))


@given(typed_somehow, st.sampled_from(["", *SCHEMES]), st.booleans())
def test_any_text_is_read(query, scheme, blurred):
    found: list[Parse] = parses(query, lambda _: True, Spelling(scheme, blurred))
    assert bool(found) == any(map(is_word, fold(query)))
    assert [parse.cost for parse in found] == sorted(parse.cost for parse in found)
    assert all(atom.blurred is blurred for parse in found for atom in parse.atoms)
    for parse in found:
        assert 0 < len(parse.atoms) == len(parse.starts) <= MAX_ATOMS
        assert parse.starts[0]


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_segmentations_spell_the_letters(letters):
    for _, atoms in segmentations(letters):
        assert "".join(atom.typed for atom in atoms) == letters
    assert list(segmentations(letters)) == sorted(segmentations(letters))
