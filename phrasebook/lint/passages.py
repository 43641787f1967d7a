r"""All texts of all phrases as one long text, so that a rule looks through a library in one go.

\0 text \0 text \0 …      placeholders masked, as many characters as in the phrase
  folded                    the same with width, case, script and look-alikes undone
    squeezed                the same without decoration
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path

import msgspec

from phrasebook.lint.folding import BARRIER, MASK, Squeezed, folded
from phrasebook.model import Phrase
from phrasebook.pack.fields import default_title
from phrasebook.placeholders.syntax import Question, tokens


class Passage(msgspec.Struct, frozen=True, gc=False):
    """A text of a phrase: a field of it, or an entry of a list."""

    path: Path
    phrase: Phrase
    key: str
    item: int
    """Which entry of the list; -1 where the field is no list."""
    text: str
    start: int
    """Where it begins in the long text."""


class Passages:
    """The texts of phrases, side by side."""

    def __init__(self, phrases: Iterable[tuple[Path, Phrase]]) -> None:
        self.all: list[Passage] = []
        self._starts: list[int] = []
        self._parts = [BARRIER]
        self._length = 1
        for path, phrase in phrases:
            for key, item, text in _texts(phrase):
                self._add(path, phrase, key, item, text)

    def _add(self, path: Path, phrase: Phrase, key: str, item: int, text: str) -> None:
        self.all.append(Passage(path, phrase, key, item, text, self._length))
        self._starts.append(self._length)
        masked = _masked(text) if "{{" in text else text
        if BARRIER in masked:  # no pack holds one, but whoever asks may
            masked = masked.replace(BARRIER, " ")
        self._parts += (masked, BARRIER)
        self._length += len(text) + 1

    def at(self, offset: int) -> Passage:
        """The passage in which this character of the long text stands."""
        return self.all[bisect_right(self._starts, offset) - 1]

    @cached_property
    def plain(self) -> str:
        """The long text."""
        return "".join(self._parts)

    @cached_property
    def folded(self) -> str:
        """The long text as rules see it; every character at its place."""
        return folded(self.plain)

    @cached_property
    def squeezed(self) -> Squeezed:
        """The folded text without decoration."""
        return Squeezed(self.folded)


def _texts(phrase: Phrase) -> Iterator[tuple[str, int, str]]:
    """The fields that rules may look at, those that hold something."""
    if phrase.title != default_title(phrase.text, phrase.images):  # else it would be found twice
        yield "title", -1, phrase.title
    if phrase.text:
        yield "text", -1, phrase.text
    for item, text in enumerate(phrase.variants):
        yield "variants", item, text
    for item, text in enumerate(phrase.keywords):
        yield "keywords", item, text
    if phrase.note:
        yield "note", -1, phrase.note


def _masked(wording: str) -> str:
    """The wording with placeholders masked, except for what they propose: that may be pasted as it stands."""
    parts: list[str] = []
    for token in tokens(wording):
        if isinstance(token.meaning, str) and token.meaning == token.raw:
            parts.append(token.raw)
        elif isinstance(token.meaning, Question):
            parts.append(_proposals(token.raw, token.meaning))
        else:
            parts.append(MASK * len(token.raw))
    return "".join(parts)


def _proposals(raw: str, question: Question) -> str:
    """A question's placeholder with only its proposals left."""
    shown = [MASK] * len(raw)
    position = raw.find(question.label) + len(question.label)
    for proposal in question.options or (question.default,):
        found = raw.find(proposal, position)
        if proposal and found >= 0:
            shown[found : found + len(proposal)] = proposal
            position = found + len(proposal)
    return "".join(shown)
