"""Findings on the way: before it is known at what level they hold and on which line they stand."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass

from phrasebook.lint.findings import Level, Spot
from phrasebook.model import Phrase, Scope

NOBODY = Phrase(id="", scope=Scope.PUBLIC, pack="", title="")
"""Stands in a finding for a phrase that couldn't be read, or for none."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule has to say about a spot."""

    rule: str
    spot: Spot
    message: str
    hint: str = ""
    line: int = -1
    """Where it stands, if that is known; -1: to be looked up."""
    most: Level = Level.ERROR
    """It is no worse than this, whatever the rule's level."""


def ignored(phrase: Phrase) -> tuple[str, ...] | None:
    """The rules that the phrase's `lint_ignore` names; None when it is no list of texts."""
    if "lint_ignore" not in phrase.extra:
        return ()
    named = tomllib.loads(phrase.extra).get("lint_ignore", [])
    names = [named] if isinstance(named, str) else named
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None
    return tuple(names)
