"""What a person typed, read in every likely way: a query becomes parses, a parse is a row of atoms.

An atom stands for one character of the phrase that is looked for: the very character, a syllable, the beginning of
one, or a mistyped one. Letters go through a k-best segmentation: `fahuosj` is fa·huo·s·j, but also f·a·h·u·o·s·j.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from phrasebook.search import pinyin
from phrasebook.search.fold import fold, is_word

MAX_ATOMS = 16
"""Longer queries are cut here: what sixteen characters don't tell apart, more won't."""
MAX_LETTERS = 40
_MAX_INITIALS = 10
"""Nobody types more initials than this; a longer run of letters is full pinyin or a word."""
_PARSES = 3
_BEAM = 4
LOOSE_COST = 0.25
_MARGIN = 0.7
"""How much more than the cheapest a segmentation may cost and still be tried."""


class Kind(IntEnum):
    """How an atom was typed, which decides the characters that answer it and how well."""

    CHARACTER = 0
    SYLLABLE = 1
    LAST_SYLLABLE = 2
    """A whole syllable at the end of the query, perhaps not finished: fa may become fan."""
    BEGINNING = 3
    """An initial or the beginning of a syllable; also the letter itself."""
    SLIP = 4
    """Letters that are no syllable but one slip away from some."""
    LOOSE = 5
    """A whole syllable that may itself be a slip; only tried when nothing else is found."""


class Atom(NamedTuple):
    """One thing typed, for one character of the phrase."""

    kind: Kind
    typed: str


class Parse(NamedTuple):
    """One reading of a query. `cost` says how unlikely it is (0 the plainest)."""

    cost: float
    atoms: tuple[Atom, ...]
    starts: tuple[bool, ...]
    """Which atoms begin a word of the query: these may stand anywhere in the phrase, at no price."""

    def loosened(self) -> Parse:
        """The same with every whole syllable taken as a possible slip."""
        whole = (Kind.SYLLABLE, Kind.LAST_SYLLABLE)
        atoms = tuple(Atom(Kind.LOOSE, atom.typed) if atom.kind in whole else atom for atom in self.atoms)
        return self._replace(cost=self.cost + LOOSE_COST, atoms=atoms)


_Option = tuple[float, tuple[Atom, ...]]


def parses(query: str, spelled: Callable[[str], bool]) -> list[Parse]:
    """The likely readings of a query, the likeliest first; none when nothing in it can be searched for.

    `spelled` says whether the library holds a run of letters as it stands (iphone, wechat).
    """
    found = [Parse(0.0, (), ())]
    for word in fold(query).split():
        options = _of_word(word, spelled)
        if not options:
            continue
        found = [
            Parse(p.cost + cost, p.atoms + atoms, p.starts + _starts(p.atoms, word, atoms))
            for p in found
            for cost, atoms in options
        ]
        found = sorted(found, key=lambda p: p.cost)[: _PARSES + 1]
        if len(found[0].atoms) >= MAX_ATOMS:
            break
    return [Parse(p.cost, p.atoms[:MAX_ATOMS], p.starts[:MAX_ATOMS]) for p in found if p.atoms]


def _starts(before: tuple[Atom, ...], word: str, atoms: tuple[Atom, ...]) -> tuple[bool, ...]:
    # `fa huo` is one word typed with a space; `退货 地址` are two
    joined = bool(before) and len(atoms) == 1 and len(word) > 1 and atoms[0].kind is not Kind.CHARACTER
    return (not joined, *(False,) * (len(atoms) - 1))


def _of_word(word: str, spelled: Callable[[str], bool]) -> list[_Option]:
    options: list[_Option] = [(0.0, ())]
    for letters, run in itertools.groupby(word, key=lambda c: "a" <= c <= "z"):
        if letters:
            more = _of_letters("".join(run)[:MAX_LETTERS], spelled)
        else:
            more = [(0.0, tuple(Atom(Kind.CHARACTER, c) for c in run if is_word(c)))]
        options = [(cost + extra, atoms + rest) for cost, atoms in options for extra, rest in more]
        options = sorted(options, key=lambda option: option[0])[: _PARSES + 1]
    return [option for option in options if option[1]]


def _of_letters(letters: str, spelled: Callable[[str], bool]) -> list[_Option]:
    """A run of letters: as syllables, as initials, as the letters themselves."""
    segmented = segmentations(letters)
    best = segmented[0][0]
    options = [(cost * 0.5, atoms) for cost, atoms in segmented if cost <= best + _MARGIN][:_PARSES]
    plain = _initials_to_the_end(segmentations(letters, slips=False)[0][1])
    if all(atoms != plain for _, atoms in options):
        options = [*options[: _PARSES - 1], (options[0][0] + 0.1, plain), *options[_PARSES - 1 :]]
    initials = tuple(Atom(Kind.BEGINNING, letter) for letter in letters)
    others = [(cost + 0.3, atoms) for cost, atoms in options if atoms != initials]
    if len(letters) > 2 and spelled(letters):
        return [(0.0, initials), *((cost - 0.3, atoms) for cost, atoms in others)]
    if len(letters) > _MAX_INITIALS:
        return options
    if not any(vowel in letters for vowel in "aeiouv"):
        return [(0.0, initials), *others[:1]]
    if len(others) == len(options):
        options.append((0.5 if best > 0.1 else 0.6, initials))
    return options


def _initials_to_the_end(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """Who goes over to initials stays with them: tui·huo·d·zh·y is tui·huo·d·z·h·y, too."""
    first = next((i for i, atom in enumerate(atoms) if atom.kind is Kind.BEGINNING), len(atoms))
    rest = "".join(atom.typed for atom in atoms[first:])
    return (*atoms[:first], *(Atom(Kind.BEGINNING, letter) for letter in rest)) if first < len(atoms) - 1 else atoms


@functools.lru_cache(512)
def segmentations(letters: str, *, slips: bool = True) -> tuple[_Option, ...]:
    """The best ways to cut letters into atoms, with their costs, the cheapest first; one to four."""
    ways: list[list[_Option]] = [[(0.0, ())], *([] for _ in letters)]
    for start in range(len(letters)):
        ways[start] = sorted(ways[start])[:_BEAM]
        for end in range(start + 1, min(start + 7, len(letters)) + 1):
            piece = _piece(letters[start:end], first=start == 0, last=end == len(letters))
            if piece and (slips or piece[1].kind is not Kind.SLIP):
                ways[end] += [(cost + piece[0], (*atoms, piece[1])) for cost, atoms in ways[start]]
    return tuple(sorted(ways[-1])[:_BEAM])


@functools.lru_cache(8192)
def _piece(typed: str, *, first: bool, last: bool) -> tuple[float, Atom] | None:
    """What a piece of letters costs and means. Costs: whole < begun at the end < initial inside < slip."""
    more = pinyin.longer()
    if typed in pinyin.syllables() and (len(typed) > 1 or typed in "aeo"):
        seam = 0.0 if first or typed[0] not in "aeo" else 0.3 if len(typed) > 1 else 0.6  # few words have xi'an's
        return 0.05 + seam, Atom(Kind.LAST_SYLLABLE if last and typed in more else Kind.SYLLABLE, typed)
    if last and len(typed) > 1 and typed in more:
        return 0.15, Atom(Kind.BEGINNING, typed)
    if len(typed) == 1 or typed in ("zh", "ch", "sh"):
        return (0.3 if last else 0.6), Atom(Kind.BEGINNING, typed)
    if any(vowel in typed for vowel in "aeiouv") and pinyin.near(typed):
        return 1.0, Atom(Kind.SLIP, typed)
    return None
