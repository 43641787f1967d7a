"""Where nothing answers, nothing is shown; slips are no nonsense. The library is the one shipped with the program."""

import pytest

from phrasebook.library import Library, starter_folder
from phrasebook.search import Index
from tests.unit.search.samples import titles

INDEX = Index(Library.load(starter_folder()).phrases)

MEANINGLESS = "xyzzyqq kubernetes javascript philosophy blockchain qwertyuiop asdfghjkl xwlcnkxtm zmswshgfr gdylsdxwyw"
FOREIGN = "宇宙飞船 量子力学 恐龙化石 钢琴奏鸣曲 哈利波特 火箭燃料 篮球联赛 基因突变 罗马帝国"
NUMBERS = "88517348048 40955483455 76974941903 330106199001011234"


@pytest.mark.parametrize(
    "query", [*MEANINGLESS.split(), *FOREIGN.split(), *NUMBERS.split(), "hello world", "the quick brown fox"]
)
def test_nonsense_finds_nothing(query):
    assert titles(INDEX.best(query)) == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tuihuodzihi", "退货地址"),
        ("tiuhuodizhi", "退货地址"),
        ("fhuosj", "大促发货时间"),
        ("shenmeshihoufahuo", "什么时候发货"),
        ("退火地址", "退货地址"),
        ("yunfeixain", "有没有运费险"),
        ("chimatuijan", "尺码推荐"),
        ("tuihuoliuchegn", "退货流程"),
    ],
)
def test_slips_are_found_all_the_same(query, found):
    assert found in titles(INDEX.best(query, limit=5))
