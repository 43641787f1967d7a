"""The characters a library uses, and how well each of them answers an atom of a query.

This is the one place where pinyin meets the index: an atom becomes a mask over a few thousand characters, so every
reading, homophone, initial and accent costs no room in the postings.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from phrasebook.search import pinyin
from phrasebook.search.query import Atom, Kind

Mask = npt.NDArray[np.uint8]
"""How well each character number answers, in per cent; 0: not at all."""

# Tiers: the character itself, the syllable, a beginning, an accent, a slip. The values are those that did best in the
# experiments behind decision 0003; what matters is their order.
SAME = 100
BEGUN = 90
UNFINISHED = 80
"""A whole syllable that may go on: fa for fan."""
HOMOPHONE = 75
SWAPPED = 70
BLURRED = 60
SLIPPED = 55
LOOSE_SLIP = 50
BLURRED_HOMOPHONE = 45


_KEPT_MASKS = 400
"""Each as many bytes as the library has different characters: a few thousand."""


class Alphabet:
    """Masks for the characters of one library, made when they are first asked for and kept."""

    def __init__(self, points: npt.NDArray[np.uint32]) -> None:
        table = pinyin.table()
        self._size = len(points)
        self._number = {chr(point): i for i, point in enumerate(points.tolist()) if i}
        rows = np.minimum(np.searchsorted(table.points, points), len(table.points) - 1)
        read = np.flatnonzero(table.points[rows] == points)
        begins, ends = table.starts[rows[read]].astype(np.int64), table.starts[rows[read] + 1].astype(np.int64)
        readings = ragged(begins, ends)
        owners = np.repeat(read, ends - begins)
        order = np.argsort(table.numbers[readings], kind="stable")
        self._characters = owners[order]
        self._trust = table.weights[readings[order]].astype(np.uint16)
        bounds = np.searchsorted(table.numbers[readings[order]], np.arange(len(table.syllables) + 1)).tolist()
        self._range = {s: slice(bounds[i], bounds[i + 1]) for i, s in enumerate(table.syllables)}
        self._masks: dict[Atom, Mask] = {}

    def number(self, character: str) -> int:
        """The number of a folded character; 0 when the library doesn't use it."""
        return self._number.get(character, 0)

    def mask(self, atom: Atom) -> Mask:
        """How well each character answers this atom."""
        mask = self._masks.get(atom)
        if mask is None:
            if len(self._masks) > _KEPT_MASKS:
                self._masks.clear()
            mask = self._masks[atom] = self._make(atom)
        return mask

    def _make(self, atom: Atom) -> Mask:
        mask = np.zeros(self._size, np.uint8)
        typed = pinyin.spelling(atom.typed)
        if atom.kind is Kind.CHARACTER:
            for reading in pinyin.readings(atom.typed):
                self._put(mask, reading, HOMOPHONE)
                for other in pinyin.alike(reading) if atom.blurred else ():
                    self._put(mask, other, BLURRED_HOMOPHONE)
        elif atom.kind is Kind.SLIP:
            for syllable in pinyin.near(typed):
                self._put(mask, syllable, SLIPPED)
            for syllable in pinyin.swapped(typed):
                self._put(mask, syllable, SWAPPED)
        elif atom.kind is Kind.BEGINNING:
            for syllable in pinyin.longer().get(typed, ()):
                self._put(mask, syllable, BEGUN)
            self._put(mask, typed, BEGUN)
        else:
            self._syllable(mask, atom, typed)
        if number := self._number.get(atom.typed):
            mask[number] = SAME
        return mask

    def _syllable(self, mask: Mask, atom: Atom, typed: str) -> None:
        if atom.kind is Kind.LAST_SYLLABLE:
            for syllable in pinyin.longer().get(typed, ()):
                self._put(mask, syllable, UNFINISHED)
        if atom.kind is Kind.LOOSE:
            for syllable in pinyin.near(typed):
                self._put(mask, syllable, LOOSE_SLIP)
            for syllable in pinyin.swapped(typed):
                self._put(mask, syllable, SWAPPED)
        for syllable in pinyin.alike(typed) if atom.blurred else ():
            self._put(mask, syllable, BLURRED)
        self._put(mask, typed, SAME)

    def _put(self, mask: Mask, syllable: str, percent: int) -> None:
        where = self._range.get(syllable)
        if where is not None:
            characters = self._characters[where]
            mask[characters] = np.maximum(mask[characters], self._trust[where] * percent // 100)


def ragged(begins: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The numbers from begins[i] to ends[i], without the end, for each i in turn."""
    lengths = ends - begins
    sums = np.cumsum(lengths)
    total = int(sums[-1]) if len(sums) else 0
    return np.repeat(begins - sums + lengths, lengths) + np.arange(total)
