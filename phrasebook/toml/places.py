"""Where things stand in a TOML text. tomllib gives values without places, and people need the line.

Nothing here decides what a text means: a text that tomllib refuses still gets places, as far as they can be told.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

# Strings as TOML has them. Long ones that nobody closed reach to the end, short ones to the end of their line, so that
# STRING matches wherever a quote stands. Runs of one class are possessive (*+, ++), so that hostile texts can't make
# them backtrack; groups aren't: before Python 3.11.5 a possessive group matches too little (CPython issue 106052).
_LONG = r""""{3}(?:[^"\\]++|\\[\s\S]|"{1,2}(?!"))*"{3,5}|'{3}(?:[^']++|'{1,2}(?!'))*'{3,5}"""
_UNCLOSED = r""""{3}[\s\S]*+|'{3}[\s\S]*+"""
_SHORT = r""""(?:[^"\\\n]++|\\.)*"?|'[^'\n]*+'?"""
STRING = f"{_LONG}|{_UNCLOSED}|{_SHORT}"

_BLANK = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*")
_KEY_PART = re.compile(r"""[ \t]*("(?:[^"\\\n]++|\\.)*"|'[^'\n]*+'|[A-Za-z0-9_-]++)[ \t]*(\.?)""")
_VALUE = re.compile(rf"""(?:[^"'#\n\[\]{{}}]++|{STRING}|\#[^\n]*+)*""")
_CLOSED = re.compile(rf"""(?:[^"'#]++|\#[^\n]*+|{_LONG}|(?!"{{3}}|'{{3}})(?:{_SHORT}))*""")


def normal_newlines(source: str) -> str:
    r"""The text with `\n` line ends, as tomllib reads it, so that offsets and lines agree."""
    return source.replace("\r\n", "\n")


class Places:
    """Lines and offsets of one text, and the lines of the keys in it."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._newlines = [match.start() for match in re.finditer("\n", source)]

    def line(self, offset: int) -> int:
        """The line, from 1, in which `offset` stands."""
        return bisect_left(self._newlines, offset) + 1

    def key(self, header: int, name: str) -> int:
        """The line of key `name` in the table whose header stands on line `header`; `header` if it isn't there."""
        start = self._newlines[header - 2] + 1 if header > 1 else 0
        table: tuple[str, ...] = ()
        for statement in statements(self._source, start):
            if not table:
                table = statement.path
            elif statement.path == (*table, name) or statement.path[: len(table) + 1] == (*table, name):
                return self.line(statement.offset)
            elif statement.path[: len(table)] != table or statement.path == table:
                break
        return header


def array_headers(source: str, name: str) -> list[int]:
    """The offsets of the `[[name]]` headers (`name` a bare key), in order, at 1 µs each.

    Those inside strings and comments are none. A header that quotes its name isn't found: compare the count with what
    tomllib read, and ask `header_offsets` if it differs.
    """
    header = rf"[ \t]*\[\[[ \t]*{re.escape(name)}[ \t]*\]\]"
    skip = re.compile(rf"""(?:[^"'#\n]++|{STRING}|\#[^\n]*+|\n(?!{header}))*""")
    found = [0] if re.match(header, source) else []
    position = _end(skip, source, 0)
    while position < len(source):
        found.append(position + 1)
        position = _end(skip, source, position + 1)
    return found


def header_lookalikes(source: str, name: str) -> list[int]:
    """The offsets of all lines that look like a `[[name]]` header, inside strings or not."""
    pattern = rf"\[\[[ \t]*{re.escape(name)}[ \t]*\]\][ \t]*(?:\#.*)?$"
    starts = (
        (_line_start(source, match.start()), match.start()) for match in re.finditer(pattern, source, re.MULTILINE)
    )
    return [start for start, header in starts if not source[start:header].strip(" \t")]


def unclosed_string(source: str) -> int | None:
    """The offset of the triple quotes that nobody closed, or None."""
    end = _end(_CLOSED, source, 0)
    return end if end < len(source) else None


@dataclass(frozen=True, slots=True)
class Statement:
    """A header, or a key with its value."""

    path: tuple[str, ...]
    """From the root."""
    offset: int
    """Where its `[` or its key stands."""
    value: int
    """Behind its equals sign; 0 for a header."""
    end: int
    """Where the line behind it begins."""


def key_lines(source: str) -> dict[tuple[str, ...], int]:
    """Each table and key of the text, as a path from the root, and the line where it is written first.

    Keys inside inline tables are not listed: their line is that of the key which holds the table.
    """
    places = Places(source)
    lines: dict[tuple[str, ...], int] = {}
    for statement in statements(source):
        lines.setdefault(statement.path, places.line(statement.offset))
    return lines


def header_offsets(source: str, name: str) -> list[int]:
    """As `array_headers`, however the headers are written, and a hundred times slower."""
    return [
        statement.offset
        for statement in statements(source)
        if statement.path == (name,) and source.startswith("[[", statement.offset)
    ]


def statements(source: str, start: int = 0) -> Iterator[Statement]:
    """Headers and keys from `start` on (outside of any value), in order. Keys inside inline tables aren't listed."""
    table: tuple[str, ...] = ()
    position = _end(_BLANK, source, start)
    while position < len(source):
        if source[position] == "[":
            start = position + (2 if source.startswith("[[", position) else 1)
            table, after = _key_path(source, start)
            after = _next_line(source, after)
            if table:
                yield Statement(table, position, 0, after)
        else:
            key, equals = _key_path(source, position)
            if key and source.startswith("=", equals):
                after = _value_end(source, equals + 1)
                yield Statement((*table, *key), position, equals + 1, after)
            else:
                after = _next_line(source, equals)
        position = _end(_BLANK, source, after)


def _end(pattern: re.Pattern[str], source: str, position: int) -> int:
    match = pattern.match(source, position)
    return match.end() if match else position


def _line_start(source: str, position: int) -> int:
    return source.rfind("\n", 0, position) + 1


def _next_line(source: str, position: int) -> int:
    newline = source.find("\n", position)
    return len(source) if newline < 0 else newline + 1


def _key_path(source: str, position: int) -> tuple[tuple[str, ...], int]:
    """The dotted key at `position`, unquoted, and where it ends; () where there is none."""
    parts: list[str] = []
    while match := _KEY_PART.match(source, position):
        parts.append(_unquoted(match[1]))
        position = match.end()
        if not match[2]:
            return tuple(parts), position
    return (), position


def _unquoted(part: str) -> str:
    if part.startswith("'"):
        return part[1:-1]
    if part.startswith('"'):
        try:
            return str(tomllib.loads(f"key = {part}")["key"])
        except ValueError:
            return part[1:-1]
    return part


def _value_end(source: str, position: int) -> int:
    """Behind the value that starts at `position`: the end of the line on which all its brackets are closed."""
    depth = 0
    while position < len(source):
        position = _end(_VALUE, source, position)
        if position >= len(source):
            break
        character = source[position]
        if character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
        elif depth <= 0:  # a newline
            return position + 1
        position += 1
    return position
