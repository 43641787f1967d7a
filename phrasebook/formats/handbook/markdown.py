"""The handbook as Markdown, for wikis and git: written only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.beside import Beside
from phrasebook.formats.handbook.facts import facts, heading_of
from phrasebook.formats.handbook.outline import Chapter, outline
from phrasebook.language import t

_MARKS = re.compile(r"[\\`*_{}\[\]<>#|~$&]|^[-+=]")
_LIST = re.compile(r"^(\d+)([.)])")
"""What Markdown would take for its own: anywhere, and at the beginning of a line."""


class MarkdownFormat:
    """A handbook as Markdown."""

    name = "markdown"
    reads, writes = False, True
    suffixes = (".md", ".markdown")

    @property
    def title(self) -> str:
        """What it is."""
        return t("Markdown 手册", "handbook as Markdown")

    def detects(self, source: Source) -> int:
        """Never: it can't be read."""
        return 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """Raises: FormatError: always."""
        raise FormatError(t("Markdown 手册只能写，不能读", "a handbook as Markdown is only written, never read"))

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """It is for reading and can't be imported again."""
        return [Remark("", t("只供阅读，不能再导入", "for reading only; it can't be imported again"))]

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """Contents, then the phrases under their headings; pictures in a folder beside it."""
        beside = Beside(f"{title or 'handbook'}_images")
        chapters = outline(phrases)
        lines = [f"# {_escaped(title)}", "", *_contents(chapters), ""]
        for chapter in chapters:
            lines += [f'<a id="{_anchor(chapters, chapter)}"></a>', "", f"## {_escaped(heading_of(chapter.name))}", ""]
            for section in chapter.sections:
                lines += [f"### {_escaped(section.name)}", ""] if section.name else []
                for one in section.phrases:
                    lines += [*_phrase(one, beside.names(one)), ""]
        return {PurePosixPath(): "\n".join(lines).encode(), **beside.files}


def _contents(chapters: Sequence[Chapter]) -> Iterator[str]:
    for chapter in chapters:
        yield f"- [{_escaped(heading_of(chapter.name))}](#{_anchor(chapters, chapter)}) ({chapter.count})"
        for section in chapter.sections:
            if section.name:
                yield f"  - {_escaped(section.name)} ({len(section.phrases)})"


def _anchor(chapters: Sequence[Chapter], chapter: Chapter) -> str:
    return f"chapter-{chapters.index(chapter) + 1}"


def _phrase(one: Exported, pictures: Sequence[str]) -> Iterator[str]:
    phrase = one.phrase
    code = f" `{phrase.code}`" if phrase.code else ""
    yield f"#### {_escaped(phrase.title)}{code}"
    for number, wording in enumerate(wording for wording in phrase.wordings if wording):
        yield ""
        if number:
            yield t("*或者：*", "*Or:*")
            yield ""
        yield from (f"> {_escaped(line)}  " for line in wording.split("\n"))
    for name in pictures:
        yield ""
        yield f"![{_escaped(PurePosixPath(name).stem)}]({_link(name)})"
    told = facts(phrase)
    if told:
        yield ""
        yield "<br>".join(f"{name}{t('：', ': ')}{_escaped(value)}" for name, value in told)


def _link(name: str) -> str:
    """A path as a link: letters of any script stay readable."""
    return re.sub(r"[^\w./-]", lambda match: quote(match[0]), name)


def _escaped(text: str) -> str:
    """Text that Markdown shows as it stands."""
    return _LIST.sub(r"\1\\\2", _MARKS.sub(r"\\\g<0>", " ".join(text.split("\n"))))
