"""Beeftext's variables and our placeholders: https://github.com/xmichelo/Beeftext/wiki/Variables.

#{powershell:…} and #{envVar:…} never run or read anything: they become questions.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from phrasebook.formats import clocks
from phrasebook.formats.dialect import Dialect
from phrasebook.formats.wording import Draft, shift_text
from phrasebook.language import t
from phrasebook.placeholders.syntax import Clock, Question

_VARIABLE = re.compile(r"#\{(.{0,500}?)(?<!\\)\}")
"""Bounded, so that a text of nothing but openings is read in no time."""

_DATE_TIME = re.compile(r"dateTime(?::((?:[+-]\d+[yMwdhmsz])+))?(?::(.*))?", re.DOTALL)
_SHIFT = re.compile(r"([+-]\d+)([yMwdhmsz])")
_SECONDS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1, "z": 0}
_WORDS = {
    "clipboard": "{{clipboard}}",
    "cursor": "{{cursor}}",
    "date": "{{date}}",
    "time": "{{time}}",
}
_KEYS = {"enter": "\n", "return": "\n", "tab": "\t", "space": " "}


def read_wording(snippet: str, codes: Mapping[str, str]) -> Draft:
    """A snippet as our wording; `codes` says which code the combo with a keyword got."""
    draft = Draft()
    end = 0
    for found in _VARIABLE.finditer(snippet):
        draft.say(snippet[end : found.start()])
        end = found.end()
        if not _read_variable(draft, found[1].replace("\\}", "}"), codes):
            draft.say(found[0])
    draft.say(snippet[end:])
    return draft


def _read_variable(draft: Draft, variable: str, codes: Mapping[str, str]) -> bool:
    """Put what a variable means; False if there is no such variable."""
    if variable in _WORDS:
        draft.put(_WORDS[variable])
        return True
    name, _, value = variable.partition(":")
    value = value.replace("\\\\", "\\")
    match name:
        case "dateTime":
            _read_date_time(draft, variable)
        case "input" if value:
            draft.ask(value)
        case "combo" | "upper" | "lower" | "trim" if value:
            draft.refer(value, codes.get(value.strip()))
            if name in ("upper", "lower"):
                draft.lose(t("大小写的转换", "its change of letter case"))
        case "envVar" | "powershell" if value:
            why = t(f"#{{{name}:…}} 不会读取或运行", f"#{{{name}:…}} is never read or run")
            draft.unsaid(re.split(r"[/\\]", value)[-1], why)
        case "key" | "shortcut" | "delay" if value:
            _read_keys(draft, name, value)
        case _:
            return False
    return True


def _read_date_time(draft: Draft, variable: str) -> None:
    found = _DATE_TIME.fullmatch(variable)
    shift, form = (found[1] or "", found[2] or "") if found else ("", "")
    pattern = clocks.from_qt(form) if form else clocks.Pattern("%Y-%m-%d %H:%M")
    steps = _SHIFT.findall(shift)
    if pattern is None or any(unit in "yM" for _, unit in steps):
        why = t(f"日期 {variable} 表达不了", f"the date {variable} can't be said")
        draft.unsaid(t("日期", "date"), why)
        return
    draft.clock(pattern, sum(int(count[:12]) * _SECONDS[unit] for count, unit in steps))


def _read_keys(draft: Draft, name: str, value: str) -> None:
    """Keys that write something are what they write; others can't be carried over, and nobody misses a delay."""
    key, _, count = value.partition(":")
    if name == "key" and (text := _KEYS.get(key.lower())):
        draft.say(text * (int(count) if re.fullmatch(r"\d{1,3}", count) else 1))
    elif name != "delay":
        draft.lose(t(f"按键 {value}", f"the keys {value}"))


class BeeftextDialect(Dialect):
    """Beeftext's variables. Braces and backslashes in their values are escaped."""

    def __init__(self, triggers: Mapping[str, str]) -> None:
        super().__init__()
        self._triggers = triggers

    def clipboard(self) -> str:
        """`#{clipboard}`."""
        return "#{clipboard}"

    def cursor(self) -> str:
        """`#{cursor}`."""
        return "#{cursor}"

    def clock(self, clock: Clock) -> str | None:
        """`#{dateTime:…}`."""
        pattern = clocks.to_qt(clock.format)
        shift = shift_text(int(clock.shift.total_seconds()))
        if pattern is None or shift is None:
            return None
        return f"#{{dateTime:{shift}{':' if shift else ''}{_escaped(pattern)}}}"

    def question(self, question: Question) -> str:
        """`#{input:…}`."""
        label = question.label
        if question.options:
            label = f"{label}（{'/'.join(question.options)}）"
            self.tell(t(f"「{question.label}」从选项改成了填写", f"“{question.label}” is typed, not chosen any more"))
        elif question.default:
            self.lose(t(f"「{label}」的默认值", f"the default of “{label}”"))
        return f"#{{input:{_escaped(label)}}}"

    def other(self, code: str) -> str | None:
        """`#{combo:…}`."""
        trigger = self._triggers.get(code.casefold())
        return f"#{{combo:{_escaped(trigger)}}}" if trigger else None


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("}", "\\}")
