"""Which wording of a phrase was last used where."""

from __future__ import annotations

from collections import OrderedDict


class Wordings:
    """Which wording of a phrase was last used in which window, so that no customer reads the same twice in a row."""

    def __init__(self, limit: int = 1000) -> None:
        self._limit = limit
        self._last: OrderedDict[tuple[int, str], int] = OrderedDict()

    def last(self, window_id: int, phrase_id: str) -> int | None:
        """The number of the wording last used there; None when none is remembered."""
        return self._last.get((window_id, phrase_id))

    def next(self, window_id: int, phrase_id: str, count: int) -> int:
        """One of so many wordings, another than the last used there when there are two; in turn, so that all are."""
        last = self.last(window_id, phrase_id)
        return 0 if last is None else (last + 1) % max(1, count)

    def remember(self, window_id: int, phrase_id: str, wording: int) -> None:
        """This wording was used there."""
        self._last[window_id, phrase_id] = wording
        self._last.move_to_end((window_id, phrase_id))
        while len(self._last) > self._limit:
            self._last.popitem(last=False)
