"""Rules files (docs/lint.md): TOML with [[rule]] tables, read in order; a later table adds to a rule of its name.

A team's file is as little trusted as a pack: sizes are limited, words and patterns can't make a check slow, and what is
wrong is reported with its line while all the rest stays in force.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.lint.builtin import STRUCTURE
from phrasebook.lint.findings import Level
from phrasebook.lint.folding import squeezed
from phrasebook.lint.patterns import Alternative, RuleError, compiled, pattern, word
from phrasebook.lint.rules import Rule, Rules, Words
from phrasebook.lint.ruletables import Entry, Table, read_rules_text
from phrasebook.model import Problem

MAX_FILE = 2**20
MAX_FILES = 200
MAX_ENTRIES = 5_000
"""Words and patterns of one rule."""


def read_rules(folders: Iterable[Path]) -> Rules:
    """The rules of structure, and those in the `*.toml` files of these folders, in order. A missing folder is empty."""
    texts: list[tuple[Path, str]] = []
    problems: list[Problem] = []
    for folder in folders:
        try:
            paths = sorted(path for path in folder.glob("*.toml") if not path.name.startswith("."))
            if len(paths) > MAX_FILES:
                raise OSError(0, t(f"规则文件超过 {MAX_FILES} 个", f"more than {MAX_FILES} rules files"))
        except OSError as error:
            problems.append(Problem(folder, 0, "", error.strerror or str(error)))
            continue
        for path in paths:
            try:
                texts.append((path, read_limited(path, MAX_FILE).decode("utf-8-sig")))
            except OSError as error:
                problems.append(Problem(path, 0, "", error.strerror or str(error)))
            except UnicodeDecodeError:
                message = t("不是 UTF-8 编码的文字", "isn't text in UTF-8")
                problems.append(Problem(path, 0, "", message, t("用编辑器另存为 UTF-8", "save it as UTF-8")))
    rules = parse_rules(texts)
    return replace(rules, problems=(*problems, *rules.problems))


def parse_rules(texts: Iterable[tuple[Path, str]]) -> Rules:
    """The rules that these files' texts make together. Never raises: what is wrong stands in `problems`."""
    gathered = _Gathered()
    for path, text in texts:
        gathered.add(path, text)
    return gathered.rules()


@dataclass(slots=True)
class _Draft:
    """A rule while files go on adding to it."""

    path: Path
    line: int
    values: dict[str, Any] = field(default_factory=dict)
    entries: dict[str, list[tuple[Path, Entry]]] = field(default_factory=dict)

    def add(self, table: Table, path: Path) -> None:
        """What a table says goes before what was said; its lists are added."""
        if table.replace:
            self.values.clear()
            self.entries.clear()
        self.values |= table.values
        for key, entries in table.lists.items():
            self.entries.setdefault(key, []).extend((path, entry) for entry in entries)

    def texts(self, key: str) -> tuple[str, ...]:
        """The entries of a list."""
        return tuple(entry.text for _, entry in self.entries.get(key, ()))


class _Gathered:
    """What was read so far."""

    def __init__(self) -> None:
        self._drafts: dict[str, _Draft] = {}
        self._lists: dict[str, list[str]] = {}
        self._variables: set[str] = set()
        self._problems: list[Problem] = []

    def add(self, path: Path, text: str) -> None:
        """A file."""
        read = read_rules_text(text)
        self._problems += [Problem(path, bad.line, bad.key, bad.message, bad.hint) for bad in read.troubles]
        self._variables.update(read.variables)
        for name, words in read.lists.items():
            self._lists.setdefault(name, []).extend(words)
        for table in read.tables:
            self._drafts.setdefault(table.name, _Draft(path, table.line)).add(table, path)

    def rules(self) -> Rules:
        """All of it."""
        made = {name: self._rule(name, draft) for name, draft in self._drafts.items()}
        by_name = STRUCTURE | {name: rule for name, rule in made.items() if rule}
        return Rules(by_name, tuple(self._problems), frozenset(self._variables))

    def _rule(self, name: str, draft: _Draft) -> Rule | None:
        values = draft.values
        if name in STRUCTURE:
            return self._changed(STRUCTURE[name], draft)
        rule = Rule(
            name=name,
            level=values.get("level", Level.WARNING),
            message=values.get("message", Words("不要写「{found}」", "don't write “{found}”")),
            hint=values.get("hint", Words()),
            reason=values.get("reason", Words()),
            scan=compiled(self._alternatives(draft, "words", "patterns")),
            unless=compiled(self._alternatives(draft, "unless")),
            unless_before=compiled(self._alternatives(draft, "unless_before")),
            unless_after=compiled(self._alternatives(draft, "unless_after")),
            whole=frozenset(filter(None, map(squeezed, draft.texts("whole")))),
            trim=_longest_first(draft.texts("trim")),
            max_length=values.get("max_length", 0),
            check=values.get("check", ""),
            allow=tuple(domain.lower().strip(".") for domain in draft.texts("allow")),
            **_range(draft),
        )
        if rule.scan or rule.whole or rule.max_length or rule.check or rule.level is None:
            return rule
        self._complain(
            draft,
            t(f"规则 {name} 没写要找什么", f"the rule {name} doesn't say what to look for"),
            t("写上 words、patterns、whole 或 max_length", "give it words, patterns, whole or max_length"),
        )
        return None

    def _changed(self, rule: Rule, draft: _Draft) -> Rule:
        """A rule of structure with what a file says about it."""
        strange = set(draft.values) - {"level", "limit", "hint", "reason"} | set(draft.entries) - {
            "scopes",
            "categories",
            "titles",
        }
        for key in sorted(strange):
            self._complain(
                draft, t(f"规则 {rule.name} 不能改 {key}", f"{key} of the rule {rule.name} can't be changed")
            )
        kept = {key: draft.values[key] for key in ("level", "limit", "hint", "reason") if key in draft.values}
        return replace(rule, **kept, **{key: value for key, value in _range(draft).items() if key != "fields"})

    def _alternatives(self, draft: _Draft, *keys: str) -> list[Alternative]:
        """What the words and patterns under these keys match; those that can't be used are reported."""
        found: list[Alternative] = []
        for key in keys:
            for path, entry in draft.entries.get(key, ())[:MAX_ENTRIES]:
                try:
                    found += [word(entry.text)] if key == "words" else pattern(entry.text, self._lists)
                except RuleError as error:
                    self._problems.append(Problem(path, entry.line, key, error.message, error.hint))
        return found

    def _complain(self, draft: _Draft, message: str, hint: str = "") -> None:
        self._problems.append(Problem(draft.path, draft.line, "rule", message, hint))


def _range(draft: _Draft) -> dict[str, Any]:
    """Where a rule holds, as far as the draft says."""
    keys = ("scopes", "categories", "titles", "fields")
    return {key: draft.texts(key) for key in keys if key in draft.entries}


def _longest_first(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(filter(None, map(squeezed, words)), key=len, reverse=True))
