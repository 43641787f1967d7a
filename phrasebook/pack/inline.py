"""Editing a pack whose phrases stand in one list, `phrase = [{…}, {…}]`: an item is written anew, the others stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import tomli_w

from phrasebook.errors import PackError
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.pack.blocks import read_phrases
from phrasebook.pack.fields import KNOWN, Home, read_phrase
from phrasebook.pack.ids import ProvisionalIds
from phrasebook.pack.lines import is_written
from phrasebook.pack.wanted import expect, gone, merged, refusal, same, tidy
from phrasebook.toml.places import normal_newlines, statements
from phrasebook.toml.spans import Edit, edited, value_at

_COMMA = re.compile(r"(?:[ \t\n]++|#[^\n]*+)*,")


class InlineEditing:
    """A file with one list of inline tables."""

    def __init__(self, source: str, home: Home) -> None:
        self._source = source
        self._home = home
        self._normal = normal_newlines(source)
        tables = tomllib.loads(self._normal)["phrase"]
        read = [read_phrase(table, home) if isinstance(table, dict) else [] for table in tables]
        self._now = [phrase if isinstance(phrase, Phrase) else None for phrase in read]
        self._wanted: list[Phrase | None] = list(self._now)
        self._removed: set[int] = set()
        self._added: list[Phrase] = []

    def write_ids(self) -> None:
        """Give an id to each item that can be read and has none."""
        ids = ProvisionalIds({phrase.id for phrase in self._now if phrase and phrase.id})
        for index, phrase in enumerate(self._now):
            if phrase and not phrase.id:
                self._wanted[index] = msgspec.structs.replace(ids.given(phrase), provisional=False)

    def replace(self, old: Phrase, new: Phrase) -> None:
        """Have the item of `old` say what `new` does."""
        index, now = self._find(old)
        self._wanted[index] = tidy(merged(now, old, new))

    def remove(self, old: Phrase) -> None:
        """Take the item of `old` out."""
        index, _ = self._find(old)
        self._wanted[index] = None
        self._removed.add(index)

    def append(self, phrases: Sequence[Phrase]) -> None:
        """Put the phrases at the list's end."""
        ids = {phrase.id for phrase in self._wanted if phrase}
        for phrase in phrases:
            if phrase.id in ids:
                raise PackError(t(f"文件里已经有 id {phrase.id}", f"the id {phrase.id} is in the file already"))
            ids.add(phrase.id)
        self._added += [tidy(phrase) for phrase in phrases]

    def result(self) -> str:
        """The file as it shall be."""
        newline = "\r\n" if "\r\n" in self._source else "\n"
        result = edited(self._source, self._edits(), newline)
        wanted = [phrase for phrase in self._wanted if phrase] + self._added
        for phrase in wanted:
            table = tomllib.loads(f"phrase = {_inline(_table(phrase))}")["phrase"]
            if isinstance(trouble := read_phrase(table, self._home), list):
                raise refusal(trouble[0], phrase)
        got = read_phrases(result, self._home)
        expect(len(got) == len(wanted) and all(map(same, got, wanted)))
        before, after = tomllib.loads(self._normal), tomllib.loads(normal_newlines(result))
        del before["phrase"], after["phrase"]
        expect(before == after)
        return result

    def _find(self, phrase: Phrase) -> tuple[int, Phrase]:
        found = [(index, one) for index, one in enumerate(self._wanted) if one and one.id == phrase.id]
        if len(found) != 1:
            everywhere = [(index, one) for index, one in enumerate(self._wanted) if one]
            found = [pair for pair in found or everywhere if same(pair[1], phrase, ids=False)]
        if len(found) != 1:
            raise gone(phrase)
        return found[0]

    def _edits(self) -> Iterator[Edit]:
        where = next(statement for statement in statements(self._normal) if statement.path == ("phrase",))
        value = value_at(self._normal, where.value)
        expect(len(value.items) == len(self._now))
        for index, (start, end) in enumerate(value.items):
            wanted = self._wanted[index]
            if index in self._removed:
                comma = _COMMA.match(self._normal, end)
                yield Edit(start, comma.end() if comma else end, "")
            elif wanted and wanted != self._now[index]:
                yield Edit(start, end, _inline(_table(wanted)))
        if self._added:
            gap = "\n  " if "\n" in self._normal[value.start : value.end] else " "
            items = ",".join(gap + _inline(_table(phrase)) for phrase in self._added)
            position = value.comma or (value.items[-1][1] if value.items else value.start + 1)
            first = value.items and not value.comma and len(value.items) - 1 not in self._removed
            yield Edit(position, position, ("," if first else "") + items)


def _table(phrase: Phrase) -> dict[str, Any]:
    known = {key: getattr(phrase, key) for key in KNOWN if is_written(phrase, key)}
    return known | (tomllib.loads(phrase.extra) if phrase.extra else {})


def _inline(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return tomli_w.dumps({"k": value})[len("k = ") : -1]


def _key(key: str) -> str:
    return tomli_w.dumps({key: 0})[: -len(" = 0\n")]
