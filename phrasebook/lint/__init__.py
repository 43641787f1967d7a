"""What is wrong with phrases, in build and in wording: docs/lint.md. Pure, except for reading rules files.

rules files ─ ruletables ─ patterns ─ rulefiles ─ Rules
packs ─ structure, references, usual ────────────┐
      └ passages (one long text) ─ wording, checks ┴ drafts ─ level, ignored, place ─ findings
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from phrasebook.language import t
from phrasebook.lint import references, structure
from phrasebook.lint.draft import NOBODY, Draft, ignored
from phrasebook.lint.findings import Finding, Level, Sources, Spot
from phrasebook.lint.passages import Passages
from phrasebook.lint.placing import Placing
from phrasebook.lint.repeats import Usage, repeated
from phrasebook.lint.rulefiles import parse_rules, read_rules
from phrasebook.lint.rules import Rule, Rules
from phrasebook.lint.wording import Hit, hits
from phrasebook.model import Pack, Problem

__all__ = ["Context", "Finding", "Level", "Rule", "Rules", "Usage", "lint", "parse_rules", "read_rules"]


_NUMBER = re.compile(r"(\d{2})(?:\d{3,}|[\d -]{5,}\d{2})(\d{2})")
"""A title may be the first line of a text that holds somebody's number; a report is read by many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What is known around the packs."""

    today: date = field(default_factory=date.today)
    problems: Sequence[Problem] = ()
    """What reading the library reported; those of the packs themselves may be among them."""
    beside: Sequence[Pack] = ()
    """Other packs of the library: nothing is said about them, but their ids and codes count."""
    complete: bool = True
    """There are no packs but these."""
    variables: frozenset[str] = frozenset()
    """Names that the settings have a value for."""
    sources: Sources = field(default_factory=dict)
    usage: Usage | None = None


def lint(packs: Sequence[Pack], rules: Rules, context: Context | None = None) -> tuple[Finding, ...]:
    """Everything that the rules find in the packs, by file and line; mistakes in rules files come first."""
    around = context or Context()
    names = frozenset(rules.by_name)
    placing = Placing(around.sources)
    skipped: dict[int, tuple[str, ...]] = {}
    judged = (_judged(draft, rules, placing, skipped) for draft in _drafts(packs, rules, around, names))
    of_packs = sorted(filter(None, judged), key=lambda finding: finding.order)
    return (*(_of_rules_file(problem, rules) for problem in rules.problems), *of_packs)


def _drafts(packs: Sequence[Pack], rules: Rules, around: Context, names: frozenset[str]) -> Iterator[Draft]:
    variables = references.USUAL | around.variables | rules.variables
    clashes = list(structure.identities(packs, around.beside))
    yield from clashes
    yield from structure.unread(packs, around.problems, clashes)
    yield from structure.prefixes(packs, around.beside)
    yield from structure.categories(packs, around.sources, around.today)
    yield from structure.dates(packs, around.today)
    yield from references.placeholders(packs, around.beside, variables, complete=around.complete)
    yield from repeated(packs, around.usage, rules)
    yield from _wrongly_ignored(packs, names)
    passages = Passages((pack.path, phrase) for pack in packs for phrase in pack.phrases)
    for hit in hits(rules, passages):
        yield _said(hit)


def _said(hit: Hit) -> Draft:
    """A hit in the words of its rule."""
    rule, passage = hit.rule, hit.passage
    shown = hit.shown if len(hit.shown) <= 30 else hit.shown[:29] + "…"
    shown = " ".join(shown.split())
    values = {"{found}": shown, "{count}": str(hit.count), "{limit}": str(rule.max_length)}
    message, hint = str(rule.message), str(rule.hint)
    for name, value in values.items():
        message, hint = message.replace(name, value), hint.replace(name, value)
    spot = Spot(passage.path, passage.phrase, passage.key, passage.item, hit.span)
    return Draft(rule.name, spot, message, hint)


def _judged(draft: Draft, rules: Rules, placing: Placing, skipped: dict[int, tuple[str, ...]]) -> Finding | None:
    """The finding that a draft becomes; None where its rule doesn't hold or the phrase asks to be let off."""
    spot = draft.spot
    read = spot.phrase is not NOBODY
    level = rules.level(draft.rule, spot.phrase if read else None)
    if level is None:
        return None
    if read:
        key = id(spot.phrase)
        if key not in skipped:
            skipped[key] = ignored(spot.phrase) or ()
        if draft.rule in skipped[key]:
            return None
    line, column = placing.place(spot) if draft.line < 0 else (draft.line, 1 if draft.line else 0)
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
        hint=draft.hint or str(rules.by_name[draft.rule].hint),
        span=spot.span,
        item=spot.item,
    )


def _of_rules_file(problem: Problem, rules: Rules) -> Finding:
    level = rules.level("rules-file") or Level.ERROR
    message = f"{problem.key}: {problem.message}" if problem.key else problem.message
    return Finding(
        problem.path, problem.line, 1 if problem.line else 0, "", "", "", "rules-file", level, message, problem.hint
    )


def _wrongly_ignored(packs: Sequence[Pack], names: frozenset[str]) -> Iterator[Draft]:
    """`lint_ignore` that isn't a list of names, or names what is no rule."""
    for pack in packs:
        for phrase in pack.phrases:
            if "lint_ignore" not in phrase.extra:
                continue
            named = ignored(phrase)
            spot = Spot(pack.path, phrase, "lint_ignore")
            write = t('写成 lint_ignore = ["规则名"]', 'write lint_ignore = ["rule"]')
            if named is None:
                yield Draft("lint-ignore", spot, t("应当是规则名的列表", "must be a list of names of rules"), write)
                continue
            for name in named:
                if name not in names:
                    yield Draft(
                        "lint-ignore",
                        spot,
                        t(f"没有名叫「{name}」的规则", f"there is no rule {name!r}"),
                        t("用 phrasebook lint --list-rules 看有哪些", "see `phrasebook lint --list-rules`"),
                    )
