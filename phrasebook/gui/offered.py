"""Which phrases may be offered today in the agent's window, and how many there are in each category.

Told from outlines: of 100,000 phrases only those with dates or `apps` are read.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from phrasebook.model import Category, Phrase, Scope, Window
from phrasebook.phrases import Part, parts

_KEPT = 8  # windows of different programs an agent goes back and forth between


class Offered:
    """The phrases of one kind of window on one day, by their numbers."""

    def __init__(self, described: Sequence[Part], hidden: frozenset[int]) -> None:
        self._parts, self._hidden = described, hidden
        by_place: Counter[tuple[Scope, Category]] = Counter()
        for part in described:
            for which, count in Counter(part.outline.category_of).items():
                by_place[part.scope, part.outline.categories[which]] += count
            for number in hidden.intersection(range(part.start, part.end)):
                by_place[part.scope, _category(part, number)] -= 1
        self._categories = _tree(category for (_, category), count in by_place.items() if count)
        self._counts = {scope: self._listed(by_place, scope) for scope in (None, *Scope)}

    def has(self, number: int) -> bool:
        """Whether this phrase is offered."""
        return number not in self._hidden

    def of(self, scope: Scope | None, category: Category) -> Iterator[int]:
        """The phrases of a scope and category, in the library's order."""
        for part in self._parts:
            if scope is None or part.scope is scope:
                fits = [one[: len(category)] == category for one in part.outline.categories]
                for number, which in enumerate(part.outline.category_of, part.start):
                    if fits[which] and number not in self._hidden:
                        yield number

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
        self._parts = parts(phrases)
        numbers = [part.start + row for part in self._parts for row in part.outline.conditional]
        self._conditional = [(number, phrases[number]) for number in numbers]
        self._known: OrderedDict[frozenset[int], Offered] = OrderedDict()

    def to(self, window: Window | None) -> Offered:
        """What is offered in `window` today."""
        today = date.today()
        program, title = (window.program, window.title) if window else ("", "")
        hidden = frozenset(
            number
            for number, phrase in self._conditional
            if not (phrase.valid_on(today) and phrase.offered_in(program, title))
        )
        if hidden not in self._known:
            self._known[hidden] = Offered(self._parts, hidden)
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        self._known.move_to_end(hidden)
        return self._known[hidden]


def _category(part: Part, number: int) -> Category:
    return part.outline.categories[part.outline.category_of[number - part.start]]


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
