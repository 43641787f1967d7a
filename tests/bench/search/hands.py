"""What hands, ears and input methods make of what was meant: slips, accents, homophones, width and script."""

from __future__ import annotations

import functools
import random

from opencc import OpenCC

from tests.bench.search.readings import everyday, sounding, syllables

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ACCENTS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"))
_NASALS = (("ang", "an"), ("eng", "en"), ("ing", "in"))


@functools.cache
def _neighbours(key: str) -> str:
    """The keys beside and below or above this one."""
    row = next(i for i, keys in enumerate(_ROWS) if key in keys)
    column = _ROWS[row].index(key)
    near = [(row, column - 1), (row, column + 1), (row - 1, column), (row - 1, column + 1)]
    near += [(row + 1, column - 1), (row + 1, column)]
    return "".join(_ROWS[r][c] for r, c in near if 0 <= r < 3 and 0 <= c < len(_ROWS[r]))


def transposed(chance: random.Random, letters: str) -> str:
    """Two neighbouring letters in the wrong order, not the first."""
    places = [i for i in range(1, len(letters) - 1) if letters[i] != letters[i + 1]]
    i = chance.choice(places)
    return letters[:i] + letters[i + 1] + letters[i] + letters[i + 2 :]


def missing(chance: random.Random, letters: str) -> str:
    """A letter left out, not the first."""
    i = chance.randrange(1, len(letters) - 1)
    return letters[:i] + letters[i + 1 :]


def extra(chance: random.Random, letters: str) -> str:
    """A key pressed twice, or the one beside it as well."""
    i = chance.randrange(1, len(letters))
    return letters[:i] + chance.choice(letters[i - 1] + _neighbours(letters[i - 1])) + letters[i:]


def wrong(chance: random.Random, letters: str) -> str:
    """The key beside the right one, not for the first letter."""
    i = chance.randrange(1, len(letters))
    return letters[:i] + chance.choice(_neighbours(letters[i])) + letters[i + 1 :]


def slipped_in_chinese(chance: random.Random, characters: str) -> str:
    """A wrong character, one left out, one too many, or two in the wrong order; the ends stay."""
    i = chance.randrange(1, len(characters) - 1)
    other = chance.choice(everyday())
    return chance.choice(
        (
            characters[:i] + other + characters[i + 1 :],
            characters[:i] + characters[i + 1 :],
            characters[:i] + other + characters[i:],
            characters[: i - 1] + characters[i] + characters[i - 1] + characters[i + 1 :],
        )
    )


def homophone(chance: random.Random, character: str, syllable: str) -> str:
    """Another everyday character of this syllable; empty when there is none."""
    others = [c for c in sounding(syllable) if c != character]
    return chance.choice(others) if others else ""


def blurred(chance: random.Random, syllable: str) -> str:
    """The syllable in another accent, or as it is: zh/z, ch/c, sh/s, n/l, ang/an, eng/en, ing/in, both ways."""
    forms = {syllable}
    for wide, narrow in _ACCENTS:
        forms |= {_swapped_beginning(form, wide, narrow) for form in forms}
    for wide, narrow in _NASALS:
        forms |= {_swapped_end(form, wide, narrow) for form in forms}
    return chance.choice(sorted(forms & syllables() | {syllable}))


def _swapped_beginning(syllable: str, wide: str, narrow: str) -> str:
    if syllable.startswith(wide):
        return narrow + syllable[len(wide) :]
    return wide + syllable[len(narrow) :] if syllable.startswith(narrow) else syllable


def _swapped_end(syllable: str, wide: str, narrow: str) -> str:
    if syllable.endswith(wide):
        return syllable[: -len(wide)] + narrow
    return syllable[: -len(narrow)] + wide if syllable.endswith(narrow) else syllable


def full_width(text: str) -> str:
    """ASCII letters and digits as an input method in full-width mode types them."""
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else "\u3000" if c == " " else c for c in text)


@functools.cache
def _converter() -> OpenCC:
    return OpenCC("s2t")


def traditional(text: str) -> str:
    """The text in traditional characters, by OpenCC's dictionaries of words."""
    return str(_converter().convert(text))
