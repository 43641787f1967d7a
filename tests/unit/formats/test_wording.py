import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.formats.clocks import Pattern
from phrasebook.formats.wording import Draft, label_text, same_wording, shift_text
from phrasebook.placeholders.syntax import Question, tokens


def literal_of(wording: str) -> str:
    """What a wording without placeholders pastes."""
    return "".join(token.meaning for token in tokens(wording) if isinstance(token.meaning, str))


@given(st.lists(st.text(alphabet="{}a|", max_size=5)))
def test_text_is_pasted_as_it_was_however_it_was_put_together(texts: list[str]) -> None:
    draft = Draft()
    for text in texts:
        draft.say(text)
    assert literal_of(draft.wording()) == "".join(texts)
    assert draft.literal == "".join(texts)


@given(st.text(alphabet="ab {}=|＝｜\n:：", max_size=20), st.text(alphabet="ab {}=|\n", max_size=20))
def test_a_question_is_always_one(label: str, default: str) -> None:
    draft = Draft()
    draft.ask(label, default)
    (token,) = tokens(draft.wording())
    assert isinstance(token.meaning, Question)


@given(st.text(max_size=80))
def test_labels_fit_into_placeholders(label: str) -> None:
    (token,) = tokens(f"{{{{choose:{label_text(label)}|a}}}}")
    assert isinstance(token.meaning, Question)


def test_a_default_is_shortened_to_one_line_and_reported() -> None:
    draft = Draft()
    draft.ask("地址", "一\n二}}")
    assert draft.wording() == "{{ask:地址=一 二}}"
    assert len(draft.lost) == 1


def test_the_default_of_a_choice_comes_first() -> None:
    draft = Draft()
    assert draft.choose("快递", ["顺丰", " 圆通", ""], "圆通")
    assert draft.wording() == "{{choose:快递|圆通|顺丰}}"
    assert "empty" in draft.lost[0]


@pytest.mark.parametrize("option", ["a|b", "a｜b", "a\nb", "a{b}"])
def test_options_that_cant_be_said_put_nothing(option: str) -> None:
    draft = Draft()
    assert not draft.choose("x", ["ok", option])
    assert draft.wording() == ""


@pytest.mark.parametrize(
    ("pattern", "seconds", "wording"),
    [
        ("%Y-%m-%d", 0, "{{date}}"),
        ("%H:%M", 0, "{{time}}"),
        ("%Y-%m-%d", 3 * 86400, "{{date+3d}}"),
        ("%H:%M", -5400, "{{time-1h-30m}}"),
        (" %m月%d日\n", 86400, " {{date+1d:%m月%d日}}\n"),
        ("%d{%m}%%", 0, "{{date:%d}}{{{date:%m}}}%"),
        ("no date 100%%", 0, "no date 100%"),
    ],
)
def test_dates(pattern: str, seconds: int, wording: str) -> None:
    draft = Draft()
    draft.clock(Pattern(pattern), seconds)
    assert draft.wording() == wording
    assert draft.lost == []


def test_what_dates_lose() -> None:
    draft = Draft()
    draft.clock(Pattern("%H:%M"), 30)
    draft.clock(Pattern("%Y"), 10**12)
    assert draft.wording() == "{{time}}{{ask:date}}"
    assert len(draft.lost) == 2


def test_shifts() -> None:
    assert [shift_text(seconds) for seconds in (0, 59, 60, -86400, 90061)] == ["", "", "+1m", "-1d", "+1d+1h+1m"]
    assert shift_text(10_000 * 86400) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("{{date}}", "{{ date:%Y-%m-%d }}", True),
        ("{{date+1w}}", "{{date+7d}}", True),
        ("{{date}} {{time}}", "{{date:%Y-%m-%d %H:%M}}", True),
        ("{{date:%m月%d日}}", "{{date:%m月%d}}日", True),
        ("{{ask:a}}", "{{ask:a=}}", False),
        ("{{date}}", "{{date+1d}}", False),
        ("{{oops", "{{{{oops", False),
        ("a{{{{b", "a{{{{b", True),
    ],
)
def test_wordings_that_say_the_same(one: str, other: str, same: bool) -> None:
    assert same_wording(one, other) is same
