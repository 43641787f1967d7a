"""What a person typed, read in every likely way: a query becomes parses, a parse is a row of atoms.

An atom stands for one character of the phrase that is looked for: the very character, a syllable, the beginning of
one, or a mistyped one. Letters go through a k-best segmentation: `fahuosj` is fa·huo·s·j, but also f·a·h·u·o·s·j. Who
spells in double pinyin may mean pairs of keys as well: `faho` is fa·huo.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from enum import IntEnum
from typing import NamedTuple

from phrasebook.search import pinyin
from phrasebook.search.fold import fold, is_word
from phrasebook.search.spelling import INITIALS, PLAIN, Scheme, Spelling, pairs

MAX_ATOMS = 16
"""Longer queries are cut here: what sixteen characters don't tell apart, more won't."""
MAX_LETTERS = 40
_MAX_INITIALS = 10
"""Nobody types more initials than this; a longer run of letters is full pinyin or a word."""
_PARSES = 3
_MORE_IN_DOUBLE = 2
"""So many readings more are tried of what may be typed in double pinyin."""
_BEAM = 4
LOOSE_COST = 0.25
_TRANSPOSED_COST = 0.3
_TRANSPOSED = 4
"""So many syllables with letters in the wrong order are tried, the first ones."""
_MARGIN = 0.7
"""How much more than the cheapest a segmentation may cost and still be tried."""
_INITIAL_COST = 0.3
"""Of an initial at the end; inside it costs twice as much."""
_IN_PAIRS = 0.2
"""More than plain full pinyin, which letters seldom are by chance, while most pairs of keys are some syllable."""
_LONE_PAIR = 1.0
"""Of two keys without a vowel: fh is 发货 rather than, in 小鹤, fang; but both are tried, and good answers mixed."""


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


_WHOLE = (Kind.SYLLABLE, Kind.LAST_SYLLABLE)


class Atom(NamedTuple):
    """One thing typed, for one character of the phrase."""

    kind: Kind
    typed: str
    blurred: bool = True
    """Whether the syllables that accents confuse with this one answer, too."""


class Parse(NamedTuple):
    """One reading of a query. `cost` says how unlikely it is (0 the plainest)."""

    cost: float
    atoms: tuple[Atom, ...]
    starts: tuple[bool, ...]
    """Which atoms begin a word of the query: these may stand anywhere in the phrase, at no price."""
    rival: bool = False
    """To be tried however well a cheaper reading does: two keys are two initials or one syllable."""

    def slips(self) -> list[Parse]:
        """What may have been meant when nothing answers well: letters in the wrong order, then any slip."""
        loose = self.loosened()
        return [*self._transposed()[:_TRANSPOSED], *([loose] if loose.atoms != self.atoms else [])]

    def _transposed(self) -> list[Parse]:
        """fa·hou as fa·huo, as if nothing had gone wrong: elsewhere hou may still be 后 with something between."""
        return [
            self._replace(cost=self.cost + _TRANSPOSED_COST, atoms=(*before, atom._replace(typed=meant), *after))
            for i, atom in enumerate(self.atoms)
            for before, after in [(self.atoms[:i], self.atoms[i + 1 :])]
            if atom.kind in _WHOLE
            for meant in pinyin.swapped(atom.typed)
        ]

    def loosened(self) -> Parse:
        """The same with every whole syllable taken as a possible slip."""
        atoms = tuple(atom._replace(kind=Kind.LOOSE) if atom.kind in _WHOLE else atom for atom in self.atoms)
        return self._replace(cost=self.cost + LOOSE_COST, atoms=atoms)


_Cut = tuple[float, tuple[Atom, ...]]


class Reading(NamedTuple):
    """One way to read a part of a query; see Parse."""

    cost: float
    atoms: tuple[Atom, ...]
    rival: bool = False


def parses(query: str, spelled: Callable[[str], bool], spelling: Spelling = PLAIN) -> list[Parse]:
    """The likely readings of a query, the likeliest first; none when nothing in it can be searched for.

    `spelled` says whether the library holds a run of letters as it stands (iphone, wechat).
    """
    kept = _PARSES + 1 + (_MORE_IN_DOUBLE if spelling.double else 0)
    found = [Parse(0.0, (), ())]
    words = fold(query).split()
    for word in words:
        readings = _of_word(word, spelled, spelling.double, kept, alone=len(words) == 1)
        if not readings:
            continue
        found = [
            Parse(p.cost + r.cost, p.atoms + r.atoms, p.starts + _starts(p.atoms, word, r.atoms), p.rival or r.rival)
            for p in found
            for r in readings
        ]
        found = sorted(found, key=lambda p: p.cost)[:kept]
        if len(found[0].atoms) >= MAX_ATOMS:
            break
    return [_finished(parse, spelling) for parse in found if parse.atoms]


def _finished(parse: Parse, spelling: Spelling) -> Parse:
    atoms = parse.atoms[:MAX_ATOMS]
    if not spelling.blurred:
        atoms = tuple(atom._replace(blurred=False) for atom in atoms)
    return parse._replace(atoms=atoms, starts=parse.starts[:MAX_ATOMS])


def _starts(before: tuple[Atom, ...], word: str, atoms: tuple[Atom, ...]) -> tuple[bool, ...]:
    # `fa huo` is one word typed with a space; `退货 地址` are two
    joined = bool(before) and len(atoms) == 1 and len(word) > 1 and atoms[0].kind is not Kind.CHARACTER
    return (not joined, *(False,) * (len(atoms) - 1))


def _of_word(word: str, spelled: Callable[[str], bool], scheme: Scheme, kept: int, *, alone: bool) -> list[Reading]:
    found = [Reading(0.0, ())]
    letter = functools.partial(_is_letter, scheme=scheme)
    for letters, run in itertools.groupby(word, key=letter):
        if letters:
            keys = "".join(run)[:MAX_LETTERS]
            lone = alone and len(word) == len(keys) == 2
            more = _in_double(keys, spelled, scheme, lone=lone) if scheme else _in_full(keys, spelled)
        else:
            more = [Reading(0.0, tuple(Atom(Kind.CHARACTER, c) for c in run if is_word(c)))]
        found = [Reading(a.cost + b.cost, a.atoms + b.atoms, a.rival or b.rival) for a in found for b in more]
        found = sorted(found, key=lambda reading: reading.cost)[:kept]
    return [reading for reading in found if reading.atoms]


def _is_letter(character: str, scheme: Scheme) -> bool:
    return "a" <= character <= "z" or (character == ";" and scheme == "microsoft")


def _in_double(keys: str, spelled: Callable[[str], bool], scheme: Scheme, *, lone: bool) -> list[Reading]:
    """A run of letters as somebody types them who spells in double pinyin, and may spell in full or Latin, too."""
    found = _in_pairs(keys, scheme)
    if lone and not any(vowel in keys for vowel in "aeo;"):
        found = [Reading(_LONE_PAIR, reading.atoms, rival=True) for reading in found]
    letters = keys.replace(";", "")
    if not letters:
        return [Reading(0.0, ())]
    in_full = segmentations(letters)[0][0] < _INITIAL_COST
    for reading in _in_full(letters, spelled, "aeiouv" if in_full else "aeo"):
        by_key = reading._replace(atoms=tuple(_initial(a.typed) if a.typed in INITIALS else a for a in reading.atoms))
        if by_key == reading or (len(letters) > 2 and spelled(letters)):
            found.append(reading)
        elif spelled(letters):
            found += [by_key, reading._replace(cost=reading.cost + 0.2)]
        else:
            found.append(by_key)
    cheapest: dict[tuple[str, ...], Reading] = {}
    for reading in sorted(found, key=lambda reading: reading.cost):
        cheapest.setdefault(tuple(atom.typed for atom in reading.atoms), reading)
    return list(cheapest.values())


def _in_full(letters: str, spelled: Callable[[str], bool], vowels: str = "aeiouv") -> list[Reading]:
    """A run of letters: as syllables, as initials, as the letters themselves."""
    segmented = segmentations(letters)
    best = segmented[0][0]
    found = [Reading(cost * 0.5, atoms) for cost, atoms in segmented if cost <= best + _MARGIN][:_PARSES]
    plain = _initials_to_the_end(segmentations(letters, slips=False)[0][1])
    if all(reading.atoms != plain for reading in found):
        found = [*found[: _PARSES - 1], Reading(found[0].cost + 0.1, plain), *found[_PARSES - 1 :]]
    initials = tuple(Atom(Kind.BEGINNING, letter) for letter in letters)
    others = [Reading(reading.cost + 0.3, reading.atoms) for reading in found if reading.atoms != initials]
    if len(letters) > 2 and spelled(letters):
        if all(atom.kind in _WHOLE for atom in found[0].atoms):
            return [*found, Reading(found[0].cost + 0.1, initials)]  # shou is pinyin, though the library has Shout
        return [Reading(0.0, initials), *(Reading(cost - 0.3, atoms) for cost, atoms, _ in others)]
    if len(letters) > _MAX_INITIALS:
        return found
    if not any(vowel in letters for vowel in vowels):
        return [Reading(0.0, initials), *others[:1]]
    if len(others) == len(found):
        found.append(Reading(0.5 if best > 0.1 else 0.6, initials))
    return found


def _in_pairs(keys: str, scheme: Scheme) -> list[Reading]:
    """A run of letters in double pinyin: as pairs, one of which may be wrong; also with initials for the last pairs."""
    whole = len(keys) // 2
    pieces = [keys[i : i + 2] for i in range(0, 2 * whole, 2)]
    known = pairs(scheme)
    wrong = sum(piece not in known for piece in pieces)
    if not whole or wrong > (1 if whole > 2 else 0):
        return []
    syllables: list[tuple[Atom, ...]] = [
        tuple(Atom(Kind.SYLLABLE, s) for s in known[p]) if p in known else (_initial(p[0]),) for p in pieces
    ]
    found = []
    for initials in range(min(3, whole)):
        begun = tuple(_initial(key) for key in keys[2 * (whole - initials) :] if key != ";")
        cost = _IN_PAIRS + 0.3 * wrong + (0.15 + 0.1 * initials if initials else 0.0)
        found += [Reading(cost, (*atoms, *begun)) for atoms in itertools.product(*syllables[: whole - initials])]
    return found


def _initial(key: str) -> Atom:
    """The initial that a key of double pinyin stands for."""
    return Atom(Kind.BEGINNING, INITIALS.get(key, key))


def _initials_to_the_end(atoms: tuple[Atom, ...]) -> tuple[Atom, ...]:
    """Who goes over to initials stays with them: tui·huo·d·zh·y is tui·huo·d·z·h·y, too."""
    first = next((i for i, atom in enumerate(atoms) if atom.kind is Kind.BEGINNING), len(atoms))
    rest = "".join(atom.typed for atom in atoms[first:])
    return (*atoms[:first], *(Atom(Kind.BEGINNING, letter) for letter in rest)) if first < len(atoms) - 1 else atoms


@functools.lru_cache(512)
def segmentations(letters: str, *, slips: bool = True) -> tuple[_Cut, ...]:
    """The best ways to cut letters into atoms, with their costs, the cheapest first; one to four."""
    ways: list[list[_Cut]] = [[(0.0, ())], *([] for _ in letters)]
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
        return (_INITIAL_COST if last else 0.6), Atom(Kind.BEGINNING, typed)
    if any(vowel in typed for vowel in "aeiouv") and pinyin.near(typed):
        return 1.0, Atom(Kind.SLIP, typed)
    return None
