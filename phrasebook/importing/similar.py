"""Texts that say nearly the same: equal but for punctuation, or alike by rapidfuzz.

Comparing all pairs of 50,000 with 60,000 texts takes minutes. Two texts that are alike share most of their pairs of
characters, so of each text's rarest pairs, as many as a likeness may break and one more, at least one is shared
(prefix filtering: Chaudhuri et al., "A primitive operator for similarity joins", 2006). Only such texts are compared.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

ALIKE = 92.0
"""Of 100, by rapidfuzz.fuzz.ratio over the letters and digits of two texts."""

_SHORTEST = 7
"""Letters; one more or less in a shorter text is below ALIKE anyway: 2 * 6 / 13 = 0.923, 2 * 5 / 11 = 0.909."""

_LONGEST = 1_000
"""Letters that are compared: long texts that begin alike are alike enough to be looked at."""

_MOST = 500
"""Texts that one is compared with. Rarest pairs come first, so the likeliest are among them: in 60,000 made-up replies
(tests/bench/corpus.py) 2,000 find not one more."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A text that is nearly another's."""

    index: int
    other: int
    score: float
    """100: equal but for punctuation, blanks and letter case."""


def letters(text: str) -> str:
    """The letters and digits of a text, in one width and small."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))[:_LONGEST]


def alike(known: Iterable[str], new: Iterable[str]) -> Iterator[Alike]:
    """For each new text one that is nearly the same: of the known ones or an earlier new one.

    Indices count the known texts first, then the new ones.
    """
    old = [letters(text) for text in known]
    plain = old + [letters(text) for text in new]
    index = _Index(plain)
    for position in range(len(old)):
        index.add(position)
    for position in range(len(old), len(plain)):
        found = index.nearest(position)
        if found:
            yield found
        else:
            index.add(position)


class _Index:
    """Texts by their rarest pairs of characters."""

    def __init__(self, texts: list[str]) -> None:
        self._texts = texts
        self._lengths = [len(text) for text in texts]
        self._equal: dict[str, int] = {}
        self._holding: dict[str, list[int]] = {}
        self._counts = Counter(pair for text in texts for pair in _pairs(text))

    def add(self, position: int) -> None:
        """Have this text found."""
        text = self._texts[position]
        if text in self._equal:
            return
        self._equal[text] = position
        if len(text) >= _SHORTEST - 1:
            for pair in self._rarest(text):
                holding = self._holding.setdefault(pair, [])
                if len(holding) < _MOST:
                    holding.append(position)

    def nearest(self, position: int) -> Alike | None:
        """The text that is most like this one, if any is alike."""
        text = self._texts[position]
        if not text:
            return None
        if text in self._equal:
            return Alike(position, self._equal[text], 100.0)
        if len(text) < _SHORTEST - 1:
            return None
        candidates = self._candidates(text)
        if not candidates:
            return None
        texts = [self._texts[candidate] for candidate in candidates]
        best = process.extractOne(text, texts, scorer=fuzz.ratio, score_cutoff=ALIKE)
        return Alike(position, candidates[best[2]], min(best[1], 99.0)) if best else None

    def _candidates(self, text: str) -> list[int]:
        """The texts of about this length that share one of its rarest pairs."""
        share = ALIKE / 100
        shortest, longest = len(text) * share / (2 - share), len(text) * (2 - share) / share
        found: set[int] = set()
        for pair in self._rarest(text):
            found.update(self._holding.get(pair, ()))
            if len(found) > 4 * _MOST:
                break
        lengths = self._lengths
        return [candidate for candidate in found if shortest <= lengths[candidate] <= longest][:_MOST]

    def _rarest(self, text: str) -> list[str]:
        """As many of the rarest pairs as a likeness may break, and one more: each edit breaks two at most.

        For two texts of lengths a and b an edit script of ALIKE has at most (1 - ALIKE) * (a + b) single edits, and
        b is at most a * (2 - ALIKE) / ALIKE.
        """
        edits = int((1 - ALIKE / 100) * 2 / (ALIKE / 100) * len(text) + 1e-9)
        ordered = sorted(_pairs(text), key=lambda pair: (self._counts[pair], pair))
        return ordered[: 2 * edits + 1]


def _pairs(text: str) -> set[str]:
    return {text[start : start + 2] for start in range(len(text) - 1)}
