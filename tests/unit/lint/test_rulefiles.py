from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.lint import Level, parse_rules, read_rules
from phrasebook.lint.checks import CHECKS
from phrasebook.lint.rules import CHECKS as NAMES
from phrasebook.model import Problem, Scope
from tests.unit.lint.samples import found, made, names, phrase

PATH = Path("rules/团队.toml")


def problems(source: str) -> list[tuple[int, str, str]]:
    read = parse_rules([(PATH, source)])
    assert all(isinstance(one, Problem) and one.path == PATH for one in read.problems)
    return [(one.line, one.key, one.message) for one in read.problems]


def test_every_check_that_a_rule_may_name_exists() -> None:
    assert set(CHECKS) == set(NAMES)


def test_a_whole_rule() -> None:
    rules = made("""
[lists]
"亲" = ["亲亲", "宝宝"]

[[rule]]
name = "sweet"
level = "hint"
message = { zh = "「{found}」太甜", en = "“{found}” is too sweet" }
hint = "叫您"
words = ["宝贝们"]
patterns = ["<亲>们"]
unless = ["亲亲们好"]
scopes = ["department/售后组"]
categories = ["售后/安抚"]
fields = ["text"]
""")
    there = {"scope": Scope.DEPARTMENT, "department": "售后组", "category": ("售后", "安抚")}
    (finding,) = found(phrase("您好，亲亲们来啦", **there), rules=rules)
    assert (finding.rule, finding.level, finding.hint) == ("sweet", Level.HINT, "叫您")
    assert finding.message == "“亲亲们” is too sweet"
    assert finding.span == (3, 6)
    assert names(phrase("亲亲们好", **there), rules=rules) == []
    assert names(phrase("亲亲们", **(there | {"department": "售前组"})), rules=rules) == []
    assert names(phrase("亲亲们", **(there | {"category": ("售后", "退款")})), rules=rules) == []
    assert names(phrase("好的", variants=("亲亲们",), **there), rules=rules) == []


def test_what_stands_before_and_behind_a_match() -> None:
    rules = made("""
[[rule]]
name = "r"
words = ["转账"]
unless_before = ["不要"]
unless_after = ["诈骗"]
""")
    for text in ("请不要给他转账", "转账，都是诈骗", "不要随便转账哦"):
        assert names(phrase(text), rules=rules) == [], text
    for text in ("转账给我", "不要客气，转账给我", "不要。转账", "转账。诈骗"):
        assert names(phrase(text), rules=rules) == ["r"], text


def test_whole_answers() -> None:
    rules = made('[[rule]]\nname = "no"\nwhole = ["不行", "没有了"]\ntrim = ["亲", "哦", "了", "的"]\n')
    for text in ("不行", "亲，不行哦~", "不行的", "没有了", "没有了哦亲😊", "不 行！"):
        assert names(phrase(text), rules=rules) == ["no"], text
    for text in ("不行的话我再想办法", "哦", "亲", "这样不行", "没有"):
        assert names(phrase(text), rules=rules) == [], text


def test_lengths_are_counted_as_people_count() -> None:
    rules = made('[[rule]]\nname = "long"\nmax_length = 5\nmessage = "{count}/{limit}"\n')
    assert names(phrase("一二三四五"), rules=rules) == []
    assert [one.message for one in found(phrase("一二三四五六"), rules=rules)] == ["6/5"]
    assert names(phrase("一二三👨‍👩‍👧👍🏽"), rules=rules) == [], "a family is one"
    assert names(phrase("一二三{{agent}}"), rules=rules) == [], "a blank counts two"
    assert names(phrase("一二{{ask:姓=欧阳先生}}"), rules=rules) == ["long"], "a proposal counts"


def test_a_later_table_adds_to_a_rule() -> None:
    first = '[[rule]]\nname = "r"\nlevel = "error"\nmessage = "一"\nwords = ["甲"]\n'
    second = '[[rule]]\nname = "r"\nmessage = "二"\nwords = ["乙"]\nunless = ["甲板"]\n'
    rules = parse_rules([(Path("a"), first), (Path("b"), second)])
    assert [(one.message, one.level) for one in found(phrase("甲和乙"), rules=rules)] == [("二", Level.ERROR)] * 2
    assert names(phrase("甲板"), rules=rules) == []


def test_a_rule_can_be_replaced_or_switched_off() -> None:
    first = '[[rule]]\nname = "r"\nwords = ["甲"]\n[[rule]]\nname = "s"\nwords = ["乙"]\n'
    second = '[[rule]]\nname = "r"\nreplace = true\nwords = ["丙"]\n[[rule]]\nname = "s"\nlevel = "off"\n'
    rules = parse_rules([(Path("a"), first), (Path("b"), second)])
    assert rules.problems == ()
    assert names(phrase("甲乙丙"), rules=rules) == ["r"]


def test_rules_of_structure_can_be_changed() -> None:
    rules = made('[[rule]]\nname = "no-category"\nlevel = "error"\nscopes = ["public"]\n')
    (finding,) = found(phrase(category=()), rules=rules)
    assert finding.level is Level.ERROR
    assert names(phrase(category=(), scope=Scope.PERSONAL), rules=rules) == []
    assert problems('[[rule]]\nname = "expired"\nwords = ["x"]\n')[0][2].startswith("words of the rule expired")


@pytest.mark.parametrize(
    ("source", "line", "key", "said"),
    [
        ('name = "x', 1, "", "isn't closed"),
        ('format = 2\n[[rule]]\nname = "r"\nwords = ["x"]', 1, "format", "unknown format"),
        ('colour = 1\n[[rule]]\nname = "r"\nwords = ["x"]', 1, "colour", "isn't known"),
        ('[[rule]]\nwords = ["x"]', 1, "name", "no name"),
        ('[[rule]]\nname = "r"\n\nlevl = "error"\nwords = ["x"]', 4, "levl", "isn't known: r"),
        ('[[rule]]\nname = "r"\nlevel = "grave"\nwords = ["x"]', 3, "level", "no such level"),
        ('[[rule]]\nname = "r"\nwords = "x"', 3, "words", "list of texts"),
        ('[[rule]]\nname = "r"\nwords = ["x"]\nmessage = 3', 4, "message", "each language"),
        ('[[rule]]\nname = "r"\nmax_length = true', 3, "max_length", "must be a number"),
        ('[[rule]]\nname = "r"\nmax_length = 0', 3, "max_length", "above 0"),
        ('[[rule]]\nname = "r"\ncheck = "fone"', 3, "check", "there is no 'fone'"),
        ('[[rule]]\nname = "r"\nwords = ["x"]\nfields = ["txt"]', 4, "fields", "there is no 'txt'"),
        ('[[rule]]\nname = "r"\nwords = ["x"]\nscopes = ["all"]', 4, "scopes", "there is no 'all'"),
        ('[[rule]]\nname = "r"', 1, "rule", "what to look for"),
        ('[[rule]]\nname = "r"\nwords = [\n  "好",\n  "  ",\n]', 5, "words", "nothing to look for"),
        ('[[rule]]\nname = "r"\npatterns = [\n  "好*3",\n  "*坏",\n]', 5, "patterns", "begin with a character"),
        ('[lists]\na = 1\n[[rule]]\nname = "r"\nwords = ["x"]', 2, "lists.a", "list of texts"),
        ("rule = 3", 1, "rule", "list of tables"),
    ],
)
def test_mistakes_have_their_line(source: str, line: int, key: str, said: str) -> None:
    (problem,) = problems(source)
    assert problem[:2] == (line, key)
    assert said in problem[2]


def test_a_mistake_leaves_everything_else_in_force() -> None:
    source = """
[[rule]]
name = "first"
words = ["甲"]
[[rule]]
name = "second"
colour = "red"
words = ["乙"]
[[rule]]
name = "third"
words = ["丙"]
patterns = ["(丁", "戊"]
"""
    rules = parse_rules([(PATH, source)])
    assert [one.line for one in rules.problems] == [7, 12]
    assert names(phrase("甲乙丙丁戊"), rules=rules) == ["rules-file", "rules-file", "first", "third", "third"]


def test_files_are_read_in_order_and_bad_ones_reported(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text('[[rule]]\nname = "r"\nmessage = "b"\nwords = ["甲"]\n')
    (tmp_path / "a.toml").write_text('variables = ["shop"]\n[[rule]]\nname = "r"\nmessage = "a"\nwords = ["乙"]\n')
    (tmp_path / ".hidden.toml").write_text("nonsense")
    (tmp_path / "c.toml").write_bytes(b"\xff\xfe")
    (tmp_path / "d.toml").mkdir()
    rules = read_rules([tmp_path / "missing", tmp_path])
    assert rules.by_name["r"].message.en == "b"
    assert rules.variables == {"shop"}
    assert sorted(one.path.name for one in rules.problems) == ["c.toml", "d.toml"]


@given(st.text(st.sampled_from("[]{}=\"'\n,#rulenam words<*>(|)"), max_size=60) | st.text(max_size=60))
def test_no_text_breaks_the_reading_of_rules(text: str) -> None:
    for source in (text, f'[[rule]]\nname = "r"\nwords = ["x"]\n{text}'):
        assert "unreadable" in parse_rules([(PATH, source)]).by_name
