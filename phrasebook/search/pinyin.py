r"""Readings of Chinese characters, and the syllables people type: whole, begun, blurred by accent, or mistyped.

pinyin.bin is made by tools/build_pinyin.py: `pinyin1\n`, three little-endian uint32 (bytes of syllable names,
characters, readings), the names joined by newlines, the characters' code points (uint32, ascending), where each one's
readings begin (uint32, one more than characters), the readings' syllable numbers (uint16) and weights (uint8, %).
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

MAGIC = b"pinyin1\n"
_COUNTS = struct.Struct("<III")
_BLURRED_INITIALS = {"zh": "z", "ch": "c", "sh": "s", "l": "n"}
_BLURRED_FINALS = {"ang": "an", "eng": "en", "ing": "in"}
_OTHER_SPELLINGS = {"lue": "lve", "nue": "nve"}


class Table(msgspec.Struct, frozen=True, gc=False):
    """All readings: those of `points[i]` are `syllables[numbers[k]]` with `weights[k]` for k from starts[i] on."""

    syllables: tuple[str, ...]
    points: npt.NDArray[np.uint32]
    starts: npt.NDArray[np.uint32]
    numbers: npt.NDArray[np.uint16]
    weights: npt.NDArray[np.uint8]


@functools.cache
def table() -> Table:
    """The table that comes with the package."""
    data = Path(__file__).with_name("pinyin.bin").read_bytes()
    if not data.startswith(MAGIC):
        raise ValueError("pinyin.bin is not a table of readings")
    names, characters, readings = _COUNTS.unpack_from(data, len(MAGIC))
    at = len(MAGIC) + _COUNTS.size
    syllables = tuple(data[at : at + names].decode("ascii").split("\n"))
    at += names
    points = np.frombuffer(data, "<u4", characters, at)
    starts = np.frombuffer(data, "<u4", characters + 1, at + 4 * characters)
    at += 8 * characters + 4
    numbers = np.frombuffer(data, "<u2", readings, at)
    return Table(syllables, points, starts, numbers, np.frombuffer(data, "u1", readings, at + 2 * readings))


@functools.lru_cache(4096)
def readings(character: str) -> tuple[str, ...]:
    """The readings of one character, the usual one first; none for what isn't Chinese."""
    known = table()
    i = int(np.searchsorted(known.points, ord(character)))
    if i == len(known.points) or known.points[i] != ord(character):
        return ()
    return tuple(known.syllables[n] for n in known.numbers[known.starts[i] : known.starts[i + 1]])


@functools.cache
def syllables() -> frozenset[str]:
    """Every syllable, in every spelling people type."""
    return frozenset(table().syllables) | frozenset(_OTHER_SPELLINGS)


@functools.cache
def longer() -> Mapping[str, tuple[str, ...]]:
    """For each beginning of a syllable, the syllables that go on from it: f has fa, fan and so on."""
    found: dict[str, list[str]] = {}
    for syllable in table().syllables:
        for end in range(1, len(syllable)):
            found.setdefault(syllable[:end], []).append(syllable)
    return {beginning: tuple(rest) for beginning, rest in found.items()}


def spelling(syllable: str) -> str:
    """The spelling the table uses: lue is lve there."""
    return _OTHER_SPELLINGS.get(syllable, syllable)


@functools.cache
def blur(syllable: str) -> str:
    """What accents confuse becomes one: zh/z, ch/c, sh/s, l/n, ang/an, eng/en, ing/in."""
    for initial, other in _BLURRED_INITIALS.items():
        if syllable.startswith(initial):
            syllable = other + syllable[len(initial) :]
            break
    for final, other in _BLURRED_FINALS.items():
        if syllable.endswith(final):
            return syllable[: -len(final)] + other
    return syllable


@functools.cache
def _blurred() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for syllable in table().syllables:
        found.setdefault(blur(syllable), []).append(syllable)
    return {key: tuple(same) for key, same in found.items()}


def alike(syllable: str) -> tuple[str, ...]:
    """The syllables some accent makes of this one, itself included when it is one."""
    return _blurred().get(blur(spelling(syllable)), ())


@functools.lru_cache(4096)
def swapped(typed: str) -> tuple[str, ...]:
    """The syllables that two neighbouring letters in the wrong order make of this: huo for hou, the commonest slip."""
    orders = {typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :] for i in range(len(typed) - 1)}
    return tuple(sorted({spelling(s) for s in orders & syllables()} - {typed}))


@functools.lru_cache(4096)
def near(typed: str) -> tuple[str, ...]:
    """The syllables one slip away: a letter missing, too many, wrong, or two swapped. Not the typed one itself."""
    if not 2 <= len(typed) <= 7:
        return ()
    lacking = _lacking_a_letter()
    found = {s for key in {typed, *_shortened(typed)} for s in lacking.get(key, ())}
    slips = {spelling(s) for s in found if len(s) != len(typed) or sum(map(str.__ne__, s, typed)) == 1}
    return tuple(sorted({s for s in slips.union(swapped(typed)) if len(s) > 1} - {typed}))


@functools.cache
def _lacking_a_letter() -> Mapping[str, tuple[str, ...]]:
    """From each syllable, whole or with any one letter left out, back to the syllables it comes from.

    Two words of which each is a slip of the other meet here, so that nothing else needs to be compared.
    """
    found: dict[str, list[str]] = {}
    for syllable in syllables():
        for key in {syllable, *_shortened(syllable)}:
            found.setdefault(key, []).append(syllable)
    return {key: tuple(whole) for key, whole in found.items()}


def _shortened(word: str) -> set[str]:
    return {word[:i] + word[i + 1 :] for i in range(len(word))}
