"""Which phrases were chosen when which words were said: counts, without the order in which the words stood.

A feature is a character, two side by side, or a Latin word, always one that the library itself contains; the empty one
counts the choices of a phrase. The search decides what is a feature (search/features.py); here they are only counted.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from phrasebook.usage.database import Database

MOST_ROWS = 50_000
"""What was learned longest ago makes room; about 4 MB in the file."""
_SPARED = MOST_ROWS * 9 // 10
_LOOKED_AFTER = 50
"""How many choices pass between two looks at the size."""
_CHOICES = ""
"""The feature that every choice has."""
_LONGEST = 20
"""Characters of a feature."""


class Learned(NamedTuple):
    """What was chosen when these features were in the message."""

    counts: Mapping[str, Mapping[str, float]] = {}
    """feature → phrase → how often both met; a feature of a turn before the message counts as a part of one."""
    choices: Mapping[str, float] = {}
    """phrase → how often it was chosen for a message at all; the phrases in `counts` among them."""
    repeats: float = 0.0
    """The share of recent uses whose phrase had been used before: how far this person's habits are to be trusted."""


class Learning:
    """The counts in the file; what was asked for once stays in memory."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._counts: dict[str, dict[str, float]] = {}
        """feature → phrase → count, of the features that were asked for."""
        self._added = 0

    def add(self, features: Mapping[str, float], phrase: str, day: str) -> None:
        """A phrase was chosen for these features, each counting as much as the mapping says."""
        kept = {feature: weight for feature, weight in features.items() if _may_be_kept(feature)}
        if not kept:
            return
        kept[_CHOICES] = 1.0
        self._database.write(
            "INSERT INTO learned VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET count = count + excluded.count, day = excluded.day",
            *((feature, phrase, weight, day) for feature, weight in kept.items()),
        )
        for feature in kept.keys() & self._counts.keys():
            counts = self._counts[feature]
            counts[phrase] = counts.get(phrase, 0.0) + kept[feature]
        if self._added % _LOOKED_AFTER == 0:
            self._make_room()
        self._added += 1

    def of(self, features: Collection[str], repeats: float) -> Learned:
        """What was learned for these features."""
        asked = [feature for feature in features if _may_be_kept(feature)]
        self._fetch([feature for feature in (_CHOICES, *asked) if feature not in self._counts])
        counts = {feature: self._counts[feature].copy() for feature in asked if self._counts[feature]}
        return Learned(counts, self._counts[_CHOICES].copy() if counts else {}, repeats)

    def _fetch(self, features: Sequence[str]) -> None:
        self._counts |= {feature: {} for feature in features}
        query = "SELECT feature, phrase, count FROM learned WHERE feature IN (SELECT value FROM json_each(?))"
        for feature, phrase, count in self._database.read(query, (json.dumps(features),)) if features else ():
            self._counts[feature][phrase] = count

    def _make_room(self) -> None:
        counted = self._database.read("SELECT count(*) FROM learned")
        if counted and counted[0][0] > MOST_ROWS:
            self._database.write(
                "DELETE FROM learned WHERE (feature, phrase) IN"
                " (SELECT feature, phrase FROM learned WHERE feature <> '' ORDER BY day, count LIMIT ?)",
                (counted[0][0] - _SPARED,),
            )
            self._counts.clear()


def _may_be_kept(feature: str) -> bool:
    """Short, and no part of a number, whatever the caller thinks a feature is."""
    return 0 < len(feature) <= _LONGEST and feature.isprintable() and not any(map(str.isdigit, feature))
