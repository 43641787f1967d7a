"""Phrases under their headings, in the order in which categories first appear."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from phrasebook.formats.base import Exported


@dataclass(slots=True)
class Section:
    """A second level ("" for phrases that are in none) and its phrases."""

    name: str
    phrases: list[Exported]


@dataclass(slots=True)
class Chapter:
    """A first level ("" for phrases without a category); the section without a name comes first."""

    name: str
    sections: list[Section]

    @property
    def count(self) -> int:
        """How many phrases are in it."""
        return sum(len(section.phrases) for section in self.sections)


def outline(phrases: Iterable[Exported]) -> list[Chapter]:
    """The chapters; phrases without a category come first, where no heading claims them."""
    tree: dict[str, dict[str, list[Exported]]] = {}
    for one in phrases:
        first, second = (*one.phrase.category, "", "")[:2]
        tree.setdefault(first, {}).setdefault(second, []).append(one)
    chapters = [
        Chapter(first, [Section(second, members) for second, members in sorted(seconds.items(), key=_is_named)])
        for first, seconds in tree.items()
    ]
    return sorted(chapters, key=lambda chapter: bool(chapter.name))


def _is_named(pair: tuple[str, list[Exported]]) -> bool:
    return bool(pair[0])
