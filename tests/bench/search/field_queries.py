"""Queries for what isn't in the title alone: code, category, keywords, text, letters and digits anywhere."""

from __future__ import annotations

import random
import re

from phrasebook.model import Phrase
from tests.bench.search import hands
from tests.bench.search.pieces import CLAUSE, PLACEHOLDER, begun, is_chinese, of_text, of_title, title_words
from tests.bench.search.readings import spelled
from tests.bench.search.relevance import (
    anywhere,
    closely,
    coded,
    either,
    every,
    in_category,
    in_keyword,
    in_title,
    span,
)
from tests.bench.search.title_queries import Made, pinyin

_SENTENCE = re.compile(r"[^。！？~～\n]+")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]+")


def code(chance: random.Random, phrase: Phrase) -> Made:
    """The whole code."""
    return (phrase.code, lambda other: other.code == phrase.code) if phrase.code else None


def code_prefix(chance: random.Random, phrase: Phrase) -> Made:
    """All but the last one or two characters of a code."""
    if len(phrase.code) < 4:
        return None
    typed = phrase.code[: chance.randint(max(3, len(phrase.code) - 2), len(phrase.code) - 1)]
    return typed, coded(typed)


def title_and_text(chance: random.Random, phrase: Phrase) -> Made:
    """A word or two of the title, then a few characters of the text."""
    cut = [word for word in title_words(phrase.title) if len(word) > 1][-2:]
    piece = of_text(chance, phrase, 2, 4)
    if not cut or not piece:
        return None
    typed = "".join(cut) + chance.choice(("", " ", " ")) + "".join(piece.characters)
    return typed, every(in_title(*(spelled(word).characters for word in cut)), anywhere(piece.characters))


def category_and_title(chance: random.Random, phrase: Phrase) -> Made:
    """A level of the category, then a piece of the title."""
    piece = of_title(chance, phrase, 2, 6)
    if not piece or not phrase.category:
        return None
    level = chance.choice(phrase.category)
    typed = level + chance.choice(("", " ", " ")) + "".join(piece.characters)
    return typed, every(in_category(spelled(level).characters), in_title(piece.characters))


def text_chinese(chance: random.Random, phrase: Phrase) -> Made:
    """Four to seven neighbouring characters of the text."""
    piece = of_text(chance, phrase, 4, 7)
    return ("".join(piece.characters), anywhere(piece.characters)) if piece else None


def text_pinyin(chance: random.Random, phrase: Phrase) -> Made:
    """The same in full pinyin."""
    piece = of_text(chance, phrase, 3, 5)
    return ("".join(piece.syllables), anywhere(piece.syllables)) if piece else None


def text_initials(chance: random.Random, phrase: Phrase) -> Made:
    """The initials of five to eight neighbouring characters of the text."""
    piece = of_text(chance, phrase, 5, 8)
    if not piece:
        return None
    typed = "".join(piece.initials)
    return typed, either(anywhere(begun(piece.initials)), coded(typed))


def scattered(chance: random.Random, phrase: Phrase) -> Made:
    """Five or six characters picked from one sentence of the text, in their order."""
    sentences = ["".join(CLAUSE.findall(s)) for s in _SENTENCE.findall(PLACEHOLDER.sub("", phrase.text)) if len(s) > 9]
    sentences = [s for s in sentences if len(s) > 9]
    if not sentences:
        return None
    sentence = chance.choice(sentences)
    picked = "".join(sentence[i] for i in sorted(chance.sample(range(len(sentence)), chance.randint(5, 6))))
    window = span(spelled(phrase.text).characters, picked)
    return picked, closely(picked, int(window))


def keyword(chance: random.Random, phrase: Phrase) -> Made:
    """A keyword as it stands."""
    if not phrase.keywords:
        return None
    word = chance.choice(phrase.keywords)
    return word, in_keyword(spelled(word).characters)


def keyword_pinyin(chance: random.Random, phrase: Phrase) -> Made:
    """A keyword in full pinyin."""
    if not phrase.keywords:
        return None
    word = spelled(chance.choice(phrase.keywords))
    return ("".join(word.context), in_keyword(word.context)) if is_chinese(word.characters) else None


def latin_and_digits(chance: random.Random, phrase: Phrase) -> Made:
    """A run of letters and digits of the title or the text, sometimes with what follows."""
    found = list(_LATIN.finditer(phrase.title)) or list(_LATIN.finditer(PLACEHOLDER.sub(" ", phrase.text)))
    if not found:
        return None
    source = found[0].string
    token = chance.choice(found)
    after = CLAUSE.match(source, token.end())
    typed = token[0] + (after[0][: chance.choice((0, 1, 2))] if after else "")
    run = spelled(typed).characters
    return (
        chance.choice((typed, typed.lower())),
        either(in_title(run) if source == phrase.title else anywhere(run), coded(typed.lower())),
    )


def full_width(chance: random.Random, phrase: Phrase) -> Made:
    """Letters and digits, or full pinyin, in full width."""
    made = latin_and_digits(chance, phrase) or pinyin("")(chance, phrase)
    return (hands.full_width(made[0]), made[1]) if made else None
