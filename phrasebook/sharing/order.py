"""The order of phrases as keys between which there is always room for another: moving one touches only that one.

A key is a number between 0 and 1, written as its digits in base 36; keys compare as texts.

Source: https://www.figma.com/blog/realtime-editing-of-ordered-sequences/
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_STEP = 4
"""Digits in which the next key at the end is counted: phrases are mostly added there, and halving what is left would
make keys one digit longer every sixth time."""


def between(low: str, high: str) -> str:
    """A key above `low` ("": the beginning) and below `high` ("": the end), as short as can be."""
    if low and not high and (following := _next(low)):
        return following
    key = ""
    for place in range(len(low) + len(high) + 1):
        bottom = _DIGITS.index(low[place]) if place < len(low) else 0
        top = _DIGITS.index(high[place]) if place < len(high) else len(_DIGITS)
        if top - bottom > 1:
            return key + _DIGITS[(bottom + top) // 2]
        key += _DIGITS[bottom]
        if top > bottom:
            high = ""  # whatever follows is below it now
    return key + _DIGITS[len(_DIGITS) // 2]


def _next(low: str) -> str:
    """A key a little above; "" where there is none so short."""
    number = int(low[:_STEP].ljust(_STEP, "0"), len(_DIGITS)) + 1
    number += number % len(_DIGITS) == 0  # below a key with a 0 at its end there would be no room
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits.rjust(_STEP, "0") if len(digits) <= _STEP else ""


def spread(low: str, high: str, count: int) -> list[str]:
    """So many ascending keys between two."""
    if count <= 0:
        return []
    middle = between(low, high)
    before = count // 2
    return [*spread(low, middle, before), middle, *spread(middle, high, count - before - 1)]


def rearranged(now: Sequence[str], before: Sequence[str], keys: Mapping[str, str]) -> dict[str, str]:
    """New keys for the phrases of a pack that were moved or are new, as few as can be.

    `now` are its phrases in their order, `before` those of the last time, `keys` what they have.
    """
    places = {phrase: place for place, phrase in enumerate(before) if keys.get(phrase)}
    stay = _longest_ascending([phrase for phrase in now if phrase in places], places)
    given: dict[str, str] = {}
    low, moved = "", list[str]()
    for phrase in now:
        if phrase not in stay:
            moved.append(phrase)
            continue
        given |= zip(moved, _room(low, keys[phrase], len(moved)), strict=True)
        low, moved = max(low, keys[phrase]), []
    return given | dict(zip(moved, _room(low, "", len(moved)), strict=True))


def _room(low: str, high: str, count: int) -> list[str]:
    """Keys between the two; above the first where the second isn't (their order hasn't been made yet)."""
    return spread(low, high if high > low else "", count)


def _longest_ascending(phrases: Sequence[str], places: Mapping[str, int]) -> set[str]:
    """A longest selection of the phrases whose places ascend: they need not move."""
    ends: list[int] = []  # the smallest place in which a selection of each length can end
    last: list[int] = []  # and the phrase there
    before: list[int] = []
    for index, phrase in enumerate(phrases):
        length = bisect_left(ends, places[phrase])
        before.append(last[length - 1] if length else -1)
        ends[length : length + 1] = [places[phrase]]
        last[length : length + 1] = [index]
    found: set[str] = set()
    index = last[-1] if last else -1
    while index >= 0:
        found.add(phrases[index])
        index = before[index]
    return found
