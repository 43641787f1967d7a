"""Short codes, whole and begun."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from phrasebook.model import Scope
from phrasebook.search.fold import fold
from phrasebook.search.store import Arrays, take

PRECEDENCE = {scope: rank for rank, scope in enumerate(Scope)}
"""Of one code in several scopes, personal comes before department, and that before public."""
EXACT = 1000.0
"""More than anything else can reach."""
BEGUN = 300.0
"""More than any alignment can reach."""

_BETWEEN = "\0"
"""Stands in no code: a pack with control characters isn't read, and what is typed has none."""
MOST = 1000
"""How many answers are looked at: more than any list shows. A letter begins every twentieth code."""


class Answers(NamedTuple):
    """Phrases by number, ascending, and what their codes are worth."""

    numbers: npt.NDArray[np.int64]
    worth: npt.NDArray[np.float64]


class Codes:
    """The codes of a row of phrases, in order."""

    def __init__(self, codes: Sequence[str], phrases: npt.NDArray[np.uint32]) -> None:
        """`codes` are folded and sorted, `phrases` has the number of each one's phrase."""
        self._codes, self._phrases = codes, phrases
        self._lengths = np.fromiter(map(len, codes), np.float64, len(codes))

    def arrays(self) -> Arrays:
        """Its arrays by name, for storing."""
        text = _BETWEEN.join(self._codes).encode("utf-8", "surrogatepass")
        return {"codes": np.frombuffer(text, np.uint8), "codes.phrases": self._phrases}

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


def gather(codes: Iterable[tuple[int, str]]) -> Codes:
    """The codes of phrases, each with its phrase's number."""
    pairs = sorted((_folded(code), number) for number, code in codes)
    return Codes([code for code, _ in pairs], np.array([number for _, number in pairs], np.uint32))


def restore(arrays: Arrays, count: int) -> Codes:
    """The codes of so many phrases from their stored arrays.

    Raises:
        ValueError: an array is missing, or they don't fit together.
    """
    phrases = take(arrays, "codes.phrases", np.uint32)
    text = take(arrays, "codes", np.uint8).tobytes().decode("utf-8", "surrogatepass")
    codes = text.split(_BETWEEN) if len(phrases) else []
    if len(codes) != len(phrases) or int(phrases.max(initial=0)) >= max(count, 1):
        raise ValueError("the codes of an index don't fit together")
    return Codes(codes, phrases)


def _folded(code: str) -> str:
    return code.lower() if code.isascii() else fold(code)  # the same, but ten times as fast
