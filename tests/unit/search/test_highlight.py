import pytest

from phrasebook.search import Index
from tests.unit.search.samples import LIBRARY, phrase

INDEX = Index(LIBRARY)


def lit(query: str, title: str, index: Index = INDEX) -> dict[str, str]:
    """For each field, what of it is lit up, its spans parted by a bar."""
    match = next(match for match in index.best(query) if match.phrase.title == title)
    p = match.phrase
    fields = {
        "title": p.title,
        "text": p.text,
        "code": p.code,
        "keywords": " ".join(p.keywords),
        "category": " / ".join(p.category),
    }
    return {name: "|".join(fields[name][start:end] for start, end in spans) for name, spans in match.positions.items()}


@pytest.mark.parametrize(
    ("query", "title", "expected"),
    [
        ("fh", "发货时间", {"title": "发货", "keywords": "发货", "code": "fh"}),
        ("fahuo", "发货时间", {"title": "发货", "keywords": "发货"}),
        ("fa货", "发货时间", {"title": "发货", "keywords": "发货"}),
        ("fhsj", "发货时间", {"title": "发货时间", "code": "fhsj"}),
        ("发间", "发货时间", {"title": "发|间"}),
        ("多久", "发货时间", {"keywords": "多久"}),
        ("下午四点", "发货时间", {"text": "下午四点"}),
        ("仓库", "退货地址", {"text": "仓库"}),
        ("售后 地址", "退货地址", {"title": "地址", "category": "售后"}),
        ("退换货地址", "退货地址", {"title": "货地址", "category": "退换"}),
        ("IPHONE", "iPhone壳适配", {"title": "iPhone", "text": "iPhone"}),
        ("满300", "双11价保", {"text": "满300"}),
        ("huanjia", "还价第一轮", {"title": "还价"}),
        ("ip-1", "iPhone壳适配", {"title": None, "code": "ip-1"}),
    ],
)
def test_what_answers_lights_up(query, title, expected):
    found = lit(query, title)
    assert {name: found.get(name) for name in expected} == expected


def test_spans_count_code_points_of_the_original():
    index = Index([phrase("①②発送", "重量㎏：包裹ﬁne e\u0301té")])
    assert lit("kg包裹", "①②発送", index) == {"text": "㎏|包裹"}
    assert lit("ete", "①②発送", index) == {"text": "e|té"}
    assert lit("12", "①②発送", index) == {"title": "①②"}


def test_placeholders_do_not_light_up_for_their_names():
    index = Index([phrase("核对", "请核对{{ask:订单号}}和{{date}}")])
    assert lit("订单号", "核对", index) == {"text": "订单号"}
    assert index.best("ask") == []


def test_a_variant_is_found_but_has_no_place_in_the_text():
    index = Index([phrase("致歉", "让您久等了", variants=("实在不好意思",))])
    assert lit("不好意思", "致歉", index) == {}


def test_only_so_many_are_worked_out():
    first, second, *_ = INDEX.best("fa", highlighted=1)
    assert first.positions
    assert not second.positions
    assert [m.phrase for m in INDEX.best("fa", highlighted=1)] == [m.phrase for m in INDEX.best("fa")]
