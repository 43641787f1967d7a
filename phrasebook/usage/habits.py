"""What a person uses often and lately, in memory: what ranking asks for at every keystroke."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from phrasebook.usage.database import Database

HALF_LIFE = 14 * 86_400
"""After two weeks, a use counts half as much: long enough for a weekly shift, short enough for last month's sale."""
ELSEWHERE = 0.3
"""How much a use in another program counts."""
_SURE = 5.0
"""So many fresh uses and nothing used more make the full boost: a single use is no habit yet."""
_RECENT = 100
"""Of so many uses the share of repeated ones is taken: some days' work."""


class Habits:
    """The weights of all uses. Filled from the file, then told of every use."""

    def __init__(self, begin: float) -> None:
        self._begin = begin
        self._weights: dict[str, dict[str, float]] = {}
        """program → phrase → uses, each halved per half-life before the beginning and doubled per one after it."""
        self._totals: dict[str, float] = {}
        self._latest: dict[str, dict[str, None]] = {}
        """program → phrases, the lately used last; "" stands for all programs together."""
        self._repeated: deque[bool] = deque(maxlen=_RECENT)
        """For each of the last uses, whether the phrase had been used before."""
        self._boosts: dict[str, Mapping[str, float]] = {}

    def fill(self, database: Database) -> None:
        """Remember what is in the file. Weights are halved in whole half-lives here, which SQL can do by itself."""
        query = """
            SELECT phrase, program, sum(1.0 / (1 << min(62, max(0, (?1 - time) / ?2))))
            FROM uses GROUP BY phrase, program ORDER BY max(time)
        """
        for phrase, program, weight in database.read(query, (int(self._begin), HALF_LIFE)):
            self._count(phrase, program, weight)
        query = """
            SELECT EXISTS (SELECT 1 FROM uses AS before WHERE before.phrase = use.phrase AND before.rowid < use.rowid)
            FROM uses AS use ORDER BY rowid DESC LIMIT ?
        """
        self._repeated.extend(bool(repeated) for (repeated,) in reversed(database.read(query, (_RECENT,))))

    def add(self, phrase: str, program: str, now: float) -> None:
        """A phrase was used in this program."""
        self._repeated.append(phrase in self._totals)
        self._count(phrase, program, 2.0 ** ((now - self._begin) / HALF_LIFE))
        self._boosts.clear()

    def boosts(self, program: str, now: float) -> Mapping[str, float]:
        """How much each phrase is used, 0 to 1; the same mapping until the next use."""
        if program not in self._boosts:
            self._boosts[program] = MappingProxyType(self._weigh(program, now))
        return self._boosts[program]

    def recent(self, program: str) -> Iterable[str]:
        """The phrases, the latest first, those used in this program before the others."""
        here = reversed(self._latest.get(program, {})) if program else iter(())
        return dict.fromkeys([*here, *reversed(self._latest.get("", {}))])

    @property
    def repeats(self) -> float:
        """The share of the last uses whose phrase had been used before, 0 to 1."""
        return sum(self._repeated) / len(self._repeated) if self._repeated else 0.0

    def _count(self, phrase: str, program: str, weight: float) -> None:
        weights = self._weights.setdefault(program, {})
        weights[phrase] = weights.get(phrase, 0.0) + weight
        self._totals[phrase] = self._totals.get(phrase, 0.0) + weight
        for name in {program, ""}:
            latest = self._latest.setdefault(name, {})
            latest.pop(phrase, None)
            latest[phrase] = None

    def _weigh(self, program: str, now: float) -> dict[str, float]:
        here = self._weights.get(program, {})
        weights = {p: ELSEWHERE * total + (1 - ELSEWHERE) * here.get(p, 0.0) for p, total in self._totals.items()}
        unit = 2.0 ** ((now - self._begin) / HALF_LIFE)  # what one use counts now
        most = math.log1p(max(_SURE, max(weights.values(), default=0.0) / unit))
        return {phrase: math.log1p(weight / unit) / most for phrase, weight in weights.items()}
