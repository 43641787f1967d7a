import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.formats.clocks import Pattern, from_qt, from_strftime, from_tr35, is_time, to_qt, to_tr35
from phrasebook.placeholders.syntax import Clock, tokens

PIECES = ["%Y", "%y", "%m", "%b", "%B", "%d", "%a", "%A", "%H", "%M", "%S", "-", "年", " ", "'", "at", "/", "%%", "yM"]


@pytest.mark.parametrize(
    ("pattern", "ours"),
    [
        ("%Y-%m-%d", "%Y-%m-%d"),
        ("%m月%d日", "%m月%d日"),
        ("%F %T", "%Y-%m-%d %H:%M:%S"),
        ("%D %R", "%m/%d/%y %H:%M"),
        ("%r", "%I:%M:%S %p"),
        ("100%%", "100%%"),
        ("%", "%%"),
        ("plain", "plain"),
    ],
)
def test_strftime_that_is_the_same(pattern: str, ours: str) -> None:
    assert from_strftime(pattern) == Pattern(ours)


@pytest.mark.parametrize(
    ("pattern", "ours"), [("%-d.%-m.", "%d.%m."), ("%e", "%d"), ("%x", "%Y-%m-%d"), ("%_H", "%H"), ("%v", "%d-%b-%Y")]
)
def test_strftime_that_is_close_is_reported(pattern: str, ours: str) -> None:
    found = from_strftime(pattern)
    assert found
    assert found.text == ours
    assert len(found.lost) == 1


@pytest.mark.parametrize("pattern", ["%G-W%V", "%Z", "%z", "%:z", "%s", "%f", "%.3f", "%C", "%q"])
def test_strftime_that_cant_be_said(pattern: str) -> None:
    assert from_strftime(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "ours"),
    [
        ("yyyy-MM-dd", "%Y-%m-%d"),
        ("EEEE, dd MMMM yyyy", "%A, %d %B %Y"),
        ("hh:mm a", "%I:%M %p"),
        ("yyyy'年'MM'月'", "%Y年%m月"),
        ("HH 'o''clock'", "%H o'clock"),
        ("''yy", "'%y"),
        ("YYYY.MM.dd", "%Y.%m.%d"),
    ],
)
def test_unicode_patterns(pattern: str, ours: str) -> None:
    assert from_tr35(pattern) == Pattern(ours)


@pytest.mark.parametrize("pattern", ["w", "zzzz", "SSS", "Q", "G"])
def test_unicode_patterns_that_cant_be_said(pattern: str) -> None:
    assert from_tr35(pattern) is None


def test_unpadded_is_close() -> None:
    found = from_tr35("M月d日")
    assert found
    assert found.text == "%m月%d日"
    assert "M d" in found.lost[0]


@pytest.mark.parametrize(
    ("pattern", "ours"),
    [
        ("yyyy-MM-dd hh:mm", "%Y-%m-%d %H:%M"),
        ("hh:mm AP", "%I:%M %p"),
        ("ddd dddd", "%a %A"),
        ("'day' dd", "day %d"),
        ("dd.MM.", "%d.%m."),
    ],
)
def test_qt_counts_to_twelve_only_beside_am_and_pm(pattern: str, ours: str) -> None:
    assert from_qt(pattern) == Pattern(ours)


def test_what_has_no_letters_cant_be_written() -> None:
    assert to_tr35("%U") is None
    assert to_qt("%j") is None
    assert to_qt("%I:%M") is None  # hh alone would count to 24
    assert to_qt("%I:%M %p") == "hh:mm AP"


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_unicode_and_qt_come_back_as_they_were(pattern: str) -> None:
    for there, back in ((to_tr35, from_tr35), (to_qt, from_qt)):
        written = there(pattern)
        assert written is None or back(written) == Pattern(pattern)


def test_directives_whose_letters_would_run_together_cant_be_written() -> None:
    assert to_tr35("%m%B") is None
    assert to_qt("%d%a") is None
    assert to_tr35("%Y%m%d") == "yyyyMMdd"


@given(st.text(alphabet="%-_0#.:3YmdHMSxceGVZq {}\n'", max_size=12))
def test_what_is_said_of_strftime_is_a_date_of_ours(pattern: str) -> None:
    found = from_strftime(pattern)
    if found is None or re.search("[{}\n]", found.text):
        return
    (token,) = tokens(f"{{{{date:{found.text}x}}}}")
    assert isinstance(token.meaning, Clock)
    datetime(2026, 6, 18, 9, 5).strftime(found.text)


@pytest.mark.parametrize(("pattern", "time"), [("%H:%M", True), ("%I %p", True), ("%d %H", False), ("x", False)])
def test_times(pattern: str, time: bool) -> None:
    assert is_time(pattern) is time
