from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.errors import UsageError
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.pairing import (
    is_device,
    key_of,
    new_device,
    new_key,
    opened,
    pairing_code,
    person_of,
    picture_digest,
    sealed,
    sealed_bytes,
)
from phrasebook.sharing.personal import Replica, edited


def test_a_state_opens_for_its_key_and_its_device_only() -> None:
    state = edited(Replica("desk"), {"p": {"title": "退款", "text": "三天"}}, 1000).state
    key = new_key()
    data = sealed(state, "desk", key)
    assert opened(data, "desk", key) == state
    assert "三天".encode() not in data
    for bad, device, other in (
        (data, "home", key),
        (data, "desk", new_key()),
        (data[:-1], "desk", key),
        (b"", "desk", key),
        (data[:20] + bytes([data[20] ^ 1]) + data[21:], "desk", key),
        (sealed_bytes(b"no gzip", "desk", key), "desk", key),
    ):
        with pytest.raises(TrustError):
            opened(bad, device, other)


@given(st.binary(min_size=16, max_size=16))
def test_a_pairing_code_can_be_typed(key: bytes) -> None:
    code = pairing_code(key)
    assert key_of(code) == key
    assert key_of(f" {code.lower().replace('-', ' ')} ") == key
    assert key_of(code.replace("O", "0").replace("I", "1")) == key
    wrong = ("A" if code[3] != "A" else "B").join([code[:3], code[4:]])
    with pytest.raises(UsageError):
        key_of(wrong)


@pytest.mark.parametrize("code", ["", "AAAAA", "!!!!!-!!!!!", "A" * 32, "退" * 32])
def test_what_is_no_pairing_code(code: str) -> None:
    with pytest.raises(UsageError):
        key_of(code)


def test_names_on_the_host_tell_nothing_and_are_plain() -> None:
    key = new_key()
    assert person_of(key) == person_of(key) != person_of(new_key())
    assert picture_digest(b"png", key) != picture_digest(b"png", new_key())
    devices = [new_device(name) for name in ("公司的电脑", "DESKTOP-ABC.local", "a" * 90, "")]
    assert all(map(is_device, devices))
    assert new_device("x") != new_device("x")
    assert not is_device("../desk")
