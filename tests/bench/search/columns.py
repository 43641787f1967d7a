"""What peers need that know no pinyin: every field as text, as full pinyin and as initials, by pypinyin."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from phrasebook.model import Phrase
from phrasebook.search import pinyin
from tests.bench.search.readings import spelled


class Columns(NamedTuple):
    """One phrase as a row of texts without line ends and tabs."""

    code: str
    title: str
    keywords: str
    category: str
    text: str
    title_pinyin: str
    title_initials: str
    keywords_pinyin: str
    keywords_initials: str
    text_pinyin: str
    text_initials: str


def columns(phrase: Phrase) -> Columns:
    """The row of one phrase."""
    return Columns(
        phrase.code.lower(),
        phrase.title.lower(),
        " ".join(phrase.keywords).lower(),
        " ".join(phrase.category).lower(),
        " ".join(phrase.text.lower().split()),
        *_spoken((phrase.title,)),
        *_spoken(phrase.keywords),
        *_spoken((phrase.text,)),
    )


def _spoken(fields: Sequence[str]) -> tuple[str, str]:
    """Full pinyin and initials, with spaces between the fields."""
    sounds = [spelled(field).context for field in fields]
    return " ".join("".join(each) for each in sounds), " ".join("".join(s[0] for s in each) for each in sounds)


def folded(typed: str) -> str:
    """A query in plain width and lower case; pinyin without the spaces that the columns haven't either."""
    plain = unicodedata.normalize("NFKC", typed).lower()
    return plain.replace(" ", "") if plain.isascii() else plain


def agreement(phrases: Sequence[Phrase]) -> float:
    """The share of Chinese characters whose usual reading in our table is what pypinyin reads in context."""
    same = total = 0
    for phrase in phrases:
        for field in (phrase.title, phrase.text):
            characters, context = spelled(field)
            for character, sound in zip(characters, context, strict=True):
                if readings := pinyin.readings(character):
                    total += 1
                    same += pinyin.spelling(sound) == readings[0]
    return same / max(1, total)
