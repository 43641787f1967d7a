"""Numbers however they are written: 13800138000, 138-0013-8000, 1 3 8 0 0…, 一三八零零…, 138零零13800O.

Full-width and circled digits are plain ones already (folding).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CHINESE = dict(zip("零〇○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789", strict=True))
_LOOKALIKES = dict(zip("oil|", "0111", strict=True))
_VALUES = {digit: digit for digit in "0123456789"} | _CHINESE | _LOOKALIKES
_DIGIT = f"[{re.escape(''.join(_VALUES))}]"
_RUN = re.compile(rf"{_DIGIT}(?:[ \t_.*·/~—–()-]{{0,3}}{_DIGIT}){{6,}}")
_FEWEST_REAL = 3
"""A run with fewer true digits or numerals is a word such as `oil`."""


@dataclass(frozen=True, slots=True)
class Group:
    """Digits that stand together and are written alike."""

    start: int
    end: int
    digits: str
    chinese: bool


def runs(text: str) -> Iterator[list[Group]]:
    """Each stretch of digits with little between them, as groups; the text is a folded one."""
    for match in _RUN.finditer(text):
        groups = _groups(text, match.start(), match.end())
        if sum(text[i] not in _LOOKALIKES for group in groups for i in range(group.start, group.end)) >= _FEWEST_REAL:
            yield groups


def _groups(text: str, start: int, end: int) -> list[Group]:
    groups: list[Group] = []
    begin = -1
    for i in range(start, end + 1):
        digit = i < end and text[i] in _VALUES
        if begin >= 0 and (not digit or _kind(text[i]) != _kind(text[begin])):
            digits = "".join(_VALUES[character] for character in text[begin:i])
            groups.append(Group(begin, i, digits, _kind(text[begin])))
            begin = -1
        if digit and begin < 0:
            begin = i
    return groups


def _kind(character: str) -> bool:
    return character in _CHINESE
