"""Which phrases hold a character, and which hold two side by side."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import pairwise

import msgspec
import numpy as np
import numpy.typing as npt

from phrasebook.search import native
from phrasebook.search.alphabet import Mask, ragged
from phrasebook.search.store import Arrays, take
from phrasebook.search.texts import SEPARATOR, Texts

Flags = npt.NDArray[np.bool_]
Slots = npt.NDArray[np.int64]
"""Which of the lists of some postings are meant."""


class Members(msgspec.Struct, frozen=True, gc=False):
    """Some of all phrases."""

    which: npt.NDArray[np.uint8] | npt.NDArray[np.uint32]
    """Their numbers, in no order; or of many a bit for every phrase, the lowest of a byte first."""
    count: int


_DENSE = 8
"""From one in so many phrases on, bits are quicker to add than numbers."""


class Postings(msgspec.Struct, frozen=True, gc=False):
    """Lists of phrase numbers. List s is `phrases[starts[s]:starts[s + 1]]`, ascending."""

    starts: npt.NDArray[np.uint32]
    phrases: npt.NDArray[np.unsignedinteger]

    def of(self, slot: int) -> npt.NDArray[np.unsignedinteger]:
        """The phrases in one list."""
        return self.phrases[self.starts[slot] : self.starts[slot + 1]]

    def union(self, slots: Slots, scratch: Flags) -> Members:
        """The phrases in any of these lists. `scratch` has a flag for every phrase, none set, and is left so."""
        begins, ends = self.starts[slots].astype(np.int64), self.starts[slots + 1].astype(np.int64)
        total, most = int((ends - begins).sum()), len(scratch) // _DENSE
        if len(slots) == 1 and total <= most:
            return Members(self.phrases[begins[0] : ends[0]].astype(np.uint32), total)
        if native.compiled:
            out = np.empty(total if total <= most else 0, np.uint32)
            count = native.compiled.union(self.starts, self.phrases, slots, scratch, out)
            if count >= 0:
                return Members(out[:count].copy(), count)
        else:
            scratch[self.phrases[ragged(begins, ends)]] = True
        count = int(np.count_nonzero(scratch))
        packed = count > most
        which = np.packbits(scratch, bitorder="little") if packed else np.flatnonzero(scratch).astype(np.uint32)
        scratch[:] = False
        return Members(which, count)


class Region(msgspec.Struct, frozen=True, gc=False):
    """The postings of one part of all phrases: the heads (title, keywords, category) or the rest (code, text).

    List c of `single` is for character number c. The pairs that begin with c have the lists from `begins[c]` to
    `begins[c + 1]` of `pairs`; `seconds` is each one's other character.
    """

    single: Postings
    pairs: Postings
    begins: npt.NDArray[np.uint32]
    seconds: npt.NDArray[np.uint16]

    def singles(self, mask: Mask) -> tuple[Slots, Mask]:
        """The lists of the characters of a mask, and how well each answers."""
        slots = np.flatnonzero(mask)
        return slots, mask[slots]

    def adjacent(self, first: Mask, second: Mask) -> tuple[Slots, npt.NDArray[np.uint16]]:
        """The lists of the pairs that answer two masks, and how well (the product, of 10,000)."""
        characters = np.flatnonzero(first)
        begins, ends = self.begins[characters].astype(np.int64), self.begins[characters + 1].astype(np.int64)
        slots = ragged(begins, ends)
        quality = np.repeat(first[characters], ends - begins).astype(np.uint16) * second[self.seconds[slots]]
        kept = np.flatnonzero(quality)
        return slots[kept], quality[kept]

    def together(self, characters: Sequence[int]) -> npt.NDArray[np.unsignedinteger]:
        """The phrases that hold this character, these two side by side, or of more every two neighbours; ascending."""
        if len(characters) == 1:
            return self.single.of(characters[0])
        found = [self._pair(first, second) for first, second in pairwise(characters)]
        return functools.reduce(_in_both, found)

    def _pair(self, first: int, second: int) -> npt.NDArray[np.unsignedinteger]:
        begin, end = int(self.begins[first]), int(self.begins[first + 1])
        slot = begin + int(np.searchsorted(self.seconds[begin:end], second))
        return self.pairs.of(slot) if slot < end and self.seconds[slot] == second else self.pairs.phrases[:0]

    def arrays(self, prefix: str) -> Arrays:
        """Its arrays by name, for storing."""
        return {
            f"{prefix}.single.starts": self.single.starts,
            f"{prefix}.single.phrases": self.single.phrases,
            f"{prefix}.pairs.starts": self.pairs.starts,
            f"{prefix}.pairs.phrases": self.pairs.phrases,
            f"{prefix}.begins": self.begins,
            f"{prefix}.seconds": self.seconds,
        }


def restore(arrays: Arrays, prefix: str, characters: int, count: int) -> Region:
    """The region of so many characters and phrases whose arrays were stored under this prefix.

    Raises:
        ValueError: an array is missing, or they don't fit together.
    """
    region = Region(
        single=_restore(arrays, f"{prefix}.single", count),
        pairs=_restore(arrays, f"{prefix}.pairs", count),
        begins=take(arrays, f"{prefix}.begins", np.uint32),
        seconds=take(arrays, f"{prefix}.seconds", np.uint16),
    )
    fits = (
        len(region.single.starts) == len(region.begins) == characters + 1
        and len(region.pairs.starts) == len(region.seconds) + 1
        and _ascending(region.begins, len(region.seconds))
        and int(region.seconds.max(initial=0)) < characters
    )
    if not fits:
        raise ValueError("the pairs of an index don't fit together")
    return region


def _restore(arrays: Arrays, name: str, count: int) -> Postings:
    numbers: npt.NDArray[np.unsignedinteger]
    if _narrow(count):
        numbers = take(arrays, f"{name}.phrases", np.uint16)
    else:
        numbers = take(arrays, f"{name}.phrases", np.uint32)
    lists = Postings(take(arrays, f"{name}.starts", np.uint32), numbers)
    if not _ascending(lists.starts, len(numbers)) or int(numbers.max(initial=0)) >= max(count, 1):
        raise ValueError("the postings of an index don't fit together")
    return lists


def _narrow(count: int) -> bool:
    """Whether 16 bits are enough for phrase numbers."""
    return count <= 1 << 16


def _in_both(
    one: npt.NDArray[np.unsignedinteger], other: npt.NDArray[np.unsignedinteger]
) -> npt.NDArray[np.unsignedinteger]:
    """What two ascending lists have in common, without np.intersect1d, which would load numpy.ma."""
    if not len(other):
        return other
    nearest = other[np.minimum(np.searchsorted(other, one), len(other) - 1)]
    both: npt.NDArray[np.unsignedinteger] = one[nearest == one]
    return both


def _ascending(starts: npt.NDArray[np.uint32], end: int) -> bool:
    return bool(len(starts) and starts[0] == 0 and starts[-1] == end and (starts[1:] >= starts[:-1]).all())


def regions(texts: Texts) -> tuple[Region, Region]:
    """The postings of the heads, and of what follows them."""
    sizes = np.diff(texts.starts)
    owners = np.repeat(np.arange(len(texts), dtype=np.uint32), sizes)
    lengths = np.empty(2 * len(texts), np.int64)
    lengths[0::2] = texts.head_ends
    lengths[1::2] = sizes - texts.head_ends
    head = np.repeat(np.tile(np.array([True, False]), len(texts)), lengths)
    characters = len(texts.points)
    heads, rest = (_region(texts.numbers[where], owners[where], characters, len(texts)) for where in (head, ~head))
    return heads, rest


def _region(numbers: npt.NDArray[np.uint16], owners: npt.NDArray[np.uint32], characters: int, count: int) -> Region:
    """Separators stay in `numbers`: they keep the fields apart, and phrases."""
    word = numbers != SEPARATOR
    keys = numbers.astype(np.uint64)
    firsts, single = _lists(keys[word], owners[word], count)
    starts = np.zeros(characters + 1, np.uint32)
    starts[1:] = single.starts[np.searchsorted(firsts, np.arange(characters), side="right")]
    side_by_side = word[:-1] & word[1:]
    together = keys[:-1] << np.uint64(16) | keys[1:]
    pair_keys, pairs = _lists(together[side_by_side], owners[:-1][side_by_side], count)
    begins = np.searchsorted(pair_keys >> np.uint64(16), np.arange(characters + 1)).astype(np.uint32)
    return Region(Postings(starts, single.phrases), pairs, begins, pair_keys.astype(np.uint16))


def _lists(
    keys: npt.NDArray[np.uint64], owners: npt.NDArray[np.uint32], count: int
) -> tuple[npt.NDArray[np.uint64], Postings]:
    """The different keys, ascending, and for each the phrases it occurs in."""
    packed = keys << np.uint64(32) | owners
    packed.sort()
    if len(packed):
        packed = packed[np.concatenate(([True], packed[1:] != packed[:-1]))]
    keys = packed >> np.uint64(32)
    fresh = np.concatenate(([True], keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.bool_)
    places = np.flatnonzero(fresh)
    numbers: npt.NDArray[np.unsignedinteger]
    numbers = packed.astype(np.uint16) if _narrow(count) else packed.astype(np.uint32)
    return keys[places], Postings(np.append(places, len(keys)).astype(np.uint32), numbers)
