"""From a customer's message to the replies that fit it, in a few milliseconds.

message and the turns before it → features (features.py) → BM25 over the index that the search has anyway: which
phrases hold a character, or two side by side, in their head (title, keywords, category) or in the rest (code, text) →
what this agent chose for such words before (usage/learning.py), as far as the agent repeats at all → what is used much
a little higher, what was just sent a little lower.

No message is kept anywhere. What it can't do: tell 明天能到 from 明天收不到, or look an order up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.model import Category, Match, Scope, Window
from phrasebook.search.features import features, has_subject, is_nod, may_be_kept, said, spoken
from phrasebook.search.index import Index
from phrasebook.search.segment import Some

if TYPE_CHECKING:
    from phrasebook.usage import Learned

# Chosen with tests.bench.suggest: keywords left out one by one, and bare texts. Around these values little changes.
HEAD = 1.5
"""How much more a match in the head counts than one in the text."""
LENGTH = 0.5
"""How far long heads and texts are held back, 0 to 1 (BM25's b)."""
LEARNED = 3.0
"""How much choices count beside words, for an agent who only repeats. By the square of the share of repeated uses less
for others: in proportion alone it cost those who hardly repeat a reply in two hundred."""
USED = 1.0
"""What the most used phrase gains: less than a word that only a few phrases hold."""
SENT = 0.8
"""What is left to a phrase that was just sent in this window: customers do ask twice."""
WEAK = 0.2
"""What has less than this share of the best isn't shown: mostly it has one character in common. It cost no hit."""
_MOST_LEARNED = 24
"""Of so many features, the rarest, choices are counted."""
_GREETINGS = 48
"""Among so many phrases a greeting looks for its own (of all those that have 你好 somewhere)."""

_Scores = npt.NDArray[np.float64]
Recall = Callable[[Collection[str]], "Learned"]
"""Tells what was learned for some features: Usage.learned."""


class _Piece(NamedTuple):
    """A feature that some phrases hold."""

    feature: str
    worth: float
    """How much it was said, times how rare it is among the phrases."""
    held: Sequence[tuple[Some, Some]]
    """For each segment, the rows whose head and those whose rest hold it."""


def suggest(
    index: Index,
    message: str,
    previous: Sequence[str] = (),
    *,
    learned: Recall | None = None,
    sent: Collection[str] = (),
    boosts: Mapping[str, float] = {},
    scope: Scope | None = None,
    department: str = "",
    category: Category = (),
    app: Window | None = None,
    limit: int = 5,
    today: date | None = None,
) -> list[Match]:
    """The replies that fit a customer's message best, the best first; none when nothing in it tells what it is about.

    Args:
        index: the library.
        message: what the customer wrote.
        previous: the turns before it, the latest last: taken as the agent's, the one before it as the customer's.
        learned: what was chosen before, for some features.
        sent: the ids of the phrases that were just sent in this window.
        boosts: how much used each phrase is (id → 0 to 1).
        scope: only phrases of this scope.
        department: only phrases of this department.
        category: only phrases in this category or below it.
        app: only phrases offered in this window.
        limit: how many at most.
        today: only phrases valid on this day; by default the present one.
    """
    if limit <= 0 or not len(index) or is_nod(message):
        return []
    pieces = _pieces(index, features(message, previous))
    scores = _relevance(index, pieces)
    if learned is not None:
        _add_choices(scores, index, pieces, learned(_kept(pieces)))
    allowed = index.allowed(scope, department, category, app, today)
    if allowed is not None:
        scores[~allowed] = 0.0
    words = frozenset(said(message))
    own = [piece.feature for piece in pieces if piece.feature in words]
    if not any(map(has_subject, own)):
        scores = _greetings(scores, index, message)
    if (favour := index.favoured(boosts)) is not None:
        scores[scores > 0] += USED * favour[scores > 0]
    scores[scores < WEAK * scores.max()] = 0.0
    for id_ in sent:
        if (number := index.numbers.get(id_)) is not None:
            scores[number] *= SENT
    best = _best(scores, index, limit)
    return [Match(index.phrases[number], float(scores[number]), _positions(index, number, own)) for number in best]


def learnable(index: Index, message: str, previous: Sequence[str] = ()) -> dict[str, float]:
    """What may be learned of a message: its most telling features that the library holds too, no digit among them, with
    how much each counts. For Usage.learn.
    """
    if is_nod(message):
        return {}
    said_so = features(message, previous)
    return {feature: said_so[feature] for feature in _kept(_pieces(index, said_so))}


def _pieces(index: Index, said_so: Mapping[str, float]) -> list[_Piece]:
    """The features that the library holds, rare ones worth more (BM25's idf)."""
    pieces = []
    for feature, weight in said_so.items():
        held = [placed.segment.holding(feature) for placed in index.placed]
        # without the phrases that hold it both in the head and in the text counted twice
        count = min(len(index), sum(max(len(head), len(rest)) for head, rest in held))
        if count:
            rarity = math.log(1 + (len(index) - count + 0.5) / (count + 0.5))
            pieces.append(_Piece(feature, weight * rarity, held))
    return pieces


def _kept(pieces: list[_Piece]) -> list[str]:
    """The most telling features, of those that may be kept."""
    telling = sorted(pieces, key=lambda piece: -piece.worth)
    return [piece.feature for piece in telling if may_be_kept(piece.feature)][:_MOST_LEARNED]


def _relevance(index: Index, pieces: list[_Piece]) -> _Scores:
    """By number, how well each phrase fits the words.

    A phrase either holds a feature or it doesn't: replies are too short for how often to matter.
    """
    scores = np.zeros(len(index))
    lengths = [placed.segment.lengths for placed in index.placed]
    for region, weight in enumerate((HEAD, 1.0)):
        usual = sum(int(both[region].sum()) for both in lengths) / sum(len(both[region]) for both in lengths)
        for which, placed in enumerate(index.placed):
            lists = [piece.held[which][region] for piece in pieces]
            if not any(map(len, lists)):
                continue
            worth = np.repeat([piece.worth for piece in pieces], [len(rows) for rows in lists])
            held_back = 1 - LENGTH + LENGTH * lengths[which][region] / max(usual, 1.0)
            found = np.bincount(np.concatenate(lists), worth, len(placed.segment)) * weight / held_back
            if placed.numbers is None:
                scores += found
            else:
                there = placed.numbers >= 0
                scores[placed.numbers[there]] += found[there]
    return scores


def _add_choices(scores: _Scores, index: Index, pieces: list[_Piece], learned: Learned) -> None:
    """What was chosen for these features: c/(c+1) of what each is worth, less for a feature that goes with many
    choices and for a phrase that is chosen for anything.
    """
    trust = LEARNED * learned.repeats**2 / math.log(1 + len(index))
    for piece in pieces:
        found = learned.counts.get(piece.feature, {})
        numbers = np.array([index.numbers.get(id_, -1) for id_ in found], np.int64)
        counts = np.fromiter(found.values(), np.float64, len(found))
        choices = np.array([learned.choices.get(id_, 0.0) for id_ in found])
        share = np.minimum(1.0, counts / np.maximum(1.0, choices))
        rarity = math.log(1 + len(index) / max(1, len(found)))
        there = numbers >= 0  # what was chosen may be gone
        scores[numbers[there]] += (trust * piece.worth * rarity * counts / (counts + 1) * np.sqrt(share))[there]


def _greetings(scores: _Scores, index: Index, message: str) -> _Scores:
    """Only what says itself, in its keywords, that it answers such words as these: 在吗, 你好."""
    words = spoken(message)
    kept = np.zeros_like(scores)
    for number in _best(scores, index, _GREETINGS):
        keywords = map(spoken, index.phrases[number].keywords)
        if any(keyword and keyword in words and not is_nod(keyword) for keyword in keywords):
            kept[number] = scores[number]
    return kept


def _best(scores: _Scores, index: Index, limit: int) -> list[int]:
    """The numbers with the most, the most first; of equals a person's own phrases first."""
    least = float(np.partition(scores, -limit)[-limit]) if limit < len(scores) else 0.0
    numbers = np.flatnonzero((scores > 0) & (scores >= least))
    order = np.lexsort((numbers, index.ranks[numbers], -scores[numbers]))[:limit]
    return [int(number) for number in numbers[order]]


def _positions(index: Index, number: int, own: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Where the words of the message stand in a phrase: those that tell something, else any."""
    telling = [feature for feature in own if len(feature) > 1 and has_subject(feature)]
    for placed in index.placed:
        if (row := placed.row(number)) is not None:
            phrase = index.phrases[number]
            return placed.segment.spans(row, phrase, telling) or placed.segment.spans(row, phrase, own)
    return {}
