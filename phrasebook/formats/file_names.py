"""File names made of titles: what every system takes, and no two alike."""

from __future__ import annotations

import re
from itertools import count

from phrasebook.pack.names import name_trouble

_LONGEST = 120
"""Bytes: short enough for every file system, with room for a number and a suffix."""


class Names:
    """The names given away in one folder."""

    def __init__(self, *taken: str) -> None:
        self._taken = set(taken)

    def take(self, title: str) -> str:
        """A name for a title, without a suffix, that nothing else in the folder has."""
        stem = file_name(title)
        names = (stem if number == 1 else f"{stem} {number}" for number in count(1))
        name = next(name for name in names if name.casefold() not in self._taken)
        self._taken.add(name.casefold())
        return name


def file_name(title: str) -> str:
    """A title without what some system forbids in names; "1" if nothing is left."""
    name = re.sub(r'[\x00-\x1f\x7f-\x9f<>:"/\\|?*]+', " ", title)
    name = " ".join(name.split()).encode()[:_LONGEST].decode("utf-8", "ignore").strip(" .")
    return f"{name}_" if name_trouble(name) and name else name or "1"
