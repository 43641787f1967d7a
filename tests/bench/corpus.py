"""A made-up library of any size that reads like a real one: the starter library with its slots filled in anew.

Each phrase comes from one of the starter's. Its title is that one's title or one of its keywords, with goods, an
occasion or a quality. Its text is built of sentences of the same phrase and category, in which words give way to others
for the same thing, and placeholders to what an agent would fill in. Lengths follow real customer-service replies:
median 36 characters, 95th percentile 104.
"""

from __future__ import annotations

import functools
import hashlib
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from phrasebook.library import Library
from phrasebook.model import Phrase, Scope
from phrasebook.search import pinyin
from tests.bench import words

_STARTER = Path(__file__).parents[2] / "phrases"
_SENTENCE = re.compile(r"[^。！？~～\n]+[。！？~～]*\n?")
_CLAUSE = re.compile(r"[^，。！？~～：；\n]{4,12}")
_PLACEHOLDER = re.compile(r"\{\{(ask|choose):([^{}|=]*)[|=]?([^{}]*)\}\}")
_OPENINGS = ("亲，", "您好，", "亲亲，", "", "", "", "", "好的呢，", "在的，", "嗯嗯，")
_CLOSINGS = ("", "", "", "", "", "", "还有问题随时找我~", "谢谢理解！", "祝您购物愉快。", "我一直在的。", "辛苦您啦😊")
_DETAILS = (
    "{hint}。",
    "{hint}哦~",
    "从{city}仓发货。",
    "发往{city}的{goods}多等{few}天。",
    "{city}分店电话请看店铺首页，{hint}。",
    "{goods}的{gift}另外寄，{carrier}单号晚点给您。",
    "{quality}{goods}还剩{number}件。",
    "我是客服{person}，有事直接叫我。",
    "{occasion}订单由{person}专门跟，{few}小时内回您。",
    "满{number}9元减{few}0元，{occasion}也能用。",
)
_LENGTHS = (5, 5, 5, 5, 6, 6, 7, 8, 10, 12, 14, 17, 20, 23, 27, 33, 41, 52, 66, 90, 110, 120)
"""Texts grow to one of these, then to the end of their sentence."""
_TITLES = (
    (1, "{subject}"),
    (6, "{goods}{subject}"),
    (5, "{occasion}{subject}"),
    (7, "{quality}{goods}{subject}"),
    (6, "{occasion}{goods}{subject}"),
    (3, "{goods}{quality}{subject}"),
    (2, "{city}{goods}{subject}"),
    (2, "{subject}{occasion}"),
)
_UNTITLED, _ASKED, _CODED = 0.1, 0.5, 0.5
"""The shares of phrases whose title is only a part of their text, of those that may be named after what customers ask,
and of those with a code."""


@dataclass(frozen=True)
class _Root:
    """A phrase of the starter library, ready to be varied."""

    phrase: Phrase
    sentences: tuple[str, ...]
    others: tuple[str, ...]
    """Sentences of the same category."""


def make_corpus(count: int, seed: int = 1) -> list[Phrase]:
    """So many different phrases, no two of one title or code; the same ones for the same seed."""
    chance = random.Random(seed)
    roots = _roots()
    phrases: list[Phrase] = []
    titles: set[str] = set()
    codes: set[str] = set()
    while len(phrases) < count:
        root = chance.choice(roots)
        slots = _slots(chance)
        text = _text(chance, root, slots)
        title = _title(chance, root.phrase, text, slots)
        if title not in titles:
            titles.add(title)
            phrases.append(_phrase(chance, len(phrases), root.phrase, title, text, slots, codes))
    return phrases


@functools.cache
def _roots() -> tuple[_Root, ...]:
    starter = Library.load(_STARTER).phrases
    sentences = {p.id: tuple(s for wording in p.wordings for s in _SENTENCE.findall(wording)) for p in starter}
    by_category: dict[tuple[str, ...], list[str]] = {}
    for phrase in starter:
        by_category.setdefault(phrase.category, []).extend(sentences[phrase.id])
    return tuple(_Root(p, sentences[p.id], tuple(by_category[p.category])) for p in starter if sentences[p.id])


def _slots(chance: random.Random) -> dict[str, str]:
    return {
        "goods": chance.choice(words.GOODS),
        "occasion": chance.choice(words.OCCASIONS),
        "quality": chance.choice(words.QUALITIES),
        "city": chance.choice(words.CITIES),
        "person": chance.choice(words.PEOPLE),
        "carrier": chance.choice(words.CARRIERS),
        "gift": chance.choice(words.GIFTS),
        "hint": chance.choice(words.HINTS),
        "number": str(chance.randint(11, 99)),
        "few": str(chance.randint(2, 9)),
    }


def _title(chance: random.Random, root: Phrase, text: str, slots: dict[str, str]) -> str:
    if chance.random() < _UNTITLED and (clauses := _CLAUSE.findall(re.sub(r"\{\{[^{}]*\}\}", "", text))):
        return str(chance.choice(clauses)).strip()
    subject = chance.choice((root.title, *root.keywords)) if chance.random() < _ASKED else root.title
    form = chance.choices([form for _, form in _TITLES], [weight for weight, _ in _TITLES])[0]
    return form.format(subject=subject, **slots)


def _text(chance: random.Random, root: _Root, slots: dict[str, str]) -> str:
    wanted = chance.choice(_LENGTHS)
    sentences = [chance.choice(root.sentences)]
    rest = [chance.choice(root.sentences), *chance.sample(_DETAILS, 4), *chance.choices(root.others, k=5)]
    chance.shuffle(rest)
    while rest and sum(map(len, sentences)) < wanted:
        if (sentence := rest.pop()) not in sentences:
            sentences.append(sentence)
    vary = _variation(chance, slots)
    body = "".join(s.format(**slots) if s in _DETAILS else vary(s) for s in sentences)
    opening = "" if body.startswith(("亲", "您", "谢谢")) else chance.choice(_OPENINGS)
    return (opening + body + chance.choice(_CLOSINGS)).strip()


_OTHER_WORD = {word: row for row in words.ALIKE for word in row}
_SLOT_WORDS = {
    "宝贝": "goods",
    "商品": "goods",
    "东西": "goods",
    "这款": "goods",
    "快递": "carrier",
    "赠品": "gift",
    "小礼物": "gift",
    "{{agent}}": "person",
}
_VARIED = re.compile(
    "|".join(map(re.escape, sorted(_OTHER_WORD, key=len, reverse=True)))
    + r"|宝贝|商品|东西|这款|快递(?![员公单盒箱柜])|赠品|小礼物|\{\{agent\}\}|"
    + _PLACEHOLDER.pattern
)


def _variation(chance: random.Random, slots: dict[str, str]) -> Callable[[str], str]:
    """What says a sentence in other words."""

    def other(found: re.Match[str]) -> str:
        word = found[0]
        if word in _OTHER_WORD:
            return chance.choice(_OTHER_WORD[word])
        if word in _SLOT_WORDS:
            return slots[_SLOT_WORDS[word]] if chance.random() < 0.5 else word
        return _filled(chance, slots, word, found)

    return lambda sentence: _VARIED.sub(other, sentence)


def _filled(chance: random.Random, slots: dict[str, str], placeholder: str, found: re.Match[str]) -> str:
    """A placeholder as it is, or what an agent would fill in."""
    kind, question, rest = found[1], found[2], found[3]
    if chance.random() < 0.3:
        return placeholder
    if kind == "choose":
        return chance.choice(rest.split("|"))
    if rest:
        return re.sub(r"\d+", lambda n: str(max(1, int(n[0]) + chance.randint(-3, 9))), rest)
    if any(unit in question for unit in ("金额", "价", "分钟", "数", "元")):
        return str(chance.randint(3, 199))
    return slots[chance.choice(("goods", "gift", "quality", "hint"))]


def _phrase(
    chance: random.Random,
    number: int,
    root: Phrase,
    title: str,
    text: str,
    slots: dict[str, str],
    codes: set[str],
) -> Phrase:
    scope, department = chance.choices(
        ((Scope.PUBLIC, ""), (Scope.DEPARTMENT, root.category[0].removesuffix("组") + "组"), (Scope.PERSONAL, "")),
        (6, 3, 1),
    )[0]
    asked = chance.sample((root.title, *root.keywords), min(chance.randint(0, 3), len(root.keywords)))
    return Phrase(
        id=hashlib.blake2b(f"{number} {title}".encode(), digest_size=10).hexdigest(),
        scope=scope,
        department=department,
        pack=root.pack,
        category=root.category,
        title=title,
        text=text,
        code=_code(root.code, slots["goods"], codes) if chance.random() < _CODED else "",
        keywords=tuple(slots["goods"] + word if chance.random() < 0.3 else word for word in asked),
    )


def _code(root: str, goods: str, codes: set[str]) -> str:
    """As a team would number them: the starter's code, the goods' initials, and a number where that is taken."""
    initials = "".join((pinyin.readings(c) or (c.lower(),))[0][0] for c in goods if c.isalnum())
    for code in (root, root + initials[:2]):
        if code not in codes:
            codes.add(code)
            return code
    code, number = root + initials[:2], 2
    while f"{code}{number}" in codes:
        number += 1
    codes.add(f"{code}{number}")
    return f"{code}{number}"
