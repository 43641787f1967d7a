from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.errors import UsageError
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.hosts import normal_url
from phrasebook.sharing.join import Join, parse_join
from phrasebook.sharing.subscription import Subscription, parse_subscription
from phrasebook.sharing.trust import first_root

HEX = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("/mnt/客服 共享/a#b%", "file:///mnt/客服%20共享/a%23b%25"),
        ("file:///mnt/share/", "file:///mnt/share"),
        ("file:///mnt/%E5%AE%A2 x", "file:///mnt/客%20x"),
        ("https://example.com/phrases/", "https://example.com/phrases"),
        ("s3://bucket/a?endpoint=https://oss.example.com", "s3://bucket/a?endpoint=https://oss.example.com"),
        ("sftp://lead@host:2222/~/phrases", "sftp://lead@host:2222/~/phrases"),
    ],
)
def test_addresses_are_written_in_one_way(text: str, url: str) -> None:
    assert normal_url(text) == url
    assert normal_url(url) == url


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ftp://host/x",
        "ftp://lead:secret@host/x",
        "https://",
        "https://user:secret@host/x",
        "davs://lead:secret@host/x",
        "https://host/x?token=1",
        "https://host/x#y",
        "https://ho st/x",
        "file://host/share",
        "s3://",
    ],
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        normal_url(text)
    assert "secret" not in caught.value.message, "a password is never printed"


@given(st.integers(1, 10**6), st.sampled_from(["/a/b", "https://h/x", "s3://b/p?region=r", "/x y#z"]))
def test_join_strings_come_back(version: int, url: str) -> None:
    join = Join(normal_url(url), version, HEX)
    assert parse_join(str(join)) == join
    assert parse_join(f"  {str(join)[:40]}\n{str(join)[40:]} ") == join, "chats break long lines"


@pytest.mark.parametrize("text", ["", "https://h/x", f"https://h/x#0:{HEX}", f"https://h/x#1:{HEX[:-1]}", f"#1:{HEX}"])
def test_what_is_no_join_string(text: str) -> None:
    with pytest.raises(UsageError):
        parse_join(text)


def test_a_root_that_is_not_the_told_one() -> None:
    with pytest.raises(TrustError, match="join string"):
        first_root(b"{}", Join("https://h/x", 1, HEX))


def test_subscriptions_come_back_from_the_settings() -> None:
    subscription = Subscription("蓝天", Join("https://h/x", 1, HEX), ("售后组", "support 2"))
    assert parse_subscription("蓝天", str(subscription)) == subscription
    assert str(Subscription("a", Join("https://h/x", 1, HEX))) == f"https://h/x#1:{HEX}"
    for name, text in (("../a", str(subscription)), ("a", "nonsense"), ("a", f"https://h/x#1:{HEX} ../b")):
        with pytest.raises(UsageError):
            parse_subscription(name, text)
