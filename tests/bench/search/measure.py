"""Quality (hit@1, hit@5, MRR@10) and time per keystroke of an engine."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tests.bench.figures import percentile
from tests.bench.search.engines import SHOWN, Engine
from tests.bench.search.queries import Query


class Quality(NamedTuple):
    """How often the right phrase came first, among the first five, and the mean of 1 / its place among ten."""

    queries: int
    hit1: float
    hit5: float
    mrr: float


class Miss(NamedTuple):
    """A query whose first answer isn't right."""

    query: Query
    place: int
    """Of the first right answer, from 1; 0 when there is none."""
    first: str
    """What came first; empty when nothing did."""


class Times(NamedTuple):
    """Milliseconds per keystroke: on the clock, and of processors' time."""

    keystrokes: int
    median: float
    p99: float
    cpu_median: float
    cpu_p99: float


def quality(engine: Engine, queries: Sequence[Query]) -> tuple[dict[str, Quality], list[Miss]]:
    """By kind, in the order of the queries; and what was missed."""
    places: dict[str, list[int]] = {}
    misses: list[Miss] = []
    for query in queries:
        if not engine.answers(query):
            continue
        found = engine.best(query.typed, query.spelling)[:SHOWN]
        place = next((i for i, phrase in enumerate(found, 1) if query.relevant(phrase)), 0)
        places.setdefault(query.kind, []).append(place)
        if place != 1:
            misses.append(Miss(query, place, found[0].title if found else ""))
    return {kind: _quality(ranks) for kind, ranks in places.items()}, misses


def overall(by_kind: dict[str, Quality]) -> Quality:
    """The mean over the kinds, each counting alike."""
    rows = list(by_kind.values())
    mean = [statistics.fmean(row[i] for row in rows) if rows else 0.0 for i in (1, 2, 3)]
    return Quality(sum(row.queries for row in rows), *mean)


def _quality(places: Sequence[int]) -> Quality:
    count = len(places)
    return Quality(
        count,
        sum(place == 1 for place in places) / count,
        sum(1 <= place <= 5 for place in places) / count,
        sum(1 / place for place in places if place) / count,
    )


def typed_sequences(queries: Sequence[Query]) -> Iterator[tuple[str, str]]:
    """What stands in the field after each keystroke of each query (a character of an input method counts as one),
    and the spelling it is in.
    """
    for query in queries:
        for end in range(1, len(query.typed) + 1):
            yield query.typed[:end], query.spelling


def keystrokes(engine: Engine, queries: Sequence[Query]) -> Times:
    """Type these queries key by key, asking after each; the tables that a first query loads are there by then."""
    engine.best("fh")
    asked = [query for query in queries if engine.answers(query)]
    samples = [_timed(lambda t=t, s=s: engine.best(t, s)) for t, s in typed_sequences(asked)]  # type: ignore[misc]
    wall, cpu = zip(*samples, strict=True)
    return Times(
        len(samples), statistics.median(wall), percentile(wall, 99), statistics.median(cpu), percentile(cpu, 99)
    )


def _timed(call: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds on the clock, and of processors' time, that of programs it started included."""
    before, started = _cpu(), time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000, (_cpu() - before) * 1000


def _cpu() -> float:
    children = os.times()
    return time.process_time() + children.children_user + children.children_system
