"""Ids of phrases: 20 hex digits, made once; and provisional ones for phrases whose file doesn't hold one yet."""

from __future__ import annotations

import os
import re

import msgspec

from phrasebook.digest import blake2b
from phrasebook.model import Phrase

ID = re.compile(r"[0-9a-f]{20}")


def new_id() -> str:
    """An id that no phrase has."""
    return os.urandom(10).hex()


def provisional_id(phrase: Phrase, ordinal: int) -> str:
    """The id that follows from where the phrase lies and what it says.

    `ordinal` counts equal phrases of a pack from 0, so that each has its own.
    """
    told = (
        phrase.scope.value,
        phrase.department,
        phrase.pack,
        phrase.category,
        phrase.title,
        phrase.text,
        ordinal,
    )
    return blake2b(msgspec.msgpack.encode(told), digest_size=10).hexdigest()


class ProvisionalIds:
    """Gives provisional ids that are not `taken` yet, and each only once."""

    def __init__(self, taken: set[str]) -> None:
        self._taken = taken
        self._ordinals: dict[str, int] = {}

    def given(self, phrase: Phrase) -> Phrase:
        """The phrase under the first provisional id that is free."""
        first = own = provisional_id(phrase, 0)
        ordinal = self._ordinals.get(first, 0)
        while own in self._taken:
            ordinal += 1
            own = provisional_id(phrase, ordinal)
        self._ordinals[first] = ordinal
        self._taken.add(own)
        return msgspec.structs.replace(phrase, id=own, provisional=True)
