"""Replies for what a customer wrote."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phrasebook.model import Phrase, Scope, Window
from phrasebook.search import Index
from phrasebook.search.segment import Segment
from phrasebook.search.suggest import SENT, learnable, suggest
from phrasebook.usage import Learned, Usage
from tests.unit.search.samples import LIBRARY, phrase, titles
from tests.unit.search.test_updated import A, B, changed

INDEX = Index(LIBRARY)


@pytest.mark.parametrize(
    ("message", "first"),
    [
        ("什么时候发货呀", "发货时间"),
        ("亲 今天能發貨嗎", "发货时间"),
        ("我要退货，寄到哪里", "退货地址"),
        ("可以换货吗", "换货流程"),
        ("给我开一下发票", "发票说明"),
        ("我160，110斤穿多大", "尺码推荐"),
        ("快递盒子破了", "快递破损"),
        ("有USB线送吗", "iPhone壳适配"),
        ("双11还会降吗", "双11价保"),
        ("你们家是正品吗", "正品保证"),
    ],
)
def test_the_reply_for_a_question(message, first):
    assert titles(suggest(INDEX, message))[0] == first


@pytest.mark.parametrize("message", ["好的", "嗯嗯", "好", "ok", "😊", "？", "", "  ", "哈哈哈", "行吧~", "[微笑]"])
def test_a_nod_gets_no_suggestion(message):
    assert suggest(INDEX, message) == []
    assert suggest(INDEX, message, ["什么时候发货", "退货地址是哪里"]) == [], "nor by what was said before it"
    assert learnable(INDEX, message) == {}


@pytest.mark.parametrize("message", ["202611158867", "SF1393877420156", "13800138000", "1", "https://x.cn/fahuo?id=3"])
def test_a_bare_number_gets_no_suggestion(message):
    assert suggest(INDEX, message) == []


@pytest.mark.parametrize("message", ["怎么样", "可以吗", "为什么", "什么时候", "鑫淼"])
def test_words_that_name_nothing_in_the_library_get_none(message):
    assert suggest(INDEX, message) == []


@pytest.mark.parametrize("message", ["在吗", "你好", "你好，在吗？", "亲在吗"])
def test_a_greeting_gets_the_phrases_that_know_it_and_no_others(message):
    assert titles(suggest(INDEX, message)) == ["问候"]


def test_opposite_polarity_is_not_told_apart():
    """A known weakness: what matters is which words are said, not whether they are denied."""
    index = Index([phrase("能到", "明天能到的"), phrase("收不到", "明天收不到的话联系我")])
    assert set(titles(suggest(index, "明天能收到吗"))) == {"能到", "收不到"}


def test_what_was_said_before_helps():
    index = Index([phrase("退款时间", "三天内到账"), phrase("发货时间", "两天内寄出"), phrase("活动时间", "周五开始")])
    assert titles(suggest(index, "要多长时间", ["我申请退款了", "好的亲"]))[0] == "退款时间"
    assert titles(suggest(index, "要多长时间", ["帮您看看什么时候发货"]))[0] == "发货时间"
    assert titles(suggest(index, "活动时间", ["我申请退款了"]))[0] == "活动时间", "but less than the message"


def test_only_as_many_as_wanted():
    assert len(suggest(INDEX, "发货退货换货发票快递", limit=3)) == 3
    assert len(suggest(INDEX, "发货退货换货发票快递")) == 5
    assert suggest(INDEX, "发货", limit=0) == []
    assert suggest(Index([]), "发货") == []


def test_what_has_hardly_anything_in_common_is_left_out():
    index = Index([phrase("退货地址", "退货请寄到这里", keywords=("退货寄到哪里",)), phrase("发货时间", "今天")])
    assert titles(suggest(index, "退货寄到哪里")) == ["退货地址"]
    assert set(titles(suggest(index, "货"))) == {"发货时间", "退货地址"}


def test_the_words_are_marked():
    found = suggest(INDEX, "什么时候发货呀")[0]
    assert found.positions["title"] == [(0, 2)]
    assert found.positions["keywords"] == [(3, 6)]
    assert suggest(INDEX, "在吗")[0].positions == {"keywords": [(0, 2)]}


def test_only_what_may_be_shown():
    here = phrase("发货一", "发货", scope=Scope.DEPARTMENT, department="售后组")
    dated = phrase("发货二", "发货", valid_until=date(2026, 1, 1))
    bound = phrase("发货三", "发货", apps=("千牛",), category=("售后", "发货"))
    index = Index([here, dated, bound])
    day = date(2026, 6, 1)
    assert titles(suggest(index, "发货", today=day)) == ["发货一", "发货三"]
    assert titles(suggest(index, "发货", today=date(2025, 6, 1), app=Window(1, program="微信"))) == ["发货一", "发货二"]
    assert titles(suggest(index, "发货", today=day, scope=Scope.DEPARTMENT)) == ["发货一"]
    assert titles(suggest(index, "发货", today=day, department="售前组")) == []
    assert titles(suggest(index, "发货", today=day, category=("售后",))) == ["发货三"]


def test_of_equals_the_own_one_comes_first():
    shared = phrase("发货", "马上发", id="shared")
    own = phrase("发货", "马上发", id="own", scope=Scope.PERSONAL)
    assert [match.phrase.id for match in suggest(Index([shared, own]), "发货")] == ["own", "shared"]


def test_what_is_used_much_comes_first_among_alike():
    index = Index([phrase("发货一", "今天发货"), phrase("发货二", "明天发货")])
    assert titles(suggest(index, "发货", boosts={"发货二": 1.0})) == ["发货二", "发货一"]
    assert titles(suggest(index, "发货", boosts={"换货": 1.0})) == ["发货一", "发货二"]


def test_what_was_just_sent_goes_down_lightly_and_stays():
    index = Index([phrase("发货一", "今天发货"), phrase("发货二", "明天发货")])
    first, second = suggest(index, "发货", sent={"发货一", "没有的"})
    assert (first.phrase.title, second.phrase.title) == ("发货二", "发货一")
    assert second.score == pytest.approx(first.score * SENT)
    assert titles(suggest(INDEX, "什么时候发货", sent={"发货时间"}))[0] == "发货时间", "where nothing else fits"


class Agent:
    """Somebody who chooses replies, and whose choices are learned."""

    def __init__(self, path, index):
        self.usage, self.index = Usage(path), index

    def choose(self, message, title):
        self.usage.learn(learnable(self.index, message), title)
        self.usage.record(title, Scope.PUBLIC, (), "WeChat", "PASTED", 0, 1.0, 0)

    def sees(self, message):
        return titles(suggest(self.index, message, learned=self.usage.learned))


@pytest.fixture
def agent(tmp_path):
    one = Agent(tmp_path / "usage.sqlite", INDEX)
    yield one
    one.usage.close()


def test_what_this_agent_chooses_for_such_words_rises(agent):
    message = "这个发货的快递能换吗"
    assert agent.sees(message)[0] != "重庆仓说明"
    for _ in range(6):
        agent.choose("快递能换吗", "重庆仓说明")
    assert agent.sees(message)[0] == "重庆仓说明"
    assert "重庆仓说明" not in agent.sees("给我开一下发票")[:1]


def test_who_never_repeats_is_shown_what_the_words_say(agent):
    before = agent.sees("发货的快递")
    for title in ("重庆仓说明", "发票说明", "问候", "双11价保"):
        agent.choose("发货的快递", title)
    assert agent.sees("发货的快递") == before


def test_a_choice_that_is_gone_does_no_harm(agent):
    for _ in range(3):
        agent.choose("什么时候发货", "一条删掉的话术")
    assert agent.sees("什么时候发货")[0] == "发货时间"


def test_learned_choices_are_filtered_like_all():
    learned = Learned({"发货": {"问候": 5.0}}, {"问候": 5.0}, 1.0)
    shown = suggest(INDEX, "发货", learned=lambda features: learned)
    assert "问候" in titles(shown)
    assert "问候" not in titles(suggest(INDEX, "发货", learned=lambda features: learned, category=("售后",)))


def test_nothing_is_learned_but_what_the_library_holds():
    kept = learnable(INDEX, "我叫鑫淼，13800138000，iPhone的订单202611158867什么时候发货，第3次了", ["退款", "您好"])
    assert {"发货", "时候", "iphone", "您好"} <= set(kept)
    assert not any(set(feature) & set("鑫淼0123456789") for feature in kept)
    assert kept["发货"] == 1.0
    assert kept["您好"] == 0.4


def test_a_latin_word_is_learned_only_whole():
    index = Index([phrase("线", "USB线"), phrase("库", "us sb")])
    assert set(learnable(index, "usb")) == {"usb"}
    assert learnable(index, "usbs") == {}
    assert learnable(Index([phrase("两段", "us 和 sb")]), "usb") == {}


def test_both_pieces_of_an_index_are_asked():
    from phrasebook.phrases import Phrases

    whole = Index(Phrases([A, B]))
    edited = changed(B, *B.phrases, phrase("发票抬头", "发票抬头请发我"))
    pieces = whole.updated(Phrases([A, edited]))
    assert pieces.in_pieces
    anew = Index(Phrases([A, edited]))
    for message in ("发票抬头怎么填", "退款要多久", "发货时间", "退货地址 发票"):
        some, wanted = suggest(pieces, message), suggest(anew, message)
        assert [(m.phrase.id, m.positions) for m in some] == [(m.phrase.id, m.positions) for m in wanted]
        assert [m.score for m in some] == pytest.approx([m.score for m in wanted])
    gone = whole.updated(Phrases([A]))
    assert all(match.phrase.pack == "a" for match in suggest(gone, "退款要多久"))


@settings(max_examples=200)
@given(
    st.text(max_size=40) | st.text(alphabet="发货退换时候在吗好的usb618，。 ", max_size=20),
    st.lists(st.text(max_size=20), max_size=3),
)
def test_no_text_breaks_it(message, previous):
    found = suggest(INDEX, message, previous, boosts={"问候": 0.5}, sent=["问候"])
    assert len(found) <= 5
    assert all(one.score > 0 for one in found)
    assert sorted((one.score for one in found), reverse=True) == [one.score for one in found]
    for match in found:
        for field, spans in match.positions.items():
            length = len(_field(match.phrase, field))
            assert all(0 <= begin < end <= length for begin, end in spans)
    assert all(feature for feature in learnable(INDEX, message, previous))


@given(st.lists(st.builds(phrase, st.text(max_size=8), st.text(max_size=20)), max_size=6), st.text(max_size=20))
def test_no_library_breaks_it(phrases, message):
    index = Index([Phrase(**{**_fields(p), "id": str(i)}) for i, p in enumerate(phrases)])
    assert len(suggest(index, message)) <= len(phrases)


def _field(one: Phrase, name: str) -> str:
    joined = {"category": " / ".join(one.category), "keywords": " ".join(one.keywords)}
    return joined.get(name) or getattr(one, name)


def _fields(one: Phrase) -> dict:
    return {name: getattr(one, name) for name in one.__struct_fields__}


@given(
    st.lists(st.text(alphabet="发货usb退 ，", max_size=8), min_size=4, max_size=12),
    st.text(alphabet="发货usb退", min_size=1, max_size=4),
)
def test_a_piece_is_held_where_it_stands(fields, piece):
    """The postings against a plain look: spaces and punctuation don't part characters, fields do."""
    phrases = [phrase(a, b, id=str(i)) for i, (a, b) in enumerate(zip(fields[::2], fields[1::2], strict=False))]
    segment = Segment.of(phrases)
    head, rest = segment.holding(piece)
    for row, one in enumerate(phrases):
        title, text = (bare(field) for field in (one.title, one.text))
        if len(piece) <= 2:
            assert (row in head, row in rest) == (piece in title, piece in text)
        elif row in head or row in rest:
            assert piece in title or piece in text


def bare(field: str) -> str:
    return "".join(character for character in field if character.isalnum())
