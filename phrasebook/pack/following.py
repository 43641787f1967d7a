"""What a pack says after an edit, from what it said before: only the blocks that changed are read.

Parsing 10,000 phrases takes 0.6 s; after an edit of one of them nobody should wait for that again.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import msgspec

from phrasebook.model import Pack, Phrase
from phrasebook.pack.blocks import Said, cut, read_block
from phrasebook.pack.fields import Home
from phrasebook.phrases import outline_of


def following(pack: Pack, old: bytes, new: bytes) -> Pack | None:
    """The pack that `new` means, when `old` meant `pack`: what `parse_pack` would say.

    None where that takes a whole reading: when something is wrong in the file, phrases have no ids yet, or more than
    phrases changed.
    """
    before, after = cut(old.decode("utf-8-sig")), cut(new.decode("utf-8-sig"))
    known = len(before.blocks) == len(pack.phrases) and not (pack.problems or outline_of(pack.phrases).provisional)
    if not (known and before.plain and after.plain and before.head == after.head):
        return None
    shortest = min(len(before.blocks), len(after.blocks))
    start = 0
    while start < shortest and before.blocks[start] == after.blocks[start]:
        start += 1
    end = 0
    while end < shortest - start and before.blocks[-1 - end] == after.blocks[-1 - end]:
        end += 1
    home = Home(pack.scope, pack.department, pack.name)
    read = [read_block(block, home) for block in after.blocks[start : len(after.blocks) - end]]
    said = [one.phrase for one in read if isinstance(one, Said) and one.phrase.id and not one.others]
    if len(said) < len(read):
        return None
    phrases = (*pack.phrases[:start], *said, *pack.phrases[len(pack.phrases) - end :])
    first = after.head.count("\n") + 1
    lines = accumulate((block.count("\n") for block in after.blocks), initial=first)
    return replace(pack, phrases=tuple(map(_at, phrases, lines)))


def _at(phrase: Phrase, line: int) -> Phrase:
    return phrase if phrase.line == line else msgspec.structs.replace(phrase, line=line)
