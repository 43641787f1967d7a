"""Triggers of text expanders (":thx", ";sig") and codes of ours (thx), both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from phrasebook.model import Phrase
from phrasebook.pack.fields import MAX_CODE

_DECORATED = re.compile(r"(?P<before>[^\w-]*)(?P<code>[\w-]+)(?P<after>[^\w-]*)")
_MIRRORED = str.maketrans("([{<", ")]}>")


class Codes:
    """The codes given away in one file, so that no two entries get the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, triggers: Iterable[str], prefix: str = "") -> tuple[str, tuple[str, ...]]:
        """The code of an entry, and the keywords by which it is still found.

        Every trigger stays as a keyword, unless it is the code itself, or the code behind `prefix`, which is how the
        program's users write any trigger.
        """
        code, kept = "", list[str]()
        for trigger in dict.fromkeys(filter(None, map(str.strip, triggers))):
            free = "" if code else code_in(trigger)
            if free and free.casefold() not in self._taken:
                code = free
                self._taken.add(code.casefold())
                if trigger in (code, prefix + code):
                    continue
            kept.append(trigger)
        return code, tuple(kept)


def code_in(trigger: str) -> str:
    """The code that a trigger is when its decoration falls away (":thx", "/thx/", "<thx>"); "" when it is none."""
    found = _DECORATED.fullmatch(trigger)
    if not found or len(found["code"]) > MAX_CODE or not found["code"].strip("-_"):
        return ""
    if found["after"] and found["after"] != found["before"][::-1].translate(_MIRRORED):
        return ""  # ":c++" would become the code of ":c"
    return found["code"]


def trigger_for(phrase: Phrase, prefix: str = "") -> tuple[str, tuple[str, ...]]:
    """What to write as a phrase's trigger, and the keywords that are left.

    A keyword that decorates the code is the trigger it once had.
    """
    if not phrase.code:
        return "", phrase.keywords
    for keyword in phrase.keywords:
        if keyword not in (phrase.code, prefix + phrase.code) and code_in(keyword) == phrase.code:
            return keyword, tuple(other for other in phrase.keywords if other != keyword)
    return prefix + phrase.code, phrase.keywords


def codes_by_trigger(entries: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """Which code an entry got, by each of its triggers: for one entry that names another. The first one wins."""
    codes: dict[str, str] = {}
    for code, triggers in entries:
        for trigger in triggers:
            if code:
                codes.setdefault(trigger.strip(), code)
    return codes


def triggers_of(phrases: Sequence[Phrase], prefix: str = "") -> dict[str, str]:
    """The triggers of phrases by their codes, letter case set aside; of two phrases with one code the first has it."""
    coded = [phrase for phrase in phrases if phrase.code]
    return {phrase.code.casefold(): trigger_for(phrase, prefix)[0] for phrase in reversed(coded)}
