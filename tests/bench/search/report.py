"""The figures as tables, beside what is asked of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import msgspec

from phrasebook.model import Phrase
from tests.bench.figures import percentile, row
from tests.bench.search.compare import Comparison
from tests.bench.search.costs import Costs
from tests.bench.search.kinds import KINDS
from tests.bench.search.measure import Miss, Quality, Times, overall


class Asked(NamedTuple):
    """The asked values for one size."""

    median: float
    p99: float
    ready: float
    memory: float
    hit1: float = 0.0
    hit5: float = 0.0


ASKED = {
    10_000: Asked(1, 5, 50, 15, 0.96, 0.99),
    100_000: Asked(2, 8, 200, 80, 0.93, 0.97),
    1_000_000: Asked(8, 30, 2000, 900),
}
_ASKED_OF_KIND = {kind.name: kind.asked for kind in KINDS}


@dataclass
class Results:
    """Everything measured at one size; what wasn't is None or empty."""

    size: int
    by_kind: dict[str, Quality] = field(default_factory=dict)
    times: Times | None = None
    picker: Times | None = None
    nonsense: tuple[int, int] = (0, 0)
    """How many senseless queries there were, and how many of them were answered with nothing."""
    cold: Costs | None = None
    warm: Costs | None = None
    comparison: Comparison | None = None


def heading(phrases: Sequence[Phrase]) -> None:
    """How many phrases there are, and how long they are."""
    texts, titles = [len(p.text) for p in phrases], [len(p.title) for p in phrases]
    print(
        f"\n{len(phrases):,} phrases; texts: median {percentile(texts, 50):.0f}, p95 {percentile(texts, 95):.0f} "
        f"characters (asked: 36, 104); titles: median {percentile(titles, 50):.0f}, p95 {percentile(titles, 95):.0f}"
    )


def own(results: Results) -> None:
    """Quality kind by kind, then time, of our own index."""
    print(f"  {'kind':<34} {'n':>5} {'hit@1':>6} {'hit@5':>6} {'MRR':>6}  asked (< first hits, << hits among five)")
    for kind, quality in results.by_kind.items():
        asked = _ASKED_OF_KIND[kind]
        short = " <<" if quality.hit5 < asked else " <" if quality.hit1 < asked else ""
        print(f"  {_padded(kind)} {_figures(quality)}  {f'{asked:.2f}' if asked else ''}{short}")
    print(f"  {'all kinds alike':<34} {_figures(overall(results.by_kind))}", flush=True)
    asked_of_size = ASKED.get(results.size)
    if results.times:
        limits = f"{asked_of_size.median:.0f} / {asked_of_size.p99:.0f} ms" if asked_of_size else ""
        row("keystroke, median / p99", _milliseconds(results.times), limits)
    if results.picker:
        row("keystroke as the picker asks (200 answers)", _milliseconds(results.picker))
    row("nonsense answered with nothing", f"{results.nonsense[1]} of {results.nonsense[0]}")


def costs(results: Results) -> None:
    """Start, building and memory of our own index."""
    asked, warm, cold = ASKED.get(results.size), results.warm, results.cold
    if not warm or not cold:
        return
    row("ready after start, warm cache", f"{warm.ready}", f"{asked.ready:.0f} ms" if asked else "")
    row("  of that the phrases / the index", f"{warm.library.wall:.0f} / {warm.indexing.wall:.0f} ms")
    row("ready after start, no cache", f"{cold.ready}")
    row("building the index", f"{warm.build}")
    row("an edited phrase is found after", f"{warm.edited}", "50 ms")
    row(
        "index memory, from cache / after typing",
        f"{warm.memory:.0f} / {warm.memory_typed:.0f} MB; stored {warm.stored:.1f} MB",
        f"{asked.memory:.0f} MB" if asked else "",
    )


def comparison(results: Results) -> None:
    """Ourselves and the peers."""
    if not results.comparison:
        return
    found = results.comparison
    hits = f"{'hit@1':>6} {'hit@5':>6} {'MRR':>6}"
    print(f"  {'engine':<22} {'n':>5} {hits}   ms median / p99    cpu ms      build   memory")
    for one in found.rows:
        quality, times = overall(one.by_kind), one.times
        print(
            f"  {one.name:<22} {_figures(quality)} {times.median:>8.2f} / {times.p99:<8.2f}"
            f" {times.cpu_median:>6.2f} / {times.cpu_p99:<7.2f} {one.build:>5.1f} s {one.memory:>5.0f} MB"
        )
    print(
        f"  n: queries asked, fewer of slow peers. The pinyin columns of SQLite, fzf and tantivy took pypinyin "
        f"{found.pypinyin:.1f} s more.\n  Our table's first readings are pypinyin's in context for "
        f"{found.agreement:.2%} of the Chinese characters."
    )


def misses(found: Sequence[Miss], senseless: Sequence[str]) -> None:
    """Each query whose first answer isn't right: what was typed, what was meant, what came first."""
    for query, place, first in found:
        where = f"place {place}" if place else "not among ten"
        print(f"  {query.kind:<28} {query.typed!r}: {query.meant.title} ({where}); first: {first or 'nothing'}")
    if senseless:
        print(f"  nonsense that was answered: {' '.join(senseless)}")


def summary(results: Sequence[Results]) -> str:
    """Short tables for the documents, in Markdown. "cpu" is processors' time, which a busy machine doesn't change."""
    times = "ms median / p99", "cpu ms"
    lines = ["", *_header("phrases", "hit@1", "hit@5", "MRR@10", *times, "ready, warm", "index memory")]
    for one in results:
        lines.append(_line(f"{one.size:,}", *_hits(one.by_kind), *_pairs(one.times), *_start(one.warm)))
        if asked := ASKED.get(one.size):
            hits = (f"≥ {asked.hit1:.2f}", f"≥ {asked.hit5:.2f}") if asked.hit1 else ("–", "–")
            keystroke = f"{asked.median:.0f} / {asked.p99:.0f}"
            lines.append(_line("asked", *hits, "–", keystroke, "–", f"{asked.ready:.0f} ms", f"{asked.memory:.0f} MB"))
    for one in results:
        if one.comparison:
            lines += ["", *_header(f"{one.size:,} phrases", "hit@1", "hit@5", "MRR@10", *times)]
            lines += [_line(row.name, *_hits(row.by_kind), *_pairs(row.times)) for row in one.comparison.rows]
    return "\n".join(lines)


def _header(*names: str) -> tuple[str, str]:
    return _line(*names), "|---" * len(names) + "|"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _hits(by_kind: dict[str, Quality]) -> list[str]:
    return [f"{value:.3f}".removeprefix("0") for value in overall(by_kind)[1:]]


def _pairs(times: Times | None) -> tuple[str, str]:
    if times is None:
        return "", ""
    return f"{times.median:.1f} / {times.p99:.1f}", f"{times.cpu_median:.1f} / {times.cpu_p99:.1f}"


def _start(warm: Costs | None) -> tuple[str, str]:
    return (f"{warm.ready.wall:.0f} ms", f"{warm.memory:.0f} MB") if warm else ("", "")


def as_json(results: Sequence[Results], machine: str) -> bytes:
    """All figures, one document."""
    plain = [_plain(vars(one)) for one in results]
    return msgspec.json.format(msgspec.json.encode({"machine": machine, "sizes": plain})) + b"\n"


def _plain(value: Any) -> Any:
    """Named tuples as mappings, so that the document explains itself."""
    if hasattr(value, "_asdict"):
        value = value._asdict()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, (list, tuple)) else value


def _padded(kind: str) -> str:
    wide = sum(c >= "\u2e80" for c in kind)
    return kind + " " * (34 - len(kind) - wide)


def _figures(quality: Quality) -> str:
    return f"{quality.queries:>5} {quality.hit1:>6.3f} {quality.hit5:>6.3f} {quality.mrr:>6.3f}"


def _milliseconds(times: Times) -> str:
    return (
        f"{times.median:.2f} / {times.p99:.2f} ms; of processors' time {times.cpu_median:.2f} / {times.cpu_p99:.2f} "
        f"(n={times.keystrokes})"
    )
