"""Which phrases are worth aligning: evidence added up over the atoms of a parse.

The evidence of a query without its last atom is kept, so that typing on costs one atom. What is never kept is the set
of phrases found: `xi` may become `xia`, whose characters are others.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from phrasebook.search.alphabet import Alphabet
from phrasebook.search.postings import Region
from phrasebook.search.query import Atom, Kind, Parse
from phrasebook.search.texts import Texts

CANDIDATES = 256
"""How many phrases are aligned at most for a parse of one or two atoms; the more atoms, the fewer: what several tell
together leaves less in doubt. (64 for every parse lost two in a hundred of the scattered characters.)"""
FEWEST = 96
_KEPT_NUMBERS = 400_000
"""How many phrase numbers the lists kept may hold together (8 bytes each)."""
_KEPT_SUMS = 16

_IN_ONE_PIECE = 1.5
"""How much more weighs what holds all neighbours of the query side by side (text initials: 0.55 → 1.0 first hits)."""

Evidence = npt.NDArray[np.float32]
_Sum = tuple[Evidence, npt.NDArray[np.uint8]]
"""Evidence, and how many neighbours of the query stand side by side."""
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
        self._brevity = np.minimum(1, 4 / np.maximum(texts.title_ends, 1)).astype(np.float32)
        self._lists: dict[tuple[object, ...], tuple[Found, Found]] = {}
        self._kept = 0
        self._sums: dict[tuple[tuple[Atom, ...], tuple[bool, ...]], _Sum] = {}

    def candidates(self, parse: Parse, favour: Evidence | None, allowed: npt.NDArray[np.bool_] | None) -> Found:
        """The phrases with the most evidence for this parse, at most CANDIDATES, in no order.

        `favour` (0 and more per phrase) tips the scale where evidence is alike; `allowed` leaves phrases out.
        """
        evidence, neighbours = self._sum(parse)
        if len(parse.atoms) <= 2:
            evidence = evidence + self._titles(parse)
        else:
            wanted = sum(_beside(parse, i) for i in range(1, len(parse.atoms)))
            evidence = np.where(neighbours == wanted, evidence * np.float32(_IN_ONE_PIECE), evidence)
        tips = 1 + self._brevity / 10
        if favour is not None:
            tips += favour
        evidence *= tips
        if allowed is not None:
            evidence *= allowed
        found = np.flatnonzero(evidence > 0)  # faster than on floats
        surplus = len(found) - max(FEWEST, CANDIDATES * 2 // max(2, len(parse.atoms)))
        if surplus <= 0:
            return found
        best = np.argpartition(evidence[found], surplus)[surplus:]
        return found[best]

    def _titles(self, parse: Parse) -> Evidence:
        """Evidence of titles that begin as a short query does; there the postings leave thousands alike."""
        fits = self._alphabet.mask(parse.atoms[0])[self._first].astype(np.float32)
        if len(parse.atoms) == 2:
            fits *= self._alphabet.mask(parse.atoms[1])[self._second] / np.float32(100)
        return fits / np.float32(20)

    def _sum(self, parse: Parse) -> _Sum:
        """The evidence of a parse, from that of its beginning where it is kept."""
        done = len(parse.atoms) - 1
        while done and (parse.atoms[:done], parse.starts[:done]) not in self._sums:
            done -= 1
        if done:
            evidence, neighbours = self._sums[parse.atoms[:done], parse.starts[:done]]
        else:
            evidence, neighbours = np.zeros(self._count, np.float32), np.zeros(self._count, np.uint8)
        for i in range(done, len(parse.atoms)):
            evidence, neighbours = evidence.copy(), neighbours.copy()
            self._add(evidence, parse, i)
            if i and _beside(parse, i):
                self._add_pair(evidence, neighbours, parse, i)
            if i == len(parse.atoms) - 2:
                self._sums[parse.atoms[: i + 1], parse.starts[: i + 1]] = evidence, neighbours
                if len(self._sums) > _KEPT_SUMS:
                    del self._sums[next(iter(self._sums))]
        return evidence, neighbours

    def _add(self, total: Evidence, parse: Parse, i: int) -> None:
        """Add what atom i tells by itself. Only atoms up to this one may count: the sum is kept for longer queries."""
        atom = parse.atoms[i]
        strong, weak = self._single(self._head, atom)
        total[weak] += 1 + 0.3 * self._rarity(weak)
        total[strong] += 2 + 0.6 * self._rarity(strong)
        strong, weak = self._single(self._rest, atom)
        total[strong] += 1 + 0.5 * self._rarity(strong)
        if atom.kind is Kind.CHARACTER and not len(strong):
            total[weak] += 1 + 0.3 * self._rarity(weak)

    def _add_pair(self, total: Evidence, neighbours: npt.NDArray[np.uint8], parse: Parse, i: int) -> None:
        """Add what atom i tells beside the one before it."""
        seen = np.zeros(self._count, np.bool_)
        for region, weight in ((self._head, 1.25), (self._rest, 1.0)):
            strong, weak = self._pair(region, parse.atoms[i - 1], parse.atoms[i])
            total[weak] += weight * 0.7 * (4 + self._rarity(weak))
            total[strong] += weight * (6 + 1.5 * self._rarity(strong))
            seen[weak] = True
            seen[strong] = True
        neighbours += seen

    def _rarity(self, found: Found) -> float:
        return min(8.0, math.log2(1 + self._count / max(1, len(found))))

    def _single(self, region: Region, atom: Atom) -> tuple[Found, Found]:
        def look() -> tuple[Found, Found]:
            slots, quality = region.singles(self._alphabet.mask(atom))
            postings, good = region.single, quality >= 95
            return postings.union(slots[good], self._count), postings.union(slots[~good], self._count)

        return self._keep((region is self._head, atom), look)

    def _pair(self, region: Region, first: Atom, second: Atom) -> tuple[Found, Found]:
        def look() -> tuple[Found, Found]:
            slots, quality = region.adjacent(self._alphabet.mask(first), self._alphabet.mask(second))
            postings, good = region.pairs, quality >= 8000
            return postings.union(slots[good], self._count), postings.union(slots[~good], self._count)

        return self._keep((region is self._head, first, second), look)

    def _keep(self, key: tuple[object, ...], look: Callable[[], tuple[Found, Found]]) -> tuple[Found, Found]:
        found = self._lists.get(key)
        if found is None:
            found = look()
            self._kept += len(found[0]) + len(found[1])
            if self._kept > _KEPT_NUMBERS:
                self._lists.clear()
                self._kept = len(found[0]) + len(found[1])
            self._lists[key] = found
        return found


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
