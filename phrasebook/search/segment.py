"""Some phrases and everything that finds them: how each reading of a query is tried on them.

The likeliest reading first; when the best that is found is weak, a looser one and the pinyin of the titles as well.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.model import Phrase, Span
from phrasebook.phrases import parts
from phrasebook.search import codes, fallback, highlight, postings, score, texts
from phrasebook.search.alphabet import Alphabet, Mask
from phrasebook.search.codes import Codes
from phrasebook.search.filters import Allowed
from phrasebook.search.postings import Region
from phrasebook.search.query import Kind, Parse, parses
from phrasebook.search.retrieve import Retrieval, Tips, letters_stand_together
from phrasebook.search.spelling import Spelling
from phrasebook.search.store import Arrays
from phrasebook.search.texts import Texts

PARSE_COST = 20.0
GOOD = 106.0
"""A full match: from here on, only readings of a few atoms that are as likely as the first are still tried (xi'an
beside xian); of a longer query the first that fits is the one meant."""
AS_LIKELY = 0.25
_FEW_ATOMS = 4
WEAK = 110.0
"""Below this, looser readings are tried too: the letters may stand for something that lies in one piece."""
_LOOSE_FROM = 4
"""Shorter queries have too little in them to tell a slip from another word."""

_LOOSE_AMONG = 4
"""From so many atoms on, a looser reading looks among what the stricter ones found: their other atoms led there."""

Rows = npt.NDArray[np.int64]
"""Numbers of phrases within a segment."""
Scores = npt.NDArray[np.float64]
Some = npt.NDArray[np.unsignedinteger]
"""Numbers of phrases within a segment, as the postings have them."""
_NONE: Some = np.zeros(0, np.uint16)


class Run(NamedTuple):
    """What one reading of a query finds."""

    parse: Parse
    rows: Rows
    scores: Scores


class Segment:
    """A row of phrases that was laid out and indexed together, and never changes."""

    def __init__(self, laid_out: Texts, regions: tuple[Region, Region], coded: Codes) -> None:
        self._texts, self._regions = laid_out, regions
        self._alphabet = Alphabet(laid_out.points)
        self._retrieval = Retrieval(laid_out, self._alphabet, regions)
        self.codes = coded

    @classmethod
    def of(cls, phrases: Sequence[Phrase]) -> Segment:
        """Lay out and index these phrases."""
        laid_out = texts.gather(phrases)
        coded = codes.gather((part.start + row, code) for part in parts(phrases) for row, code in part.outline.codes)
        return cls(laid_out, postings.regions(laid_out), coded)

    @classmethod
    def restore(cls, arrays: Arrays, count: int) -> Segment:
        """The segment of so many phrases from its stored arrays.

        Raises:
            ValueError: an array is missing, or they don't fit together.
        """
        laid_out = texts.restore(arrays, count)
        size = len(laid_out.points), count
        regions = postings.restore(arrays, "head", *size), postings.restore(arrays, "rest", *size)
        return cls(laid_out, regions, codes.restore(arrays, count))

    def __len__(self) -> int:
        return len(self._texts)

    def arrays(self) -> Arrays:
        """Its arrays by name, for storing."""
        head, rest = self._regions
        return texts.arrays(self._texts) | head.arrays("head") | rest.arrays("rest") | self.codes.arrays()

    def runs(self, typed: str, spelling: Spelling, favour: Tips | None, allowed: Allowed | None) -> list[Run]:
        """What each reading of the query finds. `favour` (0 to 1) and `allowed` are by row."""

        def spelled(letters: str) -> bool:
            return letters_stand_together(letters, self._alphabet, self._regions)

        retrieve = self._retrieval.candidates
        readings = parses(typed, spelled, spelling)
        runs: list[Run] = []
        best = 0.0
        for parse in readings:
            as_likely = len(parse.atoms) <= _FEW_ATOMS and parse.cost - readings[0].cost < AS_LIKELY
            if best < GOOD or as_likely or parse.rival:
                runs.append(self._run(parse, retrieve(parse, favour, allowed)))
                best = max(best, float(runs[-1].scores.max(initial=0.0)))
        if readings and best < WEAK and len(typed) >= _LOOSE_FROM:
            for slip in readings[0].slips():
                if best < WEAK:
                    alone = len(slip.atoms) < _LOOSE_AMONG
                    runs.append(self._run(slip, retrieve(slip, favour, allowed) if alone else _rows(runs)))
                    best = max(best, float(runs[-1].scores.max(initial=0.0)))
            if best < WEAK and typed.isascii():
                runs += self._by_title(typed, runs)
        return runs

    @property
    def lengths(self) -> tuple[Rows, Rows]:
        """By row, how many characters head (title, keywords, category) and rest (code, text) have."""
        heads = self._texts.head_ends.astype(np.int64)
        return heads, np.diff(self._texts.starts) - heads

    def holding(self, piece: str) -> tuple[Some, Some]:
        """The rows whose head, and those whose rest holds this piece: folded characters that stand side by side."""
        numbers = [self._alphabet.number(character) for character in piece]
        if not numbers or not all(numbers):
            return _NONE, _NONE
        head, rest = (region.together(numbers) for region in self._regions)
        if len(numbers) > 2:  # all pairs are there, but perhaps not in a row
            head, rest = (
                rows[np.array([piece in texts.characters(self._texts, row) for row in rows.tolist()], np.bool_)]
                for rows in (head, rest)
            )
        return head, rest

    def places(self, parse: Parse, rows: Rows) -> dict[int, list[int]]:
        """Where each of these rows answers the parse, as places within its texts."""
        return highlight.traces(self._texts, rows, self._masks(parse), parse.starts)

    def positions(self, row: int, phrase: Phrase, places: list[int], atoms: int) -> dict[str, list[Span]]:
        """The spans of these places in the phrase's fields, as Match.positions has them."""
        return highlight.positions(self._texts, row, phrase, places, atoms)

    def spans(self, row: int, phrase: Phrase, pieces: Collection[str]) -> dict[str, list[Span]]:
        """Where these pieces stand in the phrase's fields, as Match.positions has them."""
        text = texts.characters(self._texts, row)
        lit = {at + k for piece in pieces for at in _stands(text, piece) for k in range(len(piece))}
        return highlight.positions(self._texts, row, phrase, sorted(lit), atoms=0)

    def _run(self, parse: Parse, candidates: Rows) -> Run:
        literal = all(atom.kind is Kind.CHARACTER for atom in parse.atoms)
        rows, scores = score.align(self._texts, candidates, self._masks(parse), parse.starts, literal=literal)
        return Run(parse, rows, scores - parse.cost * PARSE_COST)

    def _by_title(self, typed: str, runs: list[Run]) -> list[Run]:
        """The likeness of the titles of the best that was found so far."""
        scores = np.concatenate([run.scores for run in runs])
        best = np.argsort(-scores)[: fallback.MOST_TITLES]
        which = np.repeat(np.arange(len(runs)), [len(run.rows) for run in runs])[best]
        rows = np.concatenate([run.rows for run in runs])[best]
        likeness = fallback.title_likeness(typed, [texts.title(self._texts, row) for row in rows.tolist()])
        values = np.array(likeness)
        return [Run(runs[i].parse, rows[which == i], values[which == i]) for i in sorted(set(which.tolist()))]

    def _masks(self, parse: Parse) -> list[Mask]:
        return [self._alphabet.mask(atom) for atom in parse.atoms]


def _stands(text: str, piece: str) -> Iterator[int]:
    """Where a piece begins in a text."""
    at = text.find(piece)
    while at >= 0:
        yield at
        at = text.find(piece, at + 1)


def _rows(runs: list[Run]) -> Rows:
    """Whatever was found, each once, ascending."""  # np.unique would load numpy.ma for this
    rows = np.sort(np.concatenate([run.rows for run in runs]))
    first = np.ones(len(rows), np.bool_)
    first[1:] = rows[1:] != rows[:-1]
    return rows[first]
