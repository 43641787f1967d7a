"""The handbook as one HTML file, to print or to look things up in: no script, nothing loaded. Written only."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path, PurePosixPath

from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.handbook.facts import facts, heading_of, scope_name
from phrasebook.formats.handbook.outline import Chapter, outline
from phrasebook.formats.handbook.style import STYLE
from phrasebook.language import current, t

_PLACEHOLDER = re.compile(r"\{\{(?!\{\{)([^{}\n]{1,200})\}\}")
_PICTURE_SIDE = 800
"""Pixels of a picture's longer side: sharp on A4 at half the width of the page."""


class HtmlFormat:
    """A handbook as a web page."""

    name = "html"
    reads, writes = False, True
    suffixes = (".html", ".htm")

    @property
    def title(self) -> str:
        """What it is."""
        return t("网页手册，可打印", "handbook as a web page, for printing")

    def detects(self, source: Source) -> int:
        """Never: it can't be read."""
        return 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """Raises: FormatError: always."""
        raise FormatError(t("网页手册只能写，不能读", "a handbook as a web page is only written, never read"))

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """It is for reading and can't be imported again."""
        return [Remark("", t("只供阅读，不能再导入", "for reading only; it can't be imported again"))]

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """One page with everything in it."""
        chapters = outline(phrases)
        count = sum(chapter.count for chapter in chapters)
        page = [
            "<!DOCTYPE html>",
            f'<html lang="{current().value}">',
            '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; img-src data:; style-src '
            "'unsafe-inline'\">",
            f"<title>{escape(title)}</title><style>{STYLE}</style></head>",
            "<body>",
            f"<header><h1>{escape(title)}</h1><p>{t(f'{count} 条话术', f'{count} phrases')}</p></header>",
            f'<nav aria-label="{t("目录", "Contents")}">{"".join(_contents(chapters))}</nav>',
            "<main>",
            *(part for number, chapter in enumerate(chapters, 1) for part in _chapter(number, chapter)),
            "</main></body></html>",
        ]
        return {PurePosixPath(): "\n".join(page).encode() + b"\n"}


def _contents(chapters: Sequence[Chapter]) -> Iterator[str]:
    yield "<ol>"
    for number, chapter in enumerate(chapters, 1):
        yield f'<li><a href="#c{number}">{escape(heading_of(chapter.name))}</a> <span>{chapter.count}</span>'
        named = [(place, section) for place, section in enumerate(chapter.sections) if section.name]
        if named:
            yield "<ol>"
            for place, section in named:
                link = f'<a href="#c{number}-{place}">{escape(section.name)}</a>'
                yield f"<li>{link} <span>{len(section.phrases)}</span></li>"
            yield "</ol>"
        yield "</li>"
    yield "</ol>"


def _chapter(number: int, chapter: Chapter) -> Iterator[str]:
    yield f'<section id="c{number}"><h2>{escape(heading_of(chapter.name))}</h2>'
    for place, section in enumerate(chapter.sections):
        if section.name:
            yield f'<h3 id="c{number}-{place}">{escape(section.name)}</h3>'
        for one in section.phrases:
            yield "".join(_phrase(one))
    yield "</section>"


def _phrase(one: Exported) -> Iterator[str]:
    phrase = one.phrase
    code = f"<kbd>{escape(phrase.code)}</kbd>" if phrase.code else ""
    yield f'<article class="{phrase.scope.value}"><h4>{escape(phrase.title)}{code}'
    yield f'<span class="scope">{escape(scope_name(phrase))}</span></h4>'
    wordings = [wording for wording in phrase.wordings if wording]
    for wording in wordings:
        yield f"<p>{_wording(wording)}</p>"
    for path in one.pictures:
        yield _picture(path)
    if phrase.keywords:
        yield f"<ul>{''.join(f'<li>{escape(keyword)}</li>' for keyword in phrase.keywords)}</ul>"
    told = facts(phrase)
    if told:
        yield f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{escape(value)}</dd>' for name, value in told)}</dl>"
    yield "</article>"


def _wording(text: str) -> str:
    """A wording, its placeholders marked."""
    return _PLACEHOLDER.sub(r"<mark>\g<0></mark>", escape(text))


def _picture(path: Path) -> str:
    """A picture as part of the page, smaller if it is large; nothing if it can't be read."""
    from PIL import Image  # 40 ms that pages without pictures can do without

    try:
        with Image.open(path) as image:
            image.thumbnail((_PICTURE_SIDE, _PICTURE_SIDE))
            out = io.BytesIO()
            plain = image.convert("RGBA") if image.mode in ("P", "LA", "PA") else image
            plain.save(out, "PNG" if "A" in plain.getbands() else "JPEG", quality=85)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # Pillow's ways to say "no picture"
        return ""
    kind = "png" if "A" in plain.getbands() else "jpeg"
    data = base64.b64encode(out.getvalue()).decode()
    return f'<img alt="{escape(path.stem)}" src="data:image/{kind};base64,{data}">'
