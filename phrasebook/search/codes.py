"""Short codes, whole and begun."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.model import Phrase, Scope
from phrasebook.search.fold import fold

PRECEDENCE = {scope: rank for rank, scope in enumerate(Scope)}
"""Of one code in several scopes, personal comes before department, and that before public."""
EXACT = 1000.0
"""More than anything else can reach."""
BEGUN = 300.0
"""More than any alignment can reach."""

MOST = 1000
"""How many answers are looked at: more than any list shows. A letter begins every twentieth code."""


class Answers(NamedTuple):
    """Phrases by number, ascending, and what their codes are worth."""

    numbers: npt.NDArray[np.int64]
    worth: npt.NDArray[np.float64]


class Codes:
    """The codes of a row of phrases, in order."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        pairs = sorted((_folded(p.code), i) for i, p in enumerate(phrases) if p.code)
        self._codes = [code for code, _ in pairs]
        self._phrases = np.array([i for _, i in pairs], np.int32)
        self._lengths = np.fromiter(map(len, self._codes), np.uint8, len(pairs))

    def answers(
        self, typed: str, allowed: npt.NDArray[np.bool_] | None = None, favour: npt.NDArray[np.float32] | None = None
    ) -> Answers:
        """The phrases whose code is or begins with what was typed; of very many, those with the shortest codes.

        `allowed` leaves phrases out, `favour` (0 to 1 a phrase) decides between codes that are equally short.
        """
        begin = bisect.bisect_left(self._codes, typed)
        end = bisect.bisect_left(self._codes, typed + "\U0010ffff", begin) if typed else begin
        numbers, lengths = self._phrases[begin:end].astype(np.int64), self._lengths[begin:end]
        worth = np.where(lengths == len(typed), EXACT, BEGUN + 4 * len(typed) / lengths)
        if allowed is not None:
            kept = allowed[numbers]
            numbers, worth = numbers[kept], worth[kept]
        if len(numbers) > MOST:
            standing = worth if favour is None else worth + favour[numbers]
            best = np.argpartition(-standing, MOST)[:MOST]
            numbers, worth = numbers[best], worth[best]
        order = np.argsort(numbers)
        return Answers(numbers[order], worth[order])


def _folded(code: str) -> str:
    return code.lower() if code.isascii() else fold(code)  # the same, but ten times as fast
