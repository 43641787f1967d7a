"""A pack file's text to its tables, each with its line; of a broken text, whatever can still be told apart.

tomllib gives all or nothing: one missing quote in phrase 17 hides the other 499. So a text it refuses is cut at its
`[[phrase]]` lines and each piece is read alone. A line that only looks like a header, inside a phrase's long text,
is found out because the piece before it is left with an open string; the two are then read as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from phrasebook.language import t
from phrasebook.pack.fields import Trouble, type_name
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import Places, array_headers, header_lookalikes, header_offsets, key_lines, unclosed_string

_MAX_JOINED = 4
"""How many pieces one phrase's text may span: lines like a header in a text are rare, and each costs a reading."""


@dataclass(slots=True)
class Document:
    """The tables of a pack file."""

    head: dict[str, Any] = field(default_factory=dict)
    """Everything but the phrases."""
    phrases: list[tuple[dict[str, Any], int]] = field(default_factory=list)
    """Each phrase's table, and the line of its header."""
    troubles: list[tuple[Trouble, int]] = field(default_factory=list)
    """What couldn't be read, and its line."""


def read_document(source: str) -> Document:
    r"""The tables of a text with `\n` line ends. Never raises: what is wrong stands in `troubles`."""
    values = read_toml(source)
    if isinstance(values, TomlTrouble):
        return _salvaged(source, values)
    document = Document()
    tables = values.pop("phrase", [])
    document.head = values
    if not isinstance(tables, list):
        line = key_lines(source).get(("phrase",), 0)
        message = t(f"phrase 应当是列表，却是{type_name(tables)}", f"phrase must be a list, not {type_name(tables)}")
        document.troubles.append((Trouble("phrase", message, t("写成 [[phrase]]", "write [[phrase]]")), line))
        return document
    for table, line in zip(tables, _header_lines(source, len(tables)), strict=True):
        if isinstance(table, dict):
            document.phrases.append((table, line))
        else:
            message = t(f"应当是表，却是{type_name(table)}", f"must be a table, not {type_name(table)}")
            document.troubles.append((Trouble("phrase", message), line))
    return document


def _header_lines(source: str, count: int) -> list[int]:
    """The lines of the `count` phrases that tomllib found."""
    places = Places(source)
    for find in (array_headers, header_offsets):
        offsets = find(source, "phrase")
        if len(offsets) == count:
            return [places.line(offset) for offset in offsets]
    return [key_lines(source).get(("phrase",), 1)] * count  # phrase = [{…}, {…}]


def _salvaged(source: str, whole: TomlTrouble) -> Document:
    """The phrases that can be read although the text as a whole can't."""
    places = Places(source)
    cuts = [0, *(offset for offset in header_lookalikes(source, "phrase") if offset), len(source)]
    document = Document()
    index = 0
    while index < len(cuts) - 1:
        values, end = read_piece(source, cuts, index)
        first = places.line(cuts[index])
        index = end
        if isinstance(values, TomlTrouble):
            line = values.line + first - 1
            document.troubles.append((_syntax(values), line))
            continue
        tables = values.pop("phrase", [])
        document.head = values | document.head
        if isinstance(tables, list):
            document.phrases.extend((table, first) for table in tables if isinstance(table, dict))
    if not document.troubles:  # the pieces are fine, yet not together: a key or table stands there twice
        document.troubles.append((_syntax(whole), whole.line))
    return document


def read_piece(source: str, cuts: list[int], index: int) -> tuple[dict[str, Any] | TomlTrouble, int]:
    """What the text from cut `index` on says, and the index of the cut where the next piece begins."""
    alone = read_toml(source[cuts[index] : cuts[index + 1]])
    if not isinstance(alone, TomlTrouble) or unclosed_string(source[cuts[index] : cuts[index + 1]]) is None:
        return alone, index + 1
    for end in range(index + 2, min(index + 1 + _MAX_JOINED, len(cuts))):
        joined = read_toml(source[cuts[index] : cuts[end]])
        if not isinstance(joined, TomlTrouble):
            return joined, end
    return alone, index + 1


def _syntax(trouble: TomlTrouble) -> Trouble:
    column = t(f"（第 {trouble.column} 列）", f" (column {trouble.column})")
    return Trouble("", trouble.message + column, trouble.hint)
