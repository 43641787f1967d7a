"""Signs that don't go together: brackets without a partner, two kinds of punctuation, two kinds of characters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from phrasebook.language import t
from phrasebook.lint.folding import traditional
from phrasebook.lint.passages import Passages
from phrasebook.lint.rules import Rule

Found = tuple[int, int, str]

_PAIRS = dict(zip("（(【[《〈「『“‘〔", "）)】]》〉」』”’〕", strict=True))
_OPENERS = {close: opened for opened, close in _PAIRS.items()}
_TWINS = {"(": "）", "（": ")"}
"""What closes a bracket too, though it shouldn't."""
_BRACKET = re.compile(f"[{re.escape(''.join((*_PAIRS, *_OPENERS)))}]")
_NO_BRACKETS = re.compile(
    r"(?:(?<=[\s\0。；;，,：:！!？?）)])|^)(?:[0-9]{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,2}|[①-⑳])[)）]"  # 1)
    r"|[:;=][-'^o]?[()\[\]]{1,3}|[()][-'^]?[:;=]"  # :)
    r"|[\^>~*T;][_.~﹏▽ω-]{1,5}[\^<~*T;]?[)）]|╯[^\n]{0,3}[)）]|[(（](?=[╯>^])"  # ^_^)
    r"|(?<=[a-zA-Z])[‘’]|[‘’](?=[a-zA-Z]{1,2}\b)|[‘’](?=[0-9]0s)"  # it’s
)
"""What looks like a bracket without a partner and is fine: marks of a list, faces, apostrophes."""

_CHINESE = "\u3400-\u9fff"
_HALF = re.compile(rf"(?<=[{_CHINESE}])[,;:!?](?=[{_CHINESE}\s\0“‘「『【（《]|\Z)")
_FULL = re.compile("[，；：！？。、]")


def brackets(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Brackets and quotes without their partner, or with one of another width; the first of each passage."""
    for passage in passages.all:
        if _BRACKET.search(passage.text):
            text = passages.plain[passage.start : passage.start + len(passage.text)]
            at = unpaired(text)
            if at >= 0:
                yield passage.start + at, passage.start + at + 1, ""


def unpaired(text: str) -> int:
    """Where the first bracket without a partner stands; -1 when all have one."""
    fine = {at for match in _NO_BRACKETS.finditer(text) for at in range(*match.span())}
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        sign, at = match[0], match.start()
        if sign in _PAIRS:
            if at not in fine:
                opened.append(at)
        elif opened and _PAIRS[text[opened[-1]]] == sign:
            opened.pop()
        elif at not in fine:
            return opened[-1] if opened and _TWINS.get(text[opened[-1]]) != sign else at
    return opened[0] if opened else -1


def punctuation(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Half-width punctuation between Chinese characters where full-width is used too; the first of each passage."""
    text = passages.plain
    done = -1
    for match in _HALF.finditer(text):
        if match.start() < done:
            continue
        passage = passages.at(match.start())
        done = passage.start + len(passage.text)
        if _FULL.search(text, passage.start, done):
            yield match.start(), match.end(), ""


def script(passages: Passages, rule: Rule) -> Iterator[Found]:
    """Traditional characters in a simplified text, or the other way round: those that are fewer."""
    text = passages.plain
    old, new = _scripts()
    done = -1
    for match in old.finditer(text):
        if match.start() < done:
            continue
        passage = passages.at(match.start())
        done = passage.start + len(passage.text)
        of_old, of_new = (list(kind.finditer(text, passage.start, done)) for kind in (old, new))
        if of_new:
            fewer = of_old if len(of_old) <= len(of_new) else of_new
            shown = t("、", ", ").join(dict.fromkeys(one[0] for one in fewer[:5]))
            yield fewer[0].start(), fewer[0].end(), shown


@cache
def _scripts() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters of traditional Chinese alone, and of simplified Chinese alone."""
    table = traditional()
    simplified = sorted(character for character in set(table.values()) if not _in_big5(character))
    return re.compile(f"[{''.join(table)}]"), re.compile(f"[{''.join(simplified)}]")


def _in_big5(character: str) -> bool:
    """Whether traditional Chinese writes the character too."""
    try:
        character.encode("big5")
    except UnicodeEncodeError:
        return False
    return True
