"""The file: versions, damage, and places where nothing can be written."""

import sqlite3
import stat
import threading
from datetime import date

import pytest

from phrasebook.usage import RETENTION_DAYS, VERSION, Usage
from tests.unit.usage.samples import DAY, EVER, NOON, again, use


def test_the_file_is_the_persons_own(usage, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_everything_is_there_after_a_restart(usage, path, clock):
    for phrase, program, times in (("a", "WeChat", 5), ("b", "QQ", 2), ("c", "WeChat", 1)):
        clock.now += 60
        use(usage, phrase, program, times)
    opened = again(path, clock)
    for program in ("WeChat", "QQ", ""):
        assert opened.recent(program, 9) == usage.recent(program, 9)
        assert opened.boosts(program) == pytest.approx(usage.boosts(program), abs=0.01)
    opened.close()


def test_uses_older_than_the_retention_are_forgotten(usage, path, clock):
    use(usage, "old")
    clock.now += (RETENTION_DAYS + 1) * DAY
    opened = again(path, clock)
    assert opened.count("old", date(2020, 1, 1)) == 0
    assert opened.boosts("WeChat") == {}
    opened.close()


@pytest.mark.parametrize("damage", [b"not a database at all", b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_damaged_file_is_set_aside_and_a_new_one_begun(path, clock, damage):
    path.parent.mkdir()
    path.write_bytes(damage)
    usage = Usage(path, clock)
    use(usage, "a")
    assert usage.count("a", date(2026, 1, 1)) == 1
    assert path.with_name("usage.sqlite.damaged").read_bytes() == damage
    usage.close()
    opened = again(path, clock)
    assert opened.recent("WeChat", 1) == ["a"]
    opened.close()


def test_a_database_of_something_else_is_set_aside(path, clock):
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE uses (anything)")
        database.execute("PRAGMA user_version = 1")
    database.close()
    usage = Usage(path, clock)
    use(usage, "a")
    assert usage.count("a", date(2026, 1, 1)) == 1
    assert path.with_name("usage.sqlite.damaged").exists()
    usage.close()


def test_a_use_after_closing_is_only_lost(usage):
    usage.close()
    use(usage, "a")
    assert usage.recent("WeChat", 1) == ["a"]


def test_damage_that_only_shows_when_writing_is_met_too(usage, path):
    use(usage, "a")
    usage._database._connection.execute("DROP TABLE uses")
    use(usage, "b")
    use(usage, "b")
    assert usage.recent("WeChat", 2) == ["b", "a"]
    assert usage.count("b", date(2026, 1, 1)) == 1
    assert path.with_name("usage.sqlite.damaged").exists()


def test_a_file_damaged_while_it_is_used_costs_no_more_than_its_contents(usage, path, clock):
    use(usage, "a", times=400)
    usage.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    opened = again(path, clock)
    use(opened, "b")
    assert opened.recent("WeChat", 1) == ["b"]
    assert opened.count("b", date(2026, 1, 1)) == 1
    opened.close()


def test_a_later_versions_file_is_left_alone(path, clock):
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    before = path.read_bytes()
    usage = Usage(path, clock)
    use(usage, "a")
    assert usage.recent("WeChat", 1) == ["a"]
    usage.close()
    assert path.read_bytes() == before


def test_a_place_that_cannot_be_written_costs_only_the_memory(tmp_path, clock):
    (tmp_path / "file").write_text("in the way")
    usage = Usage(tmp_path / "file" / "usage.sqlite", clock)
    use(usage, "a")
    assert usage.recent("WeChat", 1) == ["a"]
    assert usage.count("a", date(2026, 1, 1)) == 1
    usage.close()


def test_a_locked_file_loses_a_use_but_not_the_ranking(usage, path, monkeypatch):
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    usage._database._connection.execute("PRAGMA busy_timeout = 0")
    use(usage, "a")
    other.execute("ROLLBACK")
    other.close()
    assert usage.recent("WeChat", 1) == ["a"]
    assert usage.count("a", date(2026, 1, 1)) == 0


def test_a_file_of_the_first_version_goes_on_with_everything_in_it(path, clock):
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.executescript("""
            CREATE TABLE uses (
                time INTEGER NOT NULL, phrase TEXT NOT NULL, scope TEXT NOT NULL, category TEXT NOT NULL,
                program TEXT NOT NULL, outcome TEXT NOT NULL, keystrokes INTEGER NOT NULL, ms REAL NOT NULL,
                wording INTEGER NOT NULL
            );
            CREATE INDEX uses_by_phrase ON uses (phrase, program, time);
            PRAGMA user_version = 1;
        """)
        row = (int(NOON), "a", "public", "售后", "WeChat", "PASTED", 3, 18.5, 0)
        database.execute("INSERT INTO uses VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
    database.close()
    for _ in range(2):  # and once more, when nothing is left to do
        usage = Usage(path, clock)
        usage.record_unanswered("tk")
        usage.learn({"发货": 1.0}, "a")
        assert usage.count("a", EVER) == 1
        assert usage.recent("WeChat", 1) == ["a"]
        usage.close()
    opened = again(path, clock)
    assert opened.unanswered(EVER) == [("tk", 2)]
    assert opened.learned(["发货"]).counts == {"发货": {"a": 2.0}}
    assert opened._database.read("PRAGMA user_version") == [(VERSION,)]
    opened.close()
    assert not path.with_name("usage.sqlite.damaged").exists()


def test_two_programs_may_begin_a_file_at_once(path, clock):
    """The second looks how far the file is only when the first has let go of it."""
    path.parent.mkdir()
    barrier = threading.Barrier(4)

    def begin() -> None:
        barrier.wait()
        usage = Usage(path, clock)
        usage.record_unanswered("tk")
        usage.close()

    threads = [threading.Thread(target=begin) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not path.with_name("usage.sqlite.damaged").exists()
    opened = again(path, clock)
    assert 1 <= opened.unanswered(EVER)[0][1] <= 4
    opened.close()


def test_an_upgrade_that_fails_changes_nothing(path, clock):
    path.parent.mkdir()
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE unanswered (anything)")
        database.execute("PRAGMA user_version = 0")
    database.close()
    usage = Usage(path, clock)
    usage.record_unanswered("tk")
    assert usage.unanswered(EVER) == [("tk", 1)]
    usage.close()
    with sqlite3.connect(path.with_name("usage.sqlite.damaged")) as database:
        tables = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    database.close()
    assert tables == [("unanswered",)]


def test_damage_met_while_counting_costs_no_more_than_the_contents(usage, path):
    usage.record_unanswered("tk")
    usage._database._connection.execute("DROP TABLE unanswered")
    usage.record_unanswered("tk")
    usage.record_unanswered("tk")
    assert usage.unanswered(EVER) == [("tk", 1)]
    assert path.with_name("usage.sqlite.damaged").exists()


def test_searches_after_closing_are_only_lost(usage):
    usage.close()
    usage.record_unanswered("tk")
    assert usage.unanswered(EVER) == []
