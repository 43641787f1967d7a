"""The alignment of phrasebook/search/score.py once more: one phrase, plain Python, character by character."""

from __future__ import annotations

from collections.abc import Sequence

from phrasebook.search import score
from phrasebook.search.alphabet import Mask
from phrasebook.search.texts import Texts


def best(texts: Texts, number: int, masks: list[Mask], starts: Sequence[bool]) -> int:
    """The points of the best alignment of one phrase."""
    begin, end = int(texts.starts[number]), int(texts.starts[number + 1])
    places = range(end - begin)
    in_title = [place < texts.title_ends[number] for place in places]
    in_head = [place < texts.head_ends[number] for place in places]
    here: dict[int, int] = {}
    earlier: list[dict[int, int]] = []
    most = 0
    for i, mask in enumerate(masks):
        fresh: dict[int, int] = {}
        for place in places:
            quality = int(mask[texts.numbers[begin + place]])
            if not quality:
                continue
            gain = 100 + score.IN_HEAD * in_head[place] + score.IN_TITLE * in_title[place]
            word = score.TITLE_WORD_START if in_title[place] else score.WORD_START
            gain += word * bool(texts.begins_word[begin + place]) * (2 if i == 0 else 1)
            fresh[place] = quality * gain // 100 + (_before(i, place, here, earlier, most, starts) if i else 0)
        most = max(max(fresh.values(), default=score.NEVER), most - score.SKIP if i else -score.SKIP)
        earlier.append(fresh)
        here = fresh
    return most


def _before(
    i: int, place: int, here: dict[int, int], earlier: list[dict[int, int]], most: int, starts: Sequence[bool]
) -> int:
    again = score.AGAIN if here.get(place) == most else 0
    ways = [-score.SKIP * i, most - again - (0 if starts[i] else score.JUMP)]
    if place - 1 in here:
        ways.append(here[place - 1] + score.ADJACENT)
    for k, found in enumerate(earlier):
        for before, points in found.items():
            if before < place:
                gap = score.GAP + score.GAP_STEP * (place - before - 2)
                ways.append(points - gap - score.SKIP * (i - 1 - k))
    return max(ways)
