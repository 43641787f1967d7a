"""Raycast (https://www.raycast.com): its snippets as JSON, `[{"name", "text", "keyword"}]`.

Placeholders: https://manual.raycast.com/dynamic-placeholders
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from phrasebook.formats import clocks
from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.dialect import Dialect
from phrasebook.formats.loose import json_of, list_of, mapping_of, text_of
from phrasebook.formats.snippets import Snippet, items_of, losses_of, numbered, with_text
from phrasebook.formats.triggers import trigger_for
from phrasebook.formats.wording import Draft, shift_text
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.placeholders.syntax import Clock, Question

MAX_ARGUMENTS = 3
"""Different arguments in one snippet, says Raycast's manual."""

_HELD = frozenset(("title", "text", "code"))
_PLACEHOLDER = re.compile(
    r"\{(?P<word>clipboard|cursor|date|time|datetime|day|argument|snippet|uuid|selection|calculator|browser-tab)"
    r"(?P<attributes>(?:\s+[\w-]+\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s{}|\"']+))*)\s*(?P<modifiers>(?:\|[^{}|]*)*)\}"
)
_ATTRIBUTE = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s{}|\"']+))")
_SHIFT = re.compile(r"([+-]\s*\d{1,9})\s*([yMwdhms])")
_SECONDS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}
_CLOCKS = {
    "date": clocks.Pattern("%Y-%m-%d"),
    "time": clocks.Pattern("%H:%M"),
    "datetime": clocks.Pattern("%Y-%m-%d %H:%M"),
    "day": clocks.Pattern("%A"),
}
"""What Raycast writes without a format follows the country the Mac is set to."""


class RaycastFormat:
    """An export of Raycast's snippets."""

    name = "raycast"
    reads = writes = True
    suffixes = (".json",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("Raycast 片段（JSON）", "Raycast snippets (JSON)")

    def detects(self, source: Source) -> int:
        """By a list of objects that have a name and a text."""
        if not source.start().lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"["):
            return 0
        try:
            first = next(map(mapping_of, list_of(json_of(source))), {})
        except FormatError:
            return 0
        return 90 if {"name", "text"} <= first.keys() <= {"name", "text", "keyword", "type"} else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The snippets.

        Raises:
            FormatError: it is no JSON, or no list.
        """
        document = json_of(source)
        if not isinstance(document, list):
            raise FormatError(
                t(f"{source.path.name} 不是片段的列表", f"{source.path.name} is no list of snippets"),
                t("在 Raycast 里用 Export Snippets 导出", "export it with Export Snippets in Raycast"),
            )
        snippets = [_read_snippet(mapping_of(value), f"[{number}]") for number, value in enumerate(document)]
        items, remarks = items_of(snippets, _read_wording)
        return Reading(tuple(items), tuple(remarks))

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a snippet has no place for, and wordings that would be read otherwise."""
        return losses_of(phrases, _HELD, _written, _read_wording)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """The list; phrases without text are left out."""
        kept = with_text(phrases)
        names = _names(kept)
        document = [_snippet(phrase, names)[0] for phrase in kept]
        return {PurePosixPath(): (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()}


def _read_snippet(value: Mapping[str, Any], place: str) -> Snippet:
    name = text_of(value.get("name"))
    return Snippet(
        place=place,
        triggers=(text_of(value.get("keyword")),),
        names=(name,),
        title=name,
        text=text_of(value.get("text")),
    )


def _read_wording(text: str, codes: Mapping[str, str]) -> Draft:
    draft = Draft()
    end = 0
    for found in _PLACEHOLDER.finditer(text):
        draft.say(text[end : found.start()])
        end = found.end()
        attributes = {name: one or two or three for name, one, two, three in _ATTRIBUTE.findall(found["attributes"])}
        _read_placeholder(draft, found, attributes, codes)
        modifiers = found["modifiers"].replace("|", " ").split()
        if set(modifiers) - {"raw", "trim"}:
            draft.lose(t(f"转换 {' '.join(modifiers)}", f"the conversion {' '.join(modifiers)}"))
    draft.say(text[end:])
    return draft


def _read_placeholder(
    draft: Draft, found: re.Match[str], attributes: Mapping[str, str], codes: Mapping[str, str]
) -> None:
    word = found["word"]
    if word in _CLOCKS:
        _read_clock(draft, found[0], _CLOCKS[word], attributes)
    elif word == "argument":
        _read_argument(draft, attributes)
    elif word == "snippet" and attributes.get("name"):
        draft.refer(attributes["name"], codes.get(attributes["name"].strip()))
    elif word == "cursor" or (word == "clipboard" and attributes.get("offset", "0") == "0"):
        draft.put(f"{{{{{word}}}}}")
    else:
        draft.unsaid(word, t(f"{found[0]} 表达不了", f"{found[0]} can't be said"))


def _read_clock(draft: Draft, raw: str, usual: clocks.Pattern, attributes: Mapping[str, str]) -> None:
    """{date offset="+2d" format="yyyy-MM-dd"}; a year or a month has no fixed length, so it can't be said."""
    form = attributes.get("format", "")
    steps = _SHIFT.findall(attributes.get("offset", ""))
    pattern = clocks.from_tr35(form) if form else usual
    if pattern is None or any(unit in "yM" for _, unit in steps):
        draft.unsaid(t("日期", "date"), t(f"{raw} 表达不了", f"{raw} can't be said"))
        return
    draft.clock(pattern, sum(int(count.replace(" ", "")) * _SECONDS[unit] for count, unit in steps))


def _read_argument(draft: Draft, attributes: Mapping[str, str]) -> None:
    label = attributes.get("name") or t("内容", "text")
    default = attributes.get("default")
    options = [option.strip() for option in attributes.get("options", "").split(",")]
    if not any(options) or not draft.choose(label, [option for option in options if option], default or ""):
        draft.ask(label, default)


class _Dialect(Dialect):
    """Raycast's placeholders."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._arguments: set[str] = set()

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
        offset = f' offset="{" ".join(re.findall("[+-][0-9]+[a-z]", shift))}"' if shift else ""
        return f"{{{word}{offset} format={_quoted(pattern)}}}"

    def question(self, question: Question) -> str:
        self._arguments.add(question.label)
        if len(self._arguments) > MAX_ARGUMENTS:
            self.tell(t(f"Raycast 最多问 {MAX_ARGUMENTS} 项", f"Raycast asks for {MAX_ARGUMENTS} things at most"))
        said = f"{{argument name={_quoted(question.label)}"
        if question.options:
            said += f" options={_quoted(', '.join(question.options))}"
        if question.default or question.optional:
            said += f" default={_quoted(question.default)}"
        return said + "}"

    def other(self, code: str) -> str | None:
        name = self._names.get(code.casefold())
        return f"{{snippet name={_quoted(name)}}}" if name else None


def _quoted(value: str) -> str:
    """A value in quotes that it doesn't hold; what no quotes can hold shows when it is read back."""
    return f"'{value}'" if '"' in value else f'"{value}"'


def _names(phrases: Sequence[Phrase]) -> dict[str, str]:
    """The names of phrases by their codes; of two phrases with one code the first has it."""
    return {phrase.code.casefold(): phrase.title for phrase in reversed(phrases) if phrase.code}


def _written(phrases: Sequence[Phrase]) -> Iterator[tuple[Snippet, list[str]]]:
    """The phrases as snippets that are read back, and in words what their wordings lose."""
    names = _names(phrases)
    for number, phrase in enumerate(phrases):
        value, lost = _snippet(phrase, names)
        yield _read_snippet(value, numbered(number)), lost


def _snippet(phrase: Phrase, names: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """A phrase as a snippet, and in words what its wording loses."""
    dialect = _Dialect(names)
    snippet = {"name": phrase.title, "text": dialect.translate(phrase.text)}
    keyword = trigger_for(phrase)[0]
    return snippet | {"keyword": keyword} if keyword else snippet, dialect.lost
