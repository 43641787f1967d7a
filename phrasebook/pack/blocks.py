"""A pack file cut into the blocks of its phrases, so that one can change while every other byte stays.

head (all before the first phrase) + block + block + … is the file. A block reaches from its `[[phrase]]` to the next.
Where blocks are cut, the reader cuts too, in a whole file and in a broken one (`pack.document`); so what a block says
by itself is what it says in the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from phrasebook.model import Phrase
from phrasebook.pack.document import read_document, read_piece
from phrasebook.pack.fields import Home, Trouble, read_phrase
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import header_lookalikes, header_offsets, normal_newlines, unclosed_string
from phrasebook.toml.spans import original_offsets

_QUOTED = re.compile(r"""\[\[[ \t]*["']""")
"""Perhaps a header that quotes its name, if a line begins so."""


@dataclass(frozen=True, slots=True)
class Cut:
    """A file in pieces; joined they are the file."""

    head: str
    blocks: tuple[str, ...]
    plain: bool
    """Every line that looks like a header is one and every header looks like one: then blocks can be told beyond
    doubt, whatever else is wrong with the file."""

    @property
    def source(self) -> str:
        """The file."""
        return "".join((self.head, *self.blocks))


def cut(source: str) -> Cut:
    """The file in pieces. A block that can't be read is one too."""
    normal = normal_newlines(source)
    places = header_lookalikes(normal, "phrase")
    plain = not _quotes_headers(normal) and all(map(_is_closed, _pieces(normal, places)))
    if not plain:
        whole = not isinstance(read_toml(normal), TomlTrouble)
        places = _line_starts(normal, header_offsets(normal, "phrase")) if whole else _salvaged(normal, places)
    head, *blocks = _pieces(source, original_offsets(source, places))
    return Cut(head, tuple(blocks), plain)


def _quotes_headers(source: str) -> bool:
    starts = ((source.rfind("\n", 0, match.start()) + 1, match.start()) for match in _QUOTED.finditer(source))
    return any(not source[start:header].strip(" \t") for start, header in starts)


def _pieces(source: str, places: list[int]) -> list[str]:
    return [source[start:end] for start, end in pairwise([0, *places, len(source)])]


def _is_closed(piece: str) -> bool:
    """Whether no text of several lines is still open at the end."""
    return not ('"""' in piece or "'''" in piece) or unclosed_string(piece) is None


def _line_starts(source: str, offsets: list[int]) -> list[int]:
    return [source.rfind("\n", 0, offset) + 1 for offset in offsets]


def _salvaged(source: str, lookalikes: list[int]) -> list[int]:
    """Where the reader begins a piece in a text that is broken somewhere."""
    cuts = [0, *(offset for offset in lookalikes if offset), len(source)]
    found = [0] if lookalikes[:1] == [0] else []
    _, index = read_piece(source, cuts, 0)
    while index < len(cuts) - 1:
        found.append(cuts[index])
        _, index = read_piece(source, cuts, index)
    return found


@dataclass(frozen=True, slots=True)
class Said:
    """What a block says."""

    phrase: Phrase
    others: dict[str, Any]
    """Tables that are no part of the phrase, but stand behind it."""


def read_block(block: str, home: Home) -> Said | list[Trouble]:
    """The phrase of a block (without an id, if it holds none), or what is wrong with it."""
    values = read_toml(normal_newlines(block))
    if isinstance(values, TomlTrouble):
        return [Trouble("", values.message, values.hint)]
    tables = values.pop("phrase", None)
    if not isinstance(tables, list) or len(tables) != 1:
        return [Trouble("phrase", "not one phrase")]
    read = read_phrase(tables[0], home)
    return Said(read, values) if isinstance(read, Phrase) else read


def read_phrases(source: str, home: Home) -> list[Phrase]:
    """All phrases of a file that can be read, in order, without their lines."""
    tables = read_document(normal_newlines(source)).phrases
    return [phrase for table, _ in tables if isinstance(phrase := read_phrase(table, home), Phrase)]
