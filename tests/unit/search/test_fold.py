import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search.fold import fold, fold_character, is_word, simplifications, word_origins


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("ＦＨ１２", "fh12"),
        ("Café", "cafe"),
        ("ÜBER", "uber"),
        ("㎏", "kg"),
        ("½", "1⁄2"),
        ("发货", "发货"),
        ("ガ", "カ"),
        ("한글", "한글"),
        ("a\u200bb\ufe0f", "ab"),
        ("e\u0301", "e"),
    ],
)
def test_width_case_and_accents_fall_away(typed, folded):
    assert fold(typed) == folded


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [
        ("發貨後頭髮乾淨幹嘛", "发货后头发干净干嘛"),  # several are one
        ("這裡那裏峯峰", "这里那里峰峰"),  # variants
        ("穿著看着", "穿着看着"),  # Taiwan's
        ("檯臺台枱", "台台台台"),  # Hong Kong's
        ("瞭解回覆藉口", "了解回复借口"),  # OpenCC tells by the word; a search can't
        ("餘馀", "余余"),
        ("薴苧", "苎苎"),  # over two steps
        ("妳", "你"),
        ("⾨", "门"),  # a radical
        ("退换货", "退换货"),
        ("划算链接", "划算链接"),  # 畫 and 鍊 have these among their forms
    ],
)
def test_traditional_characters_fold_to_simplified_ones(traditional, simplified):
    assert fold(traditional) == fold(simplified) == simplified


def test_every_simplification_keeps_the_place_and_is_the_last():
    table = simplifications()
    assert len(table) > 4000
    assert not table.keys() & set(table.values())
    for point, simplified in table.items():
        assert fold_character(chr(point)) == chr(simplified)
        assert fold_character(chr(simplified)) == chr(simplified)


@pytest.mark.parametrize(("character", "word"), [("发", True), ("7", True), ("😊", True), ("~", False), ("，", False)])
def test_words_are_letters_digits_and_emoji(character, word):
    assert is_word(character) is word


@given(st.text())
def test_every_word_character_has_its_origin(text):
    origins = list(word_origins(text))
    assert len(origins) == sum(map(is_word, fold(text)))
    assert list(origins) == sorted(origins)
    assert all(0 <= place < len(text) for place in origins)


@given(st.text())
def test_folding_twice_is_folding_once_for_what_agents_write(text):
    assert unicodedata.is_normalized("NFKC", fold(text)) or fold(fold(text)) == fold(text)
