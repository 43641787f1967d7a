"""Alfred (https://www.alfredapp.com): .alfredsnippets, a zip of `name [uid].json` and info.plist (prefix, suffix).

Placeholders: https://www.alfredapp.com/help/workflows/advanced/placeholders/
"""

from __future__ import annotations

import io
import json
import plistlib
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from phrasebook.formats import clocks
from phrasebook.formats.archive import Archive, is_zip
from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.dialect import Dialect
from phrasebook.formats.file_names import file_name
from phrasebook.formats.loose import mapping_of, parse_json, plist_of, refusal, text_of
from phrasebook.formats.snippets import Snippet, items_of, losses_of, numbered, with_text
from phrasebook.formats.triggers import trigger_for, triggers_of
from phrasebook.formats.wording import Draft, shift_text
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.placeholders.syntax import Clock

_HELD = frozenset(("title", "text", "code"))
_MAX_SNIPPET = 2**20
"""Bytes of one snippet's JSON; a text that may be imported has 80 kB."""

_PLACEHOLDER = re.compile(
    r"\{(?:(?P<word>clipboard|cursor)"
    r"|(?P<clock>date|time|datetime|isodate)(?P<shift>(?:\s*[+-]\s*\d{1,9}\s*[yMDdHhmsw])*)\s*(?::(?P<form>[^{}]*))?"
    r"|snippet:(?P<snippet>[^{}]+)"
    r"|(?P<unsaid>(?:clipboard|random)(?::[^{}]*)?))\}"
)
_SHIFT = re.compile(r"([+-])\s*(\d+)\s*([yMDdHhmsw])")
_SECONDS = {"w": 604800, "d": 86400, "D": 86400, "h": 3600, "H": 3600, "m": 60, "s": 1}
_STYLES = {
    "date": clocks.Pattern("%Y-%m-%d"),
    "time": clocks.Pattern("%H:%M"),
    "datetime": clocks.Pattern("%Y-%m-%d %H:%M"),
    "isodate": clocks.Pattern("%Y-%m-%d"),
}
"""What Alfred's own styles (short, medium …) become: they follow the country the Mac is set to."""


class AlfredFormat:
    """A collection of snippets."""

    name = "alfred"
    reads = writes = True
    suffixes = (".alfredsnippets",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("Alfred 片段集（.alfredsnippets）", "Alfred snippet collection (.alfredsnippets)")

    def detects(self, source: Source) -> int:
        """By the names in the zip."""
        if not is_zip(source.start()):
            return 0
        with Archive(source) as archive:
            names = archive.names
        if source.path.suffix.lower() in self.suffixes:
            return 95
        return 85 if any(re.search(r" \[[^\]]+\]\.json$", name) for name in names) else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The snippets of a collection; its name is their category.

        Raises:
            FormatError: it is no zip, or holds no snippet.
        """
        if not is_zip(source.start()):
            raise FormatError(
                t(f"{source.path.name} 不是 Alfred 导出的文件", f"{source.path.name} isn't what Alfred exports"),
                t("在 Alfred 的 Snippets 里导出", "export it under Snippets in Alfred"),
            )
        snippets: list[Snippet] = []
        remarks: list[Remark] = []
        before = after = ""
        with Archive(source) as archive:
            if "info.plist" in archive:
                before, after = _marks(archive, remarks)
            for name in archive.names:
                if not name.lower().endswith(".json") or PurePosixPath(name).name.startswith("."):
                    continue
                try:
                    text = archive.read(name, _MAX_SNIPPET).decode("utf-8", "replace")
                    value = mapping_of(mapping_of(parse_json(text, name)).get("alfredsnippet"))
                except FormatError as error:
                    remarks.append(refusal(name, error))
                    continue
                snippets.append(_read_snippet(value, name, before, after))
        if not snippets and not remarks:
            raise FormatError(
                t(f"{source.path.name} 里没有 Alfred 的片段", f"{source.path.name} holds no snippets of Alfred's"),
            )
        items, more = items_of(snippets, _read_wording)
        category = (source.path.stem,) if source.path.stem else ()
        return Reading(tuple(items), (*remarks, *more), category=category)

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a snippet has no place for, and wordings that would be read otherwise."""
        return losses_of(phrases, _HELD, _written, _read_wording)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """The zip; phrases without text are left out."""
        kept = with_text(phrases)
        triggers = triggers_of(kept)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            prefixes = {"snippetkeywordprefix": "", "snippetkeywordsuffix": ""}
            archive.writestr(_entry("info.plist"), plistlib.dumps(prefixes))
            for phrase in kept:
                snippet, _ = _snippet(phrase, triggers)
                data = json.dumps({"alfredsnippet": snippet}, ensure_ascii=False, indent=2)
                archive.writestr(_entry(f"{file_name(phrase.title)} [{snippet['uid']}].json"), data)
        return {PurePosixPath(): buffer.getvalue()}


def _marks(archive: Archive, remarks: list[Remark]) -> tuple[str, str]:
    """What is typed before and after every keyword of a collection."""
    try:
        info = mapping_of(plist_of(archive.read("info.plist", _MAX_SNIPPET), "info.plist"))
    except FormatError as error:
        remarks.append(refusal("info.plist", error))
        return "", ""
    return text_of(info.get("snippetkeywordprefix")), text_of(info.get("snippetkeywordsuffix"))


def _read_snippet(value: Mapping[str, Any], place: str, before: str = "", after: str = "") -> Snippet:
    """A snippet; its keyword is typed between the two marks of the collection."""
    keyword, name = text_of(value.get("keyword")), text_of(value.get("name"))
    return Snippet(
        place=place,
        triggers=(before + keyword + after,) if keyword else (),
        names=(keyword, name),
        title=name,
        text=text_of(value.get("snippet")),
    )


def _read_wording(text: str, codes: Mapping[str, str]) -> Draft:
    draft = Draft()
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        draft.say(text[end : found.start()])
        end = found.end()
        if found["word"]:
            draft.put(f"{{{{{found['word']}}}}}")
        elif found["clock"]:
            _read_clock(draft, found)
        elif found["snippet"]:
            draft.refer(found["snippet"], codes.get(found["snippet"].strip()))
        else:
            name = found["unsaid"].partition(":")[0]
            draft.unsaid(name, t(f"{found[0]} 表达不了", f"{found[0]} can't be said"))
    draft.say(text[end:])
    return draft


def _read_clock(draft: Draft, found: re.Match[str]) -> None:
    """{date +1D:yyyy-MM-dd}; a year or a month has no fixed length, so it can't be said."""
    steps = _SHIFT.findall(found["shift"])
    form = (found["form"] or "").strip()
    pattern = _STYLES[found["clock"]] if form in ("", "short", "medium", "long", "full") else clocks.from_tr35(form)
    if pattern is None or any(unit in "yM" for _, _, unit in steps):
        draft.unsaid(t("日期", "date"), t(f"{found[0]} 表达不了", f"{found[0]} can't be said"))
        return
    if form in ("long", "full"):
        draft.lose(t(f"日期的样式 {form}", f"the style {form} of a date"))
    draft.clock(pattern, sum(int(sign + count) * _SECONDS[unit] for sign, count, unit in steps))


class _Dialect(Dialect):
    """Alfred's placeholders."""

    def __init__(self, triggers: Mapping[str, str]) -> None:
        super().__init__()
        self._triggers = triggers

    def clipboard(self) -> str:
        return "{clipboard}"

    def cursor(self) -> str:
        return "{cursor}"

    def clock(self, clock: Clock) -> str | None:
        pattern = clocks.to_tr35(clock.format)
        shift = shift_text(int(clock.shift.total_seconds()))
        if pattern is None or shift is None:
            return None
        word = "time" if clocks.is_time(clock.format) else "date"
        steps = "".join(f" {step}" for step in re.findall(r"[+-]\d+[Dhm]", shift.replace("d", "D")))
        return f"{{{word}{steps}:{pattern}}}"

    def other(self, code: str) -> str | None:
        trigger = self._triggers.get(code.casefold())
        return f"{{snippet:{trigger}}}" if trigger else None


def _written(phrases: Sequence[Phrase]) -> Iterator[tuple[Snippet, list[str]]]:
    """The phrases as snippets that are read back, and in words what their wordings lose."""
    triggers = triggers_of(phrases)
    for number, phrase in enumerate(phrases):
        value, lost = _snippet(phrase, triggers)
        yield _read_snippet(value, numbered(number)), lost


def _snippet(phrase: Phrase, triggers: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """A phrase as a snippet, and in words what its wording loses."""
    dialect = _Dialect(triggers)
    snippet = {
        "snippet": dialect.translate(phrase.text),
        "uid": str(uuid5(NAMESPACE_URL, f"phrasebook:{phrase.id}")).upper(),
        "name": phrase.title,
        "keyword": trigger_for(phrase)[0],
    }
    return snippet, dialect.lost


def _entry(name: str) -> zipfile.ZipInfo:
    """An entry that is the same whenever it is written."""
    info = zipfile.ZipInfo(name)
    info.compress_type = zipfile.ZIP_DEFLATED
    return info
