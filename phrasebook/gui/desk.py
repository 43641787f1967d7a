"""The agent's desk: library, index and usage as they are now, seen from the window the agent is writing in."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from datetime import date, datetime
from pathlib import Path

from phrasebook.desktop.base import Saved
from phrasebook.gui.offered import Offers
from phrasebook.language import t
from phrasebook.library import Library
from phrasebook.model import Category, Match, Phrase, Scope, Window
from phrasebook.phrases import outline_of
from phrasebook.placeholders import Values
from phrasebook.search import Index
from phrasebook.search.fold import fold
from phrasebook.search.spelling import Spelling
from phrasebook.settings import Settings
from phrasebook.usage import Usage, Wordings

_COUNTED = 200  # answers that the category tree counts while one types; more than anybody scrolls through
_MARKED = 40  # answers whose matched characters are worked out: four screens of rows; it is most of the cost
_CLIPBOARD_BOUND = 0.2  # seconds the picker waits for a slow program's clipboard before it asks instead


class Desk:
    """What the picker shows and asks (gui.source.PickerSource). Swapped parts are swapped whole."""

    def __init__(self, library: Library, index: Index, usage: Usage, settings: Settings) -> None:
        self.usage = usage
        self.wordings = Wordings()
        self.settings = settings
        self.window: Window | None = None
        self.clipboard: Future[Saved] | None = None
        self._answered: tuple[tuple[str, Scope | None, Spelling], list[Match]] | None = None
        self.show(library, index)

    def show(self, library: Library, index: Index) -> None:
        """Use this library from now on."""
        self.library, self._index = library, index
        self._offers = Offers(library.phrases)
        self._turn()

    def turn_to(self, window: Window | None, clipboard: Future[Saved] | None) -> None:
        """The agent now writes in `window`, with `clipboard` as it was found there."""
        self.window, self.clipboard = window, clipboard
        self._turn()

    def best(self, query: str, scope: Scope | None, category: Category, limit: int) -> Sequence[Match]:
        """See PickerSource."""
        if not category and limit <= _COUNTED:
            return self._answers(query, scope)[:limit]
        return self._find(query, scope, category, limit)

    def recent(self, scope: Scope | None, category: Category, limit: int) -> Sequence[Phrase]:
        """See PickerSource."""
        numbers = self.library.phrases.numbers
        used = (numbers.get(id_) for id_ in self.usage.recent(self._program, limit))
        wanted = dict.fromkeys(number for number in used if number is not None and self._offered.has(number))
        chosen = [n for n in wanted if _is_in(self.library.phrases[n], scope, category)]
        for number in self._offered.of(scope, category):
            if len(chosen) >= limit:
                break
            if number not in wanted:
                chosen.append(number)
        return [self.library.phrases[number] for number in chosen[:limit]]

    def counts(self, query: str, scope: Scope | None) -> Sequence[tuple[Category, int]]:
        """See PickerSource."""
        if not query.strip():
            return self._offered.counts(scope)
        return self._offered.counts_of(match.phrase for match in self._answers(query, scope))

    def unanswered(self, query: str) -> None:
        """See PickerSource."""
        if self.settings.search.count_unanswered:
            self.usage.record_unanswered(fold(query))

    def same_code(self, code: str) -> Sequence[Phrase]:
        """See PickerSource."""
        wanted = code.casefold()
        found: list[Phrase] = []
        for pack in self.library.packs:
            codes = outline_of(pack.phrases).codes
            found += [pack.phrases[number] for number, one in codes if one.casefold() == wanted]
        return found

    def personal_pack(self) -> tuple[str, str]:
        """See PickerSource."""
        own = next((pack for pack in self.library.packs if pack.scope is Scope.PERSONAL), None)
        name = t("我的", "mine")
        return (own.name, own.title) if own else (name, name)

    def wording(self, phrase: Phrase) -> tuple[int, int | None]:
        """See PickerSource."""
        window = self.window.id if self.window else 0
        return (
            self.wordings.next(window, phrase.id, len(phrase.wordings)),
            self.wordings.last(window, phrase.id),
        )

    def used_this_month(self, phrase: Phrase) -> int:
        """See PickerSource."""
        return self.usage.count(phrase.id, date.today().replace(day=1))

    def original_changed(self, phrase: Phrase) -> bool:
        """See PickerSource."""
        return self.library.original_changed(phrase)

    def values(self) -> Values:
        """See PickerSource."""
        return Values(datetime.now().astimezone(), self._clipboard_text(), self.settings.variables, self.library.texts)

    def images(self, phrase: Phrase) -> Sequence[Path]:
        """See PickerSource."""
        return self.library.images_of(phrase)

    @property
    def _program(self) -> str:
        return self.window.program if self.window else ""

    @property
    def _spelling(self) -> Spelling:
        said = self.settings.search
        return Spelling(said.double_pinyin, said.fuzzy_pinyin)

    def _turn(self) -> None:
        self._offered = self._offers.to(self.window)
        self._answered = None

    def _answers(self, query: str, scope: Scope | None) -> list[Match]:
        """The answers to the present query, kept because list and tree ask for them one after the other."""
        key = (query, scope, self._spelling)
        if self._answered is None or self._answered[0] != key:
            self._answered = (key, self._find(query, scope, (), _COUNTED))
        return self._answered[1]

    def _find(self, query: str, scope: Scope | None, category: Category, limit: int) -> list[Match]:
        boosts = self.usage.boosts(self._program)
        return self._index.best(
            query,
            boosts,
            scope=scope,
            category=category,
            app=self.window,
            limit=limit,
            highlighted=_MARKED,
            spelling=self._spelling,
        )

    def _clipboard_text(self) -> str:
        if self.clipboard is None:
            return ""
        try:
            return self.clipboard.result(_CLIPBOARD_BOUND).text
        except FutureTimeoutError:
            self.clipboard = None  # its owner doesn't answer; ask the person instead, and don't wait again
            return ""


def _is_in(phrase: Phrase, scope: Scope | None, category: Category) -> bool:
    return (scope is None or phrase.scope is scope) and phrase.category[: len(category)] == category
