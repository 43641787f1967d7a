"""One block of a pack file with the changed keys of its phrase rewritten: comments, order and odd spacing stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import tomli_w

from phrasebook.model import Phrase
from phrasebook.pack.fields import KNOWN
from phrasebook.pack.lines import extra_text, is_written, key_text, value_text
from phrasebook.toml.places import Statement, normal_newlines, statements
from phrasebook.toml.spans import Edit, edited, value_at

_BLANK_LINES = re.compile(r"(?:[ \t]*\n)*")


def rewritten(block: str, old: Phrase, new: Phrase, newline: str) -> str:
    """The block, which says `old`, so that it says `new`; `newline` ends the lines that are new."""
    lines = _Lines(normal_newlines(block))
    return edited(block, [*lines.known(old, new), *lines.unknown(old, new)], newline)


def emptied(block: str) -> str:
    """What stays of a block when its phrase is removed: other tables, and comments that stand behind it."""
    normal = normal_newlines(block)
    edits: list[Edit] = []
    for ours, group in groupby(statements(normal), key=lambda statement: statement.path[0] == "phrase"):
        members = list(group)
        if ours:
            blank = _BLANK_LINES.match(normal, members[-1].end)
            edits.append(Edit(_line_start(normal, members[0].offset), blank.end() if blank else members[-1].end, ""))
    return edited(block, edits, "")


class _Lines:
    """The statements of a block, and the edits that change what it says."""

    def __init__(self, source: str) -> None:
        self._source = source
        ours = [statement for statement in statements(source) if statement.path[0] == "phrase"]
        self._header, self._rest = ours[0], ours[1:]
        self._end = ours[-1].end
        self._keys = {s.path[1]: s for s in self._rest if s.value and len(s.path) == 2}
        start = _line_start(source, self._header.offset)
        self._indent = source[start : self._header.offset]

    def known(self, old: Phrase, new: Phrase) -> Iterator[Edit]:
        """The edits for the keys that this version knows."""
        after = self._header.end
        for key in KNOWN:
            statement = self._keys.get(key)
            if statement is None:
                if line := key_text(new, key):
                    yield self._inserted(after, line)
                continue
            after = statement.end
            if getattr(new, key) == getattr(old, key):
                continue
            if is_written(new, key):
                yield from self._replaced(statement, value_text(key, getattr(new, key)))
            else:
                yield self._taken_out(statement)

    def unknown(self, old: Phrase, new: Phrase) -> Iterator[Edit]:
        """The edits for the other keys: those whose value changes are written anew."""
        if old.extra == new.extra:
            return
        before, wanted = tomllib.loads(old.extra), tomllib.loads(new.extra)
        for key in before:
            if key not in wanted or not _same(before[key], wanted[key]):
                yield from (self._taken_out(s) for s in self._rest if s.path[1] == key)
        for key, value in wanted.items():
            if key not in before or not _same(before[key], value):
                text = extra_text(tomli_w.dumps({key: value}))
                yield self._inserted(self._end if text.startswith("[") else self._plain_end(), text.rstrip("\n"))

    def _plain_end(self) -> int:
        """Behind the last key of the phrase itself, before its tables."""
        end = self._header.end
        for statement in self._rest:
            if not statement.value:
                break
            end = statement.end
        return end

    def _inserted(self, position: int, lines: str) -> Edit:
        text = self._indent + lines
        at_end = position == len(self._source) and not self._source.endswith("\n")
        return Edit(position, position, f"\n{text}" if at_end else f"{text}\n")

    def _replaced(self, statement: Statement, text: str) -> Iterator[Edit]:
        """Another value; comments inside the old one (a list of several lines) move above the key."""
        value = value_at(self._source, statement.value)
        start = _line_start(self._source, statement.offset)
        if value.comments:
            yield Edit(start, start, "".join(f"{self._indent}{comment}\n" for comment in value.comments))
        yield Edit(value.start, value.end, text)

    def _taken_out(self, statement: Statement) -> Edit:
        return Edit(_line_start(self._source, statement.offset), statement.end, "")


def _line_start(source: str, offset: int) -> int:
    return source.rfind("\n", 0, offset) + 1


def _same(one: Any, other: Any) -> bool:
    """Equal in value and type: 1, 1.0 and true are three values."""
    return tomli_w.dumps({"k": one}) == tomli_w.dumps({"k": other})
