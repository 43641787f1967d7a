"""A Pack to the text of its file, for people to read and git to compare; and that text to its file."""

from __future__ import annotations

import re

from phrasebook.errors import PackError
from phrasebook.files import write_atomic
from phrasebook.language import t
from phrasebook.model import Pack
from phrasebook.pack.file import read_bytes
from phrasebook.pack.images import with_pictures
from phrasebook.pack.lines import dumped, phrase_text
from phrasebook.pack.names import name_trouble
from phrasebook.pack.read import FORMAT, HEAD, parse_pack, read_pack
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import normal_newlines


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
        parts.append(dumped("", plain))
    if head:
        parts.append("\n" + dumped("pack", head))
    parts += ["\n" + dumped(key, value) for key, value in unknown.items() if isinstance(value, dict)]
    parts += ["\n" + phrase_text(phrase) for phrase in pack.phrases]
    return "".join(parts)


def _top_comments(source: str) -> str:
    match = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", source)
    comments = match[0].strip("\n") if match else ""
    return f"{comments}\n" if comments else ""
