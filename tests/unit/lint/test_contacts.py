import pytest

from tests.unit.lint.samples import found, made, names, phrase

LINKS = made('[[rule]]\nname = "link"\ncheck = "link"\nallow = ["taobao.com", "jd.com"]\n')


def links(text: str) -> list[str]:
    return [text[slice(*one.span)] for one in found(phrase(text), rules=LINKS)]


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("看http://www.abc.cn/p/1这里", "http://www.abc.cn"),
        ("HTTPS://Evil.Top:8080/x", "HTTPS://Evil.Top:8080"),
        ("ｈｔｔｐ：／／ｅｖｉｌ．ｔｏｐ", "ｈｔｔｐ：／／ｅｖｉｌ．ｔｏｐ"),
        ("去 myshop.com 下单", "myshop.com"),
        ("去www.myshop.anything看", "www.myshop.anything"),
        ("www点myshop点com", "www点myshop点com"),
        ("baidu。com", "baidu。com"),
        ("https://taobao.com@evil.cn/", "https://taobao.com@evil.cn"),
        ("taobao.com.evil.cn", "taobao.com.evil.cn"),
        ("eviltaobao.com", "eviltaobao.com"),
        ("http://192.168.1.1/a", "http://192.168.1.1"),
        ("bit.ly/3xYz", "bit.ly"),
    ],
)
def test_links(text: str, link: str) -> None:
    assert links(text) == [link]


@pytest.mark.parametrize(
    "text",
    [
        "https://www.taobao.com/a?b=1",
        "TAOBAO.COM",
        "item.jd.com",
        "3.5元",
        "v1.2.3",
        "a@evil.com",
        "尺码表.png",
        "1.2.3.4",
        "亲。您好",
        "等等...com",
    ],
)
def test_what_is_no_link_elsewhere(text: str) -> None:
    assert links(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "微信：abc123456",
        "VX abc12345",
        "v：shop8888",
        "薇:xiaolan88",
        "QQ：12345678",
        "qq号12345678",
        "企鹅号 88996655",
        "WeChat: myshop2020",
        "ＶＸ：ａｂｃ１２３",
    ],
)
def test_accounts_elsewhere(text: str) -> None:
    assert "contact-id" in names(phrase(text))


@pytest.mark.parametrize("text", ["Q：iPhone15有货吗", "Q: 多久发货", "尺码v：大", "型号vx-200", "微信：支付成功"])
def test_what_is_no_account(text: str) -> None:
    assert "contact-id" not in names(phrase(text))


def test_mail_addresses_are_shown_in_part() -> None:
    (finding,) = (one for one in found(phrase("发到zhangsan@qq.com")) if one.rule == "email")
    assert "zhangsan" not in finding.message
    assert finding.span == (2, 17)
    assert "email" not in names(phrase("@所有人 请看", note="a@b"))
