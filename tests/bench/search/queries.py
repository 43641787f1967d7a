"""Queries of every kind, made from the phrases of a library: one half of it for tuning, the other for reporting."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from phrasebook.model import Phrase
from tests.bench.search.kinds import KINDS, Kind
from tests.bench.search.relevance import Rule

SEEDS = {"tuning": 20_240, "reporting": 7_919}
"""Whoever changes the search looks at "tuning" only; the figures of documents come from "reporting"."""
_TRIES = 400
"""Phrases looked at for one query of a kind that few phrases have."""


@dataclass(frozen=True)
class Query:
    """What is typed, and which phrases answer it."""

    kind: str
    typed: str
    meant: Phrase
    relevant: Rule = field(repr=False)
    spelling: str = ""
    """The double-pinyin scheme it is typed in."""


def phrases_for(purpose: str, phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases queries of this purpose are made from. Those of one title are all on the same side."""
    side = sorted(SEEDS).index(purpose)
    return [p for p in phrases if blake2b(p.title.encode(), digest_size=1).digest()[0] % 2 == side]


def make_queries(
    phrases: Sequence[Phrase], each: int, purpose: str = "reporting", only: Sequence[str] = ()
) -> list[Query]:
    """`each` queries of every kind whose name begins with one of `only` (by default all), kind by kind.

    The same for the same phrases and purpose; a kind's queries don't change with what other kinds are asked for.
    """
    source = phrases_for(purpose, phrases)
    kinds = [kind for kind in KINDS if not only or kind.name.startswith(tuple(only))]
    return [query for kind in kinds for query in _of_kind(kind, source, each, SEEDS[purpose])]


def _of_kind(kind: Kind, source: Sequence[Phrase], each: int, seed: int) -> list[Query]:
    chance = random.Random(f"{seed} {kind.name}")
    made: dict[str, Query] = {}
    for _ in range(each * _TRIES):
        if len(made) == each or not source:
            break
        phrase = chance.choice(source)
        if result := kind.make(chance, phrase):
            typed, relevant = result
            made.setdefault(typed, Query(kind.name, typed, phrase, relevant, kind.spelling))
    return list(made.values())


def nonsense(purpose: str = "reporting") -> list[str]:
    """What answers to nothing in a library of customer service: the right answer is none."""
    chance = random.Random(SEEDS[purpose])
    letters = ["".join(chance.choice("bcdfghjklmnpqrstvwxyz") for _ in range(chance.randint(8, 12))) for _ in range(20)]
    words = "xyzzyqq asdfghjkl qwertyuiop kubernetes javascript strawberry mountain blockchain philosophy yesterday"
    chinese = "宇宙飞船 量子力学 恐龙化石 钢琴奏鸣曲 哈利波特 火箭燃料 篮球联赛 基因突变 太平洋舰队 罗马帝国"
    digits = ["".join(chance.choice("0123456789") for _ in range(11)) for _ in range(5)]
    return [*letters, *words.split(), *chinese.split(), *digits]
