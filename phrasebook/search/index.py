"""From a query to the best phrases.

query → parses (query.py) → for each: candidates (retrieve.py) → alignments (score.py) → with codes, use and scope the
ranking → for the few that are shown, what to highlight (highlight.py). When the best is weak, a looser reading of the
query and the pinyin of the candidates' titles are tried as well.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.model import Category, Match, Phrase, Scope, Window
from phrasebook.search import fallback, highlight, postings, score, store, texts
from phrasebook.search.alphabet import Alphabet
from phrasebook.search.codes import BEGUN, EXACT, PRECEDENCE, Answers, Codes
from phrasebook.search.filters import Allowed, Filters
from phrasebook.search.fold import fold
from phrasebook.search.query import Kind, Parse, parses
from phrasebook.search.retrieve import Retrieval, Tips, letters_stand_together
from phrasebook.search.spelling import PLAIN, Spelling
from phrasebook.search.texts import Texts

BOOST = 8.0
"""What the most used phrase gains: more than a short title does, less than the title over the text."""
PARSE_COST = 20.0
GOOD = 106.0
"""A full match: from here on, only readings of a few atoms that are as likely as the first are still tried (xi'an
beside xian); of a longer query the first that fits is the one meant."""
AS_LIKELY = 0.25
_FEW_ATOMS = 4
WEAK = 110.0
"""Below this, looser readings are tried too: the letters may stand for something that lies in one piece."""
LEAST = 36.0
"""What scores less isn't shown: it would be noise where "nothing found" helps more."""
LEAST_OF_LETTERS = 66.0
"""The same where no character was typed as it stands: letters answer to a twentieth of all characters."""
_LOOSE_FROM = 4
"""Shorter queries have too little in them to tell a slip from another word."""

_LOOSE_AMONG = 4
"""From so many atoms on, a looser reading looks among what the stricter ones found: their other atoms led there."""
_LONGEST = 200
"""Of a longer query (something pasted by mistake) only this much is read."""

_Numbers = npt.NDArray[np.int64]
_Scores = npt.NDArray[np.float64]
_Run = tuple[Parse | None, _Numbers, _Scores]


class _Ranked(NamedTuple):
    number: int
    score: float
    parse: Parse | None


class Index:
    """Finds the phrases an agent means, in a few milliseconds per keystroke. Holds only what search needs."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        laid_out = texts.gather(phrases)
        self._prepare(phrases, laid_out, postings.regions(laid_out))

    def _prepare(
        self, phrases: Sequence[Phrase], laid_out: Texts, regions: tuple[postings.Region, postings.Region]
    ) -> None:
        self._phrases = tuple(phrases)
        self._texts, self._regions = laid_out, regions
        self._alphabet = Alphabet(laid_out.points)
        self._retrieval = Retrieval(laid_out, self._alphabet, regions)
        self._codes = Codes(self._phrases)
        self._filters = Filters(self._phrases)
        self._ranks = np.fromiter((PRECEDENCE[p.scope] for p in self._phrases), np.uint8, len(self._phrases))
        self._numbers: dict[str, int] = {}
        self._favour: tuple[Mapping[str, float], float, Tips] | None = None

    def __len__(self) -> int:
        return len(self._phrases)

    def to_bytes(self) -> bytes:
        """What building took long for, to be kept in a cache for from_bytes."""
        head, rest = self._regions
        arrays = texts.arrays(self._texts) | head.arrays("head") | rest.arrays("rest")
        return store.pack(_fingerprint(self._phrases), arrays)

    @classmethod
    def from_bytes(cls, phrases: Sequence[Phrase], data: bytes) -> Index:
        """The index of the same phrases in the same order, without building it.

        The caller answers for the contents being the same (by its cache's key); here only ids and lengths are compared.

        Raises:
            ValueError: the bytes are damaged, from another version, or of other phrases.
        """
        about, arrays = store.unpack(data)
        if about != _fingerprint(phrases):
            raise ValueError("an index of other phrases")
        laid_out = texts.restore(arrays, len(phrases))
        size = len(laid_out.points), len(phrases)
        regions = postings.restore(arrays, "head", *size), postings.restore(arrays, "rest", *size)
        index = cls.__new__(cls)
        index._prepare(phrases, laid_out, regions)
        return index

    def best(
        self,
        query: str,
        boosts: Mapping[str, float] = {},
        *,
        scope: Scope | None = None,
        department: str = "",
        category: Category = (),
        app: Window | None = None,
        limit: int = 10,
        today: date | None = None,
        highlighted: int | None = None,
        spelling: Spelling = PLAIN,
    ) -> list[Match]:
        """The phrases that answer a query best, the best first; none for an empty query.

        Args:
            query: what was typed: Chinese, pinyin, initials, codes, any mixture, slips included.
            boosts: how much used each phrase is (id → 0 to 1); decides between phrases that answer alike.
            scope: only phrases of this scope.
            department: only phrases of this department.
            category: only phrases in this category or below it.
            app: only phrases offered in this window.
            limit: how many at most.
            today: only phrases valid on this day; by default the present one.
            highlighted: of so many only, the best, the positions are worked out (a third of the time for long lists);
                by default of all.
            spelling: whether double pinyin is typed as well, and whether accents blur syllables.
        """
        typed = fold(query[:_LONGEST]).strip()
        if not typed or limit <= 0 or not self._phrases:
            return []
        allowed = self._filters.allowed(today or date.today(), scope, department, category, app)
        favour = self._favoured(boosts)
        codes = self._codes.answers(typed, allowed, favour)
        runs = self._runs(typed, spelling, favour, allowed)
        ranking = self._ranking(runs, codes, favour, limit)
        shown = ranking[:highlighted]
        places = self._places(shown)
        matches = [self._match(typed, codes, entry, places.get(entry.number, [])) for entry in shown]
        return matches + [Match(self._phrases[n], score_) for n, score_, _ in ranking[len(shown) :]]

    def _runs(self, typed: str, spelling: Spelling, favour: Tips | None, allowed: Allowed | None) -> list[_Run]:
        """What each reading of the query finds."""

        def spelled(letters: str) -> bool:
            return letters_stand_together(letters, self._alphabet, self._regions)

        retrieve = self._retrieval.candidates
        readings = parses(typed, spelled, spelling)
        runs: list[_Run] = []
        best = 0.0
        for parse in readings:
            as_likely = len(parse.atoms) <= _FEW_ATOMS and parse.cost - readings[0].cost < AS_LIKELY
            if best < GOOD or as_likely or parse.rival:
                runs.append(self._run(parse, retrieve(parse, favour, allowed)))
                best = max(best, float(runs[-1][2].max(initial=0.0)))
        if readings and best < WEAK and len(typed) >= _LOOSE_FROM:
            for slip in readings[0].slips():
                if best < WEAK:
                    alone = len(slip.atoms) < _LOOSE_AMONG
                    runs.append(self._run(slip, retrieve(slip, favour, allowed) if alone else _found(runs)))
                    best = max(best, float(runs[-1][2].max(initial=0.0)))
            if best < WEAK and typed.isascii():
                runs += self._by_title(typed, runs)
        return runs

    def _run(self, parse: Parse, candidates: _Numbers) -> _Run:
        masks = [self._alphabet.mask(atom) for atom in parse.atoms]
        literal = all(atom.kind is Kind.CHARACTER for atom in parse.atoms)
        phrases, scores = score.align(self._texts, candidates, masks, parse.starts, literal=literal)
        return parse, phrases, scores - parse.cost * PARSE_COST

    def _by_title(self, typed: str, runs: list[_Run]) -> list[_Run]:
        """The likeness of the titles of what was found so far."""
        found = _merge(runs)
        best = np.argsort(-found[1])[: fallback.MOST_TITLES]
        numbers, which = found[0][best], found[2][best]
        likeness = fallback.title_likeness(typed, [self._phrases[n].title for n in numbers.tolist()])
        values, runs_found = np.array(likeness), np.unique(which).tolist()
        return [(runs[i][0], numbers[which == i], values[which == i]) for i in runs_found]

    def _ranking(self, runs: list[_Run], codes: Answers, favour: Tips | None, limit: int) -> list[_Ranked]:
        """The best phrases in order."""
        numbers, scores, which = _merge([*runs, (None, codes.numbers, np.zeros(len(codes.numbers)))])
        worth = np.zeros(len(numbers))
        worth[np.searchsorted(numbers, codes.numbers)] = codes.worth
        least = np.array([*(_least(parse) for parse, _, _ in runs), 0.0])
        kept = np.flatnonzero((scores >= least[which]) & ((scores > 0) | (worth > 0)))
        numbers, worth = numbers[kept], worth[kept]
        total = np.minimum(scores[kept], BEGUN - 50) + worth
        if favour is not None:
            total += favour[numbers] * BOOST
        total[worth >= EXACT] = EXACT
        order = np.lexsort((numbers, self._ranks[numbers], -total))[:limit]
        parse_of = [*(parse for parse, _, _ in runs), None]
        return [_Ranked(int(numbers[i]), float(total[i]), parse_of[which[kept[i]]]) for i in order.tolist()]

    def _places(self, ranking: list[_Ranked]) -> dict[int, list[int]]:
        """Where each ranked phrase answers the parse that found it."""
        found: dict[int, list[int]] = {}
        for parse in {entry.parse for entry in ranking if entry.parse is not None}:
            masks = [self._alphabet.mask(atom) for atom in parse.atoms]
            numbers = np.array([entry.number for entry in ranking if entry.parse == parse], np.int64)
            found |= highlight.traces(self._texts, numbers, masks, parse.starts)
        return found

    def _match(self, typed: str, codes: Answers, entry: _Ranked, places: list[int]) -> Match:
        phrase = self._phrases[entry.number]
        atoms = len(entry.parse.atoms) if entry.parse else 0
        positions = highlight.positions(self._texts, entry.number, phrase, places, atoms)
        if entry.number in codes.numbers:
            positions["code"] = [highlight.code_span(phrase.code, typed)]
        return Match(phrase, entry.score, positions)

    def _favoured(self, boosts: Mapping[str, float]) -> Tips | None:
        """The boosts by phrase number. Kept while the same mapping comes with the same values."""
        if not boosts:
            return None
        total = sum(boosts.values())
        if self._favour is None or self._favour[0] is not boosts or self._favour[1] != total:
            if not self._numbers:
                self._numbers = {phrase.id: i for i, phrase in enumerate(self._phrases)}
            values = np.zeros(len(self._phrases), np.float32)
            for id_, boost in boosts.items():
                if (number := self._numbers.get(id_)) is not None:
                    values[number] = min(1.0, max(0.0, boost))
            self._favour = boosts, total, values
        return self._favour[2]


def _least(parse: Parse | None) -> float:
    """The score below which what a parse finds is noise."""
    as_it_stands = parse is not None and any(atom.kind is Kind.CHARACTER for atom in parse.atoms)
    return LEAST if as_it_stands else LEAST_OF_LETTERS


def _found(runs: list[_Run]) -> _Numbers:
    return np.unique(np.concatenate([numbers for _, numbers, _ in runs]))


def _merge(runs: list[_Run]) -> tuple[_Numbers, _Scores, _Numbers]:
    """Each phrase found once: its number, its best score, and the run that gave it."""
    numbers = np.concatenate([found for _, found, _ in runs])
    scores = np.concatenate([values for _, _, values in runs])
    which = np.repeat(np.arange(len(runs)), [len(found) for _, found, _ in runs])
    order = np.lexsort((which, -scores, numbers))
    numbers, scores, which = numbers[order], scores[order], which[order]
    first = np.ones(len(numbers), np.bool_)
    first[1:] = numbers[1:] != numbers[:-1]
    return numbers[first], scores[first], which[first]


def _fingerprint(phrases: Sequence[Phrase]) -> str:
    lengths = np.fromiter((len(p.text) for p in phrases), np.int64, len(phrases)).tobytes()
    return f"{len(phrases)} {zlib.crc32(lengths, zlib.crc32(''.join(p.id for p in phrases).encode())):08x}"
