"""How characters are made comparable: width, case, accents and script fall away, one character at a time.

Folding never looks at neighbours, so a place in a folded text can always be led back to the original. Traditional
characters fold to simplified ones (發 and 髮 to 发, 裡 and 裏 to 里), in texts as in queries, so that either finds the
other; simplified.txt says which, and is made by tools/build_simplified.py.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from pathlib import Path

_CJK = range(0x4E00, 0xA000)  # NFKC, lower case and accents change nothing there
_WORD_SYMBOLS = frozenset(("So", "Sc", "Sm"))
"""Emoji, currencies and + × ² are searched for; the rest of what isn't a letter or digit only separates."""


@functools.cache
def simplifications() -> Mapping[int, int]:
    """For every code point of a traditional or variant character, the simplified one's."""
    lines = Path(__file__).with_name("simplified.txt").read_text(encoding="utf-8").split("\n")
    return str.maketrans(lines[0], lines[1])


@functools.cache
def fold_character(character: str) -> str:
    """The comparable form: NFKC, without accents, lower case, simplified. Empty for marks, joiners and selectors."""
    point = ord(character)
    if point in _CJK:
        return chr(simplifications().get(point, point))
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = "".join(c for c in parts if not unicodedata.combining(c) and unicodedata.category(c) not in ("Cf", "Mn"))
    return unicodedata.normalize("NFKC", kept).casefold().translate(simplifications())


@functools.cache
def is_word(character: str) -> bool:
    """Whether a folded character is searched for; the others (spaces, punctuation, ~) separate words."""
    return character.isalnum() or (unicodedata.category(character) in _WORD_SYMBOLS and character != "~")


class _Forms(dict[int, str]):
    """For each code point its folded form, worked out when it is first met: what str.translate needs."""

    def __missing__(self, point: int) -> str:
        form = self[point] = fold_character(chr(point))
        return form


_FORMS = _Forms()


def fold(text: str) -> str:
    """A text with every character folded."""
    return text.translate(_FORMS)


@functools.lru_cache(512)  # of one keystroke after the other, the same phrases are shown
def word_origins(text: str) -> tuple[int, ...]:
    """For every word character of fold(text), in order, the place in `text` it came from."""
    return tuple(place for place, width in enumerate(map(_width, text)) for _ in range(width))


@functools.cache
def _width(character: str) -> int:
    return sum(map(is_word, fold_character(character)))
