"""A small library with a plain search, so that the picker can be tested without the real ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pypinyin import Style, lazy_pinyin

from phrasebook.model import Category, Match, Phrase, Scope, Span, Window
from phrasebook.placeholders import Values

TARGET = Window(id=7, program="千牛工作台", title="tb_小雨98", x=100, y=100, width=800, height=600)

_ROWS: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "public",
        "售前/答疑",
        "什么时候发货",
        "fh",
        "亲，付款后 48 小时内发出，系统会第一时间短信通知您哦～\n\n需要加急请告诉我，{{agent}}帮您备注。",
    ),
    (
        "department",
        "售后/查件催件",
        "还没发货催一下",
        "fhc",
        "亲，真的很抱歉让您久等了，我马上联系仓库优先安排，今天 18 点前给您发出单号哦～",
    ),
    (
        "public",
        "售后/物流",
        "发货后改地址",
        "fhgdz",
        "亲，包裹已经在路上啦，我帮您联系快递改派，请把新地址发我一下～",
    ),
    (
        "department",
        "大促/预售",
        "预售发货时间",
        "ysfh",
        "亲，这款是预售商品，{{ask:发货日期}} 起按付款顺序陆续发出，请您放心～",
    ),
    (
        "public",
        "售后/查件催件",
        "发货单号查询",
        "",
        "亲，您的快递单号是 {{ask:单号}}，走的{{choose:快递|顺丰|圆通|中通}}，可以在订单详情里查看物流哦～",
    ),
    (
        "personal",
        "个人/常用",
        "我的发货口头禅",
        "fhk",
        "马上给您安排，今天一定发出去！🚚",
    ),
    (
        "public",
        "售前/接待",
        "首次问候",
        "nh",
        "您好，欢迎光临~我是客服{{agent}}，看中哪款发给我，马上帮您看😊",
    ),
    (
        "public",
        "售前/接待",
        "应一声在",
        "zai",
        "在的，一直在~您请说。",
    ),
    (
        "public",
        "售前/议价",
        "第一轮议价",
        "yj1",
        "亲眼光真好，这款正在做活动，已经是到手最实在的价格啦～",
    ),
    (
        "public",
        "售前/议价",
        "第二轮议价",
        "yj2",
        "一分价钱一分货，面料和做工您收到就知道；我再给您争取一份小礼物～",
    ),
    (
        "public",
        "售前/催付",
        "未付款提醒",
        "cf",
        "亲，您拍下的宝贝还没付款哦，库存不多啦，喜欢的话记得尽快付款～",
    ),
    (
        "public",
        "售后/退换货",
        "退货地址",
        "thdz",
        "亲，退货请寄：{{ask:仓库}}，收件人写您的旺旺名，别忘了在包裹里放一张写有订单号的纸条哦~",
    ),
    (
        "public",
        "售后/退换货",
        "怎么换货",
        "hh",
        "可以换的亲，在订单里点「申请换货」，选好新尺码{{ask:新尺码}}，我马上审核。",
    ),
    (
        "department",
        "售后/退款",
        "退款多久到账",
        "tk",
        "仓库签收后 24 小时内退款，原路退回，一般 1-3 天到账哦～",
    ),
    (
        "public",
        "大促/预售",
        "尾款时间",
        "wk",
        "尾款 {{date+3d:%m月%d日}} 20 点开始支付，别忘啦～",
    ),
    (
        "personal",
        "个人/常用",
        "稍等",
        "sd",
        "好的，请您稍等一分钟，我去核实一下。",
    ),
    (
        "personal",
        "个人/常用",
        "坏掉的",
        "bad",
        "这里少了括号 {{ask:单号",
    ),
    (
        "department",
        "售后/物流",
        "自动回单号",
        "dh",
        "单号：{{clipboard}}",
    ),
)


def _phrases() -> tuple[Phrase, ...]:
    made = [
        Phrase(
            id=f"{at:020x}",
            scope=Scope(scope),
            department="售后组" if scope == "department" else "",
            pack="sample",
            category=tuple(category.split("/")),
            title=title,
            code=code,
            text=text,
            variants=("在呢，您说～", "我在的，有什么可以帮到您？") if code in ("zai", "fh") else (),
            send=code == "sd",
        )
        for at, (scope, category, title, code, text) in enumerate(_ROWS)
    ]
    made.append(
        Phrase(
            id="f" * 20,
            scope=Scope.PUBLIC,
            pack="sample",
            category=("售前", "答疑"),
            title="尺码表",
            images=("images/尺码表.png",),
        )
    )
    return tuple(made)


PHRASES = _phrases()


@dataclass
class SampleSource:
    """Finds what contains the query in title, text or code, or whose title has it as pinyin initials."""

    phrases: tuple[Phrase, ...] = PHRASES
    variables: dict[str, str] = field(default_factory=lambda: {"agent": "小蓝"})
    clipboard: str = "SF1234567890"
    searched: list[str] = field(default_factory=list)
    files: tuple[Path, ...] = ()
    values_asked: int = 0
    in_vain: list[str] = field(default_factory=list)

    def best(self, query: str, scope: Scope | None, category: Category, limit: int) -> Sequence[Match]:
        self.searched.append(query)
        found = [match for phrase in self._within(scope, category) if (match := _match(phrase, query))]
        return sorted(found, key=lambda match: -match.score)[:limit]

    def recent(self, scope: Scope | None, category: Category, limit: int) -> Sequence[Phrase]:
        return self._within(scope, category)[:limit]

    def counts(self, query: str, scope: Scope | None) -> Sequence[tuple[Category, int]]:
        found = Counter[Category]()
        for phrase in self._within(scope, ()):
            if not query or _match(phrase, query):
                found.update(phrase.category[:depth] for depth in range(len(phrase.category) + 1))
        categories: list[Category] = [()]
        for first in dict.fromkeys(phrase.category[:1] for phrase in self.phrases):
            seconds = dict.fromkeys(phrase.category for phrase in self.phrases if phrase.category[:1] == first)
            categories += [first, *seconds]
        return [(category, found[category]) for category in categories]

    def unanswered(self, query: str) -> None:
        self.in_vain.append(query)

    def same_code(self, code: str) -> Sequence[Phrase]:
        return [phrase for phrase in self.phrases if phrase.code == code.casefold()]

    def personal_pack(self) -> tuple[str, str]:
        return "我的", "我的话术"

    def wording(self, phrase: Phrase) -> tuple[int, int | None]:
        return (1, 0) if phrase.code == "zai" else (0, None)

    def used_this_month(self, phrase: Phrase) -> int:
        return int(phrase.id, 16) % 50

    def original_changed(self, phrase: Phrase) -> bool:
        return False

    def values(self) -> Values:
        self.values_asked += 1
        texts = {phrase.code: phrase.text for phrase in self.phrases if phrase.code}
        return Values(datetime(2026, 5, 30, 9, 5), self.clipboard, self.variables, texts)

    def images(self, phrase: Phrase) -> Sequence[Path]:
        return self.files

    def _within(self, scope: Scope | None, category: Category) -> list[Phrase]:
        return [
            phrase
            for phrase in self.phrases
            if (scope is None or phrase.scope is scope) and phrase.category[: len(category)] == category
        ]


def _match(phrase: Phrase, query: str) -> Match | None:
    positions: dict[str, list[Span]] = {}
    initials = "".join(lazy_pinyin(phrase.title, style=Style.FIRST_LETTER))
    for name, text in (("title", phrase.title), ("title", initials), ("text", phrase.text), ("code", phrase.code)):
        at = text.find(query)
        if at >= 0 and len(initials) == len(phrase.title):
            positions.setdefault(name, [(at, at + len(query))])
    if "title" in positions and "text" not in positions:
        start, end = positions["title"][0]
        at = phrase.text.find(phrase.title[start:end])
        if at >= 0:
            positions["text"] = [(at, at + end - start)]
    score = 3.0 * (phrase.code == query) + 2.0 * ("title" in positions) + ("code" in positions)
    return Match(phrase, score, positions) if positions else None
