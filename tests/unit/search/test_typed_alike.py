"""One text typed in another script or spelling: traditional characters, double pinyin, with and without accent."""

import pytest

from phrasebook.search import Index
from phrasebook.search.spelling import Spelling
from tests.unit.search.samples import LIBRARY, phrase, titles

INDEX = Index(LIBRARY)
XIAOHE, MICROSOFT, ZIRANMA = Spelling("xiaohe"), Spelling("microsoft"), Spelling("ziranma")
EXACT = Spelling(blurred=False)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("發貨時間", "发货时间"),
        ("退貨地址", "退货地址"),
        ("發票", "发票说明"),
        ("重慶倉", "重庆仓说明"),
        ("贈品說明", "赠品说明"),
        ("贈品説明", "赠品说明"),
        ("尺碼tj", "尺码推荐"),
    ],
)
def test_a_traditional_query_finds_simplified_text(query, first):
    assert titles(INDEX.best(query))[:1] == [first]


TRADITIONAL = Index(
    [
        phrase("頭髮乾了再用", "先把頭髮弄乾淨，裡面也要吹乾。"),
        phrase("發貨後修改", "發出後就改不了啦。"),
        phrase("着急發貨", "我們很著急。"),
        phrase("著名品牌", "都是著名品牌。"),
    ]
)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("头发干", "頭髮乾了再用"),
        ("里面", "頭髮乾了再用"),
        ("裏面", "頭髮乾了再用"),
        ("toufa", "頭髮乾了再用"),
        ("tfg", "頭髮乾了再用"),
        ("发货后", "發貨後修改"),
        ("發貨后", "發貨後修改"),
        ("fahuohou", "發貨後修改"),
        ("著急", "着急發貨"),
        ("著名", "著名品牌"),
        ("zhuming", "著名品牌"),
    ],
)
def test_a_simplified_query_finds_traditional_text(query, first):
    assert titles(TRADITIONAL.best(query))[:1] == [first]


def test_what_lights_up_are_the_characters_of_the_text():
    (match, *_) = TRADITIONAL.best("头发干净")
    assert match.positions == {"title": [(0, 3)], "text": [(6, 7)]}  # 頭髮乾, 淨
    (match,) = Index([phrase("①裡㎏面", "甲")]).best("里kg面")
    assert match.positions["title"] == [(1, 4)]


@pytest.mark.parametrize(
    ("query", "spelling", "first"),
    [
        ("fahouijm", XIAOHE, "发货时间"),
        ("tvhodivi", XIAOHE, "退货地址"),
        ("tvhodivi", MICROSOFT, "退货地址"),
        ("tvhodivi", ZIRANMA, "退货地址"),
        ("vgpbbcvg", XIAOHE, "正品保证"),
        ("vgpnbkvg", MICROSOFT, "正品保证"),
        ("vgpnbkvg", ZIRANMA, "正品保证"),
        ("kddiposy", XIAOHE, "快递破损"),
        ("kydipos", ZIRANMA, "快递破损"),
        ("hrholiui;", MICROSOFT, "换货流程"),
        ("tvhodz", XIAOHE, "退货地址"),
        ("tvh", XIAOHE, "退货地址"),
        ("退ho", XIAOHE, "退货地址"),
        ("tv", XIAOHE, "退货地址"),
        # and what was understood before
        ("fh", XIAOHE, "发货时间"),
        ("fhsj", XIAOHE, "发货时间"),
        ("thdz", MICROSOFT, "退货地址"),
        ("fahuo", XIAOHE, "发货时间"),
        ("tuihuodizhi", ZIRANMA, "退货地址"),
        ("iphone", XIAOHE, "iPhone壳适配"),
        ("usb", MICROSOFT, "iPhone壳适配"),
        ("yj", XIAOHE, "还价第一轮"),
        ("退货", XIAOHE, "退货地址"),
    ],
)
def test_double_pinyin_finds(query, spelling, first):
    assert titles(INDEX.best(query, spelling=spelling))[:1] == [first]


def test_double_pinyin_lights_up_what_it_means():
    (match, *_) = INDEX.best("tvho", spelling=XIAOHE)
    assert match.positions["title"] == [(0, 2)]


def test_double_pinyin_is_only_understood_when_it_is_set():
    assert titles(INDEX.best("tvhodivi"))[:1] != ["退货地址"]
    assert titles(INDEX.best("tvhodivi", spelling=Spelling()))[:1] != ["退货地址"]


def test_two_keys_find_initials_and_syllables():
    index = Index([*(phrase(f"发货{i}") for i in range(30)), *(phrase(f"放{i}") for i in range(30))])
    found = titles(index.best("fh", limit=60, spelling=XIAOHE))
    assert {title[0] for title in found} == {"发", "放"}
    assert {title[0] for title in titles(index.best("fh", limit=60))} == {"发"}


ACCENTS = Index([phrase("正品"), phrase("赠品"), phrase("蓝色"), phrase("男色")])


@pytest.mark.parametrize(
    ("query", "meant", "alike"),
    [("zhengpin", "正品", "赠品"), ("zengpin", "赠品", "正品"), ("lanse", "蓝色", "男色"), ("正品", "正品", "赠品")],
)
def test_accents_can_be_kept_apart(query, meant, alike):
    blurred = {match.phrase.title: match.score for match in ACCENTS.best(query)}
    exact = {match.phrase.title: match.score for match in ACCENTS.best(query, spelling=EXACT)}
    assert blurred.keys() == {meant, alike}
    assert exact[meant] == blurred[meant]
    assert exact.get(alike, 0) < blurred[alike]


def test_one_setting_leaves_no_trace_in_the_other():
    before = ACCENTS.best("zhengpin")
    ACCENTS.best("zhengpin", spelling=EXACT)
    ACCENTS.best("zhengpin", spelling=XIAOHE)
    assert ACCENTS.best("zhengpin") == before
