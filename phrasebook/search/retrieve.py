"""Which phrases are worth aligning: evidence added up over the atoms of a parse.

The evidence of a query without its last atom is kept, so that typing on costs one atom. What is never kept is the set
of phrases found: `xi` may become `xia`, whose characters are others.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.search import native
from phrasebook.search.alphabet import Alphabet, Mask
from phrasebook.search.postings import Members, Region
from phrasebook.search.query import MAX_ATOMS, Atom, Kind, Parse
from phrasebook.search.texts import Texts

CANDIDATES = 256
"""How many phrases are aligned at most for a parse of one or two atoms; the more atoms, the fewer: what several tell
together leaves less in doubt. (64 for every parse lost two in a hundred of the scattered characters.)"""
FEWEST = 96
_UNIT = 32
"""Evidence is counted in 32nds: 16 atoms at their most stay within 16 bits."""
_TITLE_BEGINS = 5
"""What a title gains that begins as a short query does; there the postings leave thousands alike."""
_KEPT_BYTES = 1_500_000
"""How much the lists kept may take, and as many bytes a phrase in large libraries:"""
_KEPT_BYTES_EACH = 32
_KEPT_SUMS = 8

Evidence = npt.NDArray[np.uint16]
Tips = npt.NDArray[np.float32]
Bits = npt.NDArray[np.uint32]
"""Bit i: atom i of the query stands beside the one before it; bit MAX_ATOMS + i: it stands there as it was typed."""
_Sum = tuple[Evidence, Bits]
Found = npt.NDArray[np.int64]


class Retrieval:
    """Finds candidates in one index."""

    def __init__(self, texts: Texts, alphabet: Alphabet, regions: tuple[Region, Region]) -> None:
        self._count = len(texts)
        self._alphabet = alphabet
        self._head, self._rest = regions
        # after an empty title stands a separator, which no mask holds
        self._first = texts.numbers[texts.starts[:-1] + 1]
        self._second = texts.numbers[texts.starts[:-1] + 2]
        brevity = np.minimum(1, 4 / np.maximum(texts.title_ends, 1)).astype(np.float32)
        self._brevity = 1 + brevity / np.float32(10)
        self._favour: Tips | None = None
        self._tips, self._most_tips = self._brevity, float(self._brevity.max(initial=1))
        self._scratch = np.zeros(self._count, np.bool_)
        self._lists: dict[tuple[object, ...], tuple[Members, Members]] = {}
        self._kept = 0
        self._sum_at_hand: _Sum = np.zeros(self._count, np.uint16), np.zeros(self._count, np.uint32)
        self._sums: dict[tuple[tuple[Atom, ...], tuple[bool, ...]], _Sum] = {}

    def candidates(self, parse: Parse, favour: Tips | None, allowed: npt.NDArray[np.bool_] | None) -> Found:
        """The phrases with the most evidence for this parse, at most CANDIDATES, ascending.

        `favour` (0 and more per phrase) tips the scale where evidence is alike; `allowed` leaves phrases out.
        """
        evidence, bits = self._sum(parse)
        masks = [self._alphabet.mask(atom) for atom in parse.atoms] if len(parse.atoms) <= 2 else []
        pairs = 0 if masks else sum(1 << i for i in range(1, len(parse.atoms)) if _beside(parse, i))
        literal = not masks and all(atom.kind is Kind.CHARACTER for atom in parse.atoms)
        singles = (1 << len(parse.atoms)) - 1 << MAX_ATOMS if literal else 0
        if self._favour is not favour:
            self._favour = favour
            self._tips = self._brevity if favour is None else self._brevity + favour
            self._most_tips = float(self._tips.max(initial=1))
        most = max(FEWEST, CANDIDATES * 2 // max(2, len(parse.atoms)))
        titles = _Titles(self._first, self._second, *masks, *[None] * (2 - len(masks)))
        if native.compiled:
            out = np.empty(most, np.int64)
            given = evidence, bits, pairs, singles, *titles, self._tips, self._most_tips, allowed, out
            return out[: native.compiled.select(*given)]
        return _select(evidence, bits, pairs, singles, titles, self._tips, allowed, most)

    def _sum(self, parse: Parse) -> _Sum:
        """The evidence of a parse, from that of its beginning where it is kept."""
        last = len(parse.atoms) - 1
        done = last
        while done and (parse.atoms[:done], parse.starts[:done]) not in self._sums:
            done -= 1
        evidence, bits = self._sum_at_hand
        if done:
            begun = self._sums[parse.atoms[:done], parse.starts[:done]]
            evidence[:], bits[:] = begun
        else:
            evidence[:], bits[:] = 0, 0
        for i in range(done, last + 1):
            if i == last and done < last:
                self._keep_sum(parse, i)
            self._add(evidence, bits, parse, i)
            if i and _beside(parse, i):
                self._add_pair(evidence, bits, parse, i)
        return evidence, bits

    def _keep_sum(self, parse: Parse, atoms: int) -> None:
        """Keep what is at hand, the evidence of so many atoms; in the memory of the oldest sum when there are many."""
        full = len(self._sums) >= _KEPT_SUMS
        evidence, bits = self._sums.pop(next(iter(self._sums))) if full else map(np.empty_like, self._sum_at_hand)
        evidence[:], bits[:] = self._sum_at_hand
        self._sums[parse.atoms[:atoms], parse.starts[:atoms]] = evidence, bits

    def _add(self, total: Evidence, bits: Bits, parse: Parse, i: int) -> None:
        """Add what atom i tells by itself. Only atoms up to this one may count: the sum is kept for longer queries."""
        atom = parse.atoms[i]
        bit = 1 << MAX_ATOMS + i if atom.kind is Kind.CHARACTER else 0
        strong, weak = self._single(self._head, atom)
        _add(total, bits, weak, 1 + 0.3 * self._rarity(weak))
        _add(total, bits, strong, 2 + 0.6 * self._rarity(strong), bit)
        strong, weak = self._single(self._rest, atom)
        _add(total, bits, strong, 1 + 0.5 * self._rarity(strong), bit)
        if atom.kind is Kind.CHARACTER and not strong.count:
            _add(total, bits, weak, 1 + 0.3 * self._rarity(weak))

    def _add_pair(self, total: Evidence, bits: Bits, parse: Parse, i: int) -> None:
        """Add what atom i tells beside the one before it, and set bit i where the two stand so."""
        for region, weight in ((self._head, 1.25), (self._rest, 1.0)):
            strong, weak = self._pair(region, parse.atoms[i - 1], parse.atoms[i])
            _add(total, bits, weak, weight * 0.7 * (4 + self._rarity(weak)), 1 << i)
            _add(total, bits, strong, weight * (6 + 1.5 * self._rarity(strong)), 1 << i)

    def _rarity(self, members: Members) -> float:
        return min(8.0, math.log2(1 + self._count / max(1, members.count)))

    def _single(self, region: Region, atom: Atom) -> tuple[Members, Members]:
        def look() -> tuple[Members, Members]:
            slots, quality = region.singles(self._alphabet.mask(atom))
            lists, good = region.single, quality >= 95
            return lists.union(slots[good], self._scratch), lists.union(slots[~good], self._scratch)

        return self._keep((region is self._head, atom), look)

    def _pair(self, region: Region, first: Atom, second: Atom) -> tuple[Members, Members]:
        def look() -> tuple[Members, Members]:
            slots, quality = region.adjacent(self._alphabet.mask(first), self._alphabet.mask(second))
            lists, good = region.pairs, quality >= 8000
            return lists.union(slots[good], self._scratch), lists.union(slots[~good], self._scratch)

        return self._keep((region is self._head, first, second), look)

    def _keep(self, key: tuple[object, ...], look: Callable[[], tuple[Members, Members]]) -> tuple[Members, Members]:
        found = self._lists.get(key)
        if found is None:
            found = look()
            more = found[0].which.nbytes + found[1].which.nbytes
            self._kept += more
            if self._kept > max(_KEPT_BYTES, _KEPT_BYTES_EACH * self._count):
                self._lists.clear()
                self._kept = more
            self._lists[key] = found
        return found


class _Titles(NamedTuple):
    """How titles begin, and what a short query wants of that: a mask for the first character, one for the second."""

    first: npt.NDArray[np.uint16]
    second: npt.NDArray[np.uint16]
    mask0: Mask | None
    mask1: Mask | None

    def points(self) -> npt.NDArray[np.int32]:
        """What each title gains, in units."""
        if self.mask0 is None:
            return np.zeros(len(self.first), np.int32)
        fits = self.mask0[self.first].astype(np.int32)
        if self.mask1 is not None:
            fits = fits * self.mask1[self.second] // 100
        return fits * (_TITLE_BEGINS * _UNIT) // 100


def _add(total: Evidence, bits: Bits, members: Members, points: float, bit: int = 0) -> None:
    """Add so many points to these phrases, and set this bit."""
    weight = round(points * _UNIT)
    if not members.count:
        return
    which = members.which
    if native.compiled:
        native.compiled.add(total, bits, which, weight, bit)
    elif which.dtype == np.uint8:
        flags = np.unpackbits(which.view(np.uint8), count=len(total), bitorder="little")
        total += flags * np.uint16(weight)
        bits |= flags * np.uint32(bit)
    else:
        total[which] += np.uint16(weight)
        bits[which] |= np.uint32(bit)


def _select(
    evidence: Evidence,
    bits: Bits,
    pairs: int,
    singles: int,
    titles: _Titles,
    tips: Tips,
    allowed: npt.NDArray[np.bool_] | None,
    most: int,
) -> Found:
    """The phrases with the most evidence, of equals the first, ascending.

    What holds all neighbours of the query side by side (`pairs`), or each of its characters somewhere (`singles`),
    weighs half as much again (text initials: 0.55 → 1.0 first hits).
    """
    points = evidence.astype(np.int32)
    whole = np.zeros(len(bits), np.bool_)
    for wanted in (pairs, singles):
        whole |= (bits & wanted == wanted) & (wanted > 0)
    points += np.where(whole, points >> 1, 0)
    points += np.where(points > 0, titles.points(), 0)
    scores = points.astype(np.float32) * tips
    if allowed is not None:
        scores *= allowed
    found = np.flatnonzero(scores > 0)
    if len(found) <= most:
        return found
    values = scores[found]
    cut = np.partition(values, len(found) - most)[len(found) - most]
    above = values > cut
    above[np.flatnonzero(values == cut)[: most - int(np.count_nonzero(above))]] = True
    kept: Found = found[above]
    return kept


def _beside(parse: Parse, i: int) -> bool:
    """Whether atom i is likely to stand right after the one before: not where a new word of the query begins."""
    return not parse.starts[i] or parse.atoms[i].kind is not Kind.CHARACTER


def letters_stand_together(letters: str, alphabet: Alphabet, regions: tuple[Region, Region]) -> bool:
    """Whether each two neighbours of a word of letters stand side by side somewhere in the library."""

    def together(a: str, b: str) -> bool:
        numbers = alphabet.number(a), alphabet.number(b)
        return all(numbers) and any(_follows(region, *numbers) for region in regions)

    return all(together(a, b) for a, b in itertools.pairwise(letters))


def _follows(region: Region, first: int, second: int) -> bool:
    seconds = region.seconds[region.begins[first] : region.begins[first + 1]]
    place = int(np.searchsorted(seconds, second))
    return place < len(seconds) and int(seconds[place]) == second
