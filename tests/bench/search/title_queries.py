"""Queries for a title: in Chinese, in letters, mixed, mistyped, in another order or script.

Lengths follow what people type: from the beginning of one of the title's words on, two to six characters where that
says enough, more where words are typed.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from phrasebook.model import Phrase
from tests.bench.search import double, hands
from tests.bench.search.pieces import begun, of_title, title_words
from tests.bench.search.readings import SEVERAL, spelled
from tests.bench.search.relevance import Rule, coded, either, in_title, literally

Made = tuple[str, Rule] | None
"""What is typed, and what answers it; None if the phrase has nothing of the kind (no code, a title too short)."""
Maker = Callable[[random.Random, Phrase], Made]
_Change = Callable[[random.Random, str], str]


def chinese(chance: random.Random, phrase: Phrase) -> Made:
    """A piece of the title, in Chinese."""
    piece = of_title(chance, phrase, 2, 8)
    return ("".join(piece.characters), in_title(piece.characters, whole=piece.whole)) if piece else None


def initials(chance: random.Random, phrase: Phrase) -> Made:
    """The initials of three to eight characters of the title."""
    piece = of_title(chance, phrase, 3, 8)
    if not piece:
        return None
    typed = "".join(piece.initials)
    return typed, either(in_title(begun(piece.initials), whole=piece.whole), coded(typed))


def pinyin(joint: str) -> Maker:
    """Two to six syllables in full, joined by this."""

    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = of_title(chance, phrase, 2, 6)
        if not piece:
            return None
        typed = joint.join(piece.syllables)
        return typed, either(in_title(piece.syllables, whole=piece.whole), literally(typed))

    return make


def pinyin_broken_off(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin broken off inside its last syllable."""
    piece = of_title(chance, phrase, 3, 6)
    if not piece or len(piece.syllables[-1]) < 2:
        return None
    last = piece.syllables[-1]
    beginning = last[: chance.randint(1, len(last) - 1)]
    typed = "".join((*piece.syllables[:-1], beginning))
    return typed, either(in_title((*piece.syllables[:-1], f"{beginning}…")), literally(typed))


def pinyin_then_initials(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin that goes over to initials: fahuosj."""
    piece = of_title(chance, phrase, 3, 6)
    if not piece:
        return None
    full = chance.randint(1, len(piece.syllables) - 1)
    typed = "".join((*piece.syllables[:full], *piece.initials[full:]))
    atoms = (*piece.syllables[:full], *begun(piece.initials[full:]))
    return typed, either(in_title(atoms, whole=piece.whole), literally(typed))


def mixed(*, in_initials: bool) -> Maker:
    """Some characters as they stand, the others as their syllables or initials: fa货, t货."""

    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = of_title(chance, phrase, 2, 6)
        if not piece:
            return None
        in_letters = [chance.random() < 0.5 for _ in piece.characters]
        if all(in_letters) or not any(in_letters):
            in_letters[0] = not in_letters[0]
        letters = piece.initials if in_initials else piece.syllables
        atoms = begun(letters) if in_initials else letters
        pairs = list(zip(in_letters, piece.characters, letters, atoms, strict=True))
        typed = "".join(letter if spelt else character for spelt, character, letter, _ in pairs)
        meant = tuple(atom if spelt else character for spelt, character, _, atom in pairs)
        return typed, either(in_title(meant, whole=piece.whole), literally(typed))

    return make


def homophones(chance: random.Random, phrase: Phrase) -> Made:
    """One character, of five or more two, as an input method wrongly chose it: 发或."""
    piece = of_title(chance, phrase, 2, 6)
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
    piece = of_title(chance, phrase, 3, 6)
    if not piece:
        return None
    spoken = [hands.blurred(chance, syllable) for syllable in piece.syllables]
    if spoken == list(piece.syllables):
        return None
    typed = "".join(spoken)
    return typed, either(in_title(piece.syllables, whole=piece.whole), literally(typed))


def slipped(change: _Change) -> Maker:
    """Three syllables or more with one slip of the fingers."""

    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = of_title(chance, phrase, 3, 6)
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
    piece = of_title(chance, phrase, 4, 8)
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


def several_readings(chance: random.Random, phrase: Phrase) -> Made:
    """Full pinyin with a character of several readings, in either of them: huankuan and haikuan for 还款."""
    piece = of_title(chance, phrase, 2, 5)
    places = [i for i, c in enumerate(piece.characters) if c in SEVERAL] if piece else []
    if not piece or not places:
        return None
    read = list(piece.syllables)
    for i in places:
        read[i] = chance.choice(SEVERAL[piece.characters[i]])
    typed = "".join(read)
    return typed, either(in_title(read, whole=piece.whole), literally(typed))


def traditional(chance: random.Random, phrase: Phrase) -> Made:
    """A piece of the title in traditional characters."""
    piece = of_title(chance, phrase, 2, 8)
    if not piece:
        return None
    simple = "".join(piece.characters)
    typed = hands.traditional(simple)
    return (typed, in_title(piece.characters, whole=piece.whole)) if typed != simple else None


def double_pinyin(scheme: str) -> Maker:
    """Two to six syllables in this scheme of double pinyin."""

    def make(chance: random.Random, phrase: Phrase) -> Made:
        piece = of_title(chance, phrase, 2, 6)
        keys = [double.typed(scheme, syllable) for syllable in piece.syllables] if piece else []
        if not piece or not all(keys):
            return None
        return "".join(keys), in_title(piece.syllables, whole=piece.whole)

    return make
