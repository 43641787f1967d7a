"""Beeftext (https://beeftext.org): its JSON of versions 1 to 10, and its CSV (keyword, snippet, name, no header)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.beeftext.variables import BeeftextDialect, read_wording
from phrasebook.formats.loose import list_of, mapping_of, one_line, parse_json, text_of
from phrasebook.formats.plain import plain_text
from phrasebook.formats.snippets import Snippet, items_of, losses_of, numbered, with_text
from phrasebook.formats.table import rows_of
from phrasebook.formats.triggers import trigger_for, triggers_of
from phrasebook.formats.wording import left_behind
from phrasebook.language import t
from phrasebook.model import Category, Phrase

VERSION = 10
_HELD = frozenset(("category", "title", "text", "code", "note"))
_LEVELS = re.compile(" [/>] |[／＞]")
_TIME = "2020-01-01T00:00:00.000"
"""Beeftext wants to know when a combo was made; one time for all, so that equal exports are equal files."""


class BeeftextFormat:
    """A backup or export of Beeftext's; written as version 10."""

    name = "beeftext"
    reads = writes = True
    suffixes = (".json",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("Beeftext（JSON，也读它的 CSV）", "Beeftext (JSON; its CSV is read too)")

    def detects(self, source: Source) -> int:
        """By its JSON; its CSV has no header that could tell it from any other."""
        if not source.start().lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            return 0
        text = source.text()
        return 95 if '"combos"' in text and re.search('"(fileFormatVersion|substitutionText|snippet)"', text) else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The combos.

        Raises:
            FormatError: it is neither Beeftext's JSON nor a table of two or three columns.
        """
        name, text = source.path.name, source.text()
        if not text.lstrip("\ufeff \t\n").startswith(("{", "[")):
            items, remarks = items_of(list(_from_csv(text, name)), read_wording)
            return Reading(tuple(items), tuple(remarks))
        items, remarks = items_of(_from_json(parse_json(text, name), name), read_wording)
        return Reading(tuple(items), tuple(remarks))

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a combo has no place for, and wordings that would be read otherwise."""
        return losses_of(phrases, _HELD, _written, read_wording)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """A file of version 10; phrases without text are left out."""
        kept = with_text(phrases)
        triggers = triggers_of(kept)
        groups = list(dict.fromkeys(filter(None, map(_group_name, kept))))
        document = {
            "fileFormatVersion": VERSION,
            "combos": [_combo(phrase, triggers) for phrase in kept],
            "groups": [_group(name) for name in groups],
        }
        return {PurePosixPath(): (json.dumps(document, ensure_ascii=False, indent=4) + "\n").encode()}


def _from_csv(text: str, name: str) -> Iterator[Snippet]:
    for line, row in rows_of(text, name, most=3):
        keyword, snippet, title = (*row, "", "", "")[:3]
        place = t(f"第 {line} 行", f"line {line}")
        yield Snippet(place=place, triggers=(keyword,), text=snippet, title=title)


def _from_json(document: Any, name: str) -> list[Snippet]:
    root = mapping_of(document)
    if "combos" not in root:
        raise FormatError(
            t(f"{name} 里没有 combos，不是 Beeftext 的文件", f"{name} has no combos; it isn't Beeftext's"),
            t("在 Beeftext 里用 导出 做一份 JSON", "export it as JSON in Beeftext"),
        )
    groups = {
        text_of(mapping_of(group).get("uuid")): text_of(mapping_of(group).get("name"))
        for group in list_of(root.get("groups"))
    }
    snippets: list[Snippet] = []
    for number, value in enumerate(list_of(root["combos"])):
        place, combo = f"combos[{number}]", mapping_of(value)
        text = text_of(combo.get("snippet")) or text_of(combo.get("substitutionText"))
        is_html = combo.get("useHtml") is True
        snippets.append(
            Snippet(
                place=place,
                triggers=(text_of(combo.get("keyword")) or text_of(combo.get("comboText")),),
                text=plain_text(text) if is_html else text,
                title=text_of(combo.get("name")),
                note=text_of(combo.get("description")),
                category=_category(groups.get(text_of(combo.get("group")), "")),
                lost=tuple(_lost(combo)),
            )
        )
    return snippets


def _lost(combo: Mapping[str, Any]) -> Iterator[str]:
    if combo.get("useHtml") is True:
        yield left_behind(t("文字的格式（粗体、颜色等）", "the formatting of its text"))
    if combo.get("enabled") is False:
        yield t("在 Beeftext 里停用了，照样导入", "disabled in Beeftext, yet imported")


def _written(phrases: Sequence[Phrase]) -> Iterator[tuple[Snippet, list[str]]]:
    """The phrases as combos that are read back, and in words what their wordings lose."""
    triggers = triggers_of(phrases)
    for number, phrase in enumerate(phrases):
        dialect = BeeftextDialect(triggers)
        snippet = Snippet(
            place=numbered(number),
            triggers=(trigger_for(phrase)[0],),
            text=dialect.translate(phrase.text),
            title=phrase.title,
            note=phrase.note,
            category=_category(_group_name(phrase)),
        )
        yield snippet, dialect.lost


def _combo(phrase: Phrase, triggers: Mapping[str, str]) -> dict[str, Any]:
    combo = {
        "uuid": _uuid("combo", phrase.id),
        "name": phrase.title,
        "keyword": trigger_for(phrase)[0],
        "snippet": BeeftextDialect(triggers).translate(phrase.text),
        "description": phrase.note,
        "matchingMode": 0,
        "caseSensitivity": 0,
        "creationDateTime": _TIME,
        "modificationDateTime": _TIME,
        "enabled": True,
    }
    group = _group_name(phrase)
    return combo | {"group": _uuid("group", group)} if group else combo


def _group(name: str) -> dict[str, Any]:
    return {
        "uuid": _uuid("group", name),
        "name": name,
        "description": "",
        "creationDateTime": _TIME,
        "modificationDateTime": _TIME,
        "enabled": True,
    }


def _uuid(kind: str, name: str) -> str:
    """As Qt writes one; always the same for the same thing."""
    return f"{{{uuid5(NAMESPACE_URL, f'phrasebook:{kind}:{name}')}}}"


def _group_name(phrase: Phrase) -> str:
    return " / ".join(phrase.category)


def _category(name: str) -> Category:
    levels = [level for level in map(str.strip, _LEVELS.split(one_line(name))) if level]
    return tuple(levels) if len(levels) < 3 else (levels[0], " / ".join(levels[1:]))
