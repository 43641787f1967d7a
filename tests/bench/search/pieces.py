"""Pieces of a phrase that somebody may type: neighbouring characters of its title or its text."""

from __future__ import annotations

import itertools
import random
import re
from typing import NamedTuple

from phrasebook.model import Phrase
from tests.bench import words
from tests.bench.search.readings import Spelled, spelled

CLAUSE = re.compile(r"[\u4e00-\u9fff]+")
"""Chinese without punctuation."""
PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
_SLOT_WORDS = sorted((*words.GOODS, *words.OCCASIONS, *words.QUALITIES, *words.CITIES), key=len, reverse=True)
_WORD = re.compile("|".join(map(re.escape, _SLOT_WORDS)))


class Piece(NamedTuple):
    """Some neighbouring characters of a field."""

    characters: tuple[str, ...]
    syllables: tuple[str, ...]
    whole: bool
    """Whether it is all there is in the field."""

    @property
    def initials(self) -> tuple[str, ...]:
        """The first letter of each syllable."""
        return tuple(syllable[0] for syllable in self.syllables)


def title_words(title: str) -> list[str]:
    """A title cut where goods, occasions, qualities and places end."""
    cuts = sorted({0, len(title), *(edge for found in _WORD.finditer(title) for edge in found.span())})
    return [title[a:b] for a, b in itertools.pairwise(cuts)]


def is_chinese(characters: tuple[str, ...]) -> bool:
    """Whether there is nothing else."""
    return all("\u4e00" <= c <= "\u9fff" for c in characters)


def of_title(chance: random.Random, phrase: Phrase, least: int, most: int) -> Piece | None:
    """Chinese characters of the title from the beginning of one of its words on; rather many than few."""
    title = spelled(phrase.title)
    starts = [0]
    for word in title_words(phrase.title)[:-1]:
        starts.append(starts[-1] + len(spelled(word).characters))
    start = chance.choice(starts)
    longest = min(most, len(title.characters) - start)
    if longest < least:
        return None
    piece = _cut(title, start, max(chance.randint(least, longest) for _ in range(2)))
    return piece if is_chinese(piece.characters) else None


def of_text(chance: random.Random, phrase: Phrase, least: int, most: int) -> Piece | None:
    """Characters of one clause of the text."""
    clauses = [c for c in CLAUSE.findall(PLACEHOLDER.sub(" ", phrase.text)) if len(c) >= least]
    if not clauses:
        return None
    clause = spelled(chance.choice(clauses))
    size = chance.randint(least, min(most, len(clause.characters)))
    return _cut(clause, chance.randrange(len(clause.characters) - size + 1), size)


def begun(letters: tuple[str, ...]) -> tuple[str, ...]:
    """Atoms for what begins with each of these letters."""
    return tuple(f"{letter}…" for letter in letters)


def _cut(field: Spelled, start: int, size: int) -> Piece:
    end = start + size
    return Piece(field.characters[start:end], field.context[start:end], size == len(field.characters))
