import msgspec
import pytest

from phrasebook.formats.triggers import Codes, code_in, trigger_for, triggers_of
from tests.unit.formats.foreign import phrase


@pytest.mark.parametrize(
    ("trigger", "code"),
    [
        ("thx", "thx"),
        (":thx", "thx"),
        (";;thx", "thx"),
        (":smile:", "smile"),
        ("<br>", "br"),
        ("/x/", "x"),
        ("；退货", "退货"),
        (":b-1_c", "b-1_c"),
        (":c++", ""),
        (":ok!", ""),
        (":", ""),
        (":->", ""),
        (":--", ""),
        (":<X>", ""),
        ("👍", ""),
        ("roll d6", ""),
        ("x" * 33, ""),
        ("", ""),
    ],
)
def test_the_code_in_a_trigger(trigger: str, code: str) -> None:
    assert code_in(trigger) == code


def test_no_code_is_given_twice_and_every_trigger_is_still_found() -> None:
    codes = Codes()
    assert codes.take([":thx"], ":") == ("thx", ())
    assert codes.take([":THX"], ":") == ("", (":THX",))
    assert codes.take([";sig"], ":") == ("sig", (";sig",))
    assert codes.take([":hi", ":hello", " :hi "], ":") == ("hi", (":hello",))
    assert codes.take([":)", "yes"]) == ("yes", (":)",))
    assert codes.take([" ", ""]) == ("", ())


def test_the_trigger_that_a_phrase_once_had_is_written_again() -> None:
    one = phrase(code="sig", keywords=("签名", ";sig")).phrase
    assert trigger_for(one, ":") == (";sig", ("签名",))
    plain = msgspec.structs.replace(one, keywords=("签名",))
    assert trigger_for(plain, ":") == (":sig", ("签名",))
    assert trigger_for(plain) == ("sig", ("签名",))
    assert trigger_for(msgspec.structs.replace(one, code="")) == ("", ("签名", ";sig"))


def test_of_two_phrases_with_one_code_the_first_is_meant() -> None:
    phrases = [phrase(code="NH", keywords=(";NH",)).phrase, phrase(code="nh").phrase]
    assert triggers_of(phrases) == {"nh": ";NH"}
