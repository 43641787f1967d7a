"""Which phrases answer a query: those that hold what was meant as literally as the phrase the query was made from.

What was meant is a row of atoms, one for each character: the character itself (`发`), a whole syllable (`fa`), or
letters that a syllable begins with (`f…`). The atoms are those of before any slip, accent or other script. A phrase
is right when

- it holds all atoms side by side in the field they were taken from (title, keywords, category; of a text, any field),
  by any everyday reading of its characters, and
- if the atoms are the wanted title's whole, its own title is no longer than that, the shorter being the better answer;

or when what was typed stands in its title as it is, or begins its code: a title with 发或 would be a better answer to
`发或` than 发货, which it was made from. Nothing else counts, however near: 退货地址 doesn't answer `退货流程`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from phrasebook.model import Phrase
from tests.bench.search.readings import Spelled, spelled

Rule = Callable[[Phrase], bool]
Atoms = Sequence[str]


def in_title(*runs: Atoms, whole: bool = False) -> Rule:
    """Each run side by side in the title; if `whole`, in a title of nothing else."""

    def rule(phrase: Phrase) -> bool:
        title = spelled(phrase.title)
        short = not whole or len(title.characters) == sum(map(len, runs))
        return short and all(_holds(title, run) for run in runs)

    return rule


def in_category(run: Atoms) -> Rule:
    """The run in one level of the category."""
    return lambda phrase: any(_holds(spelled(level), run) for level in phrase.category)


def in_keyword(run: Atoms) -> Rule:
    """The run in one keyword or, better, in the title."""
    return lambda phrase: any(_holds(spelled(field), run) for field in (*phrase.keywords, phrase.title))


def anywhere(run: Atoms) -> Rule:
    """The run in any field: what is in a title answers a query for a text, too."""
    return lambda phrase: any(_holds(spelled(field), run) for field in _fields(phrase))


def coded(typed: str) -> Rule:
    """The code begins with what was typed: codes come before everything else."""
    return lambda phrase: bool(phrase.code) and phrase.code.lower().startswith(typed)


def literally(typed: str) -> Rule:
    """What was typed stands in the title as it is, or is how a part of the title is spelled, in any other way to cut
    its letters into syllables too.
    """
    letters = "".join(c for c in typed.lower() if c.isalnum())

    def rule(phrase: Phrase) -> bool:
        title = spelled(phrase.title)
        return any(_spells(title, start, letters) for start in range(len(title.characters)))

    return rule


def closely(characters: Atoms, window: int) -> Rule:
    """The characters in this order in one field, within so many characters."""
    return lambda phrase: any(span(spelled(f).characters, characters) <= window for f in _fields(phrase))


def every(*rules: Rule) -> Rule:
    """All of these."""
    return lambda phrase: all(rule(phrase) for rule in rules)


def either(*rules: Rule) -> Rule:
    """Any of these."""
    return lambda phrase: any(rule(phrase) for rule in rules)


def span(text: Sequence[str], characters: Sequence[str]) -> float:
    """Of how many neighbouring characters the shortest part of a text is that holds these in this order."""
    shortest = float("inf")
    for start, first in enumerate(text):
        if first != characters[0]:
            continue
        place = start
        for wanted in characters[1:]:
            place = next((i for i in range(place + 1, len(text)) if text[i] == wanted), -1)
            if place < 0:
                return shortest
        shortest = min(shortest, place - start + 1)
    return shortest


def _fields(phrase: Phrase) -> Iterator[str]:
    yield phrase.title
    yield from phrase.keywords
    yield from phrase.wordings


def _holds(field: Spelled, run: Atoms) -> bool:
    last = len(field.characters) - len(run)
    return any(all(_answers(field, start + i, atom) for i, atom in enumerate(run)) for start in range(last + 1))


def _answers(field: Spelled, i: int, atom: str) -> bool:
    begun = atom.endswith("…")
    atom = atom.removesuffix("…")
    if field.characters[i] == atom:
        return True
    readings = field.readings(i) if atom.isascii() else ()
    return any(reading.startswith(atom) if begun else reading == atom for reading in readings)


def _spells(field: Spelled, start: int, letters: str) -> bool:
    """Whether the characters from `start` on are spelled by these letters, the last perhaps only begun."""
    if not letters:
        return True
    if start == len(field.characters):
        return False
    for form in (field.characters[start], *field.readings(start)):
        if form.startswith(letters):
            return True
        if letters.startswith(form) and _spells(field, start + 1, letters[len(form) :]):
            return True
    return False
