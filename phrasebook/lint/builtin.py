"""The rules of structure: always there, each with its usual level. A rules file may change level and range by name."""

from __future__ import annotations

from phrasebook.lint.findings import Level
from phrasebook.lint.rules import Rule, Words

BUSY_PER_DAY = 20
"""Replies a day from one category: at 250 conversations a day, an agent says the same thing to one in twelve."""


def _rule(name: str, level: Level, zh: str, en: str, limit: int = 0) -> Rule:
    return Rule(name=name, level=level, reason=Words(zh, en), limit=limit, fields=())


STRUCTURE: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        _rule("unreadable", Level.ERROR, "读不了的文件或话术，不会出现在列表里", "what can't be read isn't offered"),
        _rule("missing-image", Level.ERROR, "图片不在，整条话术都用不了", "without its picture a phrase is left out"),
        _rule("duplicate-id", Level.ERROR, "同一个 id 只能属于一条话术", "an id belongs to one phrase"),
        _rule(
            "duplicate-code",
            Level.ERROR,
            "同一范围里编码重复，只有第一条打得出来",
            "of two equal codes in a scope only the first is found",
        ),
        _rule("broken-placeholder", Level.ERROR, "写错的占位符粘贴不出去", "a malformed placeholder can't be pasted"),
        _rule(
            "unknown-placeholder",
            Level.WARNING,
            "没有这个变量时，每次粘贴都要坐席手填",
            "without a variable of this name, agents must fill it in each time",
        ),
        _rule(
            "missing-phrase", Level.ERROR, "引用的话术不存在，粘贴不出去", "the phrase that is brought in is missing"
        ),
        _rule(
            "phrase-cycle", Level.ERROR, "话术互相引用成圈，粘贴不出去", "phrases that contain each other have no end"
        ),
        _rule(
            "prefix-code",
            Level.HINT,
            "一个编码是另一个的开头，打到一半容易选错",
            "a code that begins another is easily taken for it",
        ),
        _rule(
            "no-category",
            Level.HINT,
            "没有分类的话术在左边的分类里找不到",
            "the tree of categories leads nowhere to it",
        ),
        _rule("empty-level", Level.WARNING, "分类里有空的一级", "a level of the category is empty"),
        _rule(
            "empty-category",
            Level.HINT,
            "分类里的话术全过期了，坐席看到的是空分类",
            "all phrases of the category are out of date, so agents see none",
        ),
        _rule("expired", Level.HINT, "过期的话术坐席看不到，删掉或改日期", "agents don't see what is out of date"),
        _rule("same-variant", Level.HINT, "两种说法一模一样，等于没有备选", "two equal wordings are one"),
        _rule(
            "single-wording",
            Level.HINT,
            "天天用的话只有一种说法，顾客会看到重复的句子",
            "what is said all day in one wording, customers read twice",
            limit=BUSY_PER_DAY,
        ),
        _rule(
            "lint-ignore",
            Level.WARNING,
            "lint_ignore 没有写对，等于没写",
            "lint_ignore that names no rule does nothing",
        ),
        _rule(
            "rules-file",
            Level.ERROR,
            "规则文件里有错，那一条规则没有生效",
            "a mistake in a rules file; that rule isn't in force",
        ),
    )
}
