"""How characters are made comparable: width, case and accents fall away, one character at a time.

Folding never looks at neighbours, so a place in a folded text can always be led back to the original.
"""

from __future__ import annotations

import functools
import unicodedata

_CJK = range(0x4E00, 0xA000)  # folds to itself: NFKC, lower case and accents change nothing there
_WORD_SYMBOLS = frozenset(("So", "Sc", "Sm"))
"""Emoji, currencies and + × ² are searched for; the rest of what isn't a letter or digit only separates."""


@functools.cache
def fold_character(character: str) -> str:
    """The comparable form: NFKC, without accents, lower case. Empty for marks, joiners and selectors of their own."""
    if ord(character) in _CJK:
        return character
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(c for c in parts if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Mn"))
    return unicodedata.normalize("NFKC", kept).casefold()


@functools.cache
def is_word(character: str) -> bool:
    """Whether a folded character is searched for; the others (spaces, punctuation, ~) separate words."""
    return character.isalnum() or (unicodedata.category(character) in _WORD_SYMBOLS and character != "~")


def fold(text: str) -> str:
    """A text with every character folded."""
    return "".join(map(fold_character, text))


def word_origins(text: str) -> list[int]:
    """For every word character of fold(text), in order, the place in `text` it came from."""
    return [place for place, width in enumerate(map(_width, text)) for _ in range(width)]


@functools.cache
def _width(character: str) -> int:
    return sum(map(is_word, fold_character(character)))
