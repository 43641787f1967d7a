"""Which phrases may be shown at all: by day, scope, department, category and window."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from phrasebook.model import Category, Phrase, Scope, Window

Allowed = npt.NDArray[np.bool_]
_T = TypeVar("_T", bound=Hashable)


class Filters:
    """Answers for one row of phrases. The last answer is kept: while a person types, only the query changes."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._dated = [i for i, p in enumerate(phrases) if p.valid_from is not None or p.valid_until is not None]
        self._bound = [i for i, p in enumerate(phrases) if p.apps]
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
        allowed = np.ones(len(self._phrases), np.bool_)
        for i in self._dated:
            allowed[i] = self._phrases[i].valid_on(day)
        for i in self._bound:
            allowed[i] &= self._phrases[i].offered_in(*place)
        if scope is not None:
            allowed &= self._each(lambda p: p.scope is scope)
        if department:
            allowed &= self._each(lambda p: p.department == department)
        if category:
            allowed &= self._each(lambda p: p.category[: len(category)] == category)
        return None if allowed.all() else allowed

    def _each(self, fits: Callable[[Phrase], bool]) -> Allowed:
        return np.fromiter(map(fits, self._phrases), np.bool_, len(self._phrases))
