"""A Pack to the text of its file, for people to read and git to compare; and that text to its file."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import tomli_w

from phrasebook.errors import PackError
from phrasebook.files import write_atomic
from phrasebook.language import t
from phrasebook.model import Pack, Phrase
from phrasebook.pack.fields import default_title
from phrasebook.pack.file import read_bytes
from phrasebook.pack.images import with_pictures
from phrasebook.pack.names import name_trouble
from phrasebook.pack.read import FORMAT, HEAD, parse_pack, read_pack
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import normal_newlines

_WIDTH = 100
"""A list longer than this stands with one entry a line."""


def write_pack(pack: Pack) -> None:
    """Put the pack into its file, atomically; provisional ids become real ones.

    Comments at the top of the old file, and keys that this version doesn't know, are kept.

    Raises:
        PackError: a phrase breaks a rule of the format, the old file holds something that would be lost, or it can't
            be written. Nothing was changed then.
    """
    if trouble := name_trouble(pack.path.stem):
        raise PackError(f"{pack.path}: {trouble}")
    old = ""
    if pack.path.exists():
        if problems := read_pack(pack.path, pack.scope, pack.department).problems:
            raise PackError(
                t("文件里有读不了的话术，写入会丢掉它们", "the file holds phrases that can't be read and would be lost")
                + f": {problems[0]}",
                t("请先改好", "put that right first"),
            )
        old = read_bytes(pack.path).decode("utf-8-sig")
    data = pack_text(pack, old).encode()
    written = with_pictures(parse_pack(data, pack.path, pack.scope, pack.department), data)
    if written.problems:
        raise PackError(str(written.problems[0]), written.problems[0].hint)
    try:
        pack.path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(pack.path, data)
    except OSError as error:
        raise PackError(f"{pack.path}: {error.strerror or error}") from error


def pack_text(pack: Pack, old: str = "") -> str:
    """The file of a pack, as TOML.

    `old` is the text of the file that it replaces: comments at its top and unknown keys outside of phrases are kept.
    """
    source = normal_newlines(old)
    values = read_toml(source)
    if isinstance(values, TomlTrouble):
        values = {}
    unknown = {key: value for key, value in values.items() if key not in ("format", "pack", "phrase")}
    old_head = values.get("pack", {})
    head = {key: value for key in HEAD if (value := getattr(pack, key))}
    if head.get("title") == pack.path.stem and "title" not in old_head:
        del head["title"]
    head |= {key: value for key, value in old_head.items() if key not in HEAD}
    parts = [_top_comments(source), f"format = {FORMAT}\n"]
    plain = {key: value for key, value in unknown.items() if not isinstance(value, dict)}
    if plain:  # before the first table, where they belong to none
        parts.append(_dumped("", plain))
    if head:
        parts.append("\n" + _dumped("pack", head))
    parts += ["\n" + _dumped(key, value) for key, value in unknown.items() if isinstance(value, dict)]
    parts += ["\n" + _phrase_text(phrase) for phrase in pack.phrases]
    return "".join(parts)


def _top_comments(source: str) -> str:
    match = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", source)
    comments = match[0].strip("\n") if match else ""
    return f"{comments}\n" if comments else ""


def _dumped(name: str, table: dict[str, Any]) -> str:
    """A table as tomli_w writes it, under its header."""
    return tomli_w.dumps({name: table} if name else table, multiline_strings=True)


def _phrase_text(phrase: Phrase) -> str:
    title = "" if phrase.title == default_title(phrase.text, phrase.images) else phrase.title
    lines = ["[[phrase]]", f'id = "{phrase.id}"']
    lines += _texts("category", phrase.category) + _text("title", title) + _text("text", phrase.text)
    lines += _text("code", phrase.code)
    lines += _texts("keywords", phrase.keywords) + _texts("variants", phrase.variants) + _texts("images", phrase.images)
    lines += ["send = true"] if phrase.send else []
    for key in ("valid_from", "valid_until"):
        if day := getattr(phrase, key):
            lines.append(f"{key} = {day.isoformat()}")
    lines += _texts("apps", phrase.apps) + _text("note", phrase.note)
    return "\n".join(lines) + "\n" + _extra_text(phrase.extra)


def _text(key: str, value: str) -> list[str]:
    return [f"{key} = {_string(value)}"] if value else []


def _texts(key: str, values: tuple[str, ...]) -> list[str]:
    if not values:
        return []
    strings = [_string(value) for value in values]
    one_line = f"{key} = [{', '.join(strings)}]"
    if len(one_line) <= _WIDTH and "\n" not in one_line:
        return [one_line]
    return [f"{key} = [", *(f"  {string}," for string in strings), "]"]


def _string(value: str) -> str:
    return tomli_w.dumps({"k": value}, multiline_strings=True)[len("k = ") : -1]


def _extra_text(extra: str) -> str:
    """The unknown keys of a phrase: plain ones straight below it, tables under headers of their own."""
    if not extra:
        return ""
    text = _dumped("phrase", tomllib.loads(extra))
    return text.removeprefix("[phrase]\n")
