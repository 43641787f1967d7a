import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.search.fold import fold, is_word, word_origins


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


@pytest.mark.parametrize(("character", "word"), [("发", True), ("7", True), ("😊", True), ("~", False), ("，", False)])
def test_words_are_letters_digits_and_emoji(character, word):
    assert is_word(character) is word


@given(st.text())
def test_every_word_character_has_its_origin(text):
    origins = word_origins(text)
    assert len(origins) == sum(map(is_word, fold(text)))
    assert origins == sorted(origins)
    assert all(0 <= place < len(text) for place in origins)


@given(st.text())
def test_folding_twice_is_folding_once_for_what_agents_write(text):
    assert unicodedata.is_normalized("NFKC", fold(text)) or fold(fold(text)) == fold(text)
