"""What was used when and what was looked for in vain: an SQLite file, and in memory what ranking needs from it.

A use is a time, the phrase's id, scope and category, the program it went to, what became of it, how many keystrokes
and milliseconds it took, and which wording it was. No text, no answer, no window title is ever kept. A search that
ended without a choice is a day, the query and a count; queries with digits, or long ones, are never kept.
"""

from __future__ import annotations

import logging
import math
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from types import MappingProxyType

from phrasebook.model import Category, Outcome, Scope

VERSION = 2
RETENTION_DAYS = 400
_DAY = 86_400
HALF_LIFE = 14 * _DAY
"""After two weeks, a use counts half as much: long enough for a weekly shift, short enough for last month's sale."""
ELSEWHERE = 0.3
"""How much a use in another program counts."""
_SURE = 5.0
"""So many fresh uses and nothing used more make the full boost: a single use is no habit yet."""
LONGEST_QUERY = 40
"""Characters; who types or pastes more isn't looking for a phrase."""

_STEPS = (
    (
        """CREATE TABLE uses (
            time INTEGER NOT NULL, phrase TEXT NOT NULL, scope TEXT NOT NULL, category TEXT NOT NULL,
            program TEXT NOT NULL, outcome TEXT NOT NULL, keystrokes INTEGER NOT NULL, ms REAL NOT NULL,
            wording INTEGER NOT NULL
        )""",
        "CREATE INDEX uses_by_phrase ON uses (phrase, program, time)",
    ),
    (
        """CREATE TABLE unanswered (
            day TEXT NOT NULL, query TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (day, query)
        ) WITHOUT ROWID""",
    ),
)
"""What makes each version of the file from the one before; a file without any is version 0."""

_log = logging.getLogger(__name__)


class _OtherVersionError(Exception):
    """The file was written by a later version of phrasebook."""


class Usage:
    """The uses of one person's phrases. Safe to call from several threads.

    A damaged file is set aside and a new one begun. A file that can't be written, or that a later version wrote, is
    left alone; uses are then remembered until the program ends.
    """

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._path, self._now = path, now
        self._lock = threading.Lock()
        self._database = self._opened()
        self._begin = now()
        self._weights: dict[str, dict[str, float]] = {}
        """program → phrase → uses, each halved per half-life before the beginning and doubled per one after it."""
        self._totals: dict[str, float] = {}
        self._latest: dict[str, dict[str, None]] = {}
        """program → phrases, the lately used last; "" stands for all programs together."""
        self._boosts: dict[str, Mapping[str, float]] = {}
        self._remember()

    def record(
        self,
        phrase_id: str,
        scope: Scope,
        category: Category,
        program: str,
        outcome: Outcome,
        keystrokes: int,
        ms: float,
        wording: int,
    ) -> None:
        """Note one use, now. Never raises for the file's sake."""
        now = self._now()
        row = (int(now), phrase_id, str(scope), "/".join(category), program, str(outcome), keystrokes, ms, wording)
        with self._lock:
            try:
                self._database.execute("INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            except sqlite3.Error as error:
                self._not_kept(error)
            self._count(phrase_id, program, 2.0 ** ((now - self._begin) / HALF_LIFE))
            self._boosts.clear()

    def record_unanswered(self, query: str) -> None:
        """Count a search that ended without a choice, today; `query` is folded, so that FH and fh are one.

        Nothing is kept of a query that holds a digit (an order, a telephone) or is longer than LONGEST_QUERY.
        Never raises for the file's sake.
        """
        kept = " ".join(query.split())
        if not kept or len(kept) > LONGEST_QUERY or any(map(str.isdigit, kept)) or not kept.isprintable():
            return
        row = date.fromtimestamp(self._now()).isoformat(), kept
        with self._lock:
            try:
                counting = "INSERT INTO unanswered VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1"
                self._database.execute(counting, row)
            except sqlite3.Error as error:
                self._not_kept(error)

    def unanswered(self, since: date) -> list[tuple[str, int]]:
        """The queries of searches without a choice since this day, and how often; the most frequent first."""
        query = """
            SELECT query, sum(count) AS times FROM unanswered WHERE day >= ?
            GROUP BY query ORDER BY times DESC, max(day) DESC, query
        """
        with self._lock:
            try:
                return [(typed, times) for typed, times in self._database.execute(query, (since.isoformat(),))]
            except sqlite3.Error as error:
                _log.warning("searches could not be counted: %s", error)
                return []

    def boosts(self, program: str) -> Mapping[str, float]:
        """How much each phrase is used (id → 0 to 1), often and lately, in this program above all.

        The same mapping is returned until the next use, and never changes.
        """
        with self._lock:
            if program not in self._boosts:
                self._boosts[program] = MappingProxyType(self._weigh(program))
            return self._boosts[program]

    def recent(self, program: str, limit: int) -> list[str]:
        """The ids of the phrases used last, the latest first, those used in this program before the others."""
        with self._lock:
            here = reversed(self._latest.get(program, {})) if program else iter(())
            return list(dict.fromkeys([*here, *reversed(self._latest.get("", {}))]))[: max(0, limit)]

    def count(self, phrase_id: str, since: date) -> int:
        """How often a phrase was used since the beginning of this local day."""
        begin = int(datetime(since.year, since.month, since.day).timestamp())
        with self._lock:
            try:
                query = "SELECT count(*) FROM uses WHERE phrase = ? AND time >= ?"
                return int(self._database.execute(query, (phrase_id, begin)).fetchone()[0])
            except sqlite3.Error as error:
                _log.warning("uses could not be counted: %s", error)
                return 0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _not_kept(self, error: sqlite3.Error) -> None:
        """Full, locked, read-only: not worth more than a warning. Only damage is repaired."""
        _log.warning("what was used could not be kept: %s", error)
        if _is_damage(error):
            self._database.close()
            self._database = self._begun_anew()

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            return _open(self._path, self._now() - RETENTION_DAYS * _DAY)
        except _OtherVersionError:
            _log.warning("%s is of a later version and left alone", self._path)
        except (OSError, sqlite3.Error) as error:
            if _is_damage(error):
                return self._begun_anew()
            _log.warning("%s can't be used: %s", self._path, error)
        return _in_memory()

    def _begun_anew(self) -> sqlite3.Connection:
        """A new file, after the damaged one was put aside for whoever wants to look into it."""
        aside = self._path.with_name(f"{self._path.name}.damaged")
        _log.warning("%s is damaged; kept as %s", self._path, aside)
        try:
            self._path.replace(aside)
            for companion in ("-wal", "-shm"):
                self._path.with_name(self._path.name + companion).unlink(missing_ok=True)
            self._path.touch(mode=0o600)
            return _open(self._path, 0)
        except (OSError, sqlite3.Error) as error:
            _log.warning("%s can't be used: %s", self._path, error)
            return _in_memory()

    def _remember(self) -> None:
        """Fill the memory from the file. Weights are halved in whole half-lives here, which SQL can do by itself."""
        query = """
            SELECT phrase, program, sum(1.0 / (1 << min(62, max(0, (?1 - time) / ?2))))
            FROM uses GROUP BY phrase, program ORDER BY max(time)
        """
        try:
            for phrase, program, weight in self._database.execute(query, (int(self._begin), HALF_LIFE)):
                self._count(phrase, program, weight)
        except sqlite3.Error as error:
            self._database.close()
            self._database = self._begun_anew() if _is_damage(error) else _in_memory()

    def _count(self, phrase: str, program: str, weight: float) -> None:
        weights = self._weights.setdefault(program, {})
        weights[phrase] = weights.get(phrase, 0.0) + weight
        self._totals[phrase] = self._totals.get(phrase, 0.0) + weight
        for name in {program, ""}:
            latest = self._latest.setdefault(name, {})
            latest.pop(phrase, None)
            latest[phrase] = None

    def _weigh(self, program: str) -> dict[str, float]:
        here = self._weights.get(program, {})
        weights = {p: ELSEWHERE * total + (1 - ELSEWHERE) * here.get(p, 0.0) for p, total in self._totals.items()}
        unit = 2.0 ** ((self._now() - self._begin) / HALF_LIFE)  # what one use counts now
        most = math.log1p(max(_SURE, max(weights.values(), default=0.0) / unit))
        return {phrase: math.log1p(weight / unit) / most for phrase, weight in weights.items()}


def _open(path: Path, oldest: float) -> sqlite3.Connection:
    """The database in this file, checked, brought to this version, without what is older than `oldest`.

    Raises:
        sqlite3.Error: the file is damaged, something else, or can't be read or written now.
        _OtherVersionError: a later version wrote it.
    """
    database = sqlite3.connect(path, timeout=0.2, check_same_thread=False, isolation_level=None)
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise _OtherVersionError
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        if version < VERSION:
            _upgrade(database)
        database.execute("DELETE FROM uses WHERE time < ?", (int(oldest),))
        database.execute("DELETE FROM unanswered WHERE day < ?", (date.fromtimestamp(oldest).isoformat(),))
    except BaseException:
        database.close()
        raise
    return database


def _in_memory() -> sqlite3.Connection:
    database = sqlite3.connect(":memory:", check_same_thread=False, isolation_level=None)
    _upgrade(database)
    return database


def _is_damage(error: Exception) -> bool:
    """Whether the file is at fault and not its place: damaged, no database, or one with other tables."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)


def _upgrade(database: sqlite3.Connection) -> None:
    """Bring the file to this version, with everything that is in it; all or nothing."""
    database.execute("BEGIN IMMEDIATE")  # another process may be at it: only then see how far it is
    try:
        version = database.execute("PRAGMA user_version").fetchone()[0]
        for step in _STEPS[version:]:
            for statement in step:
                database.execute(statement)
        database.execute(f"PRAGMA user_version = {VERSION}")
        database.execute("COMMIT")
    except BaseException:
        database.rollback()
        raise


class Wordings:
    """Which wording of a phrase was last used in which window, so that no customer reads the same twice in a row."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._last: OrderedDict[tuple[int, str], int] = OrderedDict()

    def last(self, window_id: int, phrase_id: str) -> int | None:
        """The number of the wording last used there; None when none is remembered."""
        return self._last.get((window_id, phrase_id))

    def next(self, window_id: int, phrase_id: str, count: int) -> int:
        """One of so many wordings, another than the last used there when there are two; in turn, so that all are."""
        last = self.last(window_id, phrase_id)
        return 0 if last is None else (last + 1) % max(1, count)

    def remember(self, window_id: int, phrase_id: str, wording: int) -> None:
        """This wording was used there."""
        self._last[window_id, phrase_id] = wording
        self._last.move_to_end((window_id, phrase_id))
        while len(self._last) > self._limit:
            self._last.popitem(last=False)
