"""The grammar of placeholders: a wording as tokens. Full-width ：＝｜ are read like : = |, since agents type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from phrasebook.language import t

_TOKEN = re.compile(r"(?P<escape>\{\{\{\{)|\{\{(?!\{)(?P<body>(?:(?!\{\{|\}\}).)*)\}\}|(?P<unclosed>\{\{(?!\{))")
_CLOCK = re.compile(r"(date|time)((?:\s*[+-]\s*\d{1,4}\s*[wdhm])*)", re.IGNORECASE)
_SHIFT = re.compile(r"([+-])\s*(\d+)\s*([wdhm])", re.IGNORECASE)
_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes"}
_FORMATS = {"date": "%Y-%m-%d", "time": "%H:%M"}
_DIRECTIVES = "aAbBdHIjmMpSuUwWyY%"  # those that every platform's strftime knows


@dataclass(frozen=True, slots=True)
class Question:
    """What a person must say before a wording is complete. With `options` it is a choice among them."""

    label: str
    default: str = ""
    options: tuple[str, ...] = ()
    optional: bool = False
    """`{{ask:label=}}`: an empty answer is an answer."""


@dataclass(frozen=True, slots=True)
class Clock:
    """`{{date+3d:%m月%d日}}`: the time of pasting, shifted, in a format of strftime's."""

    shift: timedelta
    format: str
    label: str


@dataclass(frozen=True, slots=True)
class Variable:
    """`{{agent}}`: a value from the settings."""

    name: str


@dataclass(frozen=True, slots=True)
class Other:
    """`{{phrase:code}}`: the text of another phrase."""

    code: str


@dataclass(frozen=True, slots=True)
class Broken:
    """Something that can't be understood, and what to write instead."""

    message: str
    hint: str


class Word(Enum):
    """Placeholders that are a word and nothing else."""

    CLIPBOARD = "clipboard"
    CURSOR = "cursor"


Meaning = str | Question | Clock | Variable | Other | Broken | Word
"""What a token stands for; a plain string is literal text."""


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the wording, from `start` to `end` in code points."""

    start: int
    end: int
    raw: str
    meaning: Meaning


def tokens(wording: str) -> Iterator[Token]:
    """The whole wording in order; never raises, what is malformed is `Broken`."""
    end = 0
    for found in _TOKEN.finditer(wording):
        if found.start() > end:
            yield Token(end, found.start(), literal := wording[end : found.start()], literal)
        start, end = found.span()
        yield Token(start, end, found[0], _meaning(found))
    if end < len(wording):
        yield Token(end, len(wording), wording[end:], wording[end:])


def _meaning(found: re.Match[str]) -> Meaning:
    if found["escape"]:
        return "{{"
    if found["unclosed"]:
        return Broken(
            t("有一处 {{ 没有写完", "A {{ is never closed"),
            t("补上 }}；要写大括号本身就写 {{{{", "Close it with }}; for the braces themselves write {{{{"),
        )
    body = found["body"].strip()
    name, colon, rest = (part.strip() for part in _split(body, ":："))
    if clock := _CLOCK.fullmatch(name):
        return _clock(clock, rest, found[0])
    match name.lower(), colon:
        case "ask", _:
            return _ask(rest, found[0])
        case "choose", _:
            return _choose(rest, found[0])
        case "phrase", _:
            return _other(rest, found[0])
        case ("clipboard" | "cursor") as word, "":
            return Word(word)
        case _, "" if re.fullmatch(r"[\w .-]+", name):
            return Variable(name)
    return Broken(
        t(f"看不懂 {found[0]}", f"{found[0]} isn't a placeholder"),
        t(
            "可以写 {{ask:单号}}、{{date}} 等；要写大括号本身就写 {{{{",
            "Write {{ask:label}}, {{date}} and so on; for the braces themselves write {{{{",
        ),
    )


def _split(text: str, separators: str) -> tuple[str, str, str]:
    """`str.partition` at the first of several characters: an input method types the full-width ones."""
    where = min((at for at in map(text.find, separators) if at >= 0), default=len(text))
    return text[:where], text[where : where + 1], text[where + 1 :]


def _clock(found: re.Match[str], pattern: str, raw: str) -> Clock | Broken:
    word = found[1].lower()
    shift = timedelta()
    for sign, count, unit in _SHIFT.findall(found[2]):
        step = timedelta(**{_UNITS[unit.lower()]: int(count)})
        shift += step if sign == "+" else -step
    if not set(re.findall(r"%(.|$)", pattern, re.DOTALL)) <= set(_DIRECTIVES):
        return Broken(
            t(f"看不懂 {raw} 里的日期格式", f"The format in {raw} can't be understood"),
            t("年 %Y，月 %m，日 %d，时 %H，分 %M", "Year %Y, month %m, day %d, hour %H, minute %M"),
        )
    return Clock(shift, pattern or _FORMATS[word], t("日期", "date") if word == "date" else t("时间", "time"))


def _ask(rest: str, raw: str) -> Question | Broken:
    label, equals, default = (part.strip() for part in _split(rest, "=＝"))
    if not label:
        return Broken(
            t(f"{raw} 没有写要问什么", f"{raw} doesn't say what to ask"),
            t("写成 {{ask:单号}} 这样", "Write it like {{ask:order number}}"),
        )
    return Question(label, default, optional=bool(equals) and not default)


def _choose(rest: str, raw: str) -> Question | Broken:
    label, *options = (part.strip() for part in re.split("[|｜]", rest))
    options = list(dict.fromkeys(filter(None, options)))
    if not label or not options:
        return Broken(
            t(f"{raw} 没有写可选的内容", f"{raw} has nothing to choose from"),
            t("写成 {{choose:快递|顺丰|圆通}} 这样", "Write it like {{choose:courier|UPS|DHL}}"),
        )
    return Question(label, options[0], tuple(options))


def _other(code: str, raw: str) -> Other | Broken:
    if not code:
        return Broken(
            t(f"{raw} 没有写是哪条话术", f"{raw} doesn't say which phrase"),
            t("写成 {{phrase:编码}} 这样", "Write it like {{phrase:code}}"),
        )
    return Other(code)


def label_of(meaning: Meaning) -> str:
    """What a placeholder is called before people; empty for literal text and what is malformed."""
    match meaning:
        case Question(label) | Clock(label=label):
            return label
        case Variable("agent"):
            return t("客服昵称", "your name")
        case Variable(name):
            return name
        case Word.CLIPBOARD:
            return t("剪贴板", "clipboard")
        case Word.CURSOR:
            return t("光标", "cursor")
        case Other(code):
            return t(f"话术 {code}", f"phrase {code}")
    return ""
