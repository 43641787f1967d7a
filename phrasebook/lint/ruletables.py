"""The text of one rules file to its tables, every key checked, with the line of what is wrong. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from phrasebook.language import t
from phrasebook.lint.findings import Level
from phrasebook.lint.rules import CHECKS, FIELDS, Words
from phrasebook.model import Scope
from phrasebook.pack.fields import type_name
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import Places, array_headers, header_offsets, key_lines, normal_newlines

FORMAT = 1
_TOP = ("format", "rule", "lists", "variables")
_LISTS = (
    *("words", "patterns", "unless", "unless_before", "unless_after", "whole", "trim", "allow"),
    *("scopes", "categories", "titles", "fields"),
)
_OFF = "off"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong, and on which line."""

    line: int
    key: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a list, and its line."""

    text: str
    line: int


@dataclass(slots=True)
class Table:
    """A `[[rule]]` table: its values as a Rule has them, its lists, and the line of its header."""

    name: str
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, list[Entry]] = field(default_factory=dict)
    replace: bool = False
    """It stands instead of what was said under this name before."""


@dataclass(slots=True)
class RulesText:
    """What a rules file says."""

    tables: list[Table] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)
    variables: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


def read_rules_text(text: str) -> RulesText:
    """The tables of a rules file. Never raises: a table with a mistake is left out and reported, the rest is there."""
    return _Reader(normal_newlines(text)).read()


class _WrongError(Exception):
    """A value that can't be used."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message, self.hint = message, hint


class _Reader:
    """One reading of one text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._places = Places(source)
        self._starts = [0, *(match.end() for match in re.finditer("\n", source))]
        self._made = RulesText()

    def read(self) -> RulesText:
        values = read_toml(self._source)
        if isinstance(values, TomlTrouble):
            column = t(f"（第 {values.column} 列）", f" (column {values.column})")
            self._complain(values.line, "", values.message + column, values.hint)
            return self._made
        for key in values:
            if key not in _TOP:
                self._complain(self._line(key), key, t("不认识", "isn't known"), _meant(key, _TOP))
        if values.get("format", FORMAT) != FORMAT:
            message = t("不认识的格式版本", "an unknown format version")
            self._complain(self._line("format"), "format", message, t("请更新 phrasebook", "update phrasebook"))
            return self._made
        self._read_lists(values.get("lists", {}))
        try:
            self._made.variables = _texts(values.get("variables", []))
        except _WrongError as wrong:
            self._complain(self._line("variables"), "variables", wrong.message, wrong.hint)
        self._read_tables(values.get("rule", []))
        return self._made

    def _read_lists(self, lists: object) -> None:
        if not isinstance(lists, dict):
            self._complain(self._line("lists"), "lists", t("应当是一个表", "must be a table"), "[lists]")
            return
        for name, words in lists.items():
            try:
                self._made.lists[name] = _texts(words)
            except _WrongError as wrong:
                self._complain(self._line("lists", name), f"lists.{name}", wrong.message, wrong.hint)

    def _read_tables(self, tables: object) -> None:
        if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
            message = t("应当是表的列表", "must be a list of tables")
            self._complain(self._line("rule"), "rule", message, t("写成 [[rule]]", "write [[rule]]"))
            return
        for table, line in zip(tables, self._headers(len(tables)), strict=True):
            self._read_table(table, line)

    def _headers(self, count: int) -> list[int]:
        for find in (array_headers, header_offsets):
            offsets = find(self._source, "rule")
            if len(offsets) == count:
                return [self._places.line(offset) for offset in offsets]
        return [self._line("rule")] * count  # rule = [{…}, {…}]

    def _read_table(self, values: dict[str, Any], header: int) -> None:
        name = values.get("name")
        if not isinstance(name, str) or not name.strip():
            message = t("规则没有名字", "the rule has no name")
            self._complain(header, "name", message, t('写上 name = "…"', 'write name = "…"'))
            return
        made = Table(name.strip(), header)
        sound = True
        for key, value in values.items():
            try:
                self._read_key(made, key, value)
            except _WrongError as wrong:
                line = self._places.key(header, key)
                self._complain(line, key, f"{wrong.message}{t('：', ': ')}{made.name[:40]}", wrong.hint)
                sound = False
        if sound:
            self._made.tables.append(made)

    def _read_key(self, made: Table, key: str, value: object) -> None:
        """One key of a rule.

        Raises:
            _WrongError: it isn't known, or its value can't be used.
        """
        if key in _LISTS:
            texts = _texts(value)
            if allowed := _ALLOWED.get(key):
                for text in texts:
                    allowed(text)
            made.lists[key] = self._entries(made.line, key, texts)
        elif key == "replace":
            made.replace = _typed(value, bool)
        elif key in _VALUES:
            made.values[key] = _VALUES[key](value)
        elif key != "name":
            raise _WrongError(t("不认识这个名字", "isn't known"), _meant(key, ("name", "replace", *_LISTS, *_VALUES)))

    def _entries(self, header: int, key: str, texts: list[str]) -> list[Entry]:
        """The entries with their lines, as far as they stand in the file as they are."""
        line = self._places.key(header, key)
        position = self._starts[line - 1]
        entries = []
        for text in texts:
            found = self._source.find(text, position)
            if 0 <= found < position + 100_000:
                position = found + len(text)
                line = self._places.line(found)
            entries.append(Entry(text, line))
        return entries

    def _line(self, *path: str) -> int:
        return key_lines(self._source).get(path, 1)

    def _complain(self, line: int, key: str, message: str, hint: str = "") -> None:
        self._made.troubles.append(Trouble(line, key, message, hint))


def _typed(value: object, kind: type) -> Any:
    if type(value) is not kind:
        wanted, found = type_name(kind()), type_name(value)
        raise _WrongError(t(f"应当是{wanted}，却是{found}", f"must be {wanted}, not {found}"))
    return value


def _texts(value: object) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise _WrongError(t("应当是文字的列表", "must be a list of texts"), t('写成 ["…", "…"]', 'write ["…", "…"]'))
    return list(value)


def _words(value: object) -> Words:
    if isinstance(value, str):
        return Words(value, value)
    if isinstance(value, dict) and set(value) <= {"zh", "en"} and all(isinstance(text, str) for text in value.values()):
        first = next(iter(value.values()), "")
        return Words(value.get("zh", first), value.get("en", first))
    raise _WrongError(
        t("应当是文字，或中英文两种", "must be a text, or one in each language"),
        t('写成 "…" 或 { zh = "…", en = "…" }', 'write "…" or { zh = "…", en = "…" }'),
    )


def _level(value: object) -> Level | None:
    names = (*(level.value for level in Level), _OFF)
    if value not in names:
        raise _WrongError(t("没有这个级别", "there is no such level"), t("可以用：", "there are: ") + ", ".join(names))
    return None if value == _OFF else Level(str(value))


def _number(value: object) -> int:
    number: int = _typed(value, int)
    if not 0 < number <= 1_000_000:
        raise _WrongError(t("应当是正整数", "must be a number above 0"))
    return number


def _check(value: object) -> str:
    return _one_of(_typed(value, str), CHECKS)


def _field(name: str) -> str:
    return _one_of(name, FIELDS)


def _scope(name: str) -> str:
    return (
        name if name.startswith(f"{Scope.DEPARTMENT.value}/") else _one_of(name, tuple(scope.value for scope in Scope))
    )


def _one_of(name: str, known: tuple[str, ...]) -> str:
    if name not in known:
        raise _WrongError(t(f"没有「{name}」", f"there is no {name!r}"), _meant(name, known))
    return name


_ALLOWED: dict[str, Callable[[str], str]] = {"fields": _field, "scopes": _scope}
_VALUES: dict[str, Callable[[object], Any]] = {
    "level": _level,
    "message": _words,
    "hint": _words,
    "reason": _words,
    "max_length": _number,
    "limit": _number,
    "check": _check,
}


def _meant(name: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import process  # only a mistake needs it

    if close := process.extractOne(name, known, score_cutoff=60):
        return t(f"是不是 {close[0]}？", f"did you mean {close[0]}?")
    return t(f"可以用：{'、'.join(known)}", f"there are: {', '.join(known)}")
