"""The SQLite file of a person's usage: its tables, versions, and what happens when it can't be read or written.

A damaged file is set aside and a new one begun. A file that can't be written, or that a later version wrote, is left
alone; what would go there is then remembered until the program ends.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

VERSION = 3
RETENTION_DAYS = 400
_DAY = 86_400

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
    (
        """CREATE TABLE learned (
            feature TEXT NOT NULL, phrase TEXT NOT NULL, count REAL NOT NULL, day TEXT NOT NULL,
            PRIMARY KEY (feature, phrase)
        ) WITHOUT ROWID""",
    ),
)
"""What makes each version of the file from the one before; a file without any is version 0."""

_log = logging.getLogger(__name__)


class _OtherVersionError(Exception):
    """The file was written by a later version of phrasebook."""


class Database:
    """The file, open. Nothing here raises for the file's sake. One thread at a time."""

    def __init__(self, path: Path, now: float) -> None:
        self._path, self._oldest = path, now - RETENTION_DAYS * _DAY
        self._connection = self._opened()

    def write(self, statement: str, *rows: Sequence[Any]) -> None:
        """Carry out a statement for each of these rows: for all of them or none."""
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                self._connection.executemany(statement, rows)
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.rollback()
                raise
        except sqlite3.Error as error:
            self._failed("written", error)

    def read(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer a query; none when the file can't be read."""
        try:
            return self._connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            self._failed("read", error)
            return []

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _failed(self, what: str, error: sqlite3.Error) -> None:
        """Full, locked, read-only: not worth more than a warning. Only damage is repaired."""
        _log.warning("what was used could not be %s: %s", what, error)
        if _is_damage(error):
            self._connection.close()
            self._connection = self._begun_anew()

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
            return _open(self._path, self._oldest)
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
        day = (date.fromtimestamp(oldest).isoformat(),)
        database.execute("DELETE FROM uses WHERE time < ?", (int(oldest),))
        database.execute("DELETE FROM unanswered WHERE day < ?", day)
        database.execute("DELETE FROM learned WHERE day < ?", day)
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
