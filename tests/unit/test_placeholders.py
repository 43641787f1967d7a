"""Placeholders: left the wording, right what is asked and what is pasted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook import language
from phrasebook.errors import PlaceholderError
from phrasebook.placeholders import Kind, Question, Rendered, Values, pieces, plain, questions, render, spans

VALUES = Values(
    now=datetime(2026, 5, 30, 9, 5),
    clipboard="SF1234567",
    variables={"agent": "小蓝", "店铺": "蓝鲸家纺"},
    texts={"hi": "您好，我是{{agent}}", "sign": "{{phrase:hi}}~", "a": "甲{{phrase:b}}", "b": "乙{{phrase:a}}"},
)
EMPTY = Values(now=VALUES.now)


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    before = language.current()
    language.use(language.Language.ZH)
    yield
    language.use(before)


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        ("亲，马上发货~", "亲，马上发货~"),
        ("{{date}}", "2026-05-30"),
        ("{{{date}}}", "{2026-05-30}"),  # braces of the wording's own around a placeholder
        ("\\frac{{{date}}{}", "\\frac{2026-05-30{}"),
        ("{{time}}", "09:05"),
        ("{{date:%m月%d日}}前", "05月30日前"),
        ("{{date+3d}}", "2026-06-02"),
        ("{{date+3d:%m月%d日}}", "06月02日"),
        ("{{date-1w}}", "2026-05-23"),
        ("{{time+2h}}", "11:05"),
        ("{{time+1h-10m}}", "09:55"),
        ("{{date+1d+16h:%d日%H点}}", "01日01点"),
        ("单号 {{clipboard}}", "单号 SF1234567"),
        ("我是{{agent}}，{{店铺}}", "我是小蓝，蓝鲸家纺"),
        ("{{ agent }}", "小蓝"),
        ("{{phrase:sign}}在的", "您好，我是小蓝~在的"),
        ("写 {{{{agent}} 就行", "写 {{agent}} 就行"),
        ("一个 { 和 } 不算", "一个 { 和 } 不算"),
        ("第一行\n第二行 {{agent}}\n", "第一行\n第二行 小蓝\n"),
    ],
)
def test_a_wording_without_questions_is_filled_in_at_once(wording: str, text: str) -> None:
    assert questions(wording, VALUES) == ()
    assert render(wording, VALUES, {}) == Rendered(text)


@pytest.mark.parametrize(
    ("wording", "asked"),
    [
        ("{{ask:单号}}", [Question("单号")]),
        ("{{ask:天数=3}}", [Question("天数", "3")]),
        ("{{ask：天数＝3}}", [Question("天数", "3")]),
        ("{{ask:备注=}}", [Question("备注", optional=True)]),
        ("{{choose:快递|顺丰|圆通|顺丰}}", [Question("快递", "顺丰", ("顺丰", "圆通"))]),
        ("{{choose：快递｜顺丰｜圆通}}", [Question("快递", "顺丰", ("顺丰", "圆通"))]),
        ("{{ask:单号}}{{ask:姓名}}{{ask:单号}}", [Question("单号"), Question("姓名")]),
        ("{{ask:尺码}}{{choose:尺码|S|M}}", [Question("尺码", "S", ("S", "M"))]),
        ("{{choose:尺码|S|M}}{{ask:尺码=L}}", [Question("尺码", "S", ("S", "M"))]),
        ("{{agent}}{{clipboard}}", [Question("客服昵称"), Question("剪贴板")]),
        ("{{快递公司}}", [Question("快递公司")]),
    ],
)
def test_each_label_is_asked_once_and_in_order(wording: str, asked: list[Question]) -> None:
    assert list(questions(wording, EMPTY)) == asked


def test_questions_of_a_contained_phrase_are_asked_too() -> None:
    values = Values(VALUES.now, texts={"fh": "单号是{{ask:单号}}"})
    assert questions("{{phrase:fh}}，请查收", values) == (Question("单号"),)
    assert render("{{phrase:fh}}，请查收", values, {"单号": "SF1"}).text == "单号是SF1，请查收"


def test_answers_are_pasted_as_they_are() -> None:
    assert render("{{ask:说明}}", VALUES, {"说明": "看 {{agent}} 的"}).text == "看 {{agent}} 的"


@pytest.mark.parametrize("answers", [{}, {"单号": ""}, {"单号": "  "}])
def test_nothing_is_pasted_with_a_hole_in_it(answers: dict[str, str]) -> None:
    with pytest.raises(PlaceholderError, match="单号"):
        render("单号是{{ask:单号}}", VALUES, answers)


def test_an_optional_answer_may_be_empty_but_must_be_asked() -> None:
    assert render("好的{{ask:备注=}}", VALUES, {"备注": ""}).text == "好的"
    with pytest.raises(PlaceholderError):
        render("好的{{ask:备注=}}", VALUES, {})


@pytest.mark.parametrize(
    ("wording", "back"),
    [
        ("您好{{cursor}}，在的", 3),
        ("{{cursor}}", 0),
        ("您好{{cursor}}", 0),
        ("{{cursor}}一{{cursor}}二", 2),
        ("{{cursor}}é", 1),
        ("{{cursor}}👨\u200d👩\u200d👧!", 2),
        ("{{cursor}}👍🏽🇨🇳❤️", 3),
        ("{{cursor}}a\nb", 3),
        ("{{cursor}}a\r\nb", 3),
        ("{{cursor}}{{agent}}", 2),
    ],
)
def test_the_cursor_goes_back_by_whole_characters(wording: str, back: int) -> None:
    assert render(wording, VALUES, {}).back == back


@pytest.mark.parametrize(
    "wording",
    [
        "{{",
        "您好{{agent",
        "{{}}",
        "{{ask}}",
        "{{ask:}}",
        "{{ask:=3}}",
        "{{choose:快递}}",
        "{{phrase:}}",
        "{{phrase:没有这条}}",
        "{{date:%Q}}",
        "{{date:100%}}",
        "{{date+3x}}",
        "{{agent:x}}",
        "{{换行\n了}}",
        "{{phrase:a}}",
    ],
)
def test_what_is_malformed_says_what_to_write_instead(wording: str) -> None:
    with pytest.raises(PlaceholderError) as caught:
        questions(wording, VALUES)
    assert caught.value.message
    assert caught.value.hint
    with pytest.raises(PlaceholderError):
        render(wording, VALUES, {})
    assert Kind.BROKEN in {piece.kind for piece in pieces(wording, VALUES)}


def test_a_circle_of_phrases_is_named() -> None:
    with pytest.raises(PlaceholderError, match=r"：a → b → a$"):
        render("{{phrase:a}}", VALUES, {})


def test_phrases_that_double_each_other_end() -> None:
    texts = {f"p{n}": f"{{{{phrase:p{n + 1}}}}}" * 2 for n in range(60)} | {"p60": "哈"}
    with pytest.raises(PlaceholderError, match="100"):
        render("{{phrase:p0}}", Values(VALUES.now, texts=texts), {})


def test_spans_tell_where_the_chips_stand() -> None:
    wording = "亲，{{ask:单号}} 于{{date}}发出 {{{{ {{坏"
    found = [(wording[start:end], label) for start, end, label in spans(wording)]
    assert found == [("{{ask:单号}}", "单号"), ("{{date}}", "日期"), ("{{", "{{")]


def test_the_place_of_the_cursor_has_no_name() -> None:
    assert spans("您好{{cursor}}，") == ((2, 12, ""),)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("发货时间", "发货时间"),
        ("尊敬的{{cursor}}，您好", "尊敬的，您好"),
        ("单号是{{ask:单号}}", "单号是〔单号〕"),
        ("{{{{大括号", "{{大括号"),
        ("少了 {{ask:单号", "少了 {{ask:单号"),
        ("{{cursor}}", "{{cursor}}"),
    ],
)
def test_a_title_is_shown_without_markup(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_pieces_show_what_is_known_and_what_is_open() -> None:
    shown = [(piece.text, piece.kind) for piece in pieces("我是{{agent}}，单号{{ask:单号}}{{cursor}}", VALUES)]
    assert shown == [
        ("我是", Kind.LITERAL),
        ("小蓝", Kind.FILLED),
        ("，单号", Kind.LITERAL),
        ("单号", Kind.OPEN),
        ("", Kind.CURSOR),
    ]
    assert pieces("{{ask:单号}}", VALUES, {"单号": "SF1"})[0].kind is Kind.FILLED


TEXTS = st.lists(st.sampled_from(["{{", "}}", "{{{{", "ask:", "单号", "=", "|", "choose:", "\n", "👍🏽", "date"])).map(
    "".join
)


@given(TEXTS)
def test_whatever_is_written_is_shown_or_refused_but_never_pasted_with_a_hole(wording: str) -> None:
    assert all(0 <= start < end <= len(wording) for start, end, _ in spans(wording))
    shown = pieces(wording, EMPTY)
    try:
        asked = questions(wording, EMPTY)
    except PlaceholderError:
        assert Kind.BROKEN in {piece.kind for piece in shown}
        return
    answers = {question.label: "答" for question in asked}
    whole = "".join(piece.text for piece in pieces(wording, EMPTY, answers))
    assert render(wording, EMPTY, answers).text == whole


@given(st.text() | st.text("{}a"))
def test_any_text_can_be_pasted_by_doubling_its_braces(text: str) -> None:
    assert render(text.replace("{{", "{{{{"), EMPTY, {}).text == text
