"""What was used when, and what ranking makes of it."""

import sqlite3
from datetime import date, datetime, timedelta

from phrasebook.model import Outcome, Scope
from phrasebook.usage import HALF_LIFE, VERSION
from tests.unit.usage.samples import DAY, NOON, again, use


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
