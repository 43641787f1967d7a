"""A phrase as it is being written: what stands in the editor's fields, and the phrase that comes of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from phrasebook.errors import PlaceholderError
from phrasebook.language import t
from phrasebook.model import Category, Phrase, Scope
from phrasebook.pack.fields import Home, Trouble, default_title, read_phrase
from phrasebook.pack.ids import new_id
from phrasebook.placeholders import Values, questions

FIELDS = ("title", "text", "category", "code", "keywords")
"""The fields that something can be wrong with; a variant's mistakes belong to `text`."""

_COMMA = re.compile(r"[、，,;；\n]+")


@dataclass(frozen=True, slots=True)
class Draft:
    """What the fields hold."""

    wordings: tuple[str, ...] = ("",)
    """The text and its variants; never empty."""
    title: str = ""
    """Empty: the text's first line stands for it."""
    category: tuple[str, str] = ("", "")
    code: str = ""
    keywords: str = ""
    origin: Phrase | None = None
    """The phrase that is changed, or of which a personal copy is made; None: a new one."""

    @property
    def copies(self) -> bool:
        """What is saved is a personal copy of a phrase that others share."""
        return self.origin is not None and self.origin.scope is not Scope.PERSONAL


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong with a field, and with which wording if it is `text`."""

    field: str
    message: str
    wording: int = 0


def draft_of(phrase: Phrase) -> Draft:
    """What the fields hold when a phrase is opened."""
    first, second = (*phrase.category, "", "")[:2]
    return Draft(
        phrase.wordings,
        "" if phrase.title == default_title(phrase.text, phrase.images) else phrase.title,
        (first, second),
        phrase.code,
        t("、", ", ").join(phrase.keywords),
        phrase,
    )


def phrase_of(draft: Draft, pack: str) -> Phrase | tuple[Mistake, ...]:
    """The phrase of the personal pack `pack` that a draft stands for, or what is wrong with it, field by field.

    What the fields don't show (pictures, dates, apps, a note, unknown keys) is kept as it was.
    """
    origin = draft.origin
    text, *variants = [wording.rstrip() for _, wording in _written(draft)] or [""]
    table = {
        "title": draft.title,
        "text": text,
        "variants": variants,
        "images": list(origin.images) if origin else [],
        "category": list(_levels(draft.category)),
        "code": draft.code.strip(),
        "keywords": list(_keywords(draft)),
    }
    if draft.category[1].strip() and not draft.category[0].strip():
        return (Mistake("category", t("先写一级分类", "write the first level too")),)
    read = read_phrase(table, Home(Scope.PERSONAL, "", pack))
    if not isinstance(read, Phrase):
        return tuple(_placed(trouble, draft, pack) for trouble in read)
    if origin is None:
        return msgspec.structs.replace(read, id=new_id())
    return msgspec.structs.replace(
        origin,
        id=new_id() if draft.copies else origin.id,
        provisional=origin.provisional and not draft.copies,
        scope=read.scope,
        department="",
        pack=pack,
        title=read.title,
        text=read.text,
        variants=read.variants,
        category=read.category,
        code=read.code,
        keywords=read.keywords,
    )


def mistakes_in(draft: Draft, values: Values, same_code: Sequence[Phrase]) -> tuple[Mistake, ...]:
    """What only the rest of the library can tell: a code that a personal phrase has, a placeholder that leads nowhere.

    `same_code` are the phrases that have the code of the draft.
    """
    found = []
    own = draft.origin.id if draft.origin and not draft.copies else ""
    other = next((one for one in same_code if one.scope is Scope.PERSONAL and one.id != own), None)
    if other is not None:
        found.append(Mistake("code", t(f"「{other.title}」已经用了它", f"“{other.title}” has it already")))
    for number, wording in _written(draft):
        try:
            questions(wording, values)
        except PlaceholderError as error:
            found.append(Mistake("text", _said(error.message, error.hint), number))
            break
    return tuple(found)


def shadowed(draft: Draft, same_code: Sequence[Phrase]) -> Phrase | None:
    """The shared phrase that can't be had by its code any more once the draft is saved, its own original excepted."""
    own = draft.origin.id if draft.origin else ""
    return next((one for one in same_code if one.scope is not Scope.PERSONAL and one.id != own), None)


def split_category(typed: str) -> tuple[str, str] | None:
    """The two levels of `售后/退换货` typed into the first field; None: it holds one level only."""
    first, slash, second = typed.replace("／", "/").partition("/")
    return (first.strip(), second.strip()) if slash else None


def categories_of(counts: Sequence[tuple[Category, int]]) -> Mapping[str, tuple[str, ...]]:
    """The second levels of each first level, in the order of the tree."""
    tree: dict[str, list[str]] = {}
    for category, _ in counts:
        if category:
            seconds = tree.setdefault(category[0], [])
            seconds += category[1:]
    return {first: tuple(seconds) for first, seconds in tree.items()}


def _levels(category: tuple[str, str]) -> Category:
    return tuple(level for level in (one.strip() for one in category) if level)


def _keywords(draft: Draft) -> tuple[str, ...]:
    """The keywords; those of the original as they were where nobody touched them: one may hold a comma itself."""
    if draft.origin is not None and draft.keywords == draft_of(draft.origin).keywords:
        return draft.origin.keywords
    return tuple(dict.fromkeys(word for part in _COMMA.split(draft.keywords) if (word := part.strip())))


def _written(draft: Draft) -> list[tuple[int, str]]:
    """The wordings that aren't blank, with their numbers."""
    return [(number, wording) for number, wording in enumerate(draft.wordings) if wording.strip()]


def _placed(trouble: Trouble, draft: Draft, pack: str) -> Mistake:
    """The mistake at the field it belongs to, with the wording that has it."""
    message = _said(trouble.message, trouble.hint)
    if trouble.key not in ("text", "variants"):
        return Mistake(trouble.key, message)
    home = Home(Scope.PERSONAL, "", pack)
    wrong = (n for n, wording in _written(draft) if not isinstance(read_phrase({"text": wording}, home), Phrase))
    return Mistake("text", message, next(wrong, 0))


def _said(message: str, hint: str) -> str:
    return t("，", "; ").join(filter(None, (message, hint)))
