"""Where a phrase answers a query: the way its best alignment took, and what that means in the phrase's own fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.model import Phrase, Span
from phrasebook.search import native, score
from phrasebook.search.alphabet import Mask
from phrasebook.search.fold import fold, word_origins
from phrasebook.search.texts import FIELDS, SEPARATOR, Texts, searched


def traces(
    texts: Texts, phrases: npt.NDArray[np.int64], masks: list[Mask], starts: Sequence[bool]
) -> dict[int, list[int]]:
    """For each phrase, the places its best alignment takes, in the order of the atoms; skipped atoms have none.

    Places count from the phrase's first separator.
    """
    if native.compiled:
        given = score.arguments(texts, masks, starts)
        return {number: native.compiled.trace(*given, number) for number in phrases.tolist()}
    hits = score.find(texts, phrases, masks)
    if not len(hits.phrases):
        return {}
    endings, bests = score.points(hits, starts)
    ends = [*hits.firsts.tolist()[1:], len(hits.rows)]
    found: dict[int, list[int]] = {}
    for row, (phrase, begin, end) in enumerate(zip(hits.phrases.tolist(), hits.firsts.tolist(), ends, strict=True)):
        way = _Way(
            places=hits.places[begin:end].tolist(),
            worth=hits.worth[:, begin:end].tolist(),
            endings=[ending[begin:end].tolist() for ending in endings],
            bests=[int(best[row]) for best in bests],
            jumps=[0 if start else score.JUMP for start in starts],
        )
        found[phrase] = way.back()
    return found


class _Way(NamedTuple):
    """What score.points found for one phrase; led back step by step, every step being an exact sum."""

    places: list[int]
    worth: list[list[int]]
    endings: list[list[int]]
    bests: list[int]
    jumps: list[int]

    def back(self) -> list[int]:
        """The places taken."""
        taken: list[int] = []
        step = self._anywhere(len(self.bests) - 1)
        while step is not None:
            atom, hit = step
            taken.append(self.places[hit])
            step = self._before(atom, hit) if atom else None
        return taken[::-1]

    def _anywhere(self, atom: int) -> tuple[int, int] | None:
        """The atom and hit the best alignment up to this atom ends with; None when it takes none."""
        while atom and self.bests[atom] == self.bests[atom - 1] - score.SKIP:
            atom -= 1
        best = self.bests[atom]
        return (atom, self.endings[atom].index(best)) if best in self.endings[atom] else None

    def _before(self, atom: int, hit: int) -> tuple[int, int] | None:
        """The step before the one that put this atom at this hit."""
        points = self.endings[atom][hit] - self.worth[atom][hit]
        place = self.places[hit]
        if hit and self.places[hit - 1] == place - 1 and self.endings[atom - 1][hit - 1] + score.ADJACENT == points:
            return atom - 1, hit - 1
        if points == -score.SKIP * atom:
            return None
        for earlier in range(atom - 1, -1, -1):
            wanted = points + score.GAP + score.SKIP * (atom - 1 - earlier)
            endings = self.endings[earlier]
            for before in range(hit - 1, -1, -1):
                if endings[before] - score.GAP_STEP * (place - self.places[before] - 2) == wanted:
                    return earlier, before
        return self._anywhere(atom - 1)


def positions(texts: Texts, number: int, phrase: Phrase, places: list[int], atoms: int) -> dict[str, list[Span]]:
    """The spans of these places in the phrase's fields, as Match.positions has them.

    Where the whole query stands in one piece, the same characters are lit up wherever else they stand.
    """
    begin = int(texts.starts[number])
    characters = texts.numbers[begin : min(int(texts.starts[number + 1]), begin + score.SCORED_CHARACTERS)]
    lit = set(places)
    if len(places) == atoms > 1 and places == list(range(places[0], places[0] + atoms)):
        lit.update(place + k for place in _repeats(characters, places[0], atoms) for k in range(atoms))
    fields = [*np.flatnonzero(characters == SEPARATOR).tolist(), len(characters)]
    found: dict[str, list[Span]] = {}
    for name, before, after in zip(FIELDS, fields, fields[1:], strict=False):
        inside = sorted(place - before - 1 for place in lit if before < place < after)
        if inside:
            origins = word_origins(_original(phrase, name))
            # behind the text lie its variants, which Match.positions doesn't know
            if spans := _spans(origins[place] for place in inside if place < len(origins)):
                found[name] = spans
    return found


def _original(phrase: Phrase, name: str) -> str:
    """A field as Match.positions counts it."""
    match name:
        case "text":
            return searched(phrase.text)
        case "keywords":
            return " ".join(phrase.keywords)
        case "category":
            return " / ".join(phrase.category)
        case _:
            return phrase.title if name == "title" else phrase.code


def _repeats(characters: npt.NDArray[np.uint16], place: int, length: int) -> list[int]:
    """Where the same characters stand as at this place."""
    data, wanted = characters.tobytes(), characters[place : place + length].tobytes()
    found = []
    at = data.find(wanted)
    while at >= 0:
        if at % 2 == 0:
            found.append(at // 2)
        at = data.find(wanted, at + 1)
    return found


def _spans(places: Iterable[int]) -> list[Span]:
    """Ascending places, neighbours joined."""
    spans: list[Span] = []
    for place in places:
        if spans and place <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], place + 1))
        else:
            spans.append((place, place + 1))
    return spans


def code_span(code: str, typed: str) -> Span:
    """The part of a code that begins as was typed (folded)."""
    return 0, next((end for end in range(len(code) + 1) if len(fold(code[:end])) >= len(typed)), len(code))
