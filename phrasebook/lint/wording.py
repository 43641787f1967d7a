"""What rules find in the wording of phrases: words and patterns, whole answers, lengths, and what checks find."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from phrasebook.lint.checks import CHECKS
from phrasebook.lint.folding import BARRIER, MASK, SENTENCE_END
from phrasebook.lint.passages import Passage, Passages
from phrasebook.lint.rules import Rule, Rules
from phrasebook.model import Span
from phrasebook.placeholders.graphemes import clusters

_AROUND = 40
"""How far from a match its `unless` is looked for."""
_NEAR = 14
"""How far from a match `unless_before` and `unless_after` are looked for."""
_SENTENCE_ENDS = f"{BARRIER}\n{SENTENCE_END}?;~"
_CLAUSE_ENDS = _SENTENCE_ENDS + ",:"
_SHORT = 24
"""No flat refusal is longer."""
_OPEN = re.compile(f"{MASK}+")
_PUNCTUATION = " ,.，。！？!?…~、;:()\n" + MASK


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that a rule found."""

    rule: Rule
    passage: Passage
    span: Span
    shown: str
    """What was found, as it may be shown."""
    count: int = 0


def hits(rules: Rules, passages: Passages) -> Iterator[Hit]:
    """What all rules find, each thing once per passage and rule."""
    for rule in rules.of_wording:
        seen: set[tuple[int, str]] = set()
        for hit in _of_rule(rule, passages):
            passage = hit.passage
            if passage.key not in rule.fields or not rule.holds_for(passage.phrase):
                continue
            mark = passage.start, hit.shown
            if mark not in seen:
                seen.add(mark)
                yield hit


def _of_rule(rule: Rule, passages: Passages) -> Iterator[Hit]:
    if rule.scan:
        yield from _contained(rule, passages)
    if rule.whole:
        yield from _whole(rule, passages)
    if rule.max_length:
        yield from _too_long(rule, passages)
    if rule.check:
        for start, end, shown in CHECKS[rule.check](passages, rule):
            yield _hit(rule, passages, start, end, shown)


def _hit(rule: Rule, passages: Passages, start: int, end: int, shown: str = "") -> Hit:
    """What stands in the long text from `start` to `end`."""
    passage = passages.at(start)
    span = start - passage.start, end - passage.start
    return Hit(rule, passage, span, shown or passage.text[span[0] : span[1]])


def _contained(rule: Rule, passages: Passages) -> Iterator[Hit]:
    """Words and patterns, unless something around them says otherwise."""
    text, scan = passages.squeezed.text, rule.scan
    position = 0
    while scan and (match := scan.search(text, position)):
        start, end = match.span()
        if _excused(rule, text, start, end):
            position = start + 1
            continue
        position = max(end, start + 1)
        yield _hit(rule, passages, *passages.squeezed.origin(start, end))


def _excused(rule: Rule, text: str, start: int, end: int) -> bool:
    """Whether what stands around a match makes it none."""
    if rule.unless and _covered(rule.unless, text, start, end):
        return True
    if rule.unless_before:
        clause = max(text.rfind(sign, max(0, start - _NEAR), start) for sign in _CLAUSE_ENDS)
        if rule.unless_before.search(text, max(clause + 1, start - _NEAR), start):
            return True
    if rule.unless_after:
        ends = (text.find(sign, end, end + _NEAR) for sign in _SENTENCE_ENDS)
        return bool(rule.unless_after.search(text, end, min((at for at in ends if at >= 0), default=end + _NEAR)))
    return False


def _covered(unless: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether an exception covers the match."""
    low = max(text.rfind(BARRIER, max(0, start - _AROUND), start), start - _AROUND, 0)
    high = end + _AROUND
    while low <= start and (match := unless.search(text, low, high)):
        if match.start() > start:
            return False
        if match.end() >= end:
            return True
        low = match.start() + 1
    return False


def _whole(rule: Rule, passages: Passages) -> Iterator[Hit]:
    """Wordings that say nothing else."""
    for passage, squeezed in zip(passages.all, passages.squeezed.text.split(BARRIER)[1:-1], strict=True):
        if len(squeezed) <= _SHORT and passage.key in rule.fields and _says_only(squeezed, rule):
            yield Hit(rule, passage, (0, len(passage.text)), passage.text.strip())


def _says_only(text: str, rule: Rule) -> bool:
    """Whether a wording comes down to one of the rule's, once words of courtesy are taken off its ends one by one."""
    while True:
        text = text.strip(_PUNCTUATION)
        if text in rule.whole:
            return True
        word = next((word for word in rule.trim if text.endswith(word) or text.startswith(word)), "")
        if not word or word == text:
            return False
        text = text.removesuffix(word) if text.endswith(word) else text.removeprefix(word)


def _too_long(rule: Rule, passages: Passages) -> Iterator[Hit]:
    """Wordings of too many characters, counted as people count them; a placeholder to be filled in counts two."""
    for passage in passages.all:
        if len(passage.text) > rule.max_length and passage.key in rule.fields and rule.holds_for(passage.phrase):
            masked = passages.plain[passage.start : passage.start + len(passage.text)]
            count = clusters(_OPEN.sub("··", masked).strip())
            if count > rule.max_length:
                yield Hit(rule, passage, (0, len(passage.text)), "", count)
