"""The peers, each set up as someone would who needs Chinese and pinyin from it: rapidfuzz, SQLite, fzf.

None of them knows double pinyin; those queries they aren't asked.
"""

from __future__ import annotations

import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence

from phrasebook.model import Phrase
from tests.bench.search.columns import Columns, folded
from tests.bench.search.engines import SHOWN
from tests.bench.search.queries import Query


class Peer:
    """What is common to all of them."""

    name = ""
    microseconds = 0.0
    """What a query costs for each phrase, roughly: by this, slow ones are asked fewer queries."""

    def __init__(self, phrases: Sequence[Phrase], rows: Sequence[Columns]) -> None:
        raise NotImplementedError

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        """See Engine."""
        raise NotImplementedError

    def answers(self, query: Query) -> bool:
        """See Engine."""
        return not query.spelling


class RapidFuzz(Peer):
    """rapidfuzz's WRatio over title and text of every phrase."""

    name = "rapidfuzz WRatio"
    microseconds = 5.0

    def __init__(self, phrases: Sequence[Phrase], rows: Sequence[Columns]) -> None:
        self._phrases = phrases
        self._texts = [f"{phrase.title} {phrase.text}".lower() for phrase in phrases]

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        from rapidfuzz import fuzz, process

        found = process.extract(folded(typed), self._texts, scorer=fuzz.WRatio, limit=SHOWN)
        return [self._phrases[number] for _, _, number in found]


class Sqlite(Peer):
    """SQLite's FTS5 with trigrams over text and pinyin columns: all words as they stand, then any of their trigrams."""

    name = "SQLite FTS5 trigram"
    microseconds = 0.5
    _WEIGHTS = "20, 10, 5, 2, 1, 8, 8, 4, 4, 1, 1"
    """One for each column, as bm25() takes them."""

    def __init__(self, phrases: Sequence[Phrase], rows: Sequence[Columns]) -> None:
        self._phrases = phrases
        self._database = sqlite3.connect(":memory:")
        names = ", ".join(Columns._fields)
        self._database.execute(f"CREATE VIRTUAL TABLE phrase USING fts5({names}, tokenize='trigram')")
        marks = ", ".join("?" * (len(Columns._fields) + 1))
        numbered = ((number, *row) for number, row in enumerate(rows))
        self._database.executemany(f"INSERT INTO phrase (rowid, {names}) VALUES ({marks})", numbered)

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        words = folded(typed).split()
        long = [word for word in words if len(word) > 2]
        found = self._matching(" AND ".join(map(_quoted, long))) if long else self._like(words)
        trigrams = {word[i : i + 3] for word in long for i in range(len(word) - 2)}
        if len(found) < SHOWN and len(trigrams) > len(long):
            found += self._matching(" OR ".join(map(_quoted, sorted(trigrams))))
        return [self._phrases[number] for number in dict.fromkeys(found)]

    def _matching(self, query: str) -> list[int]:
        order = f"bm25(phrase, {self._WEIGHTS})"
        rows = self._database.execute(
            f"SELECT rowid FROM phrase WHERE phrase MATCH ? ORDER BY {order} LIMIT {SHOWN}", (query,)
        )
        return [number for (number,) in rows]

    def _like(self, words: Sequence[str]) -> list[int]:
        """Trigrams need three characters; one or two are looked for in the titles, the pinyin and the texts in turn."""
        found: list[int] = []
        for names in (("code", "title"), ("title_initials", "title_pinyin"), ("keywords", "text")):
            either = " OR ".join(f"{name} LIKE ?" for name in names)
            where = " AND ".join(f"({either})" for _ in words)
            patterns = [f"%{word}%" for word in words for _ in names]
            if len(found) < SHOWN and words:
                rows = self._database.execute(f"SELECT rowid FROM phrase WHERE {where} LIMIT {SHOWN}", patterns)
                found += [number for (number,) in rows]
        return found


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


class Fzf(Peer):
    """fzf --filter over lines of text and pinyin columns; each query starts the program and reads all lines."""

    name = "fzf --filter"
    microseconds = 12.0

    def __init__(self, phrases: Sequence[Phrase], rows: Sequence[Columns]) -> None:
        lines = ["\t".join(row) for row in rows]
        self._phrase_of = dict(zip(lines, phrases, strict=True))
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # fzf reads it at every query
        self._file.write("\n".join(lines).encode())

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        from iterfzf import BUNDLED_EXECUTABLE

        self._file.seek(0)
        command = [str(BUNDLED_EXECUTABLE), f"--filter={folded(typed)}"]
        done = subprocess.run(command, stdin=self._file, capture_output=True, check=False)
        found = done.stdout.split(b"\n", SHOWN)[:SHOWN]
        return [self._phrase_of[line.decode()] for line in found if line]
