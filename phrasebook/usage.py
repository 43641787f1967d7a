"""What was used when: for ranking, for "used 46 times this month", for statistics. No text, no window title."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections import OrderedDict
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from phrasebook.model import Category, Outcome, Scope

_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS uses (
    time REAL NOT NULL, phrase TEXT NOT NULL, scope TEXT NOT NULL, category TEXT NOT NULL, program TEXT NOT NULL,
    outcome TEXT NOT NULL, keystrokes INTEGER NOT NULL, ms REAL NOT NULL, wording INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS uses_of_phrase ON uses (phrase, time);
CREATE INDEX IF NOT EXISTS uses_by_time ON uses (time, phrase, program);
"""
_DAY = 86_400.0
_RETENTION = 400  # days after which a use is forgotten
_HALF_LIFE = 14  # days after which a use counts half: two weeks, so that last month's sale doesn't outrank this one's
_REMEMBERED = 90  # days that are looked at for ranking; older uses count less than a sixtieth
_ELSEWHERE = 0.3  # what a use in another program counts beside one in this program
_FRESH = 600.0  # seconds for which worked-out boosts hold while nothing new is used


class Usage:
    """The file of uses. A damaged one is set aside and a new one begun; without a place to write it stays in memory."""

    def __init__(self, path: Path) -> None:
        self._database = _opened(path)
        self._weights: dict[str, dict[str, float]] = {}
        self._last: dict[str, dict[str, float]] = {}
        self._boosts: dict[str, tuple[float, Mapping[str, float]]] = {}
        now = time.time()
        with self._database:
            self._database.execute("DELETE FROM uses WHERE time < ?", (now - _RETENTION * _DAY,))
        rows = self._database.execute(
            "SELECT phrase, program, CAST(time / ? AS INTEGER) AS day, count(*), max(time) FROM uses WHERE time > ? "
            "GROUP BY phrase, program, day",
            (_DAY, now - _REMEMBERED * _DAY),
        )
        self._reference = now
        for phrase, program, day, uses, last in rows:
            self._add(phrase, program, (day + 0.5) * _DAY, uses, last)

    def record(
        self,
        *,
        phrase_id: str,
        scope: Scope,
        category: Category,
        program: str,
        outcome: Outcome,
        keystrokes: int,
        ms: float,
        wording: int,
    ) -> None:
        """Remember one use. A full disk costs the record, not the reply."""
        now = time.time()
        self._add(phrase_id, program, now, 1, now)
        self._boosts.clear()
        values = (now, phrase_id, scope, " / ".join(category), program, outcome, keystrokes, ms, wording)
        with contextlib.suppress(sqlite3.Error), self._database:
            self._database.execute("INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def boosts(self, program: str) -> Mapping[str, float]:
        """Phrase id to 0..1: how often and how lately it was used, in this program above all."""
        worked_out, boosts = self._boosts.get(program, (0.0, {}))
        now = time.monotonic()
        if not worked_out or now - worked_out > _FRESH:
            faded = _weight(self._reference, time.time())
            boosts = {
                phrase: _saturated(self._weight_in(uses, program) * faded) for phrase, uses in self._weights.items()
            }
            self._boosts[program] = (now, boosts)
        return boosts

    def recent(self, program: str, limit: int) -> list[str]:
        """Ids of the phrases used most lately, those used in this program before the others."""
        here = {phrase: used[program] for phrase, used in self._last.items() if program in used}
        elsewhere = {phrase: max(used.values()) for phrase, used in self._last.items() if phrase not in here}
        latest = [phrase for used in (here, elsewhere) for phrase in sorted(used, key=used.__getitem__, reverse=True)]
        return latest[:limit]

    def count(self, phrase_id: str, since: date) -> int:
        """How often the phrase was delivered since the local day `since` began; replies that were only copied count."""
        begin = datetime(since.year, since.month, since.day).astimezone().timestamp()
        row = self._database.execute("SELECT count(*) FROM uses WHERE phrase = ? AND time >= ?", (phrase_id, begin))
        return int(row.fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._database.close()

    def _add(self, phrase: str, program: str, when: float, uses: int, last: float) -> None:
        weights = self._weights.setdefault(phrase, {})
        weights[program] = weights.get(program, 0.0) + uses * _weight(when, self._reference)
        used = self._last.setdefault(phrase, {})
        used[program] = max(used.get(program, 0.0), last)

    @staticmethod
    def _weight_in(uses: Mapping[str, float], program: str) -> float:
        here = uses.get(program, 0.0)
        return here + _ELSEWHERE * (sum(uses.values()) - here)


class Wordings:
    """Which wording of a phrase went last to which window, while the daemon runs."""

    _KEPT = 4096

    def __init__(self) -> None:
        self._last: OrderedDict[tuple[int, str], int] = OrderedDict()

    def next(self, window_id: int, phrase_id: str, count: int) -> int:
        """The wording to use now, 0..count-1: the one after the last."""
        last = self.last(window_id, phrase_id)
        return 0 if last is None or count < 1 else (last + 1) % count

    def last(self, window_id: int, phrase_id: str) -> int | None:
        """The wording used last in this window, None if it wasn't used there."""
        return self._last.get((window_id, phrase_id))

    def remember(self, window_id: int, phrase_id: str, wording: int) -> None:
        """This wording went to this window."""
        self._last[window_id, phrase_id] = wording
        self._last.move_to_end((window_id, phrase_id))
        if len(self._last) > self._KEPT:
            self._last.popitem(last=False)


def _opened(path: Path) -> sqlite3.Connection:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return _prepared(path)
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            path.replace(path.with_name(f"{path.name}.damaged-{int(time.time())}"))
    except OSError:
        pass
    try:
        return _prepared(path)
    except (sqlite3.Error, OSError):
        return _prepared(Path(":memory:"))


def _prepared(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path)
    try:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version not in (0, _VERSION):
            raise sqlite3.DatabaseError(f"version {version}")  # a later phrasebook's: set aside, not touched
        database.executescript(_SCHEMA)
        database.execute(f"PRAGMA user_version = {_VERSION}")
        database.execute("SELECT count(*) FROM uses WHERE time > 0").fetchone()
    except BaseException:
        database.close()
        raise
    return database


def _weight(when: float, now: float) -> float:
    return float(2.0 ** ((when - now) / (_HALF_LIFE * _DAY)))


def _saturated(weight: float) -> float:
    """0..1, one use .5, so that the tenth use changes less than the second."""
    return weight / (weight + 1)
