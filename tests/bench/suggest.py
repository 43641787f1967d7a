"""Replies for customers' messages: how often one that fits is among five, beside rapidfuzz in the same run, with what
learning adds, and what it costs. `python -m tests.bench.suggest [--phrases 10000]`; two minutes.

Messages: the starter library's keywords, which are what customers say, each taken out of the library before it is
asked; the same with all keywords taken out (bare texts); those written by hand with the replies that fit
(tests/data/suggest); and in a made-up library of 10,000, where any reply of the right category fits and those that
have the very question are taken out.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

import msgspec
from rapidfuzz import fuzz, process

from phrasebook.library import Library, starter_folder
from phrasebook.model import Outcome, Phrase
from phrasebook.search import Index
from phrasebook.search.suggest import learnable, suggest
from phrasebook.usage import Usage
from tests.bench.corpus import make_corpus
from tests.bench.figures import machine, percentile, row
from tests.data.suggest import messages

DAY = date(2026, 6, 1)
_SHOWN = 5
_BEFORE = ("那我现在拍的话什么时候能发货呢，急着用", "亲，付款后48小时内发出，默认发中通，江浙沪一般两三天就能到哦~")

Engine = Callable[[str], Sequence[Phrase]]
"""From a message to at most five phrases."""
Maker = Callable[[Sequence[Phrase]], Engine]


class Asked(NamedTuple):
    """A message, and which phrases fit it."""

    message: str
    fits: Callable[[Phrase], bool]


class Task(NamedTuple):
    """A library and what is asked of it."""

    phrases: Sequence[Phrase]
    asked: Sequence[Asked]


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phrases", type=int, default=10_000)
    size: int = parser.parse_args().phrases
    print(machine())
    starter = list(Library.load(starter_folder()).phrases)
    corpus = make_corpus(size)
    quality("each keyword left out", left_out(starter))
    quality("without keywords", [bare(starter)])
    quality("by hand", [by_hand(starter)])
    quality(f"{size} made up", [made_up(corpus, starter)])
    for repeating, count in ((1.0, 600), (0.5, 400), (0.0, 150)):
        learning(starter, repeating, count)
    costs(corpus)


def ours(phrases: Sequence[Phrase]) -> Engine:
    """What is measured."""
    index = Index(phrases)
    return lambda message: [match.phrase for match in suggest(index, message, today=DAY)]


def fuzzy(scorer: Callable[..., float]) -> Maker:
    """All that a phrase has as one text, compared by rapidfuzz."""

    def make(phrases: Sequence[Phrase]) -> Engine:
        shown = [phrase for phrase in phrases if phrase.valid_on(DAY)]
        texts = [" ".join((p.title, *p.keywords, *p.category, *p.wordings)) for p in shown]
        return lambda message: [
            shown[number] for _, _, number in process.extract(message, texts, scorer=scorer, limit=_SHOWN)
        ]

    return make


ENGINES: dict[str, Maker] = {
    "suggest": ours,
    "rapidfuzz partial_ratio": fuzzy(fuzz.partial_ratio),
    "rapidfuzz token_set_ratio": fuzzy(fuzz.token_set_ratio),
    "rapidfuzz WRatio": fuzzy(fuzz.WRatio),
}


def quality(what: str, tasks: Sequence[Task]) -> None:
    """hit@1 and hit@5 of every engine."""
    for name, make in ENGINES.items():
        places: list[int] = []
        for task in tasks:
            engine = make(task.phrases)
            for message, fits in task.asked:
                places.append(next((i for i, phrase in enumerate(engine(message), 1) if fits(phrase)), 0))
        first, among = (sum(1 <= place <= most for place in places) / len(places) for most in (1, _SHOWN))
        row(f"{what}: {name}", f"hit@1 {first:.3f}  hit@5 {among:.3f}  n={len(places)}")


def left_out(starter: Sequence[Phrase]) -> list[Task]:
    """One task for each place of a keyword in its phrase."""
    tasks = []
    for which in range(max(len(phrase.keywords) for phrase in starter)):
        without = [_without(phrase, [which]) for phrase in starter]
        tasks.append(Task(without, [_asked(p, p.keywords[which]) for p in starter if len(p.keywords) > which]))
    return tasks


def bare(starter: Sequence[Phrase]) -> Task:
    """The phrases without keywords."""
    without = [_without(phrase, range(len(phrase.keywords))) for phrase in starter]
    return Task(without, [_asked(phrase, keyword) for phrase in starter for keyword in phrase.keywords])


def by_hand(starter: Sequence[Phrase]) -> Task:
    """Messages with replies that somebody found fitting."""
    return Task(starter, [Asked(message, lambda p, codes=codes: p.code in codes) for message, codes in messages()])  # type: ignore[misc]  # a lambda's default has no type


def made_up(corpus: Sequence[Phrase], starter: Sequence[Phrase], count: int = 100) -> Task:
    """What customers ask by the starter's keywords, of a large library in which goods and occasions vary."""
    questions = [(keyword, phrase.category) for phrase in starter for keyword in phrase.keywords]
    asked = random.Random(5).sample(questions, count)
    phrases = [p for p in corpus if not any(said in " ".join((p.title, *p.keywords)) for said, _ in asked)]
    return Task(phrases, [Asked(said, lambda p, c=c: p.category == c) for said, c in asked])  # type: ignore[misc]  # as above


def _asked(phrase: Phrase, keyword: str) -> Asked:
    return Asked(keyword, lambda other: other.id == phrase.id)


def _without(phrase: Phrase, which: Sequence[int]) -> Phrase:
    kept = tuple(keyword for i, keyword in enumerate(phrase.keywords) if i not in which)
    return msgspec.structs.replace(phrase, keywords=kept)


def learning(starter: Sequence[Phrase], repeating: float, count: int) -> None:
    """An agent answers so many messages, choosing what is right; the n-th most used phrase is needed 1 / n**repeating
    times as often as the most used. Half of the messages ask two things at once.
    """
    index = Index([_without(phrase, range(3)) for phrase in starter])
    plain, learned = [], []
    with tempfile.TemporaryDirectory() as folder:
        usage = Usage(Path(folder) / "usage.sqlite")
        for message, phrase in _stream(starter, repeating, count):
            plain.append(_place(suggest(index, message, today=DAY), phrase))
            learned.append(_place(suggest(index, message, learned=usage.learned, today=DAY), phrase))
            usage.learn(learnable(index, message), phrase.id)
            usage.record(phrase.id, phrase.scope, phrase.category, "", Outcome.PASTED, 0, 0.0, 0)
        repeats = usage.learned([]).repeats
        usage.close()
    for name, places in (("words alone", plain), ("with learning", learned)):
        first, among = (sum(1 <= place <= most for place in places) / count for most in (1, _SHOWN))
        row(f"{count} choices, {repeats:.0%} repeated at last: {name}", f"hit@1 {first:.3f}  hit@5 {among:.3f}")


def _stream(starter: Sequence[Phrase], repeating: float, count: int) -> Iterator[tuple[str, Phrase]]:
    chance = random.Random(11)
    phrases = [phrase for phrase in starter if len(phrase.keywords) > 2 and phrase.valid_on(DAY)]
    chance.shuffle(phrases)
    weights = [1 / rank**repeating for rank in range(1, len(phrases) + 1)]
    everything = [keyword for phrase in phrases for keyword in phrase.keywords]
    for phrase in chance.choices(phrases, weights, k=count):
        message = chance.choice(("", "亲", "你好，", "请问")) + chance.choice(phrase.keywords[:3])
        yield message + (f"，{chance.choice(everything)}" if chance.random() < 0.5 else "吗"), phrase


def _place(found: Sequence[object], phrase: Phrase) -> int:
    ids = [match.phrase.id for match in found]  # type: ignore[attr-defined]  # Match
    return ids.index(phrase.id) + 1 if phrase.id in ids else 0


def costs(corpus: Sequence[Phrase]) -> None:
    """Processor's time and memory for a library of this size."""
    index = Index(corpus)
    boosts = {phrase.id: 0.5 for phrase in corpus[:500]}
    said = [message for message, _ in messages()]
    with tempfile.TemporaryDirectory() as folder:
        usage = Usage(Path(folder) / "usage.sqlite")
        chance = random.Random(3)
        for _ in range(2000):  # every message with ever other replies: more to add up than anybody's work leaves
            usage.learn(learnable(index, chance.choice(said), _BEFORE), chance.choice(corpus[:400]).id)
        for phrase in corpus[:50] * 2:
            usage.record(phrase.id, phrase.scope, phrase.category, "", Outcome.PASTED, 0, 0.0, 0)

        def one(message: str) -> None:
            suggest(index, message, _BEFORE, learned=usage.learned, boosts=boosts, today=DAY)

        one("先来一次")
        tracemalloc.start()
        for message in said:
            one(message)
        peak = tracemalloc.get_traced_memory()[1] / 1e6
        tracemalloc.stop()
        times = []
        for message in said * 3:
            start = time.process_time()
            one(message)
            times.append((time.process_time() - start) * 1000)
        usage.close()
    figure = f"median {statistics.median(times):.2f}  p95 {percentile(times, 95):.2f}  worst {max(times):.2f}"
    row(f"ms of CPU, {len(corpus)} phrases, two turns, 2000 choices", figure, "≤ 5 ms")
    row("MB besides the search's index, at most", f"{peak:.1f}", "≤ 20 MB")


if __name__ == "__main__":
    main()
