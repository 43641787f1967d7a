"""Which phrases may be shown at all: by day, scope, department, category and window."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from phrasebook.model import Category, Phrase, Scope, Window
from phrasebook.phrases import Part

Allowed = npt.NDArray[np.bool_]


class Filters:
    """Answers for one row of phrases. The last answer is kept: while a person types, only the query changes."""

    def __init__(self, phrases: Sequence[Phrase], parts: Sequence[Part]) -> None:
        self._parts = parts
        self._count = len(phrases)
        self._conditional = [
            (i, phrases[i]) for part in parts for i in (part.start + k for k in part.outline.conditional)
        ]
        self._last: tuple[tuple[object, ...], Allowed | None] | None = None

    def allowed(
        self, day: date, scope: Scope | None, department: str, category: Category, window: Window | None
    ) -> Allowed | None:
        """For each phrase whether it may be shown; None when all may."""
        place = (window.program, window.title) if window else ("", "")
        key = (day, scope, department, category, place)
        if self._last is None or self._last[0] != key:
            self._last = key, self._make(day, scope, department, category, place)
        return self._last[1]

    def _make(
        self, day: date, scope: Scope | None, department: str, category: Category, place: tuple[str, str]
    ) -> Allowed | None:
        allowed = np.ones(self._count, np.bool_)
        for i, phrase in self._conditional:
            allowed[i] = phrase.valid_on(day) and phrase.offered_in(*place)
        for part in self._parts:
            here = allowed[part.start : part.end]
            if (scope is not None and part.scope is not scope) or (department and part.department != department):
                here[:] = False
            elif category:
                fits = [one[: len(category)] == category for one in part.outline.categories]
                here &= np.array(fits, np.bool_).take(part.outline.category_of)
        return None if allowed.all() else allowed
