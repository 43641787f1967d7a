"""The plain text of HTML: what is left of formatted snippets.

Not with html.parser, which takes minutes for 200 kB of tags that are never closed; here every character is passed once.
"""

from __future__ import annotations

import re
from html import unescape

_BLOCKS = frozenset(
    ("p", "div", "li", "tr", "ul", "ol", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
)
_SILENT = frozenset(("script", "style", "head", "title", "template"))
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}
"""`str.lower` would make some letters two, and the places in the text wrong."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")


def plain_text(html: str) -> str:
    """What a reader of the HTML sees, a line for each block; what isn't closed is left out from there on."""
    parts: list[str] = []
    small = html.translate(_SMALL)
    here = 0
    while (start := html.find("<", here)) >= 0:
        _say(html[here:start], parts)
        here = _after(html, small, start, parts)
        if here < 0:
            return _lines(parts)
    _say(html[here:], parts)
    return _lines(parts)


def _after(html: str, small: str, start: int, parts: list[str]) -> int:
    """Where the text goes on behind what begins with `<` at `start`, -1 for nowhere; puts what it stands for."""
    if html.startswith("<!--", start):
        return _behind(html, "-->", start + 4)
    tag = _TAG.match(small, start)
    if tag is None:
        if html.startswith(("<!", "<?"), start):
            return _behind(html, ">", start)
        parts.append("<")
        return start + 1
    end = _behind(html, ">", start)
    name = tag[2]
    if name in _SILENT and not tag[1]:
        close = small.find(f"</{name}", end) if end >= 0 else -1
        return _behind(html, ">", close) if close >= 0 else -1
    if name == "br" or (name in _BLOCKS and parts and not parts[-1].endswith("\n")):
        parts.append("\n")
    return end


def _behind(html: str, mark: str, start: int) -> int:
    found = html.find(mark, start)
    return found + len(mark) if found >= 0 else -1


def _say(text: str, parts: list[str]) -> None:
    """Text; blanks between blocks are none."""
    said = re.sub(r"\s+", " ", unescape(text))
    if said.strip() or (said and parts and not parts[-1].endswith("\n")):
        parts.append(said)


def _lines(parts: list[str]) -> str:
    lines = (re.sub("[ \t]+", " ", line).strip() for line in "".join(parts).split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
