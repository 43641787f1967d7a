"""What the picker asks of the rest of phrasebook, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from phrasebook.model import Category, Match, Phrase, Scope
from phrasebook.placeholders import Rendered, Values


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose. Pictures are the phrase's; `rendered.text` is empty for a phrase of pictures only."""

    phrase: Phrase
    wording: int
    """Which of `phrase.wordings` it is."""
    rendered: Rendered
    send: bool
    """Press the send key after pasting: the person asked for it, or the phrase says so."""
    copy_only: bool
    keystrokes: int
    """Keys pressed in the picker until the choice, this one included."""
    query: str


class PickerSource(Protocol):
    """The library, the search and the usage as the picker sees them. All of it is called in the GUI thread while a
    person waits, so nothing here may take longer than a few milliseconds.

    Only phrases that may be offered now, and in the target window, are returned.
    """

    def best(self, query: str, scope: Scope | None, category: Category, limit: int) -> Sequence[Match]:
        """The phrases that answer `query`, best first."""
        ...

    def recent(self, scope: Scope | None, category: Category, limit: int) -> Sequence[Phrase]:
        """What to offer without a query: most lately used first, then the others in the library's order."""
        ...

    def counts(self, query: str, scope: Scope | None) -> Sequence[tuple[Category, int]]:
        """Every category of the library with the number of phrases that answer `query` (all of them when it is empty).

        Each first-level category is followed by its second levels and counts them too; `()` counts everything. A
        category without answers is listed with 0, so that the tree keeps its shape while typing.
        """
        ...

    def unanswered(self, query: str) -> None:
        """The picker was closed without a choice, and this was the longest query typed."""
        ...

    def same_code(self, code: str) -> Sequence[Phrase]:
        """The phrases with this code, in any letter case."""
        ...

    def personal_pack(self) -> tuple[str, str]:
        """The pack that a new phrase goes into, by its file's name and by its title."""
        ...

    def wording(self, phrase: Phrase) -> tuple[int, int | None]:
        """Which of the phrase's wordings goes now, and which went last in the target window."""
        ...

    def used_this_month(self, phrase: Phrase) -> int:
        """How often this person has used the phrase since the month began."""
        ...

    def original_changed(self, phrase: Phrase) -> bool:
        """Whether the phrase is a personal copy whose subscribed original says something else by now."""
        ...

    def values(self) -> Values:
        """What placeholders are filled with now."""
        ...

    def images(self, phrase: Phrase) -> Sequence[Path]:
        """The files of the phrase's pictures."""
        ...
