"""TextExpander's macros and our placeholders: https://textexpander.com/learn/using/snippets/advanced-snippet-elements.

A percent sign of its own is doubled. %@+1D moves every date after it, so what we write moves it back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from phrasebook.formats import clocks
from phrasebook.formats.dialect import Dialect
from phrasebook.formats.wording import Draft, shift_text
from phrasebook.language import t
from phrasebook.placeholders.syntax import Clock, Question

_CODE = "%1?[YyBbmAadeHIMSp]"
_MACRO = re.compile(
    r"(?P<percent>%%)|(?P<clipboard>%clipboard)|(?P<cursor>%\|)"
    r"|%(?P<name>key|[Ss]nippet|date|fill(?:text|area|popup|partend|part|date|top)?)(?::(?P<body>[^%]*))?%"
    r"|%@(?P<count>[+-]\d{1,9})(?P<unit>[YMWDhms])"
    rf"|(?P<clock>{_CODE}(?:[^%{{}}\n]{{0,3}}{_CODE})*[年月日时分秒号点]?)"
    r"|(?P<arrow>%[<>^v\\])|(?P<end>%[+-]\Z)"
)
"""Codes of a date that stand close together are one date."""

_SETTING = re.compile(r"(?:^|:)(name|default|width|height|format)=")
_SECONDS = {"W": 604800, "D": 86400, "h": 3600, "m": 60, "s": 1}
_KEYS = {"tab": "\t", "enter": "\n", "return": "\n", "space": " "}


def read_macros(text: str, codes: Mapping[str, str]) -> Draft:
    """A snippet's text as our wording; `codes` says which code the snippet with an abbreviation got."""
    return _Reading(codes).read(text)


class _Reading:
    """A snippet from beginning to end: how far its dates are moved, and which optional parts are left out."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self._draft = Draft()
        self._codes = codes
        self._seconds = 0
        self._is_far = False
        """A date was moved by months or years, which have no fixed length."""
        self._parts: list[bool] = []

    def read(self, text: str) -> Draft:
        end = 0
        for found in _MACRO.finditer(text):
            self._say(text[end : found.start()])
            end = found.end()
            if found["name"] in ("fillpart", "fillpartend"):
                self._part(found)
            elif all(self._parts):
                self._macro(found)
        self._say(text[end:])
        return self._draft

    def _say(self, text: str) -> None:
        if all(self._parts):
            self._draft.say(text)

    def _part(self, found: re.Match[str]) -> None:
        """An optional part: it is kept or left out as its default says."""
        if found["name"] == "fillpartend":
            if self._parts:
                self._parts.pop()
            return
        settings = _settings(found["body"] or "")
        kept = settings.get("default", "").lower() == "yes"
        self._parts.append(kept)
        label = settings.get("name", "")
        why = t("默认有，已保留", "on by default, kept") if kept else t("默认没有，已略去", "off by default, left out")
        self._draft.tell(t(f"可选段落「{label}」：{why}", f"the optional part “{label}”: {why}"))

    def _macro(self, found: re.Match[str]) -> None:
        draft = self._draft
        if found["percent"]:
            draft.say("%")
        elif found["clipboard"]:
            draft.clipboard()
        elif found["cursor"]:
            draft.cursor()
        elif found["clock"]:
            self._clock(found[0], _pattern(found[0]))
        elif found["unit"]:
            self._is_far |= found["unit"] in "YM"
            self._seconds += int(found["count"]) * _SECONDS.get(found["unit"], 0)
        elif found["arrow"]:
            draft.lose(t(f"按键 {found[0]}", f"the key {found[0]}"))
        elif found["name"]:
            self._named(found["name"].lower(), found["body"] or "")

    def _named(self, name: str, body: str) -> None:
        draft = self._draft
        settings = _settings(body)
        match name:
            case "date":
                self._clock(f"%date:{body}%", clocks.from_tr35(body))
            case "snippet":
                draft.refer(body, self._codes.get(body.strip()))
            case "key":
                if text := _KEYS.get(body.lower()):
                    draft.say(text)
                else:
                    draft.lose(t(f"按键 {body}", f"the key {body}"))
            case "fill":
                draft.ask(body)
            case "fillpopup":
                label, options, default = _popup(body)
                if not draft.choose(label, options, default):
                    draft.ask(label, default or None)
            case "filltext" | "fillarea" | "filldate":
                draft.ask(settings.get("name", ""), settings.get("default"))

    def _clock(self, raw: str, pattern: clocks.Pattern | None) -> None:
        if pattern is None or self._is_far:
            why = t(f"日期 {raw}（或按月、年的推移）表达不了", f"the date {raw}, or its shift by months, can't be said")
            self._draft.unsaid(t("日期", "date"), why)
        else:
            self._draft.clock(pattern, self._seconds)


def _pattern(codes: str) -> clocks.Pattern | None:
    """A run of date codes as our pattern; %1d is a day without a leading zero."""
    return clocks.from_strftime(re.sub("%1(.)", r"%-\1", codes))


def _settings(body: str) -> dict[str, str]:
    """name=…:default=…:width=… as a mapping; a value may hold colons."""
    found = list(_SETTING.finditer(body))
    ends = [one.start() for one in found[1:]] + [len(body)]
    return {one[1]: body[one.end() : end] for one, end in zip(found, ends, strict=False)}


def _popup(body: str) -> tuple[str, list[str], str]:
    """The label, the options and the default of name=…:one:default=two:three."""
    label = default = ""
    options: list[str] = []
    for part in filter(None, body.split(":")):
        if part.startswith("name="):
            label = part.removeprefix("name=")
            continue
        option = part.removeprefix("default=")
        default = option if part.startswith("default=") else default
        options.append(option)
    return label, options, default


class TextExpanderDialect(Dialect):
    """TextExpander's macros. Colons and percent signs can't stand in their names and values; wide ones can."""

    def __init__(self, triggers: Mapping[str, str]) -> None:
        """`triggers` maps the codes of the phrases that are written to their abbreviations."""
        super().__init__()
        self._triggers = triggers

    def literal(self, text: str) -> str:
        """Text; a percent sign twice."""
        return text.replace("%", "%%")

    def clipboard(self) -> str:
        """`%clipboard`."""
        return "%clipboard"

    def cursor(self) -> str:
        """`%|`."""
        return "%|"

    def clock(self, clock: Clock) -> str | None:
        """`%Y-%m-%d`, moved with `%@+1D` and back."""
        shift = shift_text(int(clock.shift.total_seconds()))
        directives = {piece for piece in clocks.pieces(clock.format) if piece[0] == "%"}
        if shift is None or not directives <= {f"%{code}" for code in "YyBbmAadHIMSp%"}:
            return None
        steps = re.findall(r"([+-])(\d+)([Dhm])", shift.replace("d", "D"))
        there = "".join(f"%@{sign}{count}{unit}" for sign, count, unit in steps)
        back = "".join(f"%@{'-' if sign == '+' else '+'}{count}{unit}" for sign, count, unit in steps)
        return there + clock.format + back

    def question(self, question: Question) -> str:
        """`%filltext:…%` or `%fillpopup:…%`."""
        label = _narrow(question.label)
        if question.options:
            first, *rest = map(_narrow, question.options)
            return f"%fillpopup:name={label}:default={first}{''.join(f':{option}' for option in rest)}%"
        has_default = question.default or question.optional
        return f"%filltext:name={label}{f':default={_narrow(question.default)}' if has_default else ''}%"

    def other(self, code: str) -> str | None:
        """`%snippet:…%`."""
        trigger = self._triggers.get(code.casefold(), "")
        return f"%snippet:{trigger}%" if trigger and "%" not in trigger else None


def _narrow(value: str) -> str:
    return value.replace(":", "：").replace("%", "％")
