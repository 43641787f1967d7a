"""Searches that ended without a choice."""

import sqlite3
from datetime import date

import pytest

from phrasebook.usage import LONGEST_QUERY, RETENTION_DAYS
from tests.unit.usage.samples import DAY, EVER, again


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
