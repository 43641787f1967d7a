"""The peers beside us: the same queries, as many of them as each gets through in half a minute."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from phrasebook.model import Phrase
from tests.bench.search import measure
from tests.bench.search.columns import agreement, columns
from tests.bench.search.engines import Engine, Phrasebook
from tests.bench.search.measure import Quality, Times
from tests.bench.search.memory import resident
from tests.bench.search.peers import Fzf, Peer, RapidFuzz, Sqlite
from tests.bench.search.queries import Query
from tests.bench.search.tantivy_peer import Tantivy
from tests.bench.search.tantivy_retriever import TantivyRetriever

_PEERS: dict[str, type[Peer]] = {"rapidfuzz": RapidFuzz, "sqlite": Sqlite, "fzf": Fzf, "tantivy": Tantivy}
NAMES = tuple(_PEERS)
_EXPERIMENTS: dict[str, type[Peer]] = {"retriever": TantivyRetriever}
CHOICES = (*_PEERS, *_EXPERIMENTS)
_BUDGET = 30.0
"""Seconds for the quality of one peer, and about as many for its time per keystroke."""
_TYPED, _KEYSTROKES = 200, 9
"""Queries typed key by key at most, and the keystrokes of a typical one."""
_AGREED = 10_000
"""Phrases whose characters are compared with pypinyin's readings."""


class Compared(NamedTuple):
    """One engine in the comparison."""

    name: str
    by_kind: dict[str, Quality]
    times: Times
    build: float
    """Seconds, the pinyin columns not counted."""
    memory: float
    """Megabytes that building added to this process; fzf's are its lines, which it reads anew each time."""


class Comparison(NamedTuple):
    """All of them."""

    rows: list[Compared]
    pypinyin: float
    """Seconds pypinyin took for the columns of pinyin and initials."""
    agreement: float
    """The share of Chinese characters that our table reads as pypinyin does in context."""


def side_by_side(phrases: Sequence[Phrase], queries: Sequence[Query], names: Sequence[str] = NAMES) -> Comparison:
    """Ourselves, then the peers of these names, one after the other. Double pinyin is left out: none of them has it."""
    asked = [query for query in queries if not query.spelling]
    started = time.perf_counter()
    rows = [columns(phrase) for phrase in phrases]
    took = time.perf_counter() - started
    peers = [(_PEERS | _EXPERIMENTS)[name] for name in names]
    own = _compared(partial(Phrasebook, phrases), asked, 0.0)
    others = [_compared(partial(p, phrases, rows), asked, p.microseconds * len(phrases) / 1000) for p in peers]
    return Comparison([own, *others], took, agreement(phrases[:_AGREED]))


def _compared(make: Callable[[], Engine], queries: Sequence[Query], expected: float) -> Compared:
    """Measure one engine; `expected` is about how many milliseconds a query takes it."""
    before, started = resident(), time.perf_counter()
    engine = make()
    took = time.perf_counter() - started
    memory = resident() - before
    kinds = len({query.kind for query in queries})
    affordable = _BUDGET * 1000 / max(expected, 0.001)
    each = max(1, int(affordable / max(1, kinds)))
    typed = min(_TYPED, max(5, int(affordable / _KEYSTROKES)))
    times = measure.keystrokes(engine, queries[:: max(1, len(queries) // typed)])
    by_kind, _ = measure.quality(engine, list(_first_of_each(queries, each)))
    return Compared(engine.name, by_kind, times, took, max(0.0, memory))


def _first_of_each(queries: Sequence[Query], each: int) -> Iterator[Query]:
    """So many queries of every kind."""
    taken: Counter[str] = Counter()
    for query in queries:
        taken[query.kind] += 1
        if taken[query.kind] <= each:
            yield query
