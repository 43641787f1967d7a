"""Which phrases were chosen for which words."""

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebook.usage import RETENTION_DAYS, learning
from tests.unit.usage.samples import DAY, again, use


def test_choices_are_counted_by_feature_and_phrase(usage):
    usage.learn({"发货": 1.0, "时候": 1.0}, "a")
    usage.learn({"发货": 1.0, "退款": 0.4}, "b")
    usage.learn({"发货": 1.0}, "a")
    learned = usage.learned(["发货", "退款", "别的"])
    assert learned.counts == {"发货": {"a": 2.0, "b": 1.0}, "退款": {"b": 0.4}}
    assert learned.choices == {"a": 2.0, "b": 1.0}


def test_nothing_was_learned_at_first(usage):
    assert usage.learned(["发货"]) == ({}, {}, 0.0)
    usage.learn({}, "a")
    assert usage.learned([]) == ({}, {}, 0.0)


def test_a_row_is_a_feature_a_phrase_a_count_and_a_day(usage, path):
    usage.learn({"发货": 1.0}, "a")
    with sqlite3.connect(path) as database:
        cursor = database.execute("SELECT * FROM learned ORDER BY feature")
        assert [column[0] for column in cursor.description] == ["feature", "phrase", "count", "day"]
        assert cursor.fetchall() == [("", "a", 1.0, "2026-06-10"), ("发货", "a", 1.0, "2026-06-10")]
    database.close()


@pytest.mark.parametrize("feature", ["618", "第3", "１２", "٣", "m²", "长" * 21, "", "\ud800", "a\x00", "\n"])
def test_numbers_and_whole_sentences_are_never_kept(usage, feature):
    usage.learn({feature: 1.0, "发货": 1.0}, "a")
    assert usage.learned([feature, "发货"]).counts == {"发货": {"a": 1.0}}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50, deadline=None)
@given(st.dictionaries(st.text(max_size=5), st.floats(0, 1), max_size=5))
def test_no_feature_breaks_it(usage, features):
    usage.learn(features, "a")
    assert set(usage.learned(features).counts) <= set(features)


def test_it_is_there_after_a_restart_and_forgotten_with_the_uses(usage, path, clock):
    usage.learn({"发货": 1.0}, "a")
    clock.now += (RETENTION_DAYS - 1) * DAY
    usage.learn({"退款": 1.0}, "b")
    opened = again(path, clock)
    assert set(opened.learned(["发货", "退款"]).counts) == {"发货", "退款"}
    opened.close()
    clock.now += 2 * DAY
    opened = again(path, clock)
    assert set(opened.learned(["发货", "退款"]).counts) == {"退款"}
    opened.close()


def test_what_was_learned_longest_ago_makes_room(usage, path, clock, monkeypatch):
    monkeypatch.setattr(learning, "MOST_ROWS", 40)
    monkeypatch.setattr(learning, "_SPARED", 30)
    monkeypatch.setattr(learning, "_LOOKED_AFTER", 1)
    for first in range(0x4E00, 0x4E00 + 100, 5):
        clock.now += DAY
        usage.learn({chr(first + k): 1.0 for k in range(5)}, "a")
    assert usage.learned([chr(0x4E00)]).counts == {}
    assert usage.learned([chr(0x4E00 + 99)]).counts == {chr(0x4E00 + 99): {"a": 1.0}}
    assert usage.learned([chr(0x4E00 + 99)]).choices == {"a": 20.0}, "how often it was chosen stays known"
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM learned").fetchone()[0] <= 40
    database.close()


def test_habits_are_trusted_as_far_as_uses_repeat(usage, path, clock):
    usage.learn({"发货": 1.0}, "a")
    for phrase in ("a", "b", "c", "d"):
        use(usage, phrase)
    assert usage.learned(["发货"]).repeats == 0
    use(usage, "a", times=4)
    assert usage.learned(["发货"]).repeats == 0.5
    opened = again(path, clock)
    assert opened.learned(["发货"]).repeats == 0.5
    use(opened, "a", times=100)
    assert opened.learned(["发货"]).repeats == 1.0, "only the last uses count"
    opened.close()


def test_damage_costs_no_more_than_the_contents(usage, path):
    usage.learn({"发货": 1.0}, "a")
    usage._database._connection.execute("DROP TABLE learned")
    assert usage.learned(["发货"]).counts == {}
    usage.learn({"发货": 1.0}, "a")
    assert usage.learned(["发货"]).counts == {"发货": {"a": 1.0}}
    assert path.with_name("usage.sqlite.damaged").exists()
