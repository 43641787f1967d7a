"""`make bench-search`: does the search find what was meant, how fast, and at what cost, beside its peers.

For each size: a library (corpus.py) → queries of every kind (queries.py, kinds.py) → each asked of our index and of the
peers (engines.py, peers.py, tantivy_peer.py) → hit@1, hit@5, MRR@10 by kind (relevance.py says what is right), and
milliseconds per keystroke over whole typed sequences (measure.py) → start and memory in processes of their own
(costs.py) → tables (report.py). At the end, from key press to painted in the real picker (frames.py).
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from phrasebook.model import Phrase
from tests.bench.corpus import make_corpus
from tests.bench.figures import machine
from tests.bench.search import compare, costs, frames, measure, report
from tests.bench.search.engines import AsThePickerAsks, Phrasebook
from tests.bench.search.kinds import KINDS
from tests.bench.search.queries import SEEDS, Query, make_queries, nonsense
from tests.bench.search.report import Results

_COMPARED_UP_TO = 100_000
"""Peers need minutes a query beyond this, or pypinyin does for their columns."""


def main() -> None:
    """Run what the command line asks for."""
    wanted = _arguments()
    sizes = [*wanted.sizes, *([1_000_000] if wanted.million else [])]
    print(machine())
    print(f"{wanted.queries} queries of each kind, seed {wanted.seed!r}; every figure is from this run")
    results = [_of_size(size, wanted) for size in sizes]
    if wanted.frames:
        with _folder() as folder:
            frames.measure(folder, make_corpus(wanted.frames))
    print(report.summary(results))
    if wanted.json:
        wanted.json.write_bytes(report.as_json(results, machine()))


def _of_size(size: int, wanted: argparse.Namespace) -> Results:
    phrases = make_corpus(size)
    results = Results(size)
    report.heading(phrases)
    queries = make_queries(phrases, wanted.queries, wanted.seed, wanted.only)
    _own(phrases, queries, wanted, results)
    if wanted.costs:
        with _folder() as folder:
            results.cold, results.warm = costs.measure(phrases, folder)
        report.costs(results)
    if wanted.peers and size <= _COMPARED_UP_TO:
        results.comparison = compare.side_by_side(phrases, queries, wanted.peers)
        report.comparison(results)
    return results


def _own(phrases: Sequence[Phrase], queries: Sequence[Query], wanted: argparse.Namespace, results: Results) -> None:
    engine = Phrasebook(phrases)
    typed = queries[:: max(1, len(queries) // wanted.typed)]
    results.times = measure.keystrokes(engine, typed)  # first, while nothing is kept from other queries
    results.by_kind, misses = measure.quality(engine, queries)
    results.picker = measure.keystrokes(AsThePickerAsks(engine.index, phrases), [q for q in typed if not q.spelling])
    senseless = nonsense(wanted.seed)
    results.nonsense = len(senseless), sum(not engine.best(typed) for typed in senseless)
    report.own(results)
    if wanted.misses:
        report.misses(misses, [typed for typed in senseless if engine.best(typed)])


@contextlib.contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="phrasebook-bench-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.search",
        description=__doc__,
        epilog="Kinds: " + "; ".join(kind.name for kind in KINDS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--million", action="store_true", help="1,000,000 phrases as well (minutes, 4 GB)")
    parser.add_argument("--queries", type=int, default=50, help="of each kind (default: 50)")
    parser.add_argument("--typed", type=int, default=400, help="queries typed key by key for times (default: 400)")
    parser.add_argument("--seed", choices=sorted(SEEDS), default="reporting")
    parser.add_argument("--only", action="append", default=[], metavar="KIND", help="kinds whose name begins so")
    parser.add_argument("--misses", action="store_true", help="show each query whose first answer isn't right")
    parser.add_argument("--peers", default="all", help=f"all (default), none, or of {','.join(compare.CHOICES)}")
    parser.add_argument("--no-costs", dest="costs", action="store_false", help="no start and memory")
    parser.add_argument("--frames", type=int, default=0, metavar="PHRASES", help="also key press to painted")
    parser.add_argument("--json", type=Path, metavar="FILE")
    wanted = parser.parse_args()
    if not any(kind.name.startswith(only) for kind in KINDS for only in wanted.only or [""]):
        parser.error(f"no kind begins with {' or '.join(wanted.only)}")
    wanted.peers = {"all": compare.NAMES, "none": ()}.get(wanted.peers, wanted.peers.split(","))
    if unknown := set(wanted.peers) - set(compare.CHOICES):
        parser.error(f"no such peer: {', '.join(unknown)}")
    return wanted


if __name__ == "__main__":
    main()
