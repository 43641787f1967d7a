"""What was used when, what was looked for in vain, and what was chosen for which words.

A use is a time, the phrase's id, scope and category, the program it went to, what became of it, how many keystrokes
and milliseconds it took, and which wording it was. No text, no answer, no window title is ever kept. A search that
ended without a choice is a day, the query and a count; queries with digits, or long ones, are never kept. What a
customer wrote is never kept either: see learning.py.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from pathlib import Path

from phrasebook.model import Category, Outcome, Scope
from phrasebook.usage.database import Database
from phrasebook.usage.habits import Habits
from phrasebook.usage.learning import Learned, Learning

LONGEST_QUERY = 40
"""Characters; who types or pastes more isn't looking for a phrase."""


class Usage:
    """The uses of one person's phrases. Safe to call from several threads; never raises for the file's sake."""

    def __init__(self, path: Path, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._database = Database(path, now())
        self._learning = Learning(self._database)
        self._habits = Habits(now())
        self._habits.fill(self._database)

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
        """Note one use, now."""
        now = self._now()
        row = (int(now), phrase_id, str(scope), "/".join(category), program, str(outcome), keystrokes, ms, wording)
        with self._lock:
            self._database.write("INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._habits.add(phrase_id, program, now)

    def record_unanswered(self, query: str) -> None:
        """Count a search that ended without a choice, today; `query` is folded, so that FH and fh are one.

        Nothing is kept of a query that holds a digit (an order, a telephone) or is longer than LONGEST_QUERY.
        """
        kept = " ".join(query.split())
        if not kept or len(kept) > LONGEST_QUERY or any(map(str.isdigit, kept)) or not kept.isprintable():
            return
        counting = "INSERT INTO unanswered VALUES (?, ?, 1) ON CONFLICT DO UPDATE SET count = count + 1"
        with self._lock:
            self._database.write(counting, (self._today(), kept))

    def unanswered(self, since: date) -> list[tuple[str, int]]:
        """The queries of searches without a choice since this day, and how often; the most frequent first."""
        query = """
            SELECT query, sum(count) AS times FROM unanswered WHERE day >= ?
            GROUP BY query ORDER BY times DESC, max(day) DESC, query
        """
        with self._lock:
            return [(typed, times) for typed, times in self._database.read(query, (since.isoformat(),))]

    def learn(self, features: Mapping[str, float], phrase_id: str) -> None:
        """This phrase was chosen, today, for a message with these features, each with how much it counts.

        Nothing is kept of a feature that holds a digit or is longer than a word.
        """
        with self._lock:
            self._learning.add(features, phrase_id, self._today())

    def learned(self, features: Collection[str]) -> Learned:
        """What was chosen before for messages with any of these features."""
        with self._lock:
            return self._learning.of(features, self._habits.repeats)

    def boosts(self, program: str) -> Mapping[str, float]:
        """How much each phrase is used (id → 0 to 1), often and lately, in this program above all.

        The same mapping is returned until the next use, and never changes.
        """
        with self._lock:
            return self._habits.boosts(program, self._now())

    def recent(self, program: str, limit: int) -> list[str]:
        """The ids of the phrases used last, the latest first, those used in this program before the others."""
        with self._lock:
            return list(self._habits.recent(program))[: max(0, limit)]

    def count(self, phrase_id: str, since: date) -> int:
        """How often a phrase was used since the beginning of this local day."""
        begin = int(datetime(since.year, since.month, since.day).timestamp())
        with self._lock:
            found = self._database.read("SELECT count(*) FROM uses WHERE phrase = ? AND time >= ?", (phrase_id, begin))
            return int(found[0][0]) if found else 0

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._database.close()

    def _today(self) -> str:
        return date.fromtimestamp(self._now()).isoformat()
