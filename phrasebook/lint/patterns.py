r"""The pattern language of rules: small, and safe against any text and any rule file.

    加*我微信      * up to 6 characters within a sentence; *3 up to three
    返#元          # one digit
    好?            ? one character
    (退|返)现      one of these; (退|返|) or none of them
    [删改]差评     one of these characters; [0-9] is a range
    <好评>返现     an entry of the list 好评 in [lists] of a rules file
    ^不行$         the beginning and the end of the wording
    \*             the character itself

Teams write rules, and a team's file is no more trusted than a pack: a regular expression in it could keep a computer
busy for years. Nothing here repeats without a bound and nothing that repeats is repeated, so that each pattern tries at
most `MAX_COST` ways at a place, and the time for a text grows with its length and no faster.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod

from phrasebook.errors import PhrasebookError
from phrasebook.language import t
from phrasebook.lint.folding import BARRIER, SENTENCE_END, squeezed

MAX_COST = 1_000
"""Ways in which a pattern may be tried at one place."""
MAX_WORD = 200
"""Characters of a word or pattern as it is written."""
MAX_HEADS = 400
"""Different beginnings that one pattern may have."""
_GAP = 6
_MAX_GAP = 20

_SAME_SENTENCE = f"[^{BARRIER}\\n{SENTENCE_END}?;~]"
_TOKEN = re.compile(
    r"\\(?P<quoted>.)|\*(?P<gap>\d{0,3})|\((?P<group>[^()]*)\)|\[(?P<set>[^\[\]]*)\]|<(?P<list>[^<>]*)>"
)

_RANGE = re.compile(r"([0-9a-zA-Z])-([0-9a-zA-Z])")


class RuleError(PhrasebookError):
    """A rule, or one of its words, can't be used."""


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a pattern: one of `choices`, or what `source` (a regular expression) matches in `ways` ways."""

    choices: tuple[str, ...] = ()
    source: str = ""
    ways: int = 1


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way a match may begin: its first character, and a regular expression for the rest."""

    head: str
    tail: str
    length: int
    """Of the longest match; longer ones are tried first."""


def word(text: str) -> Alternative:
    """A word as it stands, without any wildcard.

    A word of ASCII letters alone isn't found inside of other words.

    Raises:
        RuleError: nothing is left of it, or it is too long.
    """
    wanted = squeezed(text)
    _check_length(text)
    if not wanted or BARRIER in wanted:
        raise RuleError(t(f"「{text}」里没有可以查找的字", f"there is nothing to look for in {text!r}"))
    ends = "(?![a-z])" if re.fullmatch("[a-z]+", wanted) else ""
    return Alternative(wanted[0], _front(wanted) + re.escape(wanted[1:]) + ends, len(wanted))


def pattern(text: str, lists: Mapping[str, Sequence[str]]) -> tuple[Alternative, ...]:
    """What a pattern matches; `lists` are those that it may name in <…>.

    Raises:
        RuleError: it can't be understood, begins with a wildcard, or could match in too many ways.
    """
    _check_length(text)
    parts = list(_parts(text, lists))
    anchored = bool(parts) and parts[0].source == "^"
    parts = parts[1:] if anchored else parts
    if any(part.source == "^" for part in parts) or any(part.source == "$" for part in parts[:-1]):
        raise RuleError(
            t(f"「{text}」里的 ^ 只能在开头，$ 只能在结尾", f"^ begins and $ ends a pattern: {text!r}"),
            t("要找这两个符号本身就写 \\^ 和 \\$", "write \\^ and \\$ for the characters themselves"),
        )
    heads = _heads(parts, text)
    if prod(map(_ways, heads[0][1])) > MAX_COST:
        raise RuleError(
            t(f"「{text}」的写法太宽，会拖慢检查", f"{text!r} is too wide and would make checks slow"),
            t("少用几个 *，或者写小一点，如 *3", "use fewer *, or narrower ones such as *3"),
        )
    start = f"(?<={BARRIER}{{}})" if anchored else ""
    return tuple(
        Alternative(
            head[0],
            (start.format(re.escape(head[0])) if anchored else _front(head)) + re.escape(head[1:]) + _source(rest),
            len(head) + sum(max(map(len, part.choices), default=part.ways) for part in rest),
        )
        for head, rest in heads
    )


def compiled(alternatives: Sequence[Alternative]) -> re.Pattern[str] | None:
    """One regular expression for all of them; None when there are none. Texts stand between BARRIERs."""
    if not alternatives:
        return None
    tails: dict[str, list[Alternative]] = {}
    for one in sorted(alternatives, key=lambda one: -one.length):
        tails.setdefault(one.head, []).append(one)
    # each branch begins with a plain character: re then skips all places where none of them stands
    branches = [
        f"{re.escape(head)}(?:{'|'.join(dict.fromkeys(one.tail for one in own))})" for head, own in tails.items()
    ]
    return re.compile("|".join(branches))


def _check_length(text: str) -> None:
    if len(text) > MAX_WORD:
        raise RuleError(
            t(f"「{text[:20]}…」太长，最多 {MAX_WORD} 个字", f"{text[:20]!r}… is too long; {MAX_WORD} is the limit")
        )


def _front(head: str) -> str:
    """After its first character: no letter stands before a match that begins with one."""
    return f"(?<![a-z]{re.escape(head[0])})" if "a" <= head[0] <= "z" else ""


def _parts(text: str, lists: Mapping[str, Sequence[str]]) -> Iterator[Part]:
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match:
            position = match.end()
            yield _part(match, text, lists)
            continue
        character = text[position]
        position += 1
        if character in "()[]<>\\":
            raise RuleError(
                t(f"「{text}」里的 {character} 没有配对", f"a {character} without its partner in {text!r}"),
                t(f"要找这个符号本身就写 \\{character}", f"write \\{character} for the character itself"),
            )
        if character in "^$":
            yield Part(source=character)
        elif character == "?":
            yield Part(source=f"[^{BARRIER}\\n]")
        elif character == "#":
            yield Part(source="[0-9]")
        elif plain := squeezed(character):
            yield Part((plain,))


def _part(match: re.Match[str], text: str, lists: Mapping[str, Sequence[str]]) -> Part:
    if match["quoted"] is not None:
        return Part((squeezed(match["quoted"]),))
    if match["gap"] is not None:
        most = min(int(match["gap"] or _GAP), _MAX_GAP)
        return Part(source=f"{_SAME_SENTENCE}{{0,{most}}}?", ways=most + 1)
    if match["group"] is not None:
        return _one_of(match["group"].split("|"))
    if match["set"] is not None:
        return _one_of([choice for choice in _RANGE.sub(_spelled_out, match["set"]) if squeezed(choice)])
    name = match["list"]
    if name not in lists:
        raise RuleError(
            t(f"「{text}」用到的词表 <{name}> 没有定义", f"the list <{name}> in {text!r} isn't defined"),
            t("在 [lists] 里写上它", "define it in [lists]"),
        )
    return _one_of(lists[name])


def _spelled_out(match: re.Match[str]) -> str:
    """The characters of a range such as 0-9."""
    return "".join(map(chr, range(ord(match[1]), ord(match[2]) + 1)))


def _one_of(choices: Sequence[str]) -> Part:
    if not choices:
        raise RuleError(t("[] 或 <> 里没有可选的字", "there is nothing to choose from in [] or <>"))
    return Part(tuple(dict.fromkeys(squeezed(choice) for choice in choices)))


def _heads(parts: list[Part], text: str) -> list[tuple[str, list[Part]]]:
    """The plain texts with which a match can begin, each with the parts behind it."""
    count = next((i for i, part in enumerate(parts) if part.source), len(parts))
    if not count:
        raise RuleError(
            t(f"「{text}」要以具体的字开头", f"{text!r} must begin with a character"),
            t("把 * ? # 移到后面，或去掉", "move * ? # further back, or leave them out"),
        )
    leading = 1
    while leading < count and any(not choice for choice in parts[leading - 1].choices):
        leading += 1
    if prod(len(part.choices) for part in parts[:leading]) > MAX_HEADS:
        raise RuleError(t(f"「{text}」的开头写法太多", f"{text!r} has too many beginnings"))
    heads = dict.fromkeys("".join(choices) for choices in product(*(part.choices for part in parts[:leading])))
    if not all(heads):
        raise RuleError(
            t(f"「{text}」可能什么也不剩", f"{text!r} may come to nothing"),
            t("去掉开头的空选项", "take the empty choice at its beginning out"),
        )
    return [(head, parts[leading:]) for head in heads]


def _ways(part: Part) -> int:
    """In how many ways a part can match at one place: once per gap's width, once per length of its choices."""
    return part.ways if part.source else len({len(choice) for choice in part.choices})


def _source(parts: Sequence[Part]) -> str:
    """The regular expression for parts behind the first."""
    sources = []
    for part in parts:
        if part.source:
            sources.append(f"(?={BARRIER})" if part.source == "$" else part.source)
        else:
            sources.append(_choice(part.choices))
    last = sources[-1] if sources else ""
    return "".join(sources[:-1]) + (last.removesuffix("?") if last.endswith("}?") else last)  # a gap at the end is wide


def _choice(choices: tuple[str, ...]) -> str:
    if all(len(choice) == 1 for choice in choices):
        return f"[{''.join(map(re.escape, choices))}]"
    return f"(?:{'|'.join(map(re.escape, sorted(choices, key=len, reverse=True)))})"
