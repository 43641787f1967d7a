"""Phrases and rules for the tests of lint."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from phrasebook.lint import Context, Finding, Rules, lint, parse_rules, read_rules
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.read import parse_pack

ROOT = Path(__file__).parent.parent.parent.parent
DATA = ROOT / "tests/data/lint"
PATH = Path("/library/public/p.toml")
TODAY = date(2026, 6, 1)


@cache
def our_rules() -> Rules:
    """The rules that come with phrasebook."""
    return read_rules([ROOT / "phrases/rules"])


def made(source: str) -> Rules:
    """Rules of one file without a mistake."""
    rules = parse_rules([(Path("r.toml"), source)])
    assert rules.problems == ()
    return rules


def phrase(text: str = "好的，马上为您处理。", **fields: Any) -> Phrase:
    known = {"id": "0" * 20, "scope": Scope.PUBLIC, "pack": "p", "title": "标题", "category": ("售后",), "line": 1}
    return Phrase(**(known | {"text": text} | fields))


def pack_of(*phrases: Phrase, path: Path = PATH, scope: Scope = Scope.PUBLIC, department: str = "") -> Pack:
    return Pack(path, scope, department, path.stem, path.stem, phrases=phrases)


def read(source: str, path: Path = PATH, scope: Scope = Scope.PUBLIC, department: str = "") -> Pack:
    return parse_pack(source.encode(), path, scope, department)


def found(*phrases: Phrase, rules: Rules | None = None, **around: Any) -> list[Finding]:
    context = Context(**({"today": TODAY} | around))
    return list(lint([pack_of(*phrases)], rules or our_rules(), context))


def names(*phrases: Phrase, **around: Any) -> list[str]:
    """The rules that find something."""
    return [finding.rule for finding in found(*phrases, **around)]


def in_source(source: str, *rules: str, **around: Any) -> list[Finding]:
    """What these rules (all, if none is named) find in a pack, with the lines of its text."""
    context = Context(**({"today": TODAY, "sources": {PATH: source}} | around))
    every = lint([read(source)], our_rules(), context)
    return [finding for finding in every if not rules or finding.rule in rules]
