"""The product: what is typed on the left, the title that must come first on the right."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.model import Scope, Window
from phrasebook.search import Index
from tests.bench.corpus import make_corpus
from tests.unit.search.samples import LIBRARY, phrase, titles

INDEX = Index(LIBRARY)
MANY = make_corpus(2000)
MANY_INDEX = Index(MANY)


@pytest.mark.parametrize(
    ("query", "first"),
    [
        # Chinese: titles, parts of them, keywords, texts, categories
        ("发货时间", "发货时间"),
        ("退货", "退货地址"),
        ("货地", "退货地址"),
        ("多久能发", "发货时间"),
        ("穿多大", "尺码推荐"),
        ("下午四点前", "发货时间"),
        ("电子发票", "发票说明"),
        ("议价", "还价第一轮"),
        ("破损", "快递破损"),
        # initials
        ("fh", "发货时间"),
        ("fhsj", "发货时间"),
        ("kdps", "快递破损"),
        ("cmtj", "尺码推荐"),
        ("dzfp", "发票说明"),
        # full pinyin, with and without spaces, broken off anywhere
        ("fahuo", "发货时间"),
        ("fa huo", "发货时间"),
        ("fahuosh", "发货时间"),
        ("fahuoshij", "发货时间"),
        ("tuihuodizhi", "退货地址"),
        ("tui huo di zhi", "退货地址"),
        ("kuaidi", "快递破损"),
        # full pinyin going over to initials, and the other way round
        ("fahuosj", "发货时间"),
        ("tuihuodz", "退货地址"),
        ("thdizhi", "退货地址"),
        # characters and letters mixed
        ("fa货", "发货时间"),
        ("t货", "退货地址"),
        ("退h", "退货地址"),
        ("退货dz", "退货地址"),
        ("换huo", "换货流程"),
        # several readings
        ("huanjia", "还价第一轮"),
        ("haijia", "还价第一轮"),
        ("chongqing", "重庆仓说明"),
        ("zhongqing", "重庆仓说明"),
        # homophones an input method made, slips of the hand, other accents
        ("发或", "发货时间"),
        ("退火地址", "退货地址"),
        ("快第破损", "快递破损"),
        ("fahou", "发货时间"),
        ("tuihuodzihi", "退货地址"),
        ("kuadiposun", "快递破损"),
        ("cima", "尺码推荐"),
        ("congqin", "重庆仓说明"),
        # another order, words from several fields, single characters
        ("地址退货", "退货地址"),
        ("破损 快递", "快递破损"),
        ("售后 地址", "退货地址"),
        ("售前 尺码", "尺码推荐"),
        ("shouhou liucheng", "换货流程"),
        ("发间", "发货时间"),
        ("身重帮码", "尺码推荐"),
        # Latin, digits, width and case
        ("iphone", "iPhone壳适配"),
        ("ＩＰＨＯＮＥ", "iPhone壳适配"),
        ("usb", "iPhone壳适配"),
        ("双11", "双11价保"),
        ("s11", "双11价保"),
        ("300", "双11价保"),
        ("iphone壳", "iPhone壳适配"),
        # the character itself before its homophone
        ("正品", "正品保证"),
        ("zhengpin", "正品保证"),
        ("赠品", "赠品说明"),
        ("zengpin", "赠品说明"),
        # codes
        ("nh", "问候"),
        ("cqc", "重庆仓说明"),
        ("ip-15", "iPhone壳适配"),
        ("yj", "还价第一轮"),
        ("THDZ", "退货地址"),
    ],
)
def test_what_is_typed_finds_what_is_meant(query, first):
    assert titles(INDEX.best(query))[:1] == [first]


@pytest.mark.parametrize("query", ["", " ", "\t\n", "，。", "~~", "\u200b"])
def test_nothing_typed_finds_nothing(query):
    assert INDEX.best(query) == []


@pytest.mark.parametrize("query", ["宇宙飞船", "钢琴曲", "кот", "zxcvbnm", "99999"])
def test_what_is_not_there_is_not_found(query):
    assert INDEX.best(query) == []


def test_every_phrase_is_found_first_by_its_own_code():
    firsts = {p.code: MANY_INDEX.best(p.code, limit=1)[0].phrase for p in MANY if p.code}
    assert {code: p.code for code, p in firsts.items()} == {code: code for code in firsts}


def test_every_phrase_is_among_the_first_by_its_title():
    missed = [p.title for p in MANY[:300] if p.title not in titles(MANY_INDEX.best(p.title, limit=3))]
    assert missed == []


def test_a_code_begun_comes_before_all_else():
    index = Index([phrase("发货", "发货"), phrase("甲", code="fahuo2")])
    assert titles(index.best("fahuo")) == ["甲", "发货"]
    assert titles(index.best("fahuo2")) == ["甲", "发货"]


def test_of_one_code_the_personal_phrase_comes_first_whatever_is_used():
    scopes = (Scope.PUBLIC, Scope.DEPARTMENT, Scope.PERSONAL)
    index = Index([phrase(str(scope), scope=scope, code="fh") for scope in scopes])
    found = index.best("fh", {"public": 1.0, "department": 0.5})
    assert [match.phrase.scope for match in found] == [Scope.PERSONAL, Scope.DEPARTMENT, Scope.PUBLIC]


def test_use_decides_between_equals():
    twins = [phrase("发货说明", id=str(i)) for i in range(5)]
    index = Index(twins)
    assert index.best("fh")[0].phrase.id == "0"
    assert [m.phrase.id for m in index.best("fh", {"3": 0.9, "1": 0.4})[:2]] == ["3", "1"]


def test_use_lifts_one_among_hundreds_that_answer_alike():
    crowd = [phrase(f"发货{i:03}", id=str(i)) for i in range(900)]
    index = Index(crowd)
    for used in (0, 450, 899):
        assert index.best("fh", {str(used): 1.0})[0].phrase.id == str(used)


def test_use_does_not_lift_a_text_over_a_title():
    index = Index([phrase("发货", id="title"), phrase("甲", "今天发货", id="text")])
    assert index.best("发货", {"text": 1.0})[0].phrase.id == "title"


def test_boosts_that_changed_in_place_count():
    index = Index([phrase("发货", id="a"), phrase("发货", id="b")])
    boosts = {"b": 0.5}
    assert index.best("fh", boosts)[0].phrase.id == "b"
    boosts["a"] = 0.9
    assert index.best("fh", boosts)[0].phrase.id == "a"


@pytest.mark.parametrize(
    ("near", "far"),
    [
        (phrase("甲", "今天发货"), phrase("乙", "发了很多货")),  # side by side
        (phrase("发货"), phrase("乙", "发货")),  # the title before the text
        (phrase("甲", keywords=("发货",)), phrase("乙", "发货")),  # keywords too
        (phrase("发货"), phrase("发货时间说明")),  # the short title
        (phrase("发货时间"), phrase("时间发货")),  # the order typed
        (phrase("正品"), phrase("赠品")),  # the same before the alike
    ],
)
def test_the_nearer_comes_first(near, far):
    query = {"正品": "正品", "发货时间": "发货时间"}.get(near.title, "发货")
    for library in ([near, far], [far, near]):
        assert Index(library).best(query)[0].phrase == near


DAY = date(2026, 6, 10)


@pytest.mark.parametrize(
    ("dates", "shown"),
    [
        ({}, True),
        ({"valid_from": DAY}, True),
        ({"valid_until": DAY}, True),
        ({"valid_from": DAY + timedelta(1)}, False),
        ({"valid_until": DAY - timedelta(1)}, False),
    ],
)
def test_only_what_is_valid_today_shows(dates, shown):
    index = Index([phrase("618满减", code="mj", **dates)])
    for query in ("mj", "满减", "618"):
        assert bool(index.best(query, today=DAY)) is shown


def test_today_is_today():
    index = Index([phrase("旧", valid_until=date(2020, 1, 1)), phrase("旧事", valid_from=date(2020, 1, 1))])
    assert titles(index.best("旧")) == ["旧事"]


@pytest.mark.parametrize(
    ("window", "shown"),
    [
        (None, True),
        (Window(1, program="WeChat"), True),
        (Window(1, program="chrome", title="千牛工作台"), True),
        (Window(1, program="chrome", title="邮箱"), False),
    ],
)
def test_phrases_for_some_programs_show_only_there(window, shown):
    index = Index([phrase("发货", code="fh", apps=("wechat", "千牛"))])
    assert bool(index.best("fh", app=window)) is shown


FILTERED = Index(
    [
        phrase("退货一", category=("售后", "退换货")),
        phrase("退货二", category=("售后",), scope=Scope.PERSONAL),
        phrase("退货三", category=("售前",), scope=Scope.DEPARTMENT, department="甲组"),
        phrase("退货四", scope=Scope.DEPARTMENT, department="乙组"),
    ]
)


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        ({}, {"退货一", "退货二", "退货三", "退货四"}),
        ({"scope": Scope.PERSONAL}, {"退货二"}),
        ({"scope": Scope.DEPARTMENT}, {"退货三", "退货四"}),
        ({"scope": Scope.DEPARTMENT, "department": "甲组"}, {"退货三"}),
        ({"category": ("售后",)}, {"退货一", "退货二"}),
        ({"category": ("售后", "退换货")}, {"退货一"}),
        ({"category": ("售",)}, set()),
        ({"category": ("售后",), "scope": Scope.PUBLIC}, {"退货一"}),
    ],
)
def test_filters_leave_out(filters, left):
    assert set(titles(FILTERED.best("退货", **filters))) == left


def test_a_filter_does_not_hide_behind_better_ones():
    index = Index([*(phrase(f"发货{i}") for i in range(600)), phrase("甲", "明天发货", scope=Scope.PERSONAL)])
    assert titles(index.best("fh", scope=Scope.PERSONAL)) == ["甲"]


@pytest.mark.parametrize("limit", [-1, 0, 1, 3, 50])
def test_no_more_than_asked(limit):
    assert len(MANY_INDEX.best("fh", limit=limit)) == max(0, limit)


def test_the_best_come_first():
    scores = [match.score for match in MANY_INDEX.best("wuliu", limit=100)]
    assert scores == sorted(scores, reverse=True)


def test_an_empty_library_finds_nothing():
    assert Index([]).best("fh") == []


@pytest.mark.parametrize("text", ["发" * 20_000, "fh " * 6_000, "{{" * 10_000, "\U0010ffff" * 500, "\ud800", "ﷺ" * 900])
def test_odd_texts_do_no_harm(text):
    index = Index([phrase("发货", text), phrase("", text), phrase(text[:200], keywords=(text[:50],))])
    assert "发货" in titles(index.best("fahuo"))


typed_somehow = st.one_of(
    st.text(max_size=30),
    st.text(alphabet="发货退地址时间换一1 ，fhaeiunogzq-_😊ü", max_size=40),
    st.lists(st.sampled_from([p.title + p.text for p in MANY[:50]])).map("".join),
)


@given(typed_somehow)
def test_any_query_is_answered(query):
    for match in MANY_INDEX.best(query, limit=5):
        p = match.phrase
        lengths = {
            "title": len(p.title),
            "text": len(p.text),
            "code": len(p.code),
            "keywords": len(" ".join(p.keywords)),
            "category": len(" / ".join(p.category)),
        }
        for name, spans in match.positions.items():
            assert spans
            flat = [place for span in spans for place in span]
            assert flat == sorted(set(flat)), "ascending, never empty, never touching"
            assert flat[0] >= 0
            assert flat[-1] <= lengths[name]


code = st.text(alphabet="abfhABFH12-_", min_size=1, max_size=5)


@given(st.lists(st.builds(phrase, st.text(max_size=8), st.text(max_size=20), code=code), max_size=5))
def test_any_library_finds_its_codes(phrases):
    index = Index(phrases)
    for p in phrases:
        index.best(p.title)
        assert index.best(p.code)[0].phrase.code.lower() == p.code.lower()


QUERIES = ["fahuo", "fahuosj", "f", "退货地址", "fa huo", "wuliuchaxun", "fahou", "xianhuo", "售后 dizhi"]
UNTOUCHED = {query: Index(MANY[:500]).best(query) for query in QUERIES}


@pytest.mark.parametrize("seed", range(5))
def test_what_was_typed_before_changes_nothing(seed):
    """Kept sums and lists make typing fast; they must not change what is found."""
    index = Index(MANY[:500])
    for query in random.Random(seed).sample(QUERIES, len(QUERIES)):
        for end in range(1, len(query)):
            index.best(query[:end])
        assert index.best(query) == UNTOUCHED[query]
