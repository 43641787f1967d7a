"""The plain text of HTML: what is left of formatted snippets."""

from __future__ import annotations

import re
from html.parser import HTMLParser

MAX_HTML = 200_000
"""Characters: ten times what a text may have, and few enough for html.parser, which is slow with torn tags."""

_LINES = frozenset(
    ("p", "div", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
)
_SILENT = frozenset(("script", "style", "head", "title", "template"))


def plain_text(html: str) -> str:
    """What a reader of the HTML sees, a line for each block; HTML that is too long or broken stays as it is."""
    if len(html) > MAX_HTML:
        return html
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except AssertionError:  # html.parser's word for a declaration that it doesn't know
        return html
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(reader.parts).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self.parts.append("\n")
        elif tag in _LINES:
            self._end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag in _LINES:
            self._end_line()

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))

    def _end_line(self) -> None:
        if self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append("\n")
