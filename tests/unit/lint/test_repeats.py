from typing import Any

from phrasebook.lint import Usage
from phrasebook.lint.builtin import BUSY_PER_DAY
from tests.unit.lint.samples import found, made, phrase

ONE = phrase("好的呢~", id="1" * 20, category=("售前", "接待"))
TWO = phrase("在的呢~", id="2" * 20, category=("售前", "接待"), variants=("在呢~",))


def single(uses: dict[str, int], days: int = 7, **around: Any) -> list[str]:
    return [one.phrase for one in found(ONE, TWO, usage=Usage(uses, days), **around) if one.rule == "single-wording"]


def test_one_wording_where_agents_answer_all_day() -> None:
    often = 7 * BUSY_PER_DAY
    assert single({ONE.id: often}) == [ONE.id]
    assert single({ONE.id: 1, TWO.id: often}) == [ONE.id], "the category counts"
    assert single({TWO.id: often}) == [], "nobody uses it"
    assert single({ONE.id: often - 1}) == []


def test_without_figures_nothing_is_said() -> None:
    assert single({}) == []
    assert [one.rule for one in found(ONE, TWO)] == []


def test_the_limit_can_be_set() -> None:
    rules = made('[[rule]]\nname = "single-wording"\nlimit = 3\nlevel = "warning"\n')
    assert single({ONE.id: 21}, rules=rules) == [ONE.id]
    off = made('[[rule]]\nname = "single-wording"\nlevel = "off"\n')
    assert single({ONE.id: 1000}, rules=off) == []
