"""The last resort for letters that no parse explains: the pinyin of titles, compared as strings by rapidfuzz."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from phrasebook.search import pinyin
from phrasebook.search.fold import fold, is_word

MOST_TITLES = 120
_SHARPNESS, _OFFSET = 1.05, 5.0
"""What a likeness (0 to 100) is worth as a score: a perfect one a little less than a plain full match."""


def prepare() -> None:
    """Make what the first slip of the day would wait for: tables of syllables and rapidfuzz, 20 ms together."""
    pinyin.near("fahou")
    pinyin.alike("shou")
    title_likeness("fahou", ["发货"])


def title_likeness(typed: str, titles: Sequence[str]) -> list[float]:
    """How alike the letters typed and the most alike part of each title's pinyin are, as a score."""
    from rapidfuzz import fuzz, process  # here, since most searches never need it and it takes a while to load

    letters = typed.replace(" ", "")
    spelled = [_spelled(title) for title in titles]
    likeness = process.cdist([letters], spelled, scorer=fuzz.partial_ratio)[0].tolist()
    # a title that is only a part of what was typed answers it in part
    shares = [min(1.0, len(title) / len(letters)) for title in spelled]
    return [value * share * _SHARPNESS - _OFFSET for value, share in zip(likeness, shares, strict=True)]


@functools.lru_cache(4096)
def _spelled(title: str) -> str:
    return "".join((pinyin.readings(c) or (c,))[0] for c in fold(title) if is_word(c))
