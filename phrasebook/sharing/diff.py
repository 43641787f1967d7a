"""What changed between two versions of a pack, phrase by phrase and word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

import msgspec

from phrasebook.model import Pack, Phrase

_WORD = re.compile(r"[A-Za-z0-9]+|\s+|.", re.DOTALL)
"""Latin words and numbers stay whole; every other character, a Chinese one above all, is a word of its own."""

_WORDS_LIMIT = 4_000
"""Longer texts are shown as replaced whole: SequenceMatcher takes the square of the length at worst."""

_UNSEEN = ("id", "line", "provisional", "scope", "department", "pack")
"""Fields that say where a phrase stands, not what it says."""


class Kind(StrEnum):
    """What became of a phrase or pack."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Op(StrEnum):
    """What became of some words."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


Words = tuple[tuple[Op, str], ...]


@dataclass(frozen=True, slots=True)
class PhraseChange:
    """A phrase that is different, with its title as it is now (removed: as it was)."""

    kind: Kind
    id: str
    title: str
    fields: tuple[tuple[str, Words], ...] = ()
    """For a changed phrase: each field that is different, in words."""


@dataclass(frozen=True, slots=True)
class PackChange:
    """A pack that is different."""

    kind: Kind
    name: str
    phrases: tuple[PhraseChange, ...]

    def count(self, kind: Kind) -> int:
        """How many phrases this happened to."""
        return sum(1 for change in self.phrases if change.kind is kind)


def pack_change(old: Pack | None, new: Pack | None) -> PackChange | None:
    """What is different; None: nothing (for a pack, its file may still differ in comments and order)."""
    kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
    before, after = _keyed(old.phrases if old else ()), _keyed(new.phrases if new else ())
    changes = [
        PhraseChange(Kind.REMOVED, phrase.id, phrase.title) for key, phrase in before.items() if key not in after
    ]
    for key, phrase in after.items():
        was = before.get(key)
        if was is None:
            changes.append(PhraseChange(Kind.ADDED, phrase.id, phrase.title))
        elif fields := tuple(_different_fields(was, phrase)):
            changes.append(PhraseChange(Kind.CHANGED, phrase.id, phrase.title, fields))
    named = new or old
    if named is None or (not changes and kind is Kind.CHANGED):
        return None
    return PackChange(kind, named.name, tuple(changes))


def word_diff(old: str, new: str) -> Words:
    """The words of both, those of the old one that are gone before those that came in their place."""
    if old == new:
        return ((Op.SAME, old),) if old else ()
    a, b = _WORD.findall(old), _WORD.findall(new)
    if max(len(a), len(b)) > _WORDS_LIMIT:
        return tuple((op, text) for op, text in ((Op.REMOVED, old), (Op.ADDED, new)) if text)
    parts: list[tuple[Op, str]] = []
    for tag, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append((Op.SAME, "".join(a[a1:a2])))
            continue
        if a1 < a2:
            parts.append((Op.REMOVED, "".join(a[a1:a2])))
        if b1 < b2:
            parts.append((Op.ADDED, "".join(b[b1:b2])))
    return tuple(parts)


def _keyed(phrases: Sequence[Phrase]) -> dict[str, Phrase]:
    """Phrases by their id; those whose file holds none by their title, which changes less often than their text."""
    keyed: dict[str, Phrase] = {}
    for phrase in phrases:
        key = f"title {'/'.join(phrase.category)} {phrase.title}" if phrase.provisional else phrase.id
        while key in keyed:
            key += "+"
        keyed[key] = phrase
    return keyed


def _different_fields(old: Phrase, new: Phrase) -> Iterator[tuple[str, Words]]:
    for field in msgspec.structs.fields(Phrase):
        before, after = getattr(old, field.name), getattr(new, field.name)
        if field.name not in _UNSEEN and before != after:
            yield field.name, word_diff(_shown(before), _shown(after))


def _shown(value: object) -> str:
    """A field's value as text."""
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    return "" if value is None else str(value)
