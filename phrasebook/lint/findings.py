"""What lint says: findings, each with its place, the rule that made it, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phrasebook.language import t
from phrasebook.model import Phrase, Span


class Level(StrEnum):
    """How much a finding matters. An error stops `phrasebook lint` with exit code 1, and a publication."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def rank(self) -> int:
        """0 for an error, more for what matters less."""
        return _RANKS[self]

    @property
    def name_for_people(self) -> str:
        """In the current language."""
        return t({"error": "错误", "warning": "警告", "hint": "提示"}[self.value], self.value)


_RANKS = {level: rank for rank, level in enumerate(Level)}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that should be put right."""

    path: Path
    line: int
    """From 1: of the words themselves where they can be told in the file, else of the key; 0: the whole file."""
    column: int
    """From 1, in code points; 0 where the line is."""
    phrase: str
    """The phrase's id; "" when no phrase is meant, or one that couldn't be read."""
    title: str
    """Of the phrase; long numbers in it are hidden."""
    key: str
    """The field: `text`, `variants`, `code`, …; "" when none is meant."""
    rule: str
    level: Level
    message: str
    hint: str = ""
    span: Span = (0, 0)
    """What is meant of the field's text (of the item's, in a list); (0, 0): all of it."""
    item: int = -1
    """Which entry of a list such as `variants`, from 0; -1 where the field is no list."""

    @property
    def order(self) -> tuple[str, int, int, int, str]:
        """By file, then from top to bottom."""
        return str(self.path), self.line, self.column, self.level.rank, self.rule


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a phrase, before its line is looked up."""

    path: Path
    phrase: Phrase
    key: str = ""
    item: int = -1
    span: Span = (0, 0)


Sources = Mapping[Path, str]
r"""The texts of pack files, with `\n` line ends; a file that isn't in it gets the lines of its phrases' headers."""
