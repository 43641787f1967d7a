"""What all text expanders have: a text, a trigger, a title. To items, and back for telling what is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from phrasebook.formats.base import Exported, Item, Remark
from phrasebook.formats.loose import one_line
from phrasebook.formats.losses import differences, fields_lost, left_out, lost, scopes_lost
from phrasebook.formats.triggers import Codes, trigger_for
from phrasebook.formats.wording import Draft
from phrasebook.language import t
from phrasebook.model import Category, Phrase
from phrasebook.pack.fields import MAX_TEXT

MAX_FOREIGN = 4 * MAX_TEXT
"""Characters of a foreign text that may become one of ours: what it says shorter we may say in more words, and back."""

Reader = Callable[[str, Mapping[str, str]], Draft]
"""A foreign text to our wording; the mapping says which code the snippet with a trigger or name got."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A foreign entry as far as it concerns us."""

    place: str
    text: str
    triggers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    """By which others refer to it, triggers set aside."""
    title: str = ""
    category: Category = ()
    apps: tuple[str, ...] = ()
    note: str = ""
    lost: tuple[str, ...] = ()
    """In words, what can't be carried over besides what its text loses."""


def items_of(snippets: Sequence[Snippet], read: Reader) -> tuple[list[Item], list[Remark]]:
    """The items of snippets, and what could not be carried over. Snippets without text are left out."""
    given = Codes()
    found = [given.take(snippet.triggers) for snippet in snippets]
    codes: dict[str, str] = {}
    for (code, _), snippet in zip(found, snippets, strict=True):
        codes |= {name.strip(): code for name in (*snippet.triggers, *snippet.names) if code and name not in codes}
    items: list[Item] = []
    remarks: list[Remark] = []
    for snippet, (code, keywords) in zip(snippets, found, strict=True):
        if len(snippet.text) > MAX_FOREIGN:
            why = t(f"超过 {MAX_TEXT} 个字", f"over {MAX_TEXT} characters")
            remarks.append(Remark(snippet.place, why, refused=True))
            continue
        draft = read(snippet.text, codes)
        wording = draft.wording().rstrip("\n")
        if not wording.strip():
            remarks.append(Remark(snippet.place, t("没有文字", "it has no text"), refused=True))
            continue
        remarks += (Remark(snippet.place, message) for message in (*draft.lost, *snippet.lost))
        items.append(
            Item(
                place=snippet.place,
                category=snippet.category,
                title=one_line(snippet.title),
                text=wording,
                code=code,
                keywords=keywords,
                apps=snippet.apps,
                note=snippet.note,
            )
        )
    return items, remarks


def with_text(phrases: Iterable[Exported]) -> list[Phrase]:
    """The phrases that have a text; text expanders have no place for the others."""
    return [one.phrase for one in phrases if one.phrase.text]


def losses_of(
    phrases: Sequence[Exported],
    held: frozenset[str],
    written: Callable[[Sequence[Phrase]], Iterable[tuple[Snippet, list[str]]]],
    read: Reader,
) -> list[Remark]:
    """What is lost of phrases when `written` makes snippets of them, and says in words what their texts lose.

    Keywords are held if the only one is the trigger that is written in place of the code.
    """
    remarks = scopes_lost(phrases)
    remarks += (left_out(one.phrase, t("没有文字", "it has no text")) for one in phrases if not one.phrase.text)
    kept = with_text(phrases)
    snippets = list(written(kept))
    in_order = sorted((snippet for snippet, _ in snippets), key=lambda snippet: PurePosixPath(snippet.place))
    again = {item.place: item for item in items_of(in_order, read)[0]}
    for phrase, (snippet, messages) in zip(kept, snippets, strict=True):
        fields = held if trigger_for(phrase)[1] else held | {"keywords"}
        remarks += (lost(phrase, "text", message) for message in messages)
        remarks += fields_lost(phrase, fields)
        remarks += differences(phrase, again.get(snippet.place), fields - {"text"} if messages else fields)
    return remarks


def numbered(number: int) -> str:
    """A place that sorts as its number does, for snippets that are read back in the order they are written in."""
    return f"{number:08}"
