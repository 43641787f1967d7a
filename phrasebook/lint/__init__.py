"""What is wrong with phrases, in build and in wording: docs/lint.md. Pure, except for reading rules files.

rules files ─ ruletables ─ patterns ─ rulefiles ─ Rules
packs ─ structure, references, usual ────────────┐
      └ passages (one long text) ─ wording, checks ┴ drafts ─ level, ignored, place ─ findings
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from phrasebook.lint import references, structure
from phrasebook.lint.draft import Draft
from phrasebook.lint.findings import Finding, Level, Sources
from phrasebook.lint.judging import Judge, said
from phrasebook.lint.passages import Passages
from phrasebook.lint.repeats import Usage, repeated
from phrasebook.lint.rulefiles import parse_rules, read_rules
from phrasebook.lint.rules import Rule, Rules
from phrasebook.lint.wording import hits
from phrasebook.model import Pack, Problem

__all__ = ["Context", "Finding", "Level", "Rule", "Rules", "Usage", "lint", "parse_rules", "read_rules"]


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
    judge = Judge(rules, around.sources)
    findings = filter(None, map(judge.finding, _drafts(_held(packs), _held(around.beside), rules, around)))
    return (*map(judge.of_rules_file, rules.problems), *sorted(findings, key=lambda finding: finding.order))


def _held(packs: Sequence[Pack]) -> list[Pack]:
    """The packs with all their phrases read: a library reads them one by one, and here each is asked for many times."""
    return [replace(pack, phrases=tuple(pack.phrases)) for pack in packs]


def _drafts(packs: Sequence[Pack], beside: Sequence[Pack], rules: Rules, around: Context) -> Iterator[Draft]:
    variables = references.USUAL | around.variables | rules.variables
    clashes = list(structure.identities(packs, beside))
    yield from clashes
    yield from structure.unread(packs, around.problems, clashes)
    yield from structure.prefixes(packs, beside)
    yield from structure.categories(packs, around.sources, around.today)
    yield from structure.dates(packs, around.today)
    yield from structure.ignoring(packs, frozenset(rules.by_name))
    yield from references.placeholders(packs, beside, variables, complete=around.complete)
    yield from repeated(packs, around.usage, rules)
    passages = Passages((pack.path, phrase) for pack in packs for phrase in pack.phrases)
    yield from map(said, hits(rules, passages))
