import sqlite3
import stat
import threading
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from phrasebook.model import Outcome, Scope
from phrasebook.usage import HALF_LIFE, LONGEST_QUERY, RETENTION_DAYS, VERSION, Usage, Wordings

NOON = datetime(2026, 6, 10, 12).timestamp()
DAY = 86_400


class Clock:
    """A time that stands still until it is moved."""

    def __init__(self, now: float = NOON) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "usage.sqlite"


@pytest.fixture
def usage(path, clock):
    opened = Usage(path, clock)
    yield opened
    opened.close()


def use(usage: Usage, phrase: str, program: str = "WeChat", times: int = 1) -> None:
    for _ in range(times):
        usage.record(phrase, Scope.PUBLIC, ("售后", "退换货"), program, Outcome.PASTED, 3, 18.5, 0)


def again(path: Path, clock: Clock) -> Usage:
    return Usage(path, clock)


def test_a_use_is_kept_with_nothing_but_its_circumstances(usage, path):
    usage.record("a1", Scope.PERSONAL, ("售后", "退换货"), "WeChat", Outcome.SENT, 4, 21.5, 2)
    with sqlite3.connect(path) as database:
        cursor = database.execute("SELECT * FROM uses")
        names = [column[0] for column in cursor.description]
        assert names == [
            "time",
            "phrase",
            "scope",
            "category",
            "program",
            "outcome",
            "keystrokes",
            "ms",
            "wording",
        ]
        assert cursor.fetchall() == [(int(NOON), "a1", "personal", "售后/退换货", "WeChat", "SENT", 4, 21.5, 2)]
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    database.close()


def test_the_file_is_the_persons_own(usage, path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_nothing_used_boosts_nothing(usage):
    assert usage.boosts("WeChat") == {}
    assert usage.recent("WeChat", 5) == []
    assert usage.count("a", date(2026, 1, 1)) == 0


def test_what_is_used_more_is_boosted_more(usage):
    use(usage, "often", times=8)
    use(usage, "seldom", times=2)
    boosts = usage.boosts("WeChat")
    assert 1 == boosts["often"] > boosts["seldom"] > 0


def test_a_single_use_is_no_habit(usage):
    use(usage, "once")
    assert 0 < usage.boosts("WeChat")["once"] < 0.5


def test_what_is_used_here_counts_more_than_elsewhere(usage):
    use(usage, "here", "WeChat", 3)
    use(usage, "there", "QQ", 3)
    assert usage.boosts("WeChat")["here"] > usage.boosts("WeChat")["there"] > 0
    assert usage.boosts("QQ")["there"] > usage.boosts("QQ")["here"]
    assert usage.boosts("nowhere")["here"] == usage.boosts("nowhere")["there"]


def test_habits_fade(usage, clock):
    use(usage, "old", times=6)
    clock.now += 3 * HALF_LIFE
    use(usage, "new", times=2)
    boosts = usage.boosts("WeChat")
    assert boosts["new"] > boosts["old"] > 0


def test_a_mapping_once_given_never_changes(usage):
    use(usage, "a", times=3)
    before = usage.boosts("WeChat")
    copy = dict(before)
    assert usage.boosts("WeChat") is before
    use(usage, "b", times=4)
    assert before == copy
    assert "b" in usage.boosts("WeChat")


def test_what_was_used_last_comes_first_and_here_before_elsewhere(usage, clock):
    for phrase, program in (("a", "WeChat"), ("b", "QQ"), ("c", "WeChat"), ("a", "WeChat"), ("d", "QQ")):
        clock.now += 1
        use(usage, phrase, program)
    assert usage.recent("WeChat", 10) == ["a", "c", "d", "b"]
    assert usage.recent("QQ", 3) == ["d", "b", "a"]
    assert usage.recent("", 10) == ["d", "a", "c", "b"]
    assert usage.recent("WeChat", 0) == []


def test_uses_are_counted_from_the_beginning_of_a_day(usage, clock):
    use(usage, "a")
    clock.now += DAY
    use(usage, "a", times=2)
    assert [usage.count("a", date(2026, 6, day)) for day in (9, 10, 11, 12)] == [3, 3, 2, 0]


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
    usage._database.execute("DROP TABLE uses")
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
    usage._database.execute("PRAGMA busy_timeout = 0")
    use(usage, "a")
    other.execute("ROLLBACK")
    other.close()
    assert usage.recent("WeChat", 1) == ["a"]
    assert usage.count("a", date(2026, 1, 1)) == 0


def test_what_lies_in_the_future_does_no_harm(usage, path, clock):
    use(usage, "a")
    clock.now -= 30 * DAY  # the clock was set back
    opened = again(path, clock)
    assert 0 < opened.boosts("WeChat")["a"] <= 1
    opened.close()


def test_since_is_a_local_day(usage, clock):
    clock.now = datetime(2026, 6, 10, 0, 0, 1).timestamp()
    use(usage, "a")
    assert usage.count("a", date(2026, 6, 10)) == 1
    assert usage.count("a", date(2026, 6, 10) + timedelta(1)) == 0


EVER = date(2000, 1, 1)


def test_searches_without_a_choice_are_counted_by_day(usage, path, clock):
    for query in ("双十一价保", "tk", "双十一价保"):
        usage.record_unanswered(query)
    clock.now += DAY
    for _ in range(3):
        usage.record_unanswered("tk")
    assert usage.unanswered(EVER) == [("tk", 4), ("双十一价保", 2)]
    assert usage.unanswered(date(2026, 6, 11)) == [("tk", 3)]
    assert usage.unanswered(date(2026, 6, 12)) == []
    with sqlite3.connect(path) as database:
        cursor = database.execute("SELECT * FROM unanswered")
        assert [column[0] for column in cursor.description] == ["day", "query", "count"]
        rows = {("2026-06-10", "双十一价保", 2), ("2026-06-10", "tk", 1), ("2026-06-11", "tk", 3)}
        assert set(cursor.fetchall()) == rows
    database.close()


def test_of_equally_frequent_searches_the_latest_comes_first(usage, clock):
    for query in ("a", "b", "c"):
        usage.record_unanswered(query)
        clock.now += DAY
    assert [query for query, _ in usage.unanswered(EVER)] == ["c", "b", "a"]


@pytest.mark.parametrize(
    "query",
    [
        *("", "  ", "\t", "618", "订单20260610", "१२३", "٣", "①号仓", "m²", "电话１３８"),
        *("长" * (LONGEST_QUERY + 1), "\ud800", "a\x00b", "\u202e反"),
    ],
)
def test_queries_that_could_be_somebodys_are_not_kept(usage, query):
    usage.record_unanswered(query)
    assert usage.unanswered(EVER) == []


def test_queries_are_kept_without_their_spaces_around(usage):
    for query in ("退货 地址", " 退货  地址 ", "长" * LONGEST_QUERY):
        usage.record_unanswered(query)
    assert usage.unanswered(EVER) == [("退货 地址", 2), ("长" * LONGEST_QUERY, 1)]


def test_searches_are_forgotten_with_the_uses(usage, path, clock):
    usage.record_unanswered("old")
    clock.now += (RETENTION_DAYS - 1) * DAY
    usage.record_unanswered("new")
    clock.now += 2 * DAY
    opened = again(path, clock)
    assert opened.unanswered(EVER) == [("new", 1)]
    opened.close()


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
        assert usage.count("a", EVER) == 1
        assert usage.recent("WeChat", 1) == ["a"]
        usage.close()
    opened = again(path, clock)
    assert opened.unanswered(EVER) == [("tk", 2)]
    assert opened._database.execute("PRAGMA user_version").fetchone() == (VERSION,)
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
    usage._database.execute("DROP TABLE unanswered")
    usage.record_unanswered("tk")
    usage.record_unanswered("tk")
    assert usage.unanswered(EVER) == [("tk", 1)]
    assert path.with_name("usage.sqlite.damaged").exists()


def test_searches_after_closing_are_only_lost(usage):
    usage.close()
    usage.record_unanswered("tk")
    assert usage.unanswered(EVER) == []


def test_wordings_take_turns():
    wordings = Wordings()
    taken = []
    for _ in range(5):
        taken.append(wordings.next(1, "a", 3))
        wordings.remember(1, "a", taken[-1])
    assert taken == [0, 1, 2, 0, 1]


def test_looking_at_the_next_wording_does_not_use_it():
    wordings = Wordings()
    assert [wordings.next(1, "a", 3) for _ in range(3)] == [0, 0, 0]
    assert wordings.last(1, "a") is None


def test_each_window_and_phrase_has_its_own_turn():
    wordings = Wordings()
    wordings.remember(1, "a", 0)
    assert wordings.next(1, "a", 2) == 1
    assert wordings.next(2, "a", 2) == 0
    assert wordings.next(1, "b", 2) == 0


@pytest.mark.parametrize(("last", "count", "following"), [(0, 1, 0), (4, 2, 1), (0, 0, 0)])
def test_a_phrase_that_lost_wordings_still_has_a_next_one(last, count, following):
    wordings = Wordings()
    wordings.remember(1, "a", last)
    assert wordings.next(1, "a", count) == following


def test_only_so_many_windows_are_remembered():
    wordings = Wordings(limit=2)
    for window in (1, 2, 1, 3):
        wordings.remember(window, "a", 0)
    assert [wordings.last(window, "a") for window in (1, 2, 3)] == [0, None, 0]
