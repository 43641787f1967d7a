"""From a query to the best phrases.

query → parses (query.py) → for each: candidates (retrieve.py) → alignments (score.py) → with codes, use and scope the
ranking → for the few that are shown, what to highlight (highlight.py).

Most phrases lie in one large segment. What has changed since that was made lies in a small second one, so that an
edited phrase is found without indexing the others anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from phrasebook.model import Category, Match, Phrase, Scope, Window
from phrasebook.phrases import Phrases, parts
from phrasebook.search import store
from phrasebook.search.codes import BEGUN, EXACT, PRECEDENCE, Answers
from phrasebook.search.filters import Allowed, Filters
from phrasebook.search.fold import fold
from phrasebook.search.highlight import code_span
from phrasebook.search.placed import Numbers, Placed
from phrasebook.search.query import Kind, Parse
from phrasebook.search.retrieve import Tips
from phrasebook.search.segment import Rows, Scores, Segment
from phrasebook.search.spelling import PLAIN, Spelling
from phrasebook.search.texts import searched_alike

BOOST = 8.0
"""What the most used phrase gains: more than a short title does, less than the title over the text."""
LEAST = 50.0
"""What scores less isn't shown: it would be noise where "nothing found" helps more."""
LEAST_OF_LETTERS = 75.0
"""The same where no character was typed as it stands: letters answer to a twentieth of all characters."""
LEAST_OF_INITIALS = 85.0
"""The same for many initials in a row: somewhere in a library of 10,000 phrases most words can be spelled so."""
_MANY = 6
_LONGEST = 200
"""Of a longer query (something pasted by mistake) only this much is read."""
_MOST_FRESH = 2000
"""With more new phrases than this, and a tenth of all, everything is indexed anew."""


class _Run(NamedTuple):
    """What one reading of a query (None: codes) finds in one segment."""

    placed: Placed
    parse: Parse | None
    rows: Rows
    scores: Scores


class _Ranked(NamedTuple):
    """A phrase in its place, and what found it."""

    number: int
    score: float
    row: int
    run: _Run


class Index:
    """Finds the phrases an agent means, in a few milliseconds per keystroke. Holds only what search needs."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        held = phrases if isinstance(phrases, Phrases) else tuple(phrases)
        self._prepare(held, held, [Placed(Segment.of(held), None)])

    def _prepare(self, phrases: Sequence[Phrase], indexed: Sequence[Phrase], placed: list[Placed]) -> None:
        self._phrases = phrases
        self._indexed = indexed
        """The phrases of the large segment, as they were then."""
        self._placed = placed
        described = parts(phrases)
        self._filters = Filters(phrases, described)
        self.ranks = np.zeros(len(phrases), np.uint8)
        """By number: of phrases that are equally good, the lower rank comes first."""
        for part in described:
            self.ranks[part.start : part.end] = PRECEDENCE[part.scope]
        self._views: tuple[Allowed | None, Tips | None, list[tuple[Allowed | None, Tips | None]]] | None = None
        self._favour: tuple[Mapping[str, float], float, Tips] | None = None

    def __len__(self) -> int:
        return len(self._phrases)

    @property
    def phrases(self) -> Sequence[Phrase]:
        """All phrases; a phrase's number is its place here."""
        return self._phrases

    @property
    def placed(self) -> Sequence[Placed]:
        """The segments, and whose rows they hold."""
        return self._placed

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each id."""
        held = self._phrases
        return held.numbers if isinstance(held, Phrases) else {phrase.id: i for i, phrase in enumerate(held)}

    def updated(self, phrases: Phrases) -> Index:
        """The index of these phrases, most of which this one knows: only what is new or has changed is indexed.

        Packs that are the very ones are taken over whole, others are compared phrase by phrase.
        """
        if not isinstance(self._indexed, Phrases):
            return Index(phrases)
        numbers = np.full(len(self._indexed), -1, np.int64)
        fresh: list[int] = []
        known = {pack.path: which for which, pack in enumerate(self._indexed.packs)}
        for pack, start in zip(phrases.packs, phrases.starts, strict=False):
            which = known.get(pack.path)
            if which is None:
                fresh += range(start, start + len(pack.phrases))
                continue
            old, begin = self._indexed.packs[which], self._indexed.starts[which]
            if old is pack:
                numbers[begin : begin + len(pack.phrases)] = np.arange(start, start + len(pack.phrases))
                continue
            rows = {phrase.id: (begin + row, phrase) for row, phrase in enumerate(old.phrases)}
            for number, phrase in enumerate(pack.phrases, start):
                row, before = rows.get(phrase.id, (-1, None))
                if before is not None and searched_alike(before, phrase):
                    numbers[row] = number
                else:
                    fresh.append(number)
        if len(fresh) > max(_MOST_FRESH, len(phrases) // 10):
            return Index(phrases)
        placed = [Placed(self._placed[0].segment, numbers)]
        if fresh:
            placed.append(Placed(Segment.of([phrases[number] for number in fresh]), np.array(fresh, np.int64)))
        index = Index.__new__(Index)
        index._prepare(phrases, self._indexed, placed)
        return index

    @property
    def in_pieces(self) -> bool:
        """Whether something has changed since all was indexed together."""
        return self._placed[0].numbers is not None

    def to_bytes(self) -> bytes:
        """What building took long for, to be kept in a cache for from_bytes.

        Raises:
            ValueError: the index is in pieces.
        """
        if self.in_pieces:
            raise ValueError("only an index in one piece can be kept")
        return store.pack(_fingerprint(self._phrases), self._placed[0].segment.arrays())

    @classmethod
    def from_bytes(cls, phrases: Sequence[Phrase], data: bytes | memoryview) -> Index:
        """The index of the same phrases in the same order, without building it.

        The caller answers for the contents being the same (by its cache's key); here only the ids are compared.

        Raises:
            ValueError: the bytes are damaged, from another version, or of other phrases.
        """
        about, arrays = store.unpack(data)
        if about != _fingerprint(phrases):
            raise ValueError("an index of other phrases")
        held = phrases if isinstance(phrases, Phrases) else tuple(phrases)
        index = cls.__new__(cls)
        index._prepare(held, held, [Placed(Segment.restore(arrays, len(held)), None)])
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
        allowed = self.allowed(scope, department, category, app, today)
        favour = self.favoured(boosts)
        runs: list[_Run] = []
        answers: list[Answers] = []
        for placed, (may, favoured) in zip(self._placed, self._by_row(allowed, favour), strict=True):
            runs += [_Run(placed, *found) for found in placed.segment.runs(typed, spelling, favoured, may)]
            coded = placed.segment.codes.answers(typed, may, favoured)
            runs.append(_Run(placed, None, coded.numbers, np.zeros(len(coded.numbers))))
            answers.append(Answers(placed.numbered(coded.numbers), coded.worth))
        codes = _joined(answers)
        ranking = self._ranking(runs, codes, favour, limit)
        shown = ranking[:highlighted]
        places = _places(shown)
        matches = [self._match(typed, codes, entry, places.get(entry.number, [])) for entry in shown]
        return matches + [Match(self._phrases[entry.number], entry.score) for entry in ranking[len(shown) :]]

    def allowed(
        self, scope: Scope | None, department: str, category: Category, app: Window | None, today: date | None
    ) -> Allowed | None:
        """By number whether a phrase may be shown, for the arguments of best(); None when all may."""
        return self._filters.allowed(today or date.today(), scope, department, category, app)

    def _by_row(self, allowed: Allowed | None, favour: Tips | None) -> list[tuple[Allowed | None, Tips | None]]:
        """For each segment what is allowed and favoured; kept while a person types."""
        if self._views is None or self._views[0] is not allowed or self._views[1] is not favour:
            views = [(placed.allowed(allowed), placed.favour(favour)) for placed in self._placed]
            self._views = allowed, favour, views
        return self._views[2]

    def _ranking(self, runs: list[_Run], codes: Answers, favour: Tips | None, limit: int) -> list[_Ranked]:
        """The best phrases in order."""
        numbers, scores, rows, which = _merge(runs)
        worth = np.zeros(len(numbers))
        worth[np.searchsorted(numbers, codes.numbers)] = codes.worth
        least = np.array([_least(run.parse) if run.parse else 0.0 for run in runs])
        kept = np.flatnonzero((scores >= least[which]) & ((scores > 0) | (worth > 0)))
        numbers, rows, which, worth = numbers[kept], rows[kept], which[kept], worth[kept]
        total = np.minimum(scores[kept], BEGUN - 50) + worth
        if favour is not None:
            total += favour[numbers] * BOOST
        total[worth >= EXACT] = EXACT
        order = np.lexsort((numbers, self.ranks[numbers], -total))[:limit]
        return [_Ranked(int(numbers[i]), float(total[i]), int(rows[i]), runs[which[i]]) for i in order.tolist()]

    def _match(self, typed: str, codes: Answers, entry: _Ranked, places: list[int]) -> Match:
        phrase = self._phrases[entry.number]
        atoms = len(entry.run.parse.atoms) if entry.run.parse else 0
        positions = entry.run.placed.segment.positions(entry.row, phrase, places, atoms)
        if entry.number in codes.numbers:
            positions["code"] = [code_span(phrase.code, typed)]
        return Match(phrase, entry.score, positions)

    def favoured(self, boosts: Mapping[str, float]) -> Tips | None:
        """The boosts by phrase number. Kept while the same mapping comes with the same values."""
        if not boosts:
            return None
        total = sum(boosts.values())
        if self._favour is None or self._favour[0] is not boosts or self._favour[1] != total:
            values = np.zeros(len(self._phrases), np.float32)
            for id_, boost in boosts.items():
                if (number := self.numbers.get(id_)) is not None:
                    values[number] = min(1.0, max(0.0, boost))
            self._favour = boosts, total, values
        return self._favour[2]


def _least(parse: Parse) -> float:
    """The score below which what a parse finds is noise."""
    if any(atom.kind is Kind.CHARACTER and not atom.typed.isascii() for atom in parse.atoms):
        return LEAST
    many = len(parse.atoms) >= _MANY and all(atom.kind is Kind.BEGINNING for atom in parse.atoms)
    return LEAST_OF_INITIALS if many else LEAST_OF_LETTERS


def _places(ranking: list[_Ranked]) -> dict[int, list[int]]:
    """Where each ranked phrase answers the reading that found it, by number."""
    found: dict[int, list[int]] = {}
    for run in {id(entry.run): entry.run for entry in ranking if entry.run.parse}.values():
        numbers = {entry.row: entry.number for entry in ranking if entry.run is run}
        if run.parse:
            places = run.placed.segment.places(run.parse, np.array(list(numbers), np.int64))
            found |= {numbers[row]: taken for row, taken in places.items()}
    return found


def _joined(answers: list[Answers]) -> Answers:
    """The answers of all segments, ascending."""
    if len(answers) == 1:
        return answers[0]
    numbers = np.concatenate([some.numbers for some in answers])
    worth = np.concatenate([some.worth for some in answers])
    order = np.argsort(numbers)
    return Answers(numbers[order], worth[order])


def _merge(runs: list[_Run]) -> tuple[Numbers, Scores, Rows, Numbers]:
    """Each phrase found once: its number, its best score, its row, and the run that gave it."""
    numbers = np.concatenate([run.placed.numbered(run.rows) for run in runs])
    scores = np.concatenate([run.scores for run in runs])
    rows = np.concatenate([run.rows for run in runs])
    which = np.repeat(np.arange(len(runs)), [len(run.rows) for run in runs])
    order = np.lexsort((which, -scores, numbers))
    numbers, scores, rows, which = numbers[order], scores[order], rows[order], which[order]
    first = np.ones(len(numbers), np.bool_)
    first[1:] = numbers[1:] != numbers[:-1]
    return numbers[first], scores[first], rows[first], which[first]


def _fingerprint(phrases: Sequence[Phrase]) -> str:
    ids = (id_ for part in parts(phrases) for id_ in part.outline.ids)
    return f"{len(phrases)} {zlib.crc32(''.join(ids).encode('utf-8', 'surrogatepass')):08x}"
