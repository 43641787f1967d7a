"""Build phrasebook/search/pinyin.bin, the readings of Chinese characters, from pypinyin.

Run it after an update of pypinyin: `python -m tools.build_pinyin`. The program itself never needs pypinyin.

Every reading is kept, without its tone and with v for ü, the usual one first. A reading's weight says how far to
trust it: in per cent, after its share among pypinyin's dictionary of words. A simplified character also has the
readings of the characters that fold to it (着 is also 著 of 著名, zhu), since it stands for them in the index: build
simplified.txt before. The format is described in phrasebook/search/pinyin.py, which reads it.
"""

from __future__ import annotations

import collections
import struct
import sys
from pathlib import Path

import numpy as np
from pypinyin.constants import PHRASES_DICT, PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

from phrasebook.search.fold import fold_character

TARGET = Path(__file__).parent.parent / "phrasebook" / "search" / "pinyin.bin"
MAGIC = b"pinyin1\n"
# Shares below these trust a further reading less. 还 huan (7 %) and 重 chong (14 %) must stay at or near full trust.
WEIGHTS = ((0.08, 100), (0.02, 80), (0.0, 40))
UNKNOWN_SHARE = 50
"""The weight of a further reading of a character that no word of the dictionary holds."""
BORROWED = 50
"""The weight at most of a reading that only a character folding to this one has: few 干 are the qian of 乾坤."""


VOWELLESS = {"n": ("en", "n"), "ng": ("en", "n")}
"""嗯, with which half of all replies begin: typed en, or n by its sound."""


def plain(reading: str) -> str:
    """A reading as it is typed: without tone, ü as v; empty for the few that no keyboard types (ê, m̀)."""
    typed = to_normal(reading, v_to_u=False).replace("ü", "v")
    if typed in VOWELLESS:
        return VOWELLESS[typed][0]
    return typed if typed.isascii() and typed.isalpha() and any(vowel in typed for vowel in "aeiouv") else ""


def shares() -> dict[str, collections.Counter[str]]:
    """How often each reading of each character occurs in the dictionary of words."""
    counts: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for word, readings in PHRASES_DICT.items():
        if len(word) == len(readings):
            for character, reading in zip(word, readings, strict=True):
                counts[character][plain(reading[0])] += 1
    return counts


def weight(position: int, reading: str, counts: collections.Counter[str]) -> int:
    """How far to trust this reading of a character, in per cent."""
    if position == 0:
        return 100
    total = counts.total()
    if not total:
        return UNKNOWN_SHARE
    return next(trust for share, trust in WEIGHTS if counts[reading] / total >= share)


def weighted_readings() -> dict[str, dict[str, int]]:
    """For each character its readings with their weights, the usual one first, borrowed ones last."""
    counts = shares()
    table: dict[str, dict[str, int]] = {}
    for point, listed in PINYIN_DICT.items():
        readings = [reading for reading in dict.fromkeys(map(plain, listed.split(","))) if reading]
        if readings:
            table[chr(point)] = {r: weight(i, r, counts[chr(point)]) for i, r in enumerate(readings)}
        for typed in {to_normal(reading, v_to_u=False) for reading in listed.split(",")} & VOWELLESS.keys():
            table.setdefault(chr(point), {}).update(dict.fromkeys(VOWELLESS[typed], 100))
    for character, own in list(table.items()):
        simplified = table.setdefault(fold_character(character), {})
        unread = not simplified
        for reading, trust in own.items():
            if unread:
                simplified[reading] = trust
            elif counts[character][reading]:  # what no word is read by would only be noise
                simplified.setdefault(reading, min(trust, BORROWED))
    return table


def main() -> int:
    """Write the table and say what is in it."""
    table = {ord(character): list(readings.items()) for character, readings in sorted(weighted_readings().items())}
    syllables = sorted({reading for readings in table.values() for reading, _ in readings})
    number = {syllable: i for i, syllable in enumerate(syllables)}
    flat = [pair for readings in table.values() for pair in readings]
    names = "\n".join(syllables).encode("ascii")
    TARGET.write_bytes(
        MAGIC
        + struct.pack("<III", len(names), len(table), len(flat))
        + names
        + np.array(list(table), "<u4").tobytes()
        + np.cumsum([0] + [len(readings) for readings in table.values()]).astype("<u4").tobytes()
        + np.array([number[reading] for reading, _ in flat], "<u2").tobytes()
        + np.array([trust for _, trust in flat], "u1").tobytes()
    )
    print(f"{TARGET}: {len(table)} characters, {len(flat)} readings, {len(syllables)} syllables")
    return 0


if __name__ == "__main__":
    sys.exit(main())
