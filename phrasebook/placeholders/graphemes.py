"""How many steps of the cursor a text is long."""

from __future__ import annotations

import unicodedata


def clusters(text: str) -> int:
    """How many steps of the cursor the text is: grapheme clusters after UAX #29, without its rarer scripts."""
    count = flags = 0
    before = ""
    joined = False
    for char in text:
        flag = "\U0001f1e6" <= char <= "\U0001f1ff"
        flags = flags + 1 if flag else 0
        pictograph = unicodedata.category(char) == "So"
        together = before and (
            _extends(char) or (before == "\r" and char == "\n") or (flag and flags % 2 == 0) or (joined and pictograph)
        )
        count += not (together and before not in "\n")
        joined = char == "\u200d"
        before = char
    return count


def _extends(char: str) -> bool:
    """Whether a character belongs to the one before: accents, joiners, skin tones, variations, Hangul parts."""
    return (
        unicodedata.category(char) in ("Mn", "Me", "Mc")
        or char in "\u200c\u200d"
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
        or "\u1160" <= char <= "\u11ff"
    )
