"""What rules are: a name, a level, where they hold, and what they look for. Frozen; read by rulefiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from phrasebook.language import t
from phrasebook.lint.findings import Level
from phrasebook.model import Phrase, Problem

FIELDS = ("title", "text", "variants", "keywords", "note")
"""The fields that rules may look at."""
PASTED = ("text", "variants")
"""The fields that customers read; rules look at these unless they say otherwise."""
CHECKS = (
    "phone",
    "landline",
    "hotline",
    "id-card",
    "bank-card",
    "order-number",
    "address",
    "contact-id",
    "email",
    "link",
    "brackets",
    "punctuation",
    "script",
)
"""What no list of words can find; a rule names one as its `check`."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages."""

    zh: str = ""
    en: str = ""

    def __str__(self) -> str:
        return t(self.zh, self.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of wording or of structure."""

    name: str
    level: Level | None
    """None: the rule is switched off."""
    message: Words = Words()
    """`{found}` stands for what was found, `{count}` and `{limit}` for characters and for what is allowed."""
    hint: Words = Words()
    reason: Words = Words()
    """Why there is this rule, for those who ask."""
    scan: re.Pattern[str] | None = None
    """Its words and patterns, for squeezed texts."""
    unless: re.Pattern[str] | None = None
    """Where one of these covers a match, it is none."""
    unless_before: re.Pattern[str] | None = None
    """Nor where one of these stands shortly before it, in the same clause: 不要, 谨防."""
    unless_after: re.Pattern[str] | None = None
    """Nor where one stands shortly behind it, in the same sentence: 违规."""
    whole: frozenset[str] = frozenset()
    """Wordings that consist of nothing else, without what `trim` takes off; squeezed."""
    trim: tuple[str, ...] = ()
    max_length: int = 0
    """Characters that a wording may have; 0: any number."""
    limit: int = 0
    """A number that a rule of structure goes by."""
    check: str = ""
    allow: tuple[str, ...] = ()
    """Domains that links may lead to."""
    scopes: tuple[str, ...] = ()
    """`public`, `personal`, `department`, `department/NAME`; none: all."""
    categories: tuple[str, ...] = ()
    """`A/B` with all below it, or a level's name wherever it stands; none, and no `titles` either: all."""
    titles: tuple[str, ...] = ()
    """Phrases with one of these in their titles are meant too."""
    fields: tuple[str, ...] = PASTED

    def holds_for(self, phrase: Phrase) -> bool:
        """Whether the phrase lies where this rule holds."""
        return self.level is not None and self._in_scope(phrase) and self._in_category(phrase)

    def _in_scope(self, phrase: Phrase) -> bool:
        if not self.scopes:
            return True
        return phrase.scope.value in self.scopes or f"{phrase.scope.value}/{phrase.department}" in self.scopes

    def _in_category(self, phrase: Phrase) -> bool:
        if not self.categories and not self.titles:
            return True
        levels = phrase.category
        named = {*levels, "/".join(levels), *levels[:1]}
        return any(name in named for name in self.categories) or any(part in phrase.title for part in self.titles)


@dataclass(frozen=True)
class Rules:
    """All rules in force, by name, and what was wrong in the files they were read from."""

    by_name: Mapping[str, Rule] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    variables: frozenset[str] = frozenset()
    """Names of placeholders that every agent has a value for."""

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.by_name.values())

    @cached_property
    def of_wording(self) -> tuple[Rule, ...]:
        """Those that look at what a phrase says."""
        return tuple(
            rule
            for rule in self.by_name.values()
            if rule.level and (rule.scan or rule.whole or rule.max_length or rule.check)
        )

    def level(self, name: str, phrase: Phrase | None = None) -> Level | None:
        """At what level a rule holds, for this phrase; None where it doesn't."""
        rule = self.by_name.get(name)
        if rule is None or (phrase is not None and not rule.holds_for(phrase)):
            return None
        return rule.level
