"""Texts as rules see them: width, case, traditional characters and look-alikes undone, then decoration taken out.

`folded` keeps every character at its place. `Squeezed` takes out what is put between characters to slip through
(`加 微*信`) and joins characters written in parts (扌口), and knows where each character came from.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from pathlib import Path

BARRIER = "\0"
"""Stands before, between and after texts that are looked through together. No rule matches across it."""
SENTENCE_END = "!"
"""What squeezed texts have for 。 and … too: re reads classes of ASCII characters fastest."""
MASK = "\ufffc"
"""Stands for what a placeholder will be filled with."""

_COMPATIBLE = (
    (0xA0, 0x530),
    (0x1D00, 0x2000),
    (0x2000, 0x3400),
    (0xF900, 0xFB00),
    (0xFE00, 0x10000),
    (0x1D400, 0x1D800),
    (0x1F100, 0x1F200),
)
"""Blocks with twins of other characters: full-width, circled, superscript, mathematical ones."""

_LOOKALIKES = {
    **dict(zip("аеорсхуіѵνυкⓋ∨√", "aeopcxyivvukvvv", strict=True)),
    **dict.fromkeys("♥♡💗💓💕💖💘💙💚💛💜🧡🖤❣", "❤"),
    **dict.fromkeys("⭐★☆🌟✨", "星"),
    **dict.fromkeys("➕✚✙﹢", "加"),
    "〜": "~",
    "∼": "~",
}
"""Cyrillic and Greek letters that look Latin, all hearts as one, stars for 星 (五⭐)."""

_PARTS = {
    "扌口": "扣",
    "力口": "加",
    "亻言": "信",
    "亻加": "伽",
    "讠平": "评",
    "纟工": "红",
    "辶反": "返",
    "辶米": "迷",
    "彳攵": "微",
    "艹微": "薇",
    "钅戋": "钱",
    "王见": "现",
    "禾厶": "私",
    "丬犬": "状",
}
"""Characters written in two."""

_STANDS_FOR = {"+": "加", "❤": "心", "。": SENTENCE_END, "…": SENTENCE_END}
"""What squeezed texts have instead, character by character."""

_KEPT_SIGNS = "🧧💰💵💴📱📞☎"
"""Pictures that say something to rules."""

_NOISE = re.compile(
    "(?P<words>(?<=[a-z][a-z])[ \\t]+(?=[a-z][a-z]))"
    f"|(?P<mask>{MASK}+)"
    f"|(?P<parts>{'|'.join(_PARTS)})"
    "|(?:[ \\t\\u00ad\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\ufe00-\\ufe0f\\ufeff\\u20e3]"
    "|[*_·•‧∙|\\\\/^=#&@`´'\"“”‘’「」\\-‐‑‒–—―]|\\.(?![0-9])|(?<![0-9])\\."
    "|(?<![v微薇威维徽徵溦葳崴])(?<![v微薇威维徽徵溦葳崴] )❤"  # V❤ is WeChat, other hearts are decoration
    f"|(?![❤{_KEPT_SIGNS}])[\\u2190-\\u21ff\\u2300-\\u27bf\\u2b00-\\u2bff\\U0001f000-\\U0001faff])+"
)
"""What is taken out. Spaces between English words stay, and the point of 3.5; `~` ends sentences, so it stays too."""


@cache
def traditional() -> dict[str, str]:
    """The characters that only traditional Chinese writes, and the simplified ones (tools/build_traditional.py)."""
    text = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8")
    return dict(zip(*text.split("\n")[:2], strict=True))


@cache
def _table() -> dict[int, str]:
    twins = traditional() | _LOOKALIKES
    table = {ord(a): twins.get(b, b) for a, b in twins.items()}
    points = (point for start, stop in _COMPATIBLE for point in range(start, stop))
    for point in (*range(ord("A"), ord("Z") + 1), *points):
        character = chr(point)
        plain = unicodedata.normalize("NFKC", character).lower()
        plain = twins.get(character) or twins.get(plain, plain)
        if len(plain) == 1 and plain != character:
            table[point] = plain
    return table


def folded(text: str) -> str:
    """The text in half width, lower case and simplified characters, of the same length."""
    return text.translate(_table())


class Squeezed:
    """A folded text without decoration between its characters."""

    def __init__(self, text: str) -> None:
        self._cuts: list[int] = []
        """Where, in the squeezed text, something was taken out before the character there; ascending."""
        self._gone: list[int] = [0]
        """How many characters were taken out up to each cut."""
        self._wide: set[int] = set()
        """The characters that stand for two."""
        parts: list[str] = []
        end = length = gone = 0
        for match in _NOISE.finditer(text):
            parts.append(text[end : match.start()])
            length += match.start() - end
            end = match.end()
            stands = self._stands(match)
            if stands:
                parts.append(stands)
                if match["parts"]:
                    self._wide.add(length)
                length += 1
            gone += end - match.start() - len(stands)
            self._cuts.append(length)
            self._gone.append(gone)
        parts.append(text[end:])
        self.text = "".join(parts)
        for sign, other in _STANDS_FOR.items():  # five times as fast as translate
            self.text = self.text.replace(sign, other)

    @staticmethod
    def _stands(match: re.Match[str]) -> str:
        """What remains of something that was taken out."""
        if match["parts"]:
            return _PARTS[match["parts"]]
        return MASK if match["mask"] else " " if match["words"] else ""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Where, in the folded text, the characters from `start` to `end` (at least one) of the squeezed one stand."""
        return self._at(start), self._at(end - 1) + (2 if end - 1 in self._wide else 1)

    def _at(self, position: int) -> int:
        return position + self._gone[bisect_right(self._cuts, position)]


@cache
def squeezed(text: str) -> str:
    """A word of a rule as it is looked for in squeezed texts."""
    return Squeezed(folded(text)).text
