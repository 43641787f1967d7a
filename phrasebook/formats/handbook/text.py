r"""The handbook as plain text, read and written: what a newcomer loads into a typing trainer.

    # 一级分类
    ## 二级分类

    标题：可以不写
    第一行
    第二行

    下一条

A blank line ends a phrase. A line of a phrase that would be taken for one of these has a `\` before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from phrasebook.formats.base import Exported, Files, FormatError, Item, Reading, ReadOptions, Remark, Source
from phrasebook.formats.handbook.outline import outline
from phrasebook.formats.losses import fields_lost, left_out, scopes_lost
from phrasebook.language import t
from phrasebook.model import Category, Phrase
from phrasebook.pack.fields import default_title

_HELD = ("category", "title", "text")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*\S)[ \t]*")
_TITLE = re.compile(r"(?:标题|title)[:：][ \t]*(.*)", re.IGNORECASE)
_SPECIAL = re.compile(r"\\*(?:#|(?:标题|title)[:：]|[ \t]*$)", re.IGNORECASE)
_ESCAPED = re.compile(r"\\+(?:#|(?:标题|title)[:：]|[ \t]*$)", re.IGNORECASE)
_SUFFIXES = (".txt", ".md", ".markdown", "")


class TextFormat:
    """A handbook as text."""

    name = "text"
    reads = writes = True
    suffixes = (".txt",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("文本手册（也可用来练打字）", "handbook as text (also for typing trainers)")

    def detects(self, source: Source) -> int:
        """By its headings; a plain .txt may be one without."""
        suffix = source.path.suffix.lower()
        if source.is_folder or suffix not in _SUFFIXES:
            return 0
        try:
            text = source.text()
        except FormatError:
            return 0
        if not text.strip() or text.lstrip()[0] in "{[<":
            return 0
        if re.search(r"^#{1,2}[ \t]+\S", text, re.MULTILINE):
            return 45
        return 20 if suffix == ".txt" else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The phrases under their headings.

        Raises:
            FormatError: there are none.
        """
        reader = _Lines()
        for number, line in enumerate(source.text().split("\n"), start=1):
            reader.take(number, line)
        reader.end_phrase()
        if not reader.items:
            raise FormatError(
                f"{source.path}: {t('里面没有话术', 'there is no phrase in it')}",
                t("写法见 docs/formats.md", "docs/formats.md says how to write one"),
            )
        return Reading(tuple(reader.items), tuple(reader.remarks))

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """Everything but category, title and text; phrases of pictures only."""
        remarks = scopes_lost(phrases)
        for one in phrases:
            phrase = one.phrase
            if not phrase.text:
                remarks.append(left_out(phrase, t("只有图片，没有文字", "it has pictures only")))
                continue
            remarks += fields_lost(phrase, _HELD)
            if phrase.title != _line(phrase.title):
                remarks.append(Remark(phrase.title, t("标题里的换行", "line ends in the title"), field="title"))
            if any(level != _line(level) for level in phrase.category):
                message = t("分类名里的换行或首尾空格", "line ends or blanks around a category")
                remarks.append(Remark(phrase.title, message, field="category"))
        return remarks

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """UTF-8 with a byte-order mark, by which old Windows programs know it."""
        parts: list[str] = []
        for chapter in outline(one for one in phrases if one.phrase.text):
            parts += [f"# {_line(chapter.name)}"] if chapter.name else []
            for section in chapter.sections:
                parts += [f"## {_line(section.name)}"] if section.name else []
                parts += [_written(one.phrase) for one in section.phrases]
        return {PurePosixPath(): ("\n\n".join(parts) + "\n").encode("utf-8-sig")}


class _Lines:
    """Goes through a handbook line by line."""

    def __init__(self) -> None:
        self.items: list[Item] = []
        self.remarks: list[Remark] = []
        self._category: Category = ()
        self._title = ""
        self._lines: list[str] = []
        self._begin = 0

    def take(self, number: int, line: str) -> None:
        """Read the next line."""
        if not line.strip(" \t"):
            self.end_phrase()
        elif heading := _HEADING.fullmatch(line):
            self._head(number, len(heading[1]), heading[2])
        elif not self._lines and (title := _TITLE.match(line)):
            self._head(number, 3, title[1].strip())
        else:
            self._begin = self._begin if self._lines else number
            self._lines.append(line[1:] if _ESCAPED.match(line) else line)

    def end_phrase(self) -> None:
        """Keep the phrase that was being read, if any."""
        if not self._lines:
            return
        text = "\n".join(self._lines)
        self.items.append(Item(place=_place(self._begin), category=self._category, title=self._title, text=text))
        self._title, self._lines = "", []

    def _head(self, number: int, level: int, name: str) -> None:
        """A heading: of a category (1, 2) or of a phrase."""
        self.end_phrase()
        if self._title:
            message = t(f"标题「{self._title[:20]}」下面没有内容", f"there is no text under {self._title[:20]!r}")
            self.remarks.append(Remark(_place(number), message))
        if level <= 2:
            self._category, self._title = (*self._category[: level - 1], name), ""
        else:
            self._title = name


def _place(line: int) -> str:
    return t(f"第 {line} 行", f"line {line}")


def _written(phrase: Phrase) -> str:
    lines = [f"\\{line}" if _SPECIAL.match(line) else line for line in phrase.text.split("\n")]
    if phrase.title != default_title(phrase.text, ()):
        lines.insert(0, t("标题：", "title: ") + _line(phrase.title))
    return "\n".join(lines)


def _line(text: str) -> str:
    """A title or category as one line."""
    return " ".join(text.split("\n")).strip()
