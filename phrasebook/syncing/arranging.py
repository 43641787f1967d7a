"""A pack's phrases in another order: whole blocks change places, comments behind a phrase go along. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from phrasebook.model import Scope
from phrasebook.pack.blocks import Said, cut, read_block, read_phrases
from phrasebook.pack.fields import Home
from phrasebook.toml.places import normal_newlines

_GAP = re.compile(r"\s*\Z")


def arranged(source: str, order: Sequence[str]) -> str:
    """The file with the phrases of these ids in this order; all other blocks stay in their places.

    Where it can't be done for certain the file stays as it is.
    """
    pieces = cut(source)
    home = Home(Scope.PERSONAL, "", "")
    said = [read_block(block, home) for block in pieces.blocks]
    ids = [one.phrase.id if isinstance(one, Said) else "" for one in said]
    counts = Counter(ids)
    wanted = [phrase for phrase in order if counts[phrase] == 1]
    places = {phrase: place for place, phrase in enumerate(ids) if phrase}
    slots = sorted(places[phrase] for phrase in wanted)
    if not pieces.plain or [ids[slot] for slot in slots] == wanted:
        return source
    # the gap behind a block belongs to its place: the last one of a file often has none
    contents = [_GAP.sub("", block) for block in pieces.blocks]
    gaps = [block[len(content) :] for block, content in zip(pieces.blocks, contents, strict=True)]
    moved = list(contents)
    for slot, phrase in zip(slots, wanted, strict=True):
        moved[slot] = contents[places[phrase]]
    result = pieces.head + "".join(content + gap for content, gap in zip(moved, gaps, strict=True))
    before, after = read_phrases(normal_newlines(source), home), read_phrases(normal_newlines(result), home)
    same = sorted(before, key=repr) == sorted(after, key=repr)
    return result if same and len(cut(result).blocks) == len(pieces.blocks) else source
