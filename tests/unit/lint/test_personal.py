import pytest

from phrasebook.lint.personal import has_luhn_digit, is_id_card
from phrasebook.model import Scope
from tests.unit.lint.samples import found, names, phrase

PERSONAL = {"phone", "own-phone", "id-card", "bank-card", "order-number", "address", "landline", "hotline"}


def said(text: str) -> list[tuple[str, str]]:
    """The rules about numbers and addresses that find something, and the words they find it in."""
    return [(one.rule, text[slice(*one.span)]) for one in found(phrase(text)) if one.rule in PERSONAL]


@pytest.mark.parametrize(
    "number",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "1 3 8 0 0 1 3 8 0 0 0",
        "13 80 01 38 00 0",
        "１３８００１３８０００",
        "①③⑧⓪⓪①③⑧⓪⓪⓪",
        "一三八零零一三八零零零",
        "幺三八〇〇幺三八〇〇〇",
        "壹叁捌零零壹叁捌零零零",
        "138零零138000",
        "138OO138OOO",
        "+8613800138000",
        "0086 138 0013 8000",
        "138.0013.8000",
        "138（0013）8000",
    ],
)
def test_mobile_numbers_however_they_are_written(number: str) -> None:
    ((rule, words),) = said(f"请联系：{number}，谢谢")
    assert rule == "phone"
    assert words in number
    assert len(words) >= 11


@pytest.mark.parametrize(
    "text",
    [
        "12800138000",
        "138001380001",
        "1380013800",
        "尺码 130 140 150 160 170",
        "尺码 130 140 150 16",
        "价格13800元到138000元",
        "二〇二六年一月一日",
        "1、3、8、0、0、1、3、8、0、0、0",
        "2026-11-11 20:00:00",
        "oil oil oil oil",
    ],
)
def test_what_is_no_mobile_number(text: str) -> None:
    assert [rule for rule, _ in said(text) if rule == "phone"] == []


def test_a_word_that_goes_on_is_not_part_of_the_number() -> None:
    assert said("打一三八零零一三八零零零一定有人接") == [("phone", "一三八零零一三八零零零")]
    assert said("电话13800138000一般都在") == [("phone", "13800138000")]
    assert said("13800138000或13900139000") == [("phone", "13800138000"), ("phone", "13900139000")]


def test_numbers_are_shown_with_their_middles_hidden() -> None:
    text = "电话13800138000，证件11010519491231002X，座机010-88886666"
    (title,) = {one.title for one in found(phrase(text, title=text))}
    for one in found(phrase(text, title=text)):
        for secret in ("13800138000", "11010519491231002", "88886666"):
            assert secret not in one.message
            assert secret not in title


@pytest.mark.parametrize("key", ["title", "text", "variants", "keywords", "note"])
def test_personal_data_is_looked_for_in_every_field(key: str) -> None:
    value = ("好的", "找13800138000") if key in ("variants", "keywords") else "找13800138000"
    (finding,) = found(phrase(**{key: value}))
    assert (finding.rule, finding.key) == ("phone", key)
    assert finding.item == (1 if key in ("variants", "keywords") else -1)


def test_a_title_made_of_the_text_is_not_found_twice() -> None:
    assert names(phrase("找13800138000", title="找13800138000")) == ["phone"]


def test_scopes() -> None:
    for scope, expected in ((Scope.PUBLIC, "phone"), (Scope.DEPARTMENT, "phone"), (Scope.PERSONAL, "own-phone")):
        assert names(phrase("13800138000", scope=scope)) == [expected]
    assert names(phrase("单号2468135790246813579", scope=Scope.PERSONAL)) == []


@pytest.mark.parametrize("number", ["11010519491231002X", "440524188001010014", "11010519491231002x"])
def test_identity_cards(number: str) -> None:
    assert is_id_card(number.lower())
    assert said(f"证件{number}") == [("id-card", number)]
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    assert said(f"证件{spaced}") == [("id-card", spaced)]


@pytest.mark.parametrize("number", ["110105194912310021", "990105194912310024", "110105194913310020"])
def test_a_wrong_check_digit_province_or_date_is_no_identity_card(number: str) -> None:
    assert not is_id_card(number)
    assert "id-card" not in [rule for rule, _ in said(f"证件{number}")]


def test_bank_cards() -> None:
    assert has_luhn_digit("6222021001116245702")
    assert not has_luhn_digit("6222021001116245703")
    assert said("卡号6222021001116245702") == [("bank-card", "6222021001116245702")]
    assert said("退到 6222 0210 0111 6245 702 上") == [("bank-card", "6222 0210 0111 6245 702")]
    assert said("订单号6222021001116245702") == [("order-number", "6222021001116245702")]
    assert said("储蓄卡4111111111111111") == [("bank-card", "4111111111111111")]


@pytest.mark.parametrize(
    "text",
    ["2468135790246813579", "230512-123456789012345", "单号7412589630", "SF1234567890123", "YT7412589630147"],
)
def test_orders_and_parcels(text: str) -> None:
    assert [rule for rule, _ in said(f"您的{text}已发出")] == ["order-number"]


@pytest.mark.parametrize("text", ["条码6901234567892", "20260618", "货号12345678", "#ff00ff00", "1000000元"])
def test_what_is_no_order(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "广东省深圳市南山区科技园路88号3栋501室",
        "朝阳区建国路93号院2号楼1单元1203",
        "杭州市西湖区文三路398号东信大厦5楼",
        "昌平区回龙观镇龙泽苑小区12号楼3单元",
    ],
)
def test_addresses(text: str) -> None:
    assert [rule for rule, _ in said(f"寄给王先生，{text}")] == ["address"]
    assert said(f"退货地址：{text}") == []


@pytest.mark.parametrize("text", ["浙江省内次日达", "请到市区的门店路口等", "一区2号货架", "杭州市余杭区发货"])
def test_what_is_no_address(text: str) -> None:
    assert said(text) == []


@pytest.mark.parametrize("text", ["010-88886666", "(021)5888 8888", "0571-8765 4321", "075512345678"])
def test_landlines(text: str) -> None:
    assert [rule for rule, _ in said(f"座机{text}")] == ["landline"]


def test_hotlines() -> None:
    assert said("热线400-820-8820") == [("hotline", "400-820-8820")]
    assert said("拨打95338或12315，也可以打110") == []


def test_a_number_proposed_by_a_placeholder_counts_and_a_label_does_not() -> None:
    assert said("打{{ask:手机=13800138000}}") == [("phone", "13800138000")]
    assert said("打{{choose:手机|13800138000|稍后}}") == [("phone", "13800138000")]
    assert said("打{{ask:13800138000}}") == []
