"""What is measured: phrasebook's own index, behind the same door as its peers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from phrasebook.model import Phrase
from phrasebook.search import Index
from phrasebook.search.spelling import PLAIN, Scheme, Spelling
from tests.bench.search.queries import Query

SHOWN = 10
_SCHEMES: dict[str, Scheme] = {"小鹤": "xiaohe", "微软": "microsoft", "自然码": "ziranma"}


class Engine(Protocol):
    """Something that answers queries over one library."""

    @property
    def name(self) -> str:
        """What it is called in tables."""
        ...

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        """The best ten phrases in order. `spelling` is one of double.SCHEMES, or empty for full pinyin."""
        ...

    def answers(self, query: Query) -> bool:
        """Whether it can be asked this kind of query at all."""
        ...


class Phrasebook:
    """Our own index."""

    name = "phrasebook"

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self.index = Index(phrases)

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        chosen = Spelling(double=_SCHEMES[spelling]) if spelling else PLAIN
        return [match.phrase for match in self.index.best(typed, limit=SHOWN, spelling=chosen)]

    def answers(self, query: Query) -> bool:
        return True


class AsThePickerAsks(Phrasebook):
    """The same as the picker asks it: more answers, some of them marked, with the use of 300 phrases."""

    name = "as the picker asks"
    _LIMIT, _MARKED, _USED = 200, 40, 300

    def __init__(self, index: Index, phrases: Sequence[Phrase]) -> None:
        self.index = index
        used = phrases[:: max(1, len(phrases) // self._USED)][: self._USED]
        self._boosts = {phrase.id: 1 / (1 + place) for place, phrase in enumerate(used)}

    def best(self, typed: str, spelling: str = "") -> Sequence[Phrase]:
        matches = self.index.best(typed, self._boosts, limit=self._LIMIT, highlighted=self._MARKED)
        return [match.phrase for match in matches]
