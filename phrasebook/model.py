"""The nouns of phrasebook: frozen data, no IO. Field rules: docs/packs.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

import msgspec


class Scope(StrEnum):
    """Who shares a phrase. The order is the order of precedence of a code that exists in several scopes."""

    PERSONAL = "personal"
    DEPARTMENT = "department"
    PUBLIC = "public"


Category: TypeAlias = tuple[str, ...]
"""No, one or two levels, for example ("售后", "退换货")."""

Span: TypeAlias = tuple[int, int]
"""Start (inclusive) and end (exclusive), in code points."""


class Phrase(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One reply. `text` or `images` is always there; every other field may be empty."""

    id: str
    scope: Scope
    department: str = ""
    pack: str
    category: Category = ()
    title: str
    text: str = ""
    code: str = ""
    keywords: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    send: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    apps: tuple[str, ...] = ()
    note: str = ""
    extra: str = ""
    """The keys this version doesn't know, as TOML text, so that writing keeps them."""
    line: int = 0
    """Where its `[[phrase]]` stands in the file, from 1."""
    provisional: bool = False
    """The id is derived and not yet in the file."""

    @property
    def wordings(self) -> tuple[str, ...]:
        """The text and its variants; one empty wording for a phrase of pictures only."""
        return (self.text, *self.variants)

    def valid_on(self, day: date) -> bool:
        """Whether agents may see the phrase on this local day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )

    def offered_in(self, program: str, title: str = "") -> bool:
        """Whether `apps` lets this phrase be used in a window of this program and title.

        A window that nothing is known about is offered everything.
        """
        if not self.apps or not (program or title):
            return True
        names = (program.casefold(), title.casefold())
        return any(app.casefold() in name for app in self.apps for name in names)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in a file that was left out, and where it stands."""

    path: Path
    line: int
    """From 1; 0 when the whole file is meant."""
    key: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else str(self.path)
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Pack:
    """A file of phrases."""

    path: Path
    scope: Scope
    department: str
    name: str
    title: str
    description: str = ""
    maintainer: str = ""
    phrases: Sequence[Phrase] = ()
    problems: tuple[Problem, ...] = ()
    subscription: str = ""
    """The name of the subscription it came with, so that it is read only; "": the user's own."""


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase that answers a query, how well, and what to highlight.

    `positions` maps a field to spans of code points, ascending and not overlapping: `title`, `code` and `text` as they
    stand in the phrase, `category` in its levels joined by " / ", `keywords` in the keywords joined by " ".
    """

    phrase: Phrase
    score: float
    positions: dict[str, list[Span]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Window:
    """A window of another program."""

    id: int
    pid: int = 0
    program: str = ""
    title: str = ""
    x: int = 0
    y: int = 0
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture to deliver: its file, and its pixels as PNG."""

    path: Path
    png: bytes
    as_file: bool = True
    """Offer the file as well as the pixels; for a program that is known to take files."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the clipboard offers for one paste: a text or a picture."""

    text: str = ""
    picture: Picture | None = None


class Outcome(StrEnum):
    """What became of a reply."""

    PASTED = "PASTED"
    SENT = "SENT"
    COPIED = "COPIED"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a reply: the target itself read it (PASTED), the send key was pressed after that (SENT), or it
    only lies on the clipboard (COPIED) and `reason` says why.
    """

    outcome: Outcome
    window: Window | None
    ms: float
    """From the start of the delivery to the target's last read, or to giving up, in milliseconds."""
    reason: str = ""
    pasted: int = 0
    """How many of its parts (the text, each picture) the target has read."""
