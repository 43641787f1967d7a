"""Wordings that customers read again and again: one wording where agents answer all day, or two that are equal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from phrasebook.language import t
from phrasebook.lint.draft import Draft
from phrasebook.lint.findings import Spot
from phrasebook.lint.rules import Rules
from phrasebook.model import Category, Pack, Phrase


@dataclass(frozen=True, slots=True)
class Usage:
    """How often phrases were used: id → uses within so many days."""

    uses: Mapping[str, int]
    days: int


def repeated(packs: Sequence[Pack], usage: Usage | None, rules: Rules) -> Iterator[Draft]:
    """Phrases whose customers see the same words each time."""
    for pack in packs:
        for phrase in pack.phrases:
            yield from _equal_wordings(pack, phrase)
    rule = rules.by_name.get("single-wording")
    if usage is None or rule is None:
        return
    per_day = _uses_per_day(packs, usage)
    for pack in packs:
        for phrase in pack.phrases:
            often = per_day[phrase.category]
            if len(phrase.wordings) == 1 and phrase.text and usage.uses.get(phrase.id) and often >= rule.limit:
                name = " / ".join(phrase.category) or t("未分类", "no category")
                yield Draft(
                    "single-wording",
                    Spot(pack.path, phrase, "text"),
                    t(
                        f"只有一种说法，而「{name}」每天要用 {often:.0f} 次",
                        f"has one wording, and {name} is used {often:.0f} times a day",
                    ),
                    t("用 variants 写一两种别的说法", "write another wording or two as variants"),
                )


def _uses_per_day(packs: Sequence[Pack], usage: Usage) -> dict[Category, float]:
    counts: Counter[Category] = Counter()
    for pack in packs:
        for phrase in pack.phrases:
            counts[phrase.category] += usage.uses.get(phrase.id, 0)
    return {category: count / max(1, usage.days) for category, count in counts.items()}


def _equal_wordings(pack: Pack, phrase: Phrase) -> Iterator[Draft]:
    if len(set(phrase.wordings)) == len(phrase.wordings):
        return
    seen = {phrase.text}
    for item, wording in enumerate(phrase.variants):
        if wording in seen:
            yield Draft(
                "same-variant",
                Spot(pack.path, phrase, "variants", item, (0, len(wording))),
                t("和前面的说法一模一样", "is equal to a wording before it"),
                t("换一种说法，或者删掉", "say it differently, or remove it"),
            )
        seen.add(wording)
