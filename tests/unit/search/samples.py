"""A small library that has one of everything, and phrases on demand."""

from __future__ import annotations

from typing import Any

from phrasebook.model import Match, Phrase, Scope


def phrase(title: str, text: str = "", **more: Any) -> Phrase:
    """A phrase; its id is its title unless another is given."""
    return Phrase(**({"id": title, "scope": Scope.PUBLIC, "pack": "测试", "title": title, "text": text} | more))


def titles(matches: list[Match]) -> list[str]:
    return [match.phrase.title for match in matches]


LIBRARY = [
    phrase(
        "发货时间",
        "亲，现货24小时内发出，下午四点前付款当天就走哦~",
        code="fhsj",
        category=("售前", "答疑"),
        keywords=("什么时候发货", "多久能发"),
    ),
    phrase("退货地址", "退货请寄到{{ask:仓库}}，包裹里放一张纸条。", code="thdz", category=("售后", "退换货")),
    phrase("换货流程", "可以换的，申请换货后填上单号。", code="hh", category=("售后", "退换货")),
    phrase("发票说明", "电子发票确认收货后开具，请提供抬头和税号。", code="fp", category=("售后", "发票")),
    phrase("尺码推荐", "您的身高体重发我，帮您选码。", code="cm", category=("售前", "答疑"), keywords=("穿多大",)),
    phrase("快递破损", "非常抱歉！请拍三张照片，马上给您重发。", code="ps", category=("售后", "破损")),
    phrase("还价第一轮", "亲眼光真好，这款已经是活动价了。", code="yj1", category=("售前", "议价")),
    phrase("重庆仓说明", "西南地区从重庆仓发出，先到先得。", code="cqc", category=("售前", "答疑")),
    phrase("iPhone壳适配", "支持iPhone 15系列，USB线另购。", code="ip-15", category=("售前", "答疑")),
    phrase("双11价保", "双11期间买贵退差，满300减50。", code="s11", category=("大促",)),
    phrase("问候", "您好，在的~", code="nh", category=("售前", "接待"), keywords=("在吗", "你好")),
    phrase("正品保证", "支持专柜验货，假一赔三。", code="zp", category=("售前", "答疑")),
    phrase("赠品说明", "赠品随单发出，送完为止。", code="zp2", category=("售前", "答疑")),
]
