"""Phrases and matches as --json prints them (docs/architecture.md) and as rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from phrasebook.language import t
from phrasebook.model import Match, Phrase

if TYPE_CHECKING:
    from phrasebook.library import Library


def match_data(match: Match) -> dict[str, Any]:
    """A match as the contract has it."""
    phrase = match.phrase
    return {
        "id": phrase.id,
        "scope": phrase.scope.value,
        "department": phrase.department,
        "pack": phrase.pack,
        "category": list(phrase.category),
        "title": phrase.title,
        "code": phrase.code,
        "text": phrase.text,
        "score": round(match.score, 6),
        "positions": {field: [list(span) for span in spans] for field, spans in match.positions.items()},
    }


def phrase_data(phrase: Phrase) -> dict[str, Any]:
    """Every field of docs/packs.md, for --json."""
    import tomllib  # only for unknown keys

    return {
        "id": phrase.id,
        "scope": phrase.scope.value,
        "department": phrase.department,
        "pack": phrase.pack,
        "category": list(phrase.category),
        "title": phrase.title,
        "code": phrase.code,
        "text": phrase.text,
        "keywords": list(phrase.keywords),
        "variants": list(phrase.variants),
        "images": list(phrase.images),
        "send": phrase.send,
        "valid_from": phrase.valid_from,
        "valid_until": phrase.valid_until,
        "apps": list(phrase.apps),
        "note": phrase.note,
        "extra": tomllib.loads(phrase.extra),
        "line": phrase.line,
        "provisional": phrase.provisional,
    }


def origin_data(library: Library, phrase: Phrase) -> dict[str, Any]:
    """What only the library knows of a phrase: with which subscription it came, and of a copy, whether the original
    says something else by now.
    """
    return {
        "subscription": library.subscription_of(phrase),
        "original_changed": library.original_changed(phrase),
    }


def changed_note() -> str:
    """What is said of a personal copy whose original isn't what it was."""
    return t("原话术已更新", "the original has changed")


def row(phrase: Phrase) -> tuple[str, ...]:
    """Code (or id), title, category, place, first line."""
    first_line = phrase.text.split("\n", 1)[0]
    return phrase.code or phrase.id, title(phrase), " / ".join(phrase.category), place_name(phrase), first_line


def title(phrase: Phrase) -> str:
    """The title for people: where the text's first line stands for it, placeholders by their names."""
    if "{{" not in phrase.title:
        return phrase.title
    from phrasebook.placeholders import plain  # hardly any title needs it, and search is waited for

    return plain(phrase.title)


def place_name(phrase: Phrase) -> str:
    """Where a phrase lies, for people: `public`, `department/售后组`."""
    return f"{phrase.scope.value}/{phrase.department}" if phrase.department else phrase.scope.value
