"""Many phrases at once: read one by one when somebody asks for one, outlined for whoever needs to know a little of all.

A library of 100,000 phrases is ready in a fifth of a second because nothing but outlines is read then.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple, overload

import msgspec

from phrasebook.model import Category, Pack, Phrase, Scope

_KEPT = 1000
"""Phrases read that are kept: more than any list shows."""


class Outline(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What finding and listing need to know of a row of phrases; numbers count from 0."""

    ids: tuple[str, ...]
    categories: tuple[Category, ...]
    """The different ones, in the order in which they appear."""
    category_of: tuple[int, ...]
    """For each phrase, which of them."""
    codes: tuple[tuple[int, str], ...]
    """The phrases that have a code, and the code."""
    conditional: tuple[int, ...]
    """The phrases that aren't offered everywhere and always: those with dates or apps."""
    pictured: tuple[int, ...]
    provisional: tuple[int, ...]

    def fits(self, count: int) -> bool:
        """Whether it can be that of so many phrases."""
        coded = [row for row, _ in self.codes]
        rows = (coded, self.conditional, self.pictured, self.provisional)
        return (
            len(self.ids) == len(self.category_of) == count
            and all(0 <= min(some) <= max(some) < count for some in rows if some)
            and (not count or 0 <= min(self.category_of) <= max(self.category_of) < len(self.categories))
        )


def outlined(phrases: Iterable[Phrase]) -> Outline:
    """The outline of these phrases."""
    rows = tuple(phrases)
    numbers: dict[Category, int] = {}
    category_of = tuple(numbers.setdefault(phrase.category, len(numbers)) for phrase in rows)
    return Outline(
        tuple(phrase.id for phrase in rows),
        tuple(numbers),
        category_of,
        tuple((i, phrase.code) for i, phrase in enumerate(rows) if phrase.code),
        tuple(i for i, p in enumerate(rows) if p.apps or p.valid_from or p.valid_until),
        tuple(i for i, phrase in enumerate(rows) if phrase.images),
        tuple(i for i, phrase in enumerate(rows) if phrase.provisional),
    )


class _Row(Sequence[Phrase]):
    """What all rows of phrases have in common; like a tuple of them."""

    def at(self, number: int) -> Phrase:
        """The phrase of this number, from 0."""
        raise NotImplementedError

    @overload
    def __getitem__(self, index: int) -> Phrase: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Phrase, ...]: ...
    def __getitem__(self, index: int | slice) -> Phrase | tuple[Phrase, ...]:
        if isinstance(index, slice):
            return tuple(self.at(i) for i in range(*index.indices(len(self))))
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(index)
        return self.at(number)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # as a list: it compares by what it holds


Place = tuple[Scope, str, str]
"""Scope, department and name of a pack."""


class Stored(_Row):
    """The phrases of one pack as they lie in the cache, each still packed."""

    def __init__(
        self, packed: Sequence[msgspec.Raw], outline: Outline, place: Place, anew: Callable[[], Sequence[Phrase]]
    ) -> None:
        """`anew` reads them from their file, should the cache hold something else after all."""
        self.outline = outline
        self._packed = packed
        self._place = place
        self._anew = anew

    def __len__(self) -> int:
        return len(self._packed)

    def __iter__(self) -> Iterator[Phrase]:
        return (self.at(number) for number in range(len(self)))

    def at(self, number: int) -> Phrase:
        """The phrase of this number, from 0."""
        try:
            phrase = _decoder.decode(self._packed[number])
        except msgspec.DecodeError:
            return self._true[number]
        # no cache can claim a scope for a phrase: only its place decides
        return phrase if (phrase.scope, phrase.department, phrase.pack) == self._place else self._true[number]

    @cached_property
    def _true(self) -> Sequence[Phrase]:
        return self._anew()


class Phrases(_Row):
    """All phrases of some packs, in their order."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self.packs = tuple(packs)
        self.starts = (0, *accumulate(len(pack.phrases) for pack in self.packs))
        """The number of each pack's first phrase, and at the end how many there are."""
        self._read: dict[int, Phrase] = {}

    def __len__(self) -> int:
        return self.starts[-1]

    def __iter__(self) -> Iterator[Phrase]:
        return (phrase for pack in self.packs for phrase in pack.phrases)

    @cached_property
    def outlines(self) -> tuple[Outline, ...]:
        """One for each pack."""
        return tuple(outline_of(pack.phrases) for pack in self.packs)

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each id."""
        ids = (id_ for outline in self.outlines for id_ in outline.ids)
        return {id_: number for number, id_ in enumerate(ids)}

    def at(self, number: int) -> Phrase:
        """The phrase of this number, from 0."""
        found = self._read.get(number)
        if found is None:
            which = bisect_right(self.starts, number) - 1
            found = self.packs[which].phrases[number - self.starts[which]]
            if len(self._read) >= _KEPT:
                del self._read[next(iter(self._read))]
            self._read[number] = found
        return found


class Part(NamedTuple):
    """A row of phrases of one scope and department."""

    start: int
    """The number of its first phrase."""
    scope: Scope
    department: str
    outline: Outline

    @property
    def end(self) -> int:
        """The number after its last phrase."""
        return self.start + len(self.outline.ids)


def parts(phrases: Sequence[Phrase]) -> tuple[Part, ...]:
    """Any phrases as parts, in their order; nothing is read where outlines are stored."""
    if isinstance(phrases, Phrases):
        rows = zip(phrases.starts, phrases.packs, phrases.outlines, strict=False)
        return tuple(Part(start, pack.scope, pack.department, outline) for start, pack, outline in rows)
    found: list[Part] = []
    for (scope, department), members in groupby(phrases, key=lambda phrase: (phrase.scope, phrase.department)):
        start = found[-1].end if found else 0
        found.append(Part(start, scope, department, outlined(members)))
    return tuple(found)


def outline_of(phrases: Sequence[Phrase]) -> Outline:
    """The outline of these phrases, stored or made now."""
    return phrases.outline if isinstance(phrases, Stored) else outlined(phrases)


_decoder = msgspec.msgpack.Decoder(Phrase)
