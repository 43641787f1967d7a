"""What an import would do, decided for all phrases before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from phrasebook.formats.base import Head, Remark
from phrasebook.importing.gallery import Gallery, Picture
from phrasebook.model import Phrase
from phrasebook.pack.fields import Home


class Fate(StrEnum):
    """What becomes of a phrase in the file."""

    NEW = "new"
    SAME = "same"
    KEPT_BOTH = "kept-both"
    REPLACED = "replaced"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Planned:
    """A phrase of the file, and what becomes of it."""

    path: Path
    place: str
    fate: Fate
    phrase: Phrase
    """As it will be in the library; of SAME and SKIPPED, as the file has it."""
    existing: Phrase | None = None
    """The phrase of the library that it is the same as, or conflicts with."""
    reason: str = ""
    """Why it conflicts."""
    similar: str = ""
    """Of a new one: what in the library or the file says nearly the same."""

    @property
    def changes_library(self) -> bool:
        """Whether the library becomes another by it."""
        return self.fate in (Fate.NEW, Fate.KEPT_BOTH, Fate.REPLACED)


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A picture that goes into a pack's folder."""

    path: Path
    gallery: Gallery
    picture: Picture


@dataclass(slots=True)
class Plan:
    """All of an import."""

    planned: list[Planned] = field(default_factory=list)
    remarks: list[tuple[Path, Remark]] = field(default_factory=list)
    """What the files and the checks had to say; `refused` ones are phrases that stay out."""
    pictures: dict[Path, PictureFile] = field(default_factory=dict)
    heads: dict[Home, Head] = field(default_factory=dict)
    """Of packs, for those that are made anew."""

    def count(self, *fates: Fate) -> int:
        """How many phrases have one of these fates."""
        return sum(one.fate in fates for one in self.planned)

    @property
    def refused(self) -> list[tuple[Path, Remark]]:
        """The phrases that stay out, and why."""
        return [(path, remark) for path, remark in self.remarks if remark.refused]

    @property
    def conflicts(self) -> list[Planned]:
        """The phrases that are in the library with other content."""
        return [one for one in self.planned if one.reason]

    @property
    def changes(self) -> list[Planned]:
        """Those by which the library becomes another."""
        return [one for one in self.planned if one.changes_library]
