"""Build phrasebook/search/simplified.txt, which characters are one when searched for, from OpenCC's tables.

Run it after an update of opencc-python-reimplemented: `python -m tools.build_simplified`. Then run build_pinyin, which
gives a simplified character the readings of all that fold to it. The program itself never needs OpenCC.

The file has two lines of equal length: each character of the first folds to the one below it. What folds is
traditional (發 and 髮 to 发), a regional variant (裡 and 裏 to 里, 著 to 着), or a simplified form hardly anybody
writes (馀 to 余). Nothing folds to a character that folds itself, so folding twice is folding once. A third line says
where this comes from.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Mapping
from pathlib import Path

TARGET = Path(__file__).parent.parent / "phrasebook" / "search" / "simplified.txt"
MORE = {"妳": "你"}
"""What OpenCC leaves as it is, since both are written in simplified texts, too: a customer is 你 and 妳."""
SOURCE = "OpenCC, https://github.com/BYVoid/OpenCC, Apache License 2.0"
_EVERYDAY = range(0xB0, 0xD8)
"""First bytes of GB 2312's first level, the 3,755 characters of daily use."""


def table(name: str) -> dict[str, list[str]]:
    """One of OpenCC's tables: a character to the forms it may become, the likeliest first."""
    package = importlib.util.find_spec("opencc")
    if package is None or package.origin is None:
        raise SystemExit("pip install opencc-python-reimplemented")
    lines = (Path(package.origin).parent / "dictionary" / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return {character: forms.split() for character, forms in (line.split("\t") for line in lines)}


def simplifications() -> dict[str, str]:
    """What folds to what, step by step."""
    # 瞭 stays itself in 瞭望 and becomes 了 in 瞭解: whoever searches can't tell, so it is always 了
    folded = {c: next(form for form in forms if form != c) for c, forms in table("TSCharacters").items()}
    simplified = set(folded.values())
    for character, forms in table("TSCharacters").items():
        for form in forms:  # 餘 is 余 or, rarely, 馀; 畫 is 画 or 划, but 划 has a life of its own
            if form not in simplified | folded.keys() | {character}:
                folded[form] = folded[character]
    for simple, forms in table("STCharacters").items():
        for form in forms:  # one way only: 揹 is 背, but OpenCC leaves it in traditional texts
            if form not in simplified | folded.keys() | {simple}:
                folded[form] = simple
    for region in ("TWVariants", "HKVariants"):
        for general, forms in table(region).items():
            for regional in forms:
                ends = end(general, folded), end(regional, folded)
                if ends[0] != ends[1]:
                    kept = min(ends, key=rarity)
                    folded[ends[1] if kept == ends[0] else ends[0]] = kept
    return folded | MORE


def end(character: str, folded: Mapping[str, str]) -> str:
    """Where a character ends up: 薴 is 苧, which is 苎."""
    while character in folded:
        character = folded[character]
    return character


def rarity(character: str) -> int:
    """0 for a character of daily use in simplified Chinese, 1 for another, 2 for one it doesn't have."""
    try:
        return 0 if character.encode("gb2312")[0] in _EVERYDAY else 1
    except UnicodeEncodeError:
        return 2


def main() -> int:
    """Write the table and say what is in it."""
    folded = simplifications()
    characters = sorted(folded)
    lines = "".join(characters), "".join(end(character, folded) for character in characters), SOURCE
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET}: {len(characters)} characters fold to {len(set(lines[1]))}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
