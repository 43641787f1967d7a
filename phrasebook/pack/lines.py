"""A phrase as the lines of its file: each key as a person would write it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import tomli_w

from phrasebook.model import Phrase
from phrasebook.pack.fields import KNOWN, default_title

_WIDTH = 100
"""A list longer than this stands with one entry a line."""

_HEADER = re.compile(r"""^[ \t]*\[\[[ \t]*(phrase|["'])""", re.MULTILINE)
"""In a text: it would be taken for the next phrase in a file that is broken elsewhere."""

_SIMPLE = re.compile(r"""[^"\\\x00-\x1f\x7f]*+""")
"""A text in which nothing needs escaping."""


def phrase_text(phrase: Phrase) -> str:
    """The phrase under its `[[phrase]]` header."""
    lines = ["[[phrase]]", *(line for key in KNOWN if (line := key_text(phrase, key)))]
    return "\n".join(lines) + "\n" + extra_text(phrase.extra)


def key_text(phrase: Phrase, key: str) -> str:
    """`key = value` without a line end; "" for a key that needn't be written."""
    return f"{key} = {value_text(key, getattr(phrase, key))}" if is_written(phrase, key) else ""


def is_written(phrase: Phrase, key: str) -> bool:
    """Whether the key must stand in the file: not when it would be read the same without it."""
    value = getattr(phrase, key)
    return bool(value) and not (key == "title" and value == default_title(phrase.text, phrase.images))


def value_text(key: str, value: Any) -> str:
    """The value of `key` (text, texts, date, true) as TOML."""
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, tuple):
        return str(value.isoformat())
    strings = [_string(item) for item in value]
    one_line = f"[{', '.join(strings)}]"
    if len(key) + 3 + len(one_line) <= _WIDTH and "\n" not in one_line:
        return one_line
    return "\n".join(["[", *(f"  {string}," for string in strings), "]"])


def extra_text(extra: str) -> str:
    """The unknown keys of a phrase: plain ones straight below it, tables under headers of their own."""
    if not extra:
        return ""
    table = tomllib.loads(extra)
    text = dumped("phrase", table)
    if _HEADER.search(text):
        text = tomli_w.dumps({"phrase": table})
    return text.removeprefix("[phrase]\n")


def dumped(name: str, table: dict[str, Any]) -> str:
    """A table as tomli_w writes it, under its header."""
    return tomli_w.dumps({name: table} if name else table, multiline_strings=True)


def _string(value: str) -> str:
    if _SIMPLE.fullmatch(value):  # nearly all; a library takes three times as long for each
        return f'"{value}"'
    return tomli_w.dumps({"k": value}, multiline_strings=not _HEADER.search(value))[len("k = ") : -1]
