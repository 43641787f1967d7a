"""All phrases as one row of character numbers: what is searched, without spaces and punctuation.

Each phrase lies there as title, keywords, category, code, text, each after a separator. Text holds the wording that
`Phrase.text` gives, then the variants. Of a placeholder only what isn't ASCII counts: `{{ask:仓库}}` is found by 仓库.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import msgspec
import numpy as np
import numpy.typing as npt

from phrasebook.model import Phrase
from phrasebook.search.fold import fold_character, is_word
from phrasebook.search.store import Arrays, take

FIELDS = ("title", "keywords", "category", "code", "text")
SEPARATOR = 0
"""The character number that stands before each field and for nothing else."""
_MAX_CHARACTERS = 65_000
"""Numbers are 16 bits wide. Of a library with more different characters than Unicode has Chinese ones in daily use,
the rest isn't searched for."""
_PLACEHOLDER = re.compile(r"\{\{[^{}]*\}\}")
_ASCII = re.compile(r"[!-~]")
_SKIPPED, _DROPPED = 65_535, 65_534

Numbers = npt.NDArray[np.integer]


class Texts(msgspec.Struct, frozen=True, gc=False):
    """The characters of all phrases. `numbers[starts[i]:starts[i + 1]]` are those of phrase i, separators included."""

    points: npt.NDArray[np.uint32]
    """The code point of each character number; of the separator, 0."""
    numbers: npt.NDArray[np.uint16]
    begins_word: npt.NDArray[np.bool_]
    """Whether a character follows a space, punctuation, a separator or the other of Latin and Chinese script."""
    starts: npt.NDArray[np.int64]
    title_ends: npt.NDArray[np.int32]
    """Where the title ends, counted from the phrase's start."""
    head_ends: npt.NDArray[np.int32]
    """Where title, keywords and category end, counted from the phrase's start."""

    def __len__(self) -> int:
        return len(self.starts) - 1


def parts(phrase: Phrase) -> tuple[str, str, str, str, str]:
    """What is searched, in the order of FIELDS, each as Match.positions counts it; after the text, the variants."""
    text = searched(phrase.text)
    if phrase.variants:
        text = "\n".join((text, *map(searched, phrase.variants)))
    return phrase.title, " ".join(phrase.keywords), " / ".join(phrase.category), phrase.code, text


def searched_alike(one: Phrase, other: Phrase) -> bool:
    """Whether the same is searched in both."""
    return parts(one) == parts(other)


def title(texts: Texts, number: int) -> str:
    """The title of a phrase, folded, without what isn't searched for."""
    return characters(texts, number)[1 : int(texts.title_ends[number])]


def characters(texts: Texts, number: int) -> str:
    """All that is searched in a phrase, folded, a NUL before each field: its places are those within the phrase."""
    row = texts.numbers[texts.starts[number] : texts.starts[number + 1]]
    return texts.points[row].astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def searched(text: str) -> str:
    """A text with spaces for what its placeholders have in ASCII."""
    return _PLACEHOLDER.sub(lambda found: _ASCII.sub(" ", found[0]), text) if "{{" in text else text


def gather(phrases: Sequence[Phrase]) -> Texts:
    """Lay out the characters of these phrases."""
    pieces = [piece for phrase in phrases for piece in parts(phrase)]
    points = np.frombuffer("\0".join(("", *pieces)).encode("utf-32-le", "surrogatepass"), "<u4")
    lengths = np.fromiter(map(len, pieces), np.int64, len(pieces))
    begins = np.concatenate(([0], np.cumsum(lengths + 1)))  # of each piece's separator, in points
    folded = _folded(points)
    alphabet = sorted({ord(c) for form in folded.values() for c in form if is_word(c)})[:_MAX_CHARACTERS]
    number = {chr(point): i for i, point in enumerate(alphabet, 1)}
    numbers = _table(folded, number).take(points)
    numbers[begins[:-1]] = SEPARATOR
    wide = {point: form for point, form in folded.items() if len(form) > 1}
    if wide:
        points, numbers, begins = _expand(points, numbers, begins, wide, number)

    kept = numbers < _DROPPED
    after = np.flatnonzero(numbers != _DROPPED)  # accents of their own neither count nor separate
    separates = ~kept | (numbers == SEPARATOR)
    latin = points < 0x250
    begins_word = np.zeros(len(numbers), np.bool_)
    begins_word[after[1:]] = separates[after[:-1]] | (latin[after[1:]] != latin[after[:-1]])

    places = np.concatenate(([0], np.cumsum(kept)))[begins]  # of each piece's separator, in what is kept
    starts = places[::5].copy()
    return Texts(
        points=np.array([0, *alphabet], np.uint32),
        numbers=numbers[kept],
        begins_word=begins_word[kept],
        starts=starts,
        title_ends=(places[1::5] - starts[:-1]).astype(np.int32),
        head_ends=(places[3::5] - starts[:-1]).astype(np.int32),
    )


def _folded(points: npt.NDArray[np.uint32]) -> dict[int, str]:
    """The folded form of each code point in use."""
    seen = np.zeros(int(points.max(initial=0)) + 1, np.bool_)
    seen[points] = True
    return {point: fold_character(chr(point)) for point in np.flatnonzero(seen).tolist()}


def _table(folded: dict[int, str], number: dict[str, int]) -> npt.NDArray[np.uint16]:
    """The number of every code point up to the largest: that of the first character it folds to, or one of
    _SKIPPED and _DROPPED.
    """
    table = np.full(max(folded, default=0) + 1, _SKIPPED, np.uint16)
    for point, form in folded.items():
        table[point] = number.get(form[0], _SKIPPED) if form else _DROPPED
    return table


_Layout = tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint16], npt.NDArray[np.int64]]


def _expand(
    points: npt.NDArray[np.uint32],
    numbers: npt.NDArray[np.uint16],
    begins: npt.NDArray[np.int64],
    wide: dict[int, str],
    number: dict[str, int],
) -> _Layout:
    """Make room for what folds to several characters (㎏, ﬁ, ½)."""
    places = np.flatnonzero(np.isin(points, np.array(list(wide), np.uint32)))
    widths = np.ones(len(points), np.int64)
    widths[places] = [len(wide[point]) for point in points[places].tolist()]
    new_places = np.concatenate(([0], np.cumsum(widths)))
    new_points, new_numbers = np.repeat(points, widths), np.repeat(numbers, widths)
    for old in places.tolist():
        for i, character in enumerate(wide[int(points[old])]):
            new_points[new_places[old] + i] = ord(character)
            new_numbers[new_places[old] + i] = number.get(character, _SKIPPED)
    return new_points, new_numbers, new_places[begins]


def arrays(texts: Texts) -> Arrays:
    """Its arrays by name, for storing."""
    return msgspec.structs.asdict(texts)


def restore(arrays: Arrays, count: int) -> Texts:
    """The texts of so many phrases from their stored arrays.

    Raises:
        ValueError: an array is missing, or they don't fit together.
    """
    texts = Texts(
        points=take(arrays, "points", np.uint32),
        numbers=take(arrays, "numbers", np.uint16),
        begins_word=take(arrays, "begins_word", np.bool_),
        starts=take(arrays, "starts", np.int64),
        title_ends=take(arrays, "title_ends", np.int32),
        head_ends=take(arrays, "head_ends", np.int32),
    )
    sizes = np.diff(texts.starts)
    fits = (
        len(texts) == len(texts.title_ends) == len(texts.head_ends) == count
        and len(texts.begins_word) == len(texts.numbers) == texts.starts[-1]
        and texts.starts[0] == 0
        and bool((sizes > 0).all())
        and bool(((texts.title_ends > 0) & (texts.title_ends <= texts.head_ends)).all())
        and bool((texts.head_ends < sizes).all())
        and int(texts.numbers.max(initial=0)) < len(texts.points) <= _MAX_CHARACTERS + 1
        and int(texts.points.max(initial=0)) <= sys.maxunicode
    )
    if not fits:
        raise ValueError("the texts of an index don't fit together")
    return texts
