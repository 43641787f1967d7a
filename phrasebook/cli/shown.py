"""Changes of packs for people and for --json."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from phrasebook.cli.output import colours
from phrasebook.language import t
from phrasebook.sharing.diff import Kind, Op, PackChange, Words

_SIGNS = {Kind.ADDED: "+", Kind.CHANGED: "~", Kind.REMOVED: "-"}
_COLOUR = {Op.ADDED: "\x1b[32m", Op.REMOVED: "\x1b[31m"}
_MARKS = {Op.ADDED: ("{+", "+}"), Op.REMOVED: ("[-", "-]")}
_AROUND = 24
"""Characters of unchanged text shown beside a change."""


def change_lines(change: PackChange) -> Iterator[str]:
    """A pack's changes: one line a phrase, and below a changed one its words."""
    counts = "  ".join(f"{sign}{change.count(kind)}" for kind, sign in _SIGNS.items() if change.count(kind))
    what = {
        Kind.ADDED: t("新话术包", "new pack"),
        Kind.CHANGED: t("有改动", "changed"),
        Kind.REMOVED: t("移除", "removed"),
    }[change.kind]
    yield f"{change.name} ({what})  {counts}"
    for phrase in change.phrases:
        yield f"  {_SIGNS[phrase.kind]} {phrase.title}"
        for name, words in phrase.fields:
            for line in words_text(words).split("\n"):
                yield f"      {name}: {line}"


def words_text(words: Words) -> str:
    """A changed field in one text: in colours, else with [-…-] and {+…+}; long unchanged parts are cut."""
    parts = []
    for place, (op, text) in enumerate(words):
        if op is Op.SAME:
            parts.append(_cut(text, first=place == 0, last=place == len(words) - 1))
        elif colours():
            parts.append(f"{_COLOUR[op]}{text}\x1b[0m")
        else:
            start, end = _MARKS[op]
            parts.append(f"{start}{text}{end}")
    return "".join(parts)


def change_data(change: PackChange) -> dict[str, Any]:
    """A pack's changes for --json."""
    return {
        "pack": change.name,
        "kind": change.kind.value,
        "phrases": [
            {
                "kind": phrase.kind.value,
                "id": phrase.id,
                "title": phrase.title,
                "fields": {name: [[op.value, text] for op, text in words] for name, words in phrase.fields},
            }
            for phrase in change.phrases
        ],
    }


def print_changes(changes: Sequence[PackChange]) -> None:
    """Write changes to stdout, their colours kept."""
    import sys

    from phrasebook.cli.output import clean

    for change in changes:
        for line in change_lines(change):
            safe = "\x1b".join(clean(part) for part in line.split("\x1b")) if colours() else clean(line)
            sys.stdout.write(safe + "\n")


def _cut(text: str, *, first: bool, last: bool) -> str:
    if len(text) <= 2 * _AROUND:
        return text
    head = "" if first else text[:_AROUND]
    tail = "" if last else text[-_AROUND:]
    return f"{head}…{tail}"
