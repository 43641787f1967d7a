"""Every kind of query a person types, and how one is made from a phrase.

A maker takes a phrase and gives what is typed and which phrases answer it, or None if the phrase has nothing of the
kind (no code, a title too short). Lengths follow what people type: pieces of a title from the beginning of a word on,
two to six characters where that says enough, whole words where words are typed.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable
from typing import NamedTuple

from phrasebook.model import Phrase
from tests.bench import words
from tests.bench.search import double, hands
from tests.bench.search.readings import SEVERAL, Spelled, spelled
from tests.bench.search.relevance import (
    Rule,
    anywhere,
    closely,
    coded,
    either,
    every,
    in_category,
    in_keyword,
    in_title,
    literally,
    span,
)

Made = tuple[str, Rule] | None
Maker = Callable[[random.Random, Phrase], Made]
_Change = Callable[[random.Random, str], str]


class Kind(NamedTuple):
    """A kind of query, and what SEARCH.md asks of it at 10,000 phrases (0: nothing of its own)."""

    name: str
    make: Maker
    asked: float = 0.0
    spelling: str = ""
    """The double-pinyin scheme the query is typed in."""


class _Piece(NamedTuple):
    """Some neighbouring characters of a field."""

    characters: tuple[str, ...]
    syllables: tuple[str, ...]
    whole: bool
    """Whether it is all there is in the field."""

    @property
    def initials(self) -> tuple[str, ...]:
        return tuple(syllable[0] for syllable in self.syllables)


_CLAUSE = re.compile(r"[\u4e00-\u9fff]+")
_SENTENCE = re.compile(r"[^。！？~～\n]+")
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
_LATIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]+")
_SLOT_WORDS = sorted((*words.GOODS, *words.OCCASIONS, *words.QUALITIES, *words.CITIES), key=len, reverse=True)
_WORD = re.compile("|".join(map(re.escape, _SLOT_WORDS)))


def title_words(title: str) -> list[str]:
    """A title cut where goods, occasions, qualities and places end."""
    cuts = sorted({0, len(title), *(edge for found in _WORD.finditer(title) for edge in found.span())})
    return [title[a:b] for a, b in itertools.pairwise(cuts)]


def _is_chinese(characters: tuple[str, ...]) -> bool:
    return all("\u4e00" <= c <= "\u9fff" for c in characters)


def _cut(field: Spelled, start: int, end: int) -> _Piece:
    return _Piece(field.characters[start:end], field.context[start:end], end - start == len(field.characters))


def _of_title(chance: random.Random, phrase: Phrase, least: int, most: int, *, chinese: bool = True) -> _Piece | None:
    """Characters of the title from the beginning of one of its words on; rather many than few."""
    title = spelled(phrase.title)
    starts = [0]
    for word in title_words(phrase.title)[:-1]:
        starts.append(starts[-1] + len(spelled(word).characters))
    start = chance.choice(starts)
    longest = min(most, len(title.characters) - start)
    if longest < least:
        return None
    piece = _cut(title, start, start + max(chance.randint(least, longest) for _ in range(2)))
    return piece if not chinese or _is_chinese(piece.characters) else None


def _of_text(chance: random.Random, phrase: Phrase, least: int, most: int) -> _Piece | None:
    """Characters of one clause of the text."""
    clauses = [c for c in _CLAUSE.findall(_PLACEHOLDER.sub(" ", phrase.text)) if len(c) >= least]
    if not clauses:
        return None
    clause = spelled(chance.choice(clauses))
    size = chance.randint(least, min(most, len(clause.characters)))
    start = chance.randrange(len(clause.characters) - size + 1)
    return _cut(clause, start, start + size)


def _begun(letters: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{letter}…" for letter in letters)


def code(chance: random.Random, phrase: Phrase) -> Made:
    """The whole code."""
    return (phrase.code, lambda other: other.code == phrase.code) if phrase.code else None


def code_prefix(chance: random.Random, phrase: Phrase) -> Made:
    """All but the last one or two characters of a code."""
    if len(phrase.code) < 4:
        return None
    typed = phrase.code[: chance.randint(max(3, len(phrase.code) - 2), len(phrase.code) - 1)]
    return typed, coded(typed)


def title_chinese(chance: random.Random, phrase: Phrase) -> Made:
    """A piece of the title, in Chinese."""
    piece = _of_title(chance, phrase, 2, 8)
    return ("".join(piece.characters), in_title(piece.characters, whole=piece.whole)) if piece else None


def title_initials(chance: random.Random, phrase: Phrase) -> Made:
    """The initials of three to eight characters of the title."""
    piece = _of_title(chance, phrase, 3, 8)
    if not piece:
        return None
    typed = "".join(piece.initials)
    return typed, either(in_title(_begun(piece.initials), whole=piece.whole), coded(typed))


def _title_pinyin(joint: str) -> Maker:
    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = _of_title(chance, phrase, 2, 6)
        if not piece:
            return None
        typed = joint.join(piece.syllables)
        return typed, either(in_title(piece.syllables, whole=piece.whole), literally(typed))

    return make


def title_pinyin_cut(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin broken off inside its last syllable."""
    piece = _of_title(chance, phrase, 3, 6)
    if not piece or len(piece.syllables[-1]) < 2:
        return None
    last = piece.syllables[-1]
    begun = last[: chance.randint(1, len(last) - 1)]
    typed = "".join((*piece.syllables[:-1], begun))
    return typed, either(in_title((*piece.syllables[:-1], f"{begun}…")), literally(typed))


def pinyin_then_initials(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin that goes over to initials: fahuosj."""
    piece = _of_title(chance, phrase, 3, 6)
    if not piece:
        return None
    full = chance.randint(1, len(piece.syllables) - 1)
    typed = "".join((*piece.syllables[:full], *piece.initials[full:]))
    atoms = (*piece.syllables[:full], *_begun(piece.initials[full:]))
    return typed, either(in_title(atoms, whole=piece.whole), literally(typed))


def _mixed(*, initials: bool) -> Maker:
    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = _of_title(chance, phrase, 2, 6)
        if not piece:
            return None
        in_letters = [chance.random() < 0.5 for _ in piece.characters]
        if all(in_letters) or not any(in_letters):
            in_letters[0] = not in_letters[0]
        letters = piece.initials if initials else piece.syllables
        atoms = _begun(letters) if initials else letters
        pairs = list(zip(in_letters, piece.characters, letters, atoms, strict=True))
        typed = "".join(letter if spelt else character for spelt, character, letter, _ in pairs)
        meant = tuple(atom if spelt else character for spelt, character, _, atom in pairs)
        return typed, either(in_title(meant, whole=piece.whole), literally(typed))

    return make


def homophones(chance: random.Random, phrase: Phrase) -> Made:
    """One character, of five or more two, as an input method wrongly chose it: 发或."""
    piece = _of_title(chance, phrase, 2, 6)
    if not piece:
        return None
    typed, meant = list(piece.characters), list(piece.characters)
    for i in chance.sample(range(len(typed)), 2 if len(typed) > 4 else 1):
        other = hands.homophone(chance, typed[i], piece.syllables[i])
        if not other:
            return None
        typed[i], meant[i] = other, piece.syllables[i]
    return "".join(typed), either(in_title(meant, whole=piece.whole), literally("".join(typed)))


def accents(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin in another accent."""
    piece = _of_title(chance, phrase, 3, 6)
    if not piece:
        return None
    spoken = [hands.blurred(chance, syllable) for syllable in piece.syllables]
    if spoken == list(piece.syllables):
        return None
    typed = "".join(spoken)
    return typed, either(in_title(piece.syllables, whole=piece.whole), literally(typed))


def _slip(change: _Change) -> Maker:
    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = _of_title(chance, phrase, 3, 6)
        if not piece:
            return None
        letters = "".join(piece.syllables)
        typed = change(chance, letters)
        if typed == letters:
            return None
        return typed, either(in_title(piece.syllables, whole=piece.whole), literally(typed))

    return make


def typo_in_chinese(chance: random.Random, phrase: Phrase) -> Made:
    """Four or more characters, one of them wrong, missing, too many or in the wrong place."""
    piece = _of_title(chance, phrase, 4, 8)
    if not piece:
        return None
    characters = "".join(piece.characters)
    typed = hands.slipped_in_chinese(chance, characters)
    if typed == characters:
        return None
    return typed, either(in_title(piece.characters, whole=piece.whole), literally(typed))


def other_order(chance: random.Random, phrase: Phrase) -> Made:
    """Two words of the title the other way round, with or without a space."""
    cut = [word for word in title_words(phrase.title) if len(word) > 1]
    if len(cut) < 2:
        return None
    first, second = sorted(chance.sample(range(len(cut)), 2))
    runs = [spelled(cut[i]).characters for i in (first, second)]
    whole = sum(map(len, runs)) == len(spelled(phrase.title).characters)
    return cut[second] + chance.choice(("", " ")) + cut[first], in_title(*runs, whole=whole)


def title_and_text(chance: random.Random, phrase: Phrase) -> Made:
    """A word or two of the title, then a few characters of the text."""
    cut = [word for word in title_words(phrase.title) if len(word) > 1][-2:]
    piece = _of_text(chance, phrase, 2, 4)
    if not cut or not piece:
        return None
    typed = "".join(cut) + chance.choice(("", " ", " ")) + "".join(piece.characters)
    return typed, every(in_title(*(spelled(word).characters for word in cut)), anywhere(piece.characters))


def category_and_title(chance: random.Random, phrase: Phrase) -> Made:
    """A level of the category, then a piece of the title."""
    piece = _of_title(chance, phrase, 2, 6)
    if not piece or not phrase.category:
        return None
    level = chance.choice(phrase.category)
    typed = level + chance.choice(("", " ", " ")) + "".join(piece.characters)
    return typed, every(in_category(spelled(level).characters), in_title(piece.characters))


def text_chinese(chance: random.Random, phrase: Phrase) -> Made:
    """Four to seven neighbouring characters of the text."""
    piece = _of_text(chance, phrase, 4, 7)
    return ("".join(piece.characters), anywhere(piece.characters)) if piece else None


def text_pinyin(chance: random.Random, phrase: Phrase) -> Made:
    """The same in full pinyin."""
    piece = _of_text(chance, phrase, 3, 5)
    return ("".join(piece.syllables), anywhere(piece.syllables)) if piece else None


def text_initials(chance: random.Random, phrase: Phrase) -> Made:
    """The initials of five to eight neighbouring characters of the text."""
    piece = _of_text(chance, phrase, 5, 8)
    if not piece:
        return None
    typed = "".join(piece.initials)
    return typed, either(anywhere(_begun(piece.initials)), coded(typed))


def scattered(chance: random.Random, phrase: Phrase) -> Made:
    """Five or six characters picked from one sentence of the text, in their order."""
    sentences = [
        "".join(_CLAUSE.findall(s)) for s in _SENTENCE.findall(_PLACEHOLDER.sub("", phrase.text)) if len(s) > 9
    ]
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
    return ("".join(word.context), in_keyword(word.context)) if _is_chinese(word.characters) else None


def several_readings(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin with a character of several readings, in either of them: huankuan and haikuan for 还款."""
    piece = _of_title(chance, phrase, 2, 5)
    places = [i for i, c in enumerate(piece.characters) if c in SEVERAL] if piece else []
    if not piece or not places:
        return None
    read = list(piece.syllables)
    for i in places:
        read[i] = chance.choice(SEVERAL[piece.characters[i]])
    typed = "".join(read)
    return typed, either(in_title(read, whole=piece.whole), literally(typed))


def latin_and_digits(chance: random.Random, phrase: Phrase) -> Made:
    """A run of letters and digits of the title or the text, sometimes with what follows."""
    found = list(_LATIN.finditer(phrase.title)) or list(_LATIN.finditer(_PLACEHOLDER.sub(" ", phrase.text)))
    if not found:
        return None
    source = found[0].string
    token = chance.choice(found)
    after = _CLAUSE.match(source, token.end())
    typed = token[0] + (after[0][: chance.choice((0, 1, 2))] if after else "")
    run = spelled(typed).characters
    return (
        chance.choice((typed, typed.lower())),
        either(in_title(run) if source == phrase.title else anywhere(run), coded(typed.lower())),
    )


def full_width(chance: random.Random, phrase: Phrase) -> Made:
    """Letters and digits, or full pinyin, in full width."""
    made = latin_and_digits(chance, phrase) or _title_pinyin("")(chance, phrase)
    return (hands.full_width(made[0]), made[1]) if made else None


def traditional(chance: random.Random, phrase: Phrase) -> Made:
    """A piece of the title in traditional characters."""
    piece = _of_title(chance, phrase, 2, 8)
    if not piece:
        return None
    simple = "".join(piece.characters)
    typed = hands.traditional(simple)
    return (typed, in_title(piece.characters, whole=piece.whole)) if typed != simple else None


def _double(scheme: str) -> Maker:
    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = _of_title(chance, phrase, 2, 6)
        keys = [double.typed(scheme, syllable) for syllable in piece.syllables] if piece else []
        if not piece or not all(keys):
            return None
        return "".join(keys), in_title(piece.syllables, whole=piece.whole)

    return make


KINDS: tuple[Kind, ...] = (
    Kind("code", code, 1.0),
    Kind("code prefix", code_prefix, 1.0),
    Kind("title, Chinese", title_chinese, 1.0),
    Kind("title, initials", title_initials, 1.0),
    Kind("title, pinyin", _title_pinyin(""), 1.0),
    Kind("title, pinyin with spaces", _title_pinyin(" "), 1.0),
    Kind("title, pinyin broken off", title_pinyin_cut, 1.0),
    Kind("title, pinyin then initials", pinyin_then_initials, 1.0),
    Kind("mixed, Chinese and pinyin", _mixed(initials=False), 0.95),
    Kind("mixed, Chinese and initials", _mixed(initials=True), 0.95),
    Kind("homophones", homophones, 1.0),
    Kind("accents", accents, 0.95),
    Kind("slip: letters swapped", _slip(hands.transposed), 0.95),
    Kind("slip: letter missing", _slip(hands.missing), 0.95),
    Kind("slip: letter too many", _slip(hands.extra), 0.95),
    Kind("slip: wrong letter", _slip(hands.wrong), 0.95),
    Kind("slip in Chinese", typo_in_chinese, 0.95),
    Kind("other order", other_order, 1.0),
    Kind("title and text", title_and_text),
    Kind("category and title", category_and_title, 0.95),
    Kind("text, Chinese", text_chinese),
    Kind("text, pinyin", text_pinyin),
    Kind("text, initials", text_initials, 0.90),
    Kind("scattered characters", scattered, 0.90),
    Kind("keyword", keyword),
    Kind("keyword, pinyin", keyword_pinyin),
    Kind("several readings", several_readings, 0.95),
    Kind("Latin and digits", latin_and_digits),
    Kind("full width", full_width),
    Kind("traditional", traditional),
    *(Kind(f"double pinyin, {scheme}", _double(scheme), spelling=scheme) for scheme in double.SCHEMES),
)
