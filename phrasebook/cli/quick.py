"""search, run, pick and send without typer, which takes 0.1 s to import and to build its commands.

Only what is plainly right is understood here. Everything else, mistakes and --help included, is typer's, which defines
these commands; tests/unit/cli/test_quick.py holds the two together.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class _Lane:
    """The options of a command, each with the name of its argument."""

    values: dict[str, str]
    flags: dict[str, str]
    words: str
    """The argument that takes what is no option; empty: there is none."""
    many: bool = True


_LANES = {
    "search": _Lane(
        {"-n": "limit", "--scope": "scope", "--category": "category", "--app": "app", "--library": "library"},
        {"--json": "json"},
        "query",
    ),
    "pick": _Lane({}, {}, "query"),
    "run": _Lane({"--hotkey": "hotkey", "--library": "library"}, {}, ""),
    "send": _Lane({}, {"--enter": "enter", "--json": "json"}, "phrase", many=False),
}


def understood(arguments: Sequence[str]) -> Callable[[], None] | None:
    """The command to carry out, or None when typer must look at it."""
    if not arguments or arguments[0] not in _LANES or any(name.endswith("_COMPLETE") for name in os.environ):
        return None
    given = _read(arguments[1:], _LANES[arguments[0]])
    if given is None or not _typed(given):
        return None
    name = arguments[0]
    if name == "search":
        if not given["query"]:
            return None
        from phrasebook.cli.search import search  # only what is needed

        return lambda: search(**given)
    if name == "run":
        from phrasebook.cli import start  # the same

        return lambda: start.run(**given)
    from phrasebook.cli import remote  # the same

    return lambda: getattr(remote, name)(**given)


def _read(arguments: Sequence[str], lane: _Lane) -> dict[str, Any] | None:
    """The arguments by name; None when one of them isn't plainly right."""
    given: dict[str, Any] = {}
    words: list[str] = []
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.partition("=")
        if word in lane.values and rest and not rest[0].startswith("-"):
            given[lane.values[word]] = rest.pop(0)
        elif equals and name.startswith("--") and name in lane.values:
            given[lane.values[name]] = value
        elif word in lane.flags:
            given[lane.flags[word]] = True
        elif word.startswith("-"):
            return None
        else:
            words.append(word)
    if not lane.words:
        return None if words else given
    if lane.many:
        return given | {lane.words: words}
    return given | {lane.words: words[0]} if len(words) == 1 else None


def _typed(given: dict[str, Any]) -> bool:
    """Turn what isn't text into what it is; False when it can't be."""
    limit = given.get("limit", "1")
    if not (limit.isascii() and limit.isdecimal() and int(limit) >= 1):
        return False
    if "limit" in given:
        given["limit"] = int(limit)
    if "library" in given:
        given["library"] = Path(given["library"])
    return True
