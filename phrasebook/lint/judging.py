"""Drafts to findings: in the words of their rule, at its level, on their line, unless the phrase asks to be let off."""

from __future__ import annotations

import re

from phrasebook.lint.draft import NOBODY, Draft, ignored
from phrasebook.lint.findings import Finding, Level, Sources, Spot
from phrasebook.lint.placing import Placing
from phrasebook.lint.rules import Rules
from phrasebook.lint.wording import Hit
from phrasebook.model import Phrase, Problem

_NUMBER = re.compile(r"(\d{2})(?:\d{3,}|[\d -]{5,}\d{2})(\d{2})")
"""A title may be the first line of a text that holds somebody's number; a report is read by many."""
_SHOWN = 30
"""Characters of what was found that a message shows."""


def said(hit: Hit) -> Draft:
    """A hit in the words of its rule."""
    rule, passage = hit.rule, hit.passage
    shown = " ".join(hit.shown.split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    values = {"{found}": shown, "{count}": str(hit.count), "{limit}": str(rule.max_length)}
    message, hint = str(rule.message), str(rule.hint)
    for name, value in values.items():
        message, hint = message.replace(name, value), hint.replace(name, value)
    spot = Spot(passage.path, passage.phrase, passage.key, passage.item, hit.span)
    return Draft(rule.name, spot, message, hint)


class Judge:
    """Makes findings by the rules in force. The phrases must be held by somebody meanwhile."""

    def __init__(self, rules: Rules, sources: Sources) -> None:
        self._rules = rules
        self._placing = Placing(sources)
        self._ignored: dict[int, tuple[str, ...]] = {}

    def finding(self, draft: Draft) -> Finding | None:
        """The finding that a draft becomes; None where its rule doesn't hold or the phrase asks to be let off."""
        spot = draft.spot
        read = spot.phrase is not NOBODY
        level = self._rules.level(draft.rule, spot.phrase if read else None)
        if level is None or (read and draft.rule in self._let_off(spot.phrase)):
            return None
        line, column = self._placing.place(spot) if draft.line < 0 else (draft.line, 1 if draft.line else 0)
        return Finding(
            path=spot.path,
            line=line,
            column=column,
            phrase=spot.phrase.id,
            title=_NUMBER.sub(r"\1****\2", spot.phrase.title),
            key=spot.key,
            rule=draft.rule,
            level=max(level, draft.most, key=lambda level: level.rank),
            message=draft.message,
            hint=draft.hint or str(self._rules.by_name[draft.rule].hint),
            span=spot.span,
            item=spot.item,
        )

    def of_rules_file(self, problem: Problem) -> Finding:
        """What is wrong in a rules file; a team can't switch that off."""
        level = self._rules.level("rules-file") or Level.ERROR
        message = f"{problem.key}: {problem.message}" if problem.key else problem.message
        column = 1 if problem.line else 0
        return Finding(problem.path, problem.line, column, "", "", "", "rules-file", level, message, problem.hint)

    def _let_off(self, phrase: Phrase) -> tuple[str, ...]:
        if id(phrase) not in self._ignored:
            self._ignored[id(phrase)] = ignored(phrase) or ()
        return self._ignored[id(phrase)]
