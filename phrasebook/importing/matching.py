"""Which phrase of the library an imported one is: the same, another version of it, or none. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from phrasebook.language import t
from phrasebook.model import Phrase, Scope

CONTENT = (
    "category",
    "title",
    "text",
    "code",
    "keywords",
    "variants",
    "images",
    "send",
    "valid_from",
    "valid_until",
    "apps",
    "note",
    "extra",
)
"""Everything a phrase says, besides what it is and where it lies."""

Place = tuple[Scope, str]
"""Scope and department: where a code is one phrase's."""

Images = Callable[[Phrase], tuple[str, ...]]
"""The contents of a phrase's pictures."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A phrase to import."""

    place: str
    phrase: Phrase
    fields: frozenset[str] | None
    """What its file can say (`Reading.fields`)."""
    titled: bool
    """Whether the file gives it a title."""
    images: tuple[str, ...]
    """The contents of its pictures."""

    def says(self) -> frozenset[str]:
        """The fields whose value the file means, empty or not."""
        given = {field for field in CONTENT if getattr(self.phrase, field)}
        said = given | (set(CONTENT) & self.fields if self.fields is not None else set())
        return frozenset(said if self.titled or "title" in (self.fields or ()) else said - {"title"})


@dataclass(frozen=True, slots=True)
class Conflict:
    """A phrase of the library that an imported one is another version of, and how that is known."""

    existing: Phrase
    reason: str


class Known:
    """The phrases of a library, and those that will be in it; each is one imported phrase's at most."""

    def __init__(self, phrases: Iterable[Phrase], images: Images) -> None:
        self._images = images
        self._by_id: dict[str, Phrase] = {}
        self._by_text: dict[tuple[Place, str], list[Phrase]] = {}
        self._by_code: dict[tuple[Place, str], Phrase] = {}
        self._by_title: dict[tuple[Place, tuple[str, ...], str], list[Phrase]] = {}
        self._claimed: set[str] = set()
        for phrase in phrases:
            self.add(phrase)

    @property
    def ids(self) -> set[str]:
        """All ids that are taken."""
        return set(self._by_id)

    def with_id(self, wanted: str) -> Phrase | None:
        """The phrase with this id."""
        return self._by_id.get(wanted)

    def with_code_of(self, phrase: Phrase) -> Phrase | None:
        """The phrase of that scope which has this one's code."""
        return self._by_code.get((_place(phrase), phrase.code.casefold())) if phrase.code else None

    def replace(self, old: Phrase, new: Phrase) -> None:
        """Have a phrase say what the import wants, which claims it; its code is free if it has another now."""
        if self.with_code_of(old) is old:
            del self._by_code[_place(old), old.code.casefold()]
        self.add(new, claimed=True)

    def add(self, phrase: Phrase, *, claimed: bool = False) -> None:
        """Take in a phrase; `claimed` if it comes from the import itself."""
        place = _place(phrase)
        self._by_id[phrase.id] = phrase
        self._by_text.setdefault((place, phrase.text), []).append(phrase)
        self._by_title.setdefault((place, phrase.category, phrase.title), []).append(phrase)
        if phrase.code:
            self._by_code.setdefault((place, phrase.code.casefold()), phrase)
        if claimed:
            self._claimed.add(phrase.id)

    def claim(self, phrase: Phrase) -> None:
        """Note that this phrase has found its imported one."""
        self._claimed.add(phrase.id)

    def same(self, incoming: Incoming) -> Phrase | None:
        """A phrase of that scope which says all that this one says; one that nobody has claimed, if possible."""
        said = incoming.says()
        alike = [
            phrase
            for phrase in self._by_text.get((_place(incoming.phrase), incoming.phrase.text), ())
            if self._says_all(phrase, incoming, said)
        ]
        alike.sort(key=lambda phrase: (phrase.id in self._claimed, phrase.id != incoming.phrase.id))
        return alike[0] if alike else None

    def conflict(self, incoming: Incoming) -> Conflict | None:
        """The unclaimed phrase of that scope with the same id, else code, else category and title."""
        phrase = incoming.phrase
        place = _place(phrase)
        same_id = self._by_id.get(phrase.id)
        if same_id and _place(same_id) == place and same_id.id not in self._claimed:
            return Conflict(same_id, t("id 相同，内容不同", "same id, other content"))
        same_code = self.with_code_of(phrase)
        if same_code and same_code.id not in self._claimed:
            return Conflict(same_code, t(f"编码 {phrase.code} 已有", f"the code {phrase.code} is taken"))
        if incoming.titled:
            for same_title in self._by_title.get((place, phrase.category, phrase.title), ()):
                if same_title.id not in self._claimed:
                    return Conflict(same_title, t("分类和标题相同，内容不同", "same category and title, other content"))
        return None

    def _says_all(self, phrase: Phrase, incoming: Incoming, said: frozenset[str]) -> bool:
        for field in said:
            if field == "images":
                if self._images(phrase) != incoming.images:
                    return False
            elif getattr(phrase, field) != getattr(incoming.phrase, field):
                left_off = field == "code" and not phrase.code and self.with_code_of(incoming.phrase)
                if not left_off:  # an earlier import left the code to the phrase that had it
                    return False
        return True


def changed(existing: Phrase, incoming: Incoming) -> Phrase:
    """The phrase of the library, saying what the imported one says; what that one can't say stays."""
    values: Mapping[str, Any] = {field: getattr(incoming.phrase, field) for field in incoming.says()}
    return msgspec.structs.replace(existing, provisional=False, **values)


def _place(phrase: Phrase) -> Place:
    return phrase.scope, phrase.department
