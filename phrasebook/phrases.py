"""Many phrases at once: read one by one when somebody asks for one, outlined for whoever needs to know a little of all.

A library of 100,000 phrases is ready in a fifth of a second, and in 30 MB, because nothing but outlines is read then,
and because these hold no Python object for each phrase.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate, groupby
from typing import NamedTuple, overload
from zlib import crc32

import msgspec

from phrasebook.model import Category, Pack, Phrase, Scope

_KEPT = 500
"""Phrases read that are kept: twice as many as one search asks for."""
_ID = 20
"""Characters of an id."""


class Ids(Sequence[str]):
    """Many ids in one string."""

    def __init__(self, joined: str) -> None:
        self._joined = joined

    def __len__(self) -> int:
        return len(self._joined) // _ID

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[str, ...]: ...
    def __getitem__(self, index: int | slice) -> str | tuple[str, ...]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        begin = index * _ID + (len(self._joined) if index < 0 else 0)
        if not 0 <= begin < len(self._joined):
            raise IndexError(index)
        return self._joined[begin : begin + _ID]

    def __iter__(self) -> Iterator[str]:
        return (self._joined[begin : begin + _ID] for begin in range(0, len(self._joined), _ID))


class Codes(Iterable[tuple[int, str]]):
    """Many codes, each with its row, in one string: a line for each row, empty for those without a code."""

    def __init__(self, lines: str) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return ((row, code) for row, code in enumerate(self._lines.split("\n")) if code)


@dataclass(frozen=True, slots=True)
class Outline:
    """What finding and listing need to know of a row of phrases; numbers count from 0."""

    ids: Sequence[str]
    categories: Sequence[Category]
    """The different ones, in the order in which they appear."""
    category_of: Sequence[int]
    """For each phrase, which of them."""
    codes: Iterable[tuple[int, str]]
    """The phrases that have a code, and the code."""
    conditional: Sequence[int]
    """The phrases that aren't offered everywhere and always: those with dates or apps."""
    pictured: Sequence[int]
    provisional: Sequence[int]


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


class Told(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a phrase says itself; id, category and place are told by its outline and its pack."""

    title: str
    text: str
    code: str
    keywords: tuple[str, ...]
    variants: tuple[str, ...]
    images: tuple[str, ...]
    send: bool
    valid_from: date | None
    valid_until: date | None
    apps: tuple[str, ...]
    note: str
    extra: str
    line: int
    provisional: bool


def packed(phrases: Iterable[Phrase]) -> tuple[bytes, tuple[int, ...]]:
    """What these phrases say, one after the other, and where each ends."""
    told = [_encoder.encode(Told(*(getattr(phrase, name) for name in Told.__struct_fields__))) for phrase in phrases]
    return b"".join(told), tuple(accumulate(map(len, told)))


class Stored(_Row):
    """The phrases of one pack as they lie in the cache, still packed."""

    def __init__(
        self,
        block: bytes,
        ends: Sequence[int],
        outline: Outline,
        place: Place,
        anew: Callable[[], Sequence[Phrase]],
    ) -> None:
        """`block` and `ends` as of `packed`; `anew` reads the phrases from their file, should these not be phrases."""
        self.outline = outline
        self._block, self._ends = memoryview(block), array("I", ends)
        self._place = place
        self._anew = anew

    def __len__(self) -> int:
        return len(self._ends)

    def __iter__(self) -> Iterator[Phrase]:
        return (self.at(number) for number in range(len(self)))

    def at(self, number: int) -> Phrase:
        """The phrase of this number, from 0."""
        begin = self._ends[number - 1] if number else 0
        try:
            told = _decoder.decode(self._block[begin : self._ends[number]])
        except msgspec.DecodeError:
            return self._true[number]
        (scope, department, pack), outline = self._place, self.outline
        return Phrase(
            id=outline.ids[number],
            scope=scope,
            department=department,
            pack=pack,
            category=outline.categories[outline.category_of[number]],
            **msgspec.structs.asdict(told),
        )

    @cached_property
    def _true(self) -> Sequence[Phrase]:
        return self._anew()


class Numbers(Mapping[str, int]):
    """The number of each id. A dict of 10,000 takes 1.3 MB, this 80 kB."""

    def __init__(self, outlines: Sequence[Outline], starts: Sequence[int]) -> None:
        self._outlines, self._starts = outlines, starts
        ids = enumerate(id_ for outline in outlines for id_ in outline.ids)
        self._order = array("Q", sorted(_mark(id_) << 32 | number for number, id_ in ids))

    def __getitem__(self, id_: str) -> int:
        mark = _mark(id_)
        at = bisect_left(self._order, mark << 32)
        while at < len(self._order) and self._order[at] >> 32 == mark:
            number = self._order[at] & 0xFFFFFFFF
            if self._id(number) == id_:
                return number
            at += 1
        raise KeyError(id_)

    def __iter__(self) -> Iterator[str]:
        return (id_ for outline in self._outlines for id_ in outline.ids)

    def __len__(self) -> int:
        return len(self._order)

    def _id(self, number: int) -> str:
        which = bisect_right(self._starts, number) - 1
        return self._outlines[which].ids[number - self._starts[which]]


def _mark(id_: str) -> int:
    return crc32(id_.encode("utf-8", "surrogatepass"))


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
    def numbers(self) -> Mapping[str, int]:
        """The number of each id."""
        return Numbers(self.outlines, self.starts)

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


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Told)
