"""Findings as text for people, as JSON, and as annotations of GitHub."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from phrasebook.cli.output import clean, colours, dim, one_line, print_json, print_lines, say
from phrasebook.language import t
from phrasebook.lint import Finding, Level, Rule, Rules

_COLOURS = {Level.ERROR: "\x1b[31m", Level.WARNING: "\x1b[33m", Level.HINT: "\x1b[36m"}
_COMMANDS = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}


def print_text(findings: Iterable[Finding]) -> None:
    """A line each, `path:line:column: level rule: message`, files apart; each hint the first time it comes up."""
    last: Path | None = None
    told: set[tuple[str, str]] = set()
    for finding in findings:
        if last is not None and finding.path != last:
            print_lines([""])
        last = finding.path
        title = t(f"（{finding.title}）", f" [{finding.title}]") if finding.title else ""
        level = finding.level.value
        place, rest = _place(finding), f"{finding.rule}: {finding.message}{title}"
        # the colour is ours; everything around it is cleaned of control characters
        shown = f"{_COLOURS[finding.level]}{level}\x1b[0m" if colours() else level
        _write(f"{_safe(place)}: {shown} {_safe(rest)}")
        if finding.hint and (finding.rule, finding.hint) not in told:
            told.add((finding.rule, finding.hint))
            _write(dim(f"    → {_safe(finding.hint)}"))


def print_findings_json(findings: Iterable[Finding]) -> None:
    """One JSON document: a list of findings."""
    print_json([finding_data(finding) for finding in findings])


def print_github(findings: Iterable[Finding]) -> None:
    """Workflow commands: docs.github.com, "Workflow commands for GitHub Actions"."""
    for finding in findings:
        values = {"file": _path(finding.path)}
        if finding.line:
            values["line"] = str(finding.line)
        if finding.column:
            values["col"] = str(finding.column)
        values["title"] = finding.rule
        properties = ",".join(f"{key}={_property(value)}" for key, value in values.items())
        message = f"{finding.message}\n{finding.hint}" if finding.hint else finding.message
        _write(f"::{_COMMANDS[finding.level]} {properties}::{_data(message)}")


def say_summary(findings: Sequence[Finding], hidden: int, phrases: int, packs: int) -> None:
    """How many of each, on stderr."""
    where = t(f"{packs} 个文件，{phrases} 条话术", f"{_many(phrases, 'phrase')} in {_many(packs, 'pack')}")
    counts = Counter(finding.level for finding in findings)
    parts = [
        t(f"{counts[level]} 处{level.name_for_people}", _many(counts[level], level.value))
        for level in Level
        if counts[level]
    ]
    told = t("，", ", ").join(parts) or t("没有发现问题", "nothing found")
    more = (
        t(f"；另有 {hidden} 处没有显示（--level hint）", f"; {hidden} more not shown (--level hint)") if hidden else ""
    )
    say(t(f"{where}：{told}{more}", f"{where}: {told}{more}"))


def print_rules(rules: Rules) -> None:
    """Name, level, where it holds and why, separated by tabs."""
    print_lines(
        "\t".join((rule.name, rule.level.value if rule.level else "off", _where(rule), one_line(str(rule.reason))))
        for rule in rules
    )


def rule_data(rule: Rule) -> dict[str, Any]:
    """A rule for --json."""
    return {
        "name": rule.name,
        "level": rule.level.value if rule.level else "off",
        "scopes": list(rule.scopes),
        "categories": list(rule.categories),
        "titles": list(rule.titles),
        "fields": list(rule.fields),
        "message": str(rule.message),
        "hint": str(rule.hint),
        "reason": str(rule.reason),
    }


def finding_data(finding: Finding) -> dict[str, Any]:
    """A finding for --json."""
    return {
        "path": _path(finding.path),
        "line": finding.line,
        "column": finding.column,
        "level": finding.level.value,
        "rule": finding.rule,
        "message": finding.message,
        "hint": finding.hint,
        "id": finding.phrase,
        "title": finding.title,
        "key": finding.key,
        "item": finding.item if finding.item >= 0 else None,
        "span": list(finding.span) if finding.span != (0, 0) else None,
    }


def _many(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _write(line: str) -> None:
    import sys

    sys.stdout.write(line + "\n")


def _where(rule: Rule) -> str:
    names = [*rule.scopes, *rule.categories, *rule.titles]
    return ", ".join(names) or t("全部", "everywhere")


def _place(finding: Finding) -> str:
    numbers = [finding.line, finding.column] if finding.column else [finding.line] if finding.line else []
    return ":".join((_path(finding.path), *map(str, numbers)))


def _safe(text: str) -> str:
    """The text on one line without control characters."""
    return text if text.isprintable() else one_line(text)


@cache
def _path(path: Path) -> str:
    """The path from where the person stands, if it lies below."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except (ValueError, OSError):
        return str(path)


def _data(text: str) -> str:
    return (text if text.isprintable() else clean(text)).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
