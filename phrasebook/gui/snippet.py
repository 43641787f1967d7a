"""A phrase's text as one line of a row: line breaks as spaces, placeholders by their names, marks moved along. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from phrasebook.gui.ink import NARROW_SPACE
from phrasebook.model import Span
from phrasebook.placeholders import spans

BEFORE_MARK = 6
"""Code points shown before the first mark when the line must begin later than the text."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What is shown, where it is marked, and where chips stand; spans in code points of `text`."""

    text: str
    marks: tuple[Span, ...] = ()
    chips: tuple[Span, ...] = ()

    def starting_at(self, at: int) -> Snippet:
        """The same from `at` on, with "…" before it; `at` moves in front of a chip it falls into."""
        at = next((start for start, end in self.chips if start < at < end), at)
        return Snippet(
            "…" + self.text[at:],
            tuple((start - at + 1, end - at + 1) for start, end in self.marks if start >= at),
            tuple((start - at + 1, end - at + 1) for start, end in self.chips if start >= at),
        )


def snippet(text: str, marks: Sequence[Span]) -> Snippet:
    """The line for `text` with `marks` (code points of `text`) moved to where they stand in the line."""
    parts: list[str] = []
    chips: list[Span] = []
    moved: list[Span] = []
    length = at = 0
    for start, end, label in (*spans(text), (len(text), len(text), "")):
        moved += [
            (max(first, at) - at + length, min(last, start) - at + length)
            for first, last in marks
            if max(first, at) < min(last, start)
        ]
        parts.append(text[at:start])
        length += start - at
        if label:
            chip = f"{NARROW_SPACE}{label}{NARROW_SPACE}"
            moved += [(length + 1 + a, length + 1 + b) for a, b in _in_label(text, label, marks, (start, end))]
            chips.append((length, length + len(chip)))
            parts.append(chip)
            length += len(chip)
        at = end
    line = "".join(parts).translate({ord("\n"): " ", ord("\t"): " "})
    return Snippet(line, tuple(moved), tuple(chips))


def _in_label(text: str, label: str, marks: Sequence[Span], inside: Span) -> list[Span]:
    """Marks within a placeholder, where the label shows the same characters."""
    at = text.find(label, *inside)
    if at < 0:
        return []
    clipped = [(max(first - at, 0), min(last - at, len(label))) for first, last in marks]
    return [(first, last) for first, last in clipped if first < last]
