"""Build phrasebook/lint/traditional.txt, the characters of traditional Chinese alone, from OpenCC's tables.

Run it after an update of OpenCC: `python -m tools.build_traditional`. The program itself never needs OpenCC.

Two lines of equal length: characters that simplified Chinese doesn't write (OpenCC turns them into another one and
GB 2312 has no place for them), and under each the simplified one. So 著 (著名) and 乾 (乾坤) are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import opencc

SOURCE = Path(opencc.__file__).parent / "dictionary" / "TSCharacters.txt"
TARGET = Path(__file__).parent.parent / "phrasebook" / "lint" / "traditional.txt"

ALSO = "後於"
"""In GB 2312 for the sake of surnames and old texts; in a reply they are traditional."""


def pairs() -> list[tuple[str, str]]:
    """Each character of traditional Chinese alone with its simplified one, those outside of the BMP left out."""
    found = []
    for line in SOURCE.read_text(encoding="utf-8").splitlines():
        traditional, _, targets = line.partition("\t")
        simplified = targets.split(" ")[0]
        if simplified and simplified != traditional and (traditional in ALSO or not in_gb2312(traditional)):
            found.append((traditional, simplified))
    return sorted(pair for pair in found if max(pair) <= "\uffff")


def in_gb2312(character: str) -> bool:
    """Whether simplified Chinese, as of 1980, writes the character."""
    try:
        character.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> int:
    """Write the table and say how long it is."""
    table = pairs()
    TARGET.write_text("\n".join("".join(column) for column in zip(*table, strict=True)) + "\n", encoding="utf-8")
    print(f"{TARGET}: {len(table)} characters")
    return 0


if __name__ == "__main__":
    sys.exit(main())
