"""TextExpander (https://textexpander.com): CSV (abbreviation, text, label; usually no header) and .textexpander groups.

Snippets that are scripts never run; they are reported.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.loose import list_of, mapping_of, one_line, plist_of, text_of
from phrasebook.formats.snippets import Snippet, items_of, losses_of, numbered, with_text
from phrasebook.formats.table import rows_of
from phrasebook.formats.textexpander.macros import TextExpanderDialect, read_macros
from phrasebook.formats.triggers import trigger_for, triggers_of
from phrasebook.formats.wording import left_behind
from phrasebook.language import t
from phrasebook.model import Phrase

_HELD = frozenset(("title", "text", "code"))
_PLAIN, _RICH = 0, 1
_PLIST = (b"<?xml", b"<!DOCTYPE plist", b"<plist", b"bplist")
_MACROS = re.compile("%(fill(text|area|popup|part)|snippet:|clipboard)")
_HEADERS = frozenset(("abbreviation", "shortcut", "trigger"))


class TextExpanderFormat:
    """An export of TextExpander's; written as CSV."""

    name = "textexpander"
    reads = writes = True
    suffixes = (".csv",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("TextExpander（CSV，也读 .textexpander）", "TextExpander (CSV; .textexpander is read too)")

    def detects(self, source: Source) -> int:
        """By the snippets of its property list, or macros in a CSV."""
        if source.is_folder:
            return 0
        if source.start().lstrip().startswith(_PLIST):
            return 95 if b"snippetsTE2" in source.data() else 0
        if source.path.suffix.lower() not in self.suffixes:
            return 0
        return 80 if _MACROS.search(source.text()) and "," in source.text() else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The snippets.

        Raises:
            FormatError: it is neither a group of snippets nor a table of two or three columns.
        """
        if not source.start().lstrip().startswith(_PLIST):
            items, remarks = items_of(list(_from_csv(source.text(), source.path.name)), read_macros)
            return Reading(tuple(items), tuple(remarks))
        root = mapping_of(plist_of(source.data(), source.path.name))
        snippets, refused = _from_plist(root, source.path.name)
        items, remarks = items_of(snippets, read_macros)
        name = _name_of(root) or ("" if "groupsTE2" in root else source.path.stem)
        category = tuple(filter(None, [name]))
        return Reading(tuple(items), (*refused, *remarks), category=category)

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a row has no place for, and wordings that would be read otherwise."""
        return losses_of(phrases, _HELD, _written, read_macros)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """A CSV without a header; phrases without text are left out."""
        kept = with_text(phrases)
        triggers = triggers_of(kept)
        buffer = io.StringIO()
        table = csv.writer(buffer, lineterminator="\n")
        for phrase in kept:
            table.writerow((trigger_for(phrase)[0], TextExpanderDialect(triggers).translate(phrase.text), phrase.title))
        return {PurePosixPath(): buffer.getvalue().encode()}


def _from_csv(text: str, name: str) -> Iterator[Snippet]:
    for line, row in rows_of(text, name, most=3):
        abbreviation, content, label = (*row, "", "", "")[:3]
        if line > 1 or abbreviation.strip().casefold() not in _HEADERS:
            place = t(f"第 {line} 行", f"line {line}")
            yield Snippet(place=place, triggers=(abbreviation,), text=content, title=label)


def _from_plist(root: Mapping[str, object], name: str) -> tuple[list[Snippet], list[Remark]]:
    if "snippetsTE2" not in root:
        raise FormatError(
            t(
                f"{name} 里没有 snippetsTE2，不是 TextExpander 的文件",
                f"{name} has no snippetsTE2",
            ),
            t("在 TextExpander 里导出这一组", "export the group in TextExpander"),
        )
    groups = {
        text_of(uuid): text_of(mapping_of(group).get("name"))
        for group in list_of(root.get("groupsTE2"))
        for uuid in list_of(mapping_of(group).get("snippetUUIDs"))
    }
    snippets: list[Snippet] = []
    refused: list[Remark] = []
    for number, value in enumerate(list_of(root["snippetsTE2"])):
        place, snippet = f"snippetsTE2[{number}]", mapping_of(value)
        kind = snippet.get("snippetType", _PLAIN)
        if kind not in (_PLAIN, _RICH):
            refused.append(Remark(place, t("是脚本，脚本不会运行", "a script; scripts never run"), refused=True))
            continue
        group = one_line(groups.get(text_of(snippet.get("uuidString")), ""))
        snippets.append(
            Snippet(
                place=place,
                triggers=(text_of(snippet.get("abbreviation")),),
                text=text_of(snippet.get("plainText")),
                title=text_of(snippet.get("label")),
                category=(group,) if group else (),
                lost=(left_behind(t("文字的格式和图片", "formatting and pictures")),) if kind == _RICH else (),
            )
        )
    return snippets, refused


def _name_of(root: Mapping[str, object]) -> str:
    """What a group is called."""
    info = mapping_of(root.get("groupInfo"))
    return one_line(text_of(info.get("groupName")) or text_of(root.get("groupName")))


def _written(phrases: Sequence[Phrase]) -> Iterator[tuple[Snippet, list[str]]]:
    """The phrases as snippets that are read back, and in words what their wordings lose."""
    triggers = triggers_of(phrases)
    for number, phrase in enumerate(phrases):
        dialect = TextExpanderDialect(triggers)
        text = dialect.translate(phrase.text)
        trigger = trigger_for(phrase)[0]
        yield Snippet(place=numbered(number), triggers=(trigger,), text=text, title=phrase.title), dialect.lost
