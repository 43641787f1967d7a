"""Where a spot of a phrase stands in its pack file: line and column."""

from __future__ import annotations

import re
from pathlib import Path

from phrasebook.lint.findings import Sources, Spot
from phrasebook.model import Phrase
from phrasebook.toml.places import Places, Statement, statements


class Placing:
    """Looks places up; each file and each phrase is read once."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        self._places: dict[Path, Places] = {}
        self._offsets: dict[Path, list[int]] = {}
        self._statements: dict[tuple[Path, int], dict[str, Statement]] = {}

    def place(self, spot: Spot) -> tuple[int, int]:
        """Line and column of the words that are meant, of their key where they can't be told apart in the file (an
        escape stands in them), or of the phrase where there is no such key. (line, 0) without the file's text.
        """
        header = spot.phrase.line
        source = self._sources.get(spot.path)
        if source is None or not 0 < header <= len(self._starts(spot.path, source)):
            return header, 0
        statement = self._keys(spot.path, source, header).get(spot.key)
        if statement is None:
            return header, 1
        text = _text(spot.phrase, spot.key, spot.item)
        found = _find(source, statement, text, spot.span) if text and spot.span != (0, 0) else -1
        if found < 0 and spot.item >= 0:
            found = _find(source, statement, text, (0, len(text)))
        offset = found if found >= 0 else statement.offset
        line = self._lines(spot.path, source).line(offset)
        return line, offset - source.rfind("\n", 0, offset)

    def _lines(self, path: Path, source: str) -> Places:
        if path not in self._places:
            self._places[path] = Places(source)
        return self._places[path]

    def _starts(self, path: Path, source: str) -> list[int]:
        """Where each line begins."""
        if path not in self._offsets:
            self._offsets[path] = [0, *(match.end() for match in re.finditer("\n", source))]
        return self._offsets[path]

    def _keys(self, path: Path, source: str, header: int) -> dict[str, Statement]:
        """The keys of the phrase whose header stands on this line."""
        known = self._statements.get((path, header))
        if known is None:
            known = {}
            start = self._starts(path, source)[header - 1]
            table: tuple[str, ...] = ()
            for statement in statements(source, start):
                if not table:
                    table = statement.path
                elif not statement.value:
                    break
                elif len(statement.path) == len(table) + 1:
                    known.setdefault(statement.path[-1], statement)
            self._statements[path, header] = known
        return known


def _text(phrase: Phrase, key: str, item: int) -> str:
    value = getattr(phrase, key, "")
    if isinstance(value, tuple):
        value = value[item] if 0 <= item < len(value) else ""
    return value if isinstance(value, str) else ""


def _find(source: str, statement: Statement, text: str, span: tuple[int, int]) -> int:
    """Where in a key's value the span of `text` stands, -1 if it can't be told: looked for with its whole row first,
    as an entry of a list and then anywhere, then by itself.
    """
    start, end = statement.value, statement.end
    begin = text.rfind("\n", 0, span[0]) + 1
    row = text[begin:].partition("\n")[0]
    for wanted, ahead in ((f'"{row}"', 1), (row, 0)):
        found = source.find(wanted, start, end)
        if row and found >= 0:
            return found + ahead + span[0] - begin
    words = text[span[0] : span[1]].partition("\n")[0]
    return source.find(words, start, end) if words else -1
