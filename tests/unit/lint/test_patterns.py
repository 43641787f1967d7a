import re
import re._constants as constants
import re._parser as parser
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.lint.folding import squeezed
from phrasebook.lint.patterns import RuleError, compiled, pattern, word

LISTS = {"好评": ["好评", "五星"], "空": []}


def hits(source: str, text: str) -> list[str]:
    scan = compiled(pattern(source, LISTS))
    assert scan
    return [match[0] for match in scan.finditer(f"\0{squeezed(text)}\0")]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("加*微信", "请加我的微信哦", ["加我的微信"]),
        ("加*微信", "请加一二三四五六七微信", []),
        ("加*3微信", "加一二三微信", ["加一二三微信"]),
        ("加*2微信", "加一二三微信", []),
        ("加*微信", "请加。微信", []),
        ("加*微信", "请加\n微信", []),
        ("返#元", "返5元，返十元", ["返5元"]),
        ("好?吗", "好了吗？好吗", ["好了吗"]),
        ("(退|返)现", "退现返现", ["退现", "返现"]),
        ("送(您|)券", "送券送您券", ["送券", "送您券"]),
        ("[删改]评", "删评改评", ["删评", "改评"]),
        ("返[0-9]元", "返7元", ["返7元"]),
        ("<好评>返", "好评返五星返", ["好评返", "五星返"]),
        ("^不行$", "不行", ["不行"]),
        ("^不行", "真的不行", []),
        ("不行$", "不行哦", []),
        ("第\\*", "第", ["第"]),
        ("VX", "加vx", ["vx"]),
        ("vx聊", "avx聊", []),
        ("没*关系*", "没有关系的啦亲。", ["没有关系的啦亲"]),
    ],
)
def test_what_a_pattern_finds(source: str, text: str, expected: list[str]) -> None:
    assert hits(source, text) == expected


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("", "begin"),
        ("*微信", "begin"),
        ("?", "begin"),
        ("^", "begin"),
        ("(a", "partner"),
        ("a)", "partner"),
        ("[a", "partner"),
        ("a>", "partner"),
        ("a^b", "begins"),
        ("a$b", "begins"),
        ("<没有>", "isn't defined"),
        ("(a|)", "nothing"),
        ("[]a", "nothing to choose"),
        ("<空>a", "nothing to choose"),
        ("a*20b*20c*20d", "wide"),
        ("(a|bb|ccc)(a|b|c)(|d)" * 30, "long"),
        ("(a|b|c|d|)" * 18, "beginnings"),
        ("长" * 300, "long"),
    ],
)
def test_what_no_pattern_can_be(source: str, said: str) -> None:
    with pytest.raises(RuleError, match=said):
        pattern(source, LISTS)


def test_words_have_no_wildcards_and_english_ones_are_whole() -> None:
    scan = compiled([word("a*b"), word("vx"), word("no.1"), word("最好")])
    assert scan
    assert [match[0] for match in scan.finditer(squeezed("avx vx vxs vx8 No.1 ab 最 好"))] == [
        "vx",
        "vx",
        "no1",
        "ab",
        "最好",
    ], "decoration is none of a word's business"


def test_longer_words_go_first() -> None:
    scan = compiled([word("最"), word("最低价"), word("最低")])
    assert scan
    assert [match[0] for match in scan.finditer("最低价最低最")] == ["最低价", "最低", "最"]


def test_no_word_at_all() -> None:
    assert compiled([]) is None
    with pytest.raises(RuleError):
        word(" * ")


def repeats(parsed: Any) -> list[tuple[int, int]]:
    """The repeats in a parsed regular expression: how often at most, and how many repeats each has inside."""
    found = []
    for op, arguments in parsed:
        if op in (constants.MAX_REPEAT, constants.MIN_REPEAT):
            found.append((arguments[1], len(repeats(arguments[2]))))
        elif op is constants.BRANCH:
            found += [one for branch in arguments[1] for one in repeats(branch)]
        elif op is constants.SUBPATTERN:
            found += repeats(arguments[-1])
    return found


@given(st.text(st.sampled_from("加微v*?#()[]|<>^$\\0123456789好评"), max_size=30) | st.text(max_size=30))
def test_whatever_a_team_writes_repeats_within_bounds(source: str) -> None:
    try:
        scan = compiled(pattern(source, LISTS))
    except RuleError:
        return
    assert scan
    assert all(most <= 20 and inside == 0 for most, inside in repeats(parser.parse(scan.pattern)))
    assert not re.search(r"\\[1-9]", scan.pattern), "no back-references"
    scan.search("\0" + source * 3 + "\0")
