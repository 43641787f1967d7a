"""Which phrases may be offered today in the agent's window, and how many there are in each category."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from phrasebook.model import Category, Phrase, Scope, Window

_KEPT = 8  # windows of different programs an agent goes back and forth between


class Offered:
    """The phrases of one kind of window on one day."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.phrases = phrases
        self.ids = {phrase.id for phrase in phrases}
        by_place = Counter((phrase.scope, phrase.category) for phrase in phrases)
        self._categories = _tree(category for _scope, category in by_place)
        self._counts = {scope: self._listed(by_place, scope) for scope in (None, *Scope)}

    def counts(self, scope: Scope | None) -> Sequence[tuple[Category, int]]:
        """Every category and the number of phrases in it and below."""
        return self._counts[scope]

    def counts_of(self, phrases: Iterable[Phrase]) -> Sequence[tuple[Category, int]]:
        """Every category and how many of `phrases` are in it and below."""
        return self._listed(Counter((phrase.scope, phrase.category) for phrase in phrases), None)

    def _listed(
        self, by_place: Mapping[tuple[Scope, Category], int], only: Scope | None
    ) -> Sequence[tuple[Category, int]]:
        counted: Counter[Category] = Counter()
        for (scope, category), count in by_place.items():
            if only is None or scope is only:
                for depth in range(len(category) + 1):
                    counted[category[:depth]] += count
        return [(category, counted[category]) for category in self._categories]


class Offers:
    """All phrases of a library, and what is offered of them in one window or another.

    Only phrases with dates or `apps` depend on day and window; they are few, so that looking at them tells in no time
    whether what was worked out for an earlier window holds for this one.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._phrases = phrases
        self._conditional = [p for p in phrases if p.apps or p.valid_from or p.valid_until]
        self._known: OrderedDict[frozenset[str], Offered] = OrderedDict()

    def to(self, window: Window | None) -> Offered:
        """What is offered in `window` today."""
        today = date.today()
        program, title = (window.program, window.title) if window else ("", "")
        hidden = frozenset(
            phrase.id
            for phrase in self._conditional
            if not (phrase.valid_on(today) and phrase.offered_in(program, title))
        )
        if hidden not in self._known:
            self._known[hidden] = Offered([phrase for phrase in self._phrases if phrase.id not in hidden])
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(hidden)
        return self._known[hidden]


def _tree(categories: Iterable[Category]) -> Sequence[Category]:
    """Every category in the order in which the packs name them, second levels right below their first; all first."""
    tree: dict[str, dict[Category, None]] = {}
    for category in categories:
        if category:
            seconds = tree.setdefault(category[0], {})
            if len(category) > 1:
                seconds[category] = None
    listed: list[Category] = [()]
    for first, seconds in tree.items():
        listed += [(first,), *seconds]
    return listed
