"""Where imported phrases go: what the user said, else what the file says, else a personal pack named after the file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from phrasebook.formats.base import Item
from phrasebook.language import t
from phrasebook.model import Category, Phrase, Scope
from phrasebook.pack.fields import Home
from phrasebook.pack.names import name_trouble

_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|\x00-\x1f\x7f-\x9f]+')
_MAX_NAME = 60


class OnConflict(StrEnum):
    """What to do with a phrase that is in the library with other content."""

    KEEP_BOTH = "keep-both"
    REPLACE = "replace"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Target:
    """What the user said about where to; what is empty is left to the file."""

    scope: Scope | None = None
    department: str = ""
    pack: str = ""
    category: Category = ()
    on_conflict: OnConflict = OnConflict.SKIP

    def home(self, item: Item, known: Phrase | None, path: Path) -> Home | str:
        """Where an item of the file at `path` belongs, or why nobody can tell.

        `known` is the phrase of the library with the item's id: if nobody says a scope, that is where it lives.
        """
        if known and not self.scope and not item.scope:
            return Home(known.scope, known.department, self.pack or known.pack)
        scope = self.scope or item.scope or Scope.PERSONAL
        department = ""
        if scope is Scope.DEPARTMENT:
            department = self.department or item.department
            if not department:
                return t(
                    "没有写是哪个部门，用 --scope department/部门 指定",
                    "no department is named: say --scope department/NAME",
                )
            if trouble := name_trouble(department):
                return f"{t('部门', 'department')}: {trouble}"
        return Home(scope, department, self.pack or pack_name(item.pack or path.stem))


def pack_name(wanted: str) -> str:
    """A name that a pack's file can have, as much like the wanted one as can be."""
    name = _NOT_IN_NAMES.sub("-", wanted).strip(" .-")[:_MAX_NAME].rstrip(" .-")
    return name if not name_trouble(name) else t(f"导入-{name}", f"import-{name}").rstrip("-")
