"""How well a phrase answers a parse: an alignment of the atoms with the phrase's characters.

Atoms may be apart (a price per character between), skipped, or out of order (a flat price each); side by side, at a
word's beginning and in the head they gain. All candidates are aligned at once, over the characters that answer any
atom and nothing else. `trace` in highlight.py is the same recurrence for one phrase, in plain Python.

Points are per cent of a full match of one atom. Their proportions are fzf's (match 16, gap −3 then −1, boundary +8,
consecutive ≥ +4), moved by the experiments behind decision 0003.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.search import native
from phrasebook.search.alphabet import Mask, ragged
from phrasebook.search.texts import Texts

ADJACENT = 50
"""An atom right after the one before: what matters most (without it every fourth first hit was lost)."""
GAP = 19
"""One character in between, and GAP_STEP for each further one."""
GAP_STEP = 6
JUMP = 100
"""Going anywhere else, backwards too; free where a new word of the query begins."""
SKIP = 62
"""Leaving an atom out."""
TITLE_WORD_START = 38
"""Beginning a word of the title; twice for the query's first atom."""
WORD_START = 19
"""Beginning a word elsewhere: less than being in the title at all (发货 finds 从哪里发货 before the keyword 发货慢)."""
IN_HEAD = 19
"""All gains by place are for a full match; a blurred or mistyped one gets its share, so that 正品 stays before 赠品."""
IN_TITLE = 31
"""Once more for what stands in the title."""
FULL = 100 + ADJACENT + IN_HEAD + IN_TITLE
"""What an atom in the middle of a title is worth at best."""

COVER = 15.0
"""What a phrase gains in score for answering every atom, wherever and in whichever order."""
COMPLETE = 9.0
"""For holding every character of a query that has nothing else, in whichever place and order."""
BREVITY = 6.0
"""For a title no longer than the query."""
ONE_PIECE = 20.0
"""For holding the whole query side by side."""
AGAIN = 200
"""Going back to the very character that was just taken."""

SCORED_CHARACTERS = 4000
"""Of a longer phrase, what comes later isn't aligned."""
_STEP = 1 << 14
"""How far apart the places of two phrases are: more than a gap could bridge."""
NEVER = -30_000

PRICES = np.array(
    [
        ADJACENT,
        GAP,
        GAP_STEP,
        JUMP,
        SKIP,
        TITLE_WORD_START,
        WORD_START,
        IN_HEAD,
        IN_TITLE,
        AGAIN,
        NEVER,
        SCORED_CHARACTERS,
    ],
    np.int32,
)
"""The same for _native.c, in the order of its Prices."""

Ints = npt.NDArray[np.int32]


class Alignment(NamedTuple):
    """How candidates answer one parse. Of those left, `phrases` has the numbers and `scores` the scores: 100 is a full
    match in a title, without its beginning and its length counted.
    """

    phrases: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]


class Answered(NamedTuple):
    """What is known of each of some phrases. All but the points are in per cent, of one atom or summed over them."""

    points: Ints
    """Of the best alignment."""
    cover: Ints
    """How well each atom is answered at best, wherever; summed."""
    least: Ints
    """How well the worst answered atom is."""
    piece: Ints
    """How well the whole query side by side is answered."""


class Hits(NamedTuple):
    """The characters of some phrases that answer any atom, phrase by phrase."""

    phrases: npt.NDArray[np.int64]
    """The phrases that have any; the others are gone."""
    firsts: npt.NDArray[np.int64]
    """Where the hits of each phrase begin."""
    rows: npt.NDArray[np.int64]
    """For each hit, which of `phrases` it is in."""
    places: npt.NDArray[np.int64]
    """For each hit, where it stands, counted from its phrase's first separator."""
    quality: Ints
    """For each atom (row) and hit (column), how well the one answers the other, in per cent."""
    worth: Ints
    """The same with what the hit gains by where it stands; NEVER where it doesn't answer."""


def align(
    texts: Texts,
    candidates: npt.NDArray[np.int64],
    masks: list[Mask],
    starts: tuple[bool, ...],
    *,
    literal: bool = False,
) -> Alignment:
    """Align these candidates; those without a character that answers are left out.

    `literal` says that every atom is a character; then holding them all counts, wherever they stand.
    """
    phrases, found = _answered(texts, candidates, masks, starts)
    atoms = len(masks)
    brevity = np.minimum(1.0, atoms / np.maximum(1, texts.title_ends[phrases] - 1))
    scores = found.points * (100 / (atoms * FULL)) + found.cover * (COVER / (atoms * 100))
    scores += brevity * BREVITY + found.piece * (ONE_PIECE / 100)
    if literal:
        scores += (found.least == 100) * COMPLETE
    return Alignment(phrases, scores)


def arguments(texts: Texts, masks: list[Mask], starts: Sequence[bool]) -> tuple[npt.NDArray[np.generic], ...]:
    """What the compiled loops need to know of a library and a parse."""
    layout = texts.numbers, texts.begins_word, texts.starts, texts.title_ends, texts.head_ends
    return *layout, np.array(masks, np.uint8), np.array(starts, np.uint8), PRICES


def _answered(
    texts: Texts, candidates: npt.NDArray[np.int64], masks: list[Mask], starts: tuple[bool, ...]
) -> tuple[npt.NDArray[np.int64], Answered]:
    """Those candidates that have any hit, and how they answer."""
    if native.compiled:
        out = np.empty((len(candidates), len(Answered._fields)), np.int32)
        native.compiled.align(*arguments(texts, masks, starts), candidates, out)
        answered = out[:, 0] != np.iinfo(np.int32).min
        return candidates[answered], Answered(*out[answered].T)
    hits = find(texts, candidates, masks)
    if not len(hits.phrases):
        nothing = np.zeros(0, np.int32)
        return hits.phrases, Answered(nothing, nothing, nothing, nothing)
    _, best = points(hits, starts)
    covers = np.maximum.reduceat(hits.quality, hits.firsts, axis=1)
    cover = covers.sum(axis=0, dtype=np.int32)
    return hits.phrases, Answered(best[-1], cover, covers.min(axis=0), in_one_piece(hits))


def in_one_piece(hits: Hits) -> Ints:
    """How well each phrase answers the whole query side by side: by its weakest atom there, in per cent."""
    beside = np.zeros(len(hits.places), np.int32)
    beside[1:] = (hits.places[1:] - hits.places[:-1] == 1) & (hits.rows[1:] == hits.rows[:-1])
    run = hits.quality[0]
    for quality in hits.quality[1:]:
        before, run = run, np.zeros_like(run)
        np.minimum(before[:-1] * beside[1:], quality[1:], out=run[1:])
    return np.maximum.reduceat(run, hits.firsts)


def find(texts: Texts, candidates: npt.NDArray[np.int64], masks: list[Mask]) -> Hits:
    """The characters of these phrases that answer any atom."""
    begins = texts.starts[candidates]
    sizes = np.minimum(texts.starts[candidates + 1] - begins, SCORED_CHARACTERS)
    every = ragged(begins, begins + sizes)
    numbers = texts.numbers.take(every)
    found = np.flatnonzero((np.bitwise_or.reduce(masks) > 0).take(numbers))
    offsets = np.cumsum(sizes) - sizes
    counts = np.diff(np.searchsorted(found, np.append(offsets, len(every))))
    answered = np.flatnonzero(counts)
    phrases, counts = candidates[answered], counts[answered]
    rows = np.repeat(np.arange(len(phrases)), counts)
    places = found - offsets[answered].take(rows)
    in_title = places < texts.title_ends[phrases].take(rows)
    gains = (places < texts.head_ends[phrases].take(rows)) * np.int32(IN_HEAD) + in_title * np.int32(IN_TITLE)
    word_start = texts.begins_word.take(every.take(found)) * np.where(in_title, TITLE_WORD_START, WORD_START)
    quality = np.array(masks, np.int32).take(numbers.take(found), axis=1)
    worth = quality * (gains + (word_start + 100)).astype(np.int32)
    worth[0] += quality[0] * word_start.astype(np.int32)
    worth //= 100
    worth[quality == 0] = NEVER
    return Hits(phrases, np.cumsum(counts) - counts, rows, places, quality, worth)


def points(hits: Hits, starts: Sequence[bool]) -> tuple[list[Ints], list[Ints]]:
    """For each atom: the best alignment that ends with it at each hit, and the best up to it in each phrase."""
    places = (hits.rows * _STEP + hits.places).astype(np.int32)
    ramp = places * np.int32(GAP_STEP)
    beside = np.where(places[1:] - places[:-1] == 1, np.int32(ADJACENT), np.int32(NEVER))
    landing = ramp[1:] + np.int32(GAP - 2 * GAP_STEP)  # two steps of the ramp are a gap of one character
    ending = hits.worth[0]
    reach = np.maximum.accumulate(ending + ramp)
    best = np.maximum(np.maximum.reduceat(ending, hits.firsts), np.int32(-SKIP))
    endings, bests = [ending], [best]
    for i in range(1, len(hits.worth)):
        before = best.take(hits.rows)
        taken = ending == before
        before -= np.int32(0 if starts[i] else JUMP)
        before[taken] -= AGAIN
        np.maximum(before, np.int32(-SKIP * i), out=before)
        np.maximum(before[1:], reach[:-1] - landing, out=before[1:])
        np.maximum(before[1:], ending[:-1] + beside, out=before[1:])
        ending = before + hits.worth[i]
        reach = np.maximum(np.maximum.accumulate(ending + ramp), reach - np.int32(SKIP))
        best = np.maximum(np.maximum.reduceat(ending, hits.firsts), best - np.int32(SKIP))
        endings.append(ending)
        bests.append(best)
    return endings, bests
