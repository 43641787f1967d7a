"""What a value in a TOML text is made of: its own span, the comments in it, the items of a list. For rewriting it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from phrasebook.toml.places import STRING

_TOKEN = re.compile(rf"(?P<string>{STRING})|(?P<comment>\#[^\n]*+)|(?P<blank>[ \t\n]++)|(?P<sign>[\[\]{{}},])|[\s\S]")


@dataclass(frozen=True, slots=True)
class Value:
    """A value and what stands in it; offsets are those of the text."""

    start: int
    end: int
    comments: tuple[str, ...]
    """The comments inside it (of a list of several lines), each from its # on."""
    items: tuple[tuple[int, int], ...]
    """The spans of a list's items; empty for what is no list."""
    comma: int
    """Behind the comma after the last item; 0: there is none."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Put `text` in the place of what stands from `start` to `end`."""

    start: int
    end: int
    text: str


def value_at(source: str, position: int) -> Value:
    """The value that begins at or behind `position`, on the same line; of a text that tomllib takes."""
    start = end = position
    depth = comma = 0
    fresh = True
    comments: list[str] = []
    items: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(source, position):
        kind, found = match.lastgroup, match[0]
        if kind in ("comment", "blank"):
            if depth == 0 and (kind == "comment" or "\n" in found):
                break
            comments += [found] if kind == "comment" else []
            continue
        start, end = (match.start() if start == end else start), match.end()
        depth -= found in ("]", "}")
        if depth == 1 and found == ",":
            fresh, comma = True, end
        elif depth and fresh:
            items.append((match.start(), end))
            fresh, comma = False, 0
        elif depth:
            items[-1] = (items[-1][0], end)
        depth += found in ("[", "{")
    if not source.startswith("[", start):
        items, comma = [], 0
    return Value(start, end, tuple(comments), tuple(items), comma)


def edited(source: str, edits: Iterable[Edit], newline: str) -> str:
    r"""The text with these edits, which don't overlap, in it. Line ends between them stay as they are.

    The edits' offsets are those of the text with `\n` line ends (`normal_newlines`); their own line ends are written
    as `newline`.
    """
    ordered = sorted(edits, key=lambda edit: (edit.start, edit.end))
    bounds = original_offsets(source, [offset for edit in ordered for offset in (edit.start, edit.end)])
    parts: list[str] = []
    done = 0
    for edit, start, end in zip(ordered, bounds[::2], bounds[1::2], strict=True):
        parts += [source[done:start], edit.text.replace("\n", newline)]
        done = end
    return "".join([*parts, source[done:]])


def original_offsets(source: str, offsets: list[int]) -> list[int]:
    r"""Where the offsets of the text with `\n` line ends stand in the text as it is."""
    if "\r\n" not in source:
        return offsets
    newlines = [match.start() - passed for passed, match in enumerate(re.finditer("\r\n", source))]
    return [offset + bisect_left(newlines, offset) for offset in offsets]
