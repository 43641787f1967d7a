import pytest

from phrasebook.formats.base import Item, Remark
from phrasebook.importing.checking import checked
from phrasebook.model import Phrase, Scope
from phrasebook.pack.fields import Home

HOME = Home(Scope.PUBLIC, "", "p")


def check(said: list[Remark] | None = None, **fields: object) -> Phrase | Remark:
    item = Item(place="line 7", **{"text": "x", **fields})  # type: ignore[arg-type]  # a test's fields are right
    return checked(item, HOME, item.category, item.images, [] if said is None else said)


def test_a_phrase_of_its_place() -> None:
    phrase = check(title=" 标题 ", text="a\r\nb\vc\u2028d\r", extra='colour = "red"\n')
    assert isinstance(phrase, Phrase)
    assert (phrase.scope, phrase.pack, phrase.title, phrase.text) == (Scope.PUBLIC, "p", "标题", "a\nb\nc\nd")
    assert phrase.extra == 'colour = "red"\n'


@pytest.mark.parametrize(
    ("wanted", "code"),
    [("thdz", "thdz"), (":date", "date"), ("/退货", "退货"), (";;sig;;", "sig"), ("a b", "a-b"), ("ＡＢ", "AB")],
)
def test_codes_of_other_programs_are_made_ours(wanted: str, code: str) -> None:
    said: list[Remark] = []
    phrase = check(said, code=wanted)
    assert isinstance(phrase, Phrase)
    assert phrase.code == code
    assert bool(said) is (wanted not in (code, "ＡＢ"))


@pytest.mark.parametrize("wanted", ["!!!", "x" * 33])
def test_a_code_that_cant_be_is_left_off_and_said(wanted: str) -> None:
    said: list[Remark] = []
    phrase = check(said, code=wanted)
    assert isinstance(phrase, Phrase)
    assert phrase.code == ""
    assert said[0].place == "line 7"


def test_deep_categories_become_two_levels() -> None:
    said: list[Remark] = []
    phrase = check(said, category=("a", " ", "b", "c"))
    assert isinstance(phrase, Phrase)
    assert phrase.category == ("a", "b·c")
    assert "3 levels" in said[0].message


def test_an_id_that_is_none_is_no_id() -> None:
    phrase = check(id="7")
    assert isinstance(phrase, Phrase)
    assert phrase.id == ""


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": ""}, "neither a text nor a picture"),
        ({"text": "x" * 20_001}, "20000 is the limit"),
        ({"title": "x" * 201}, "200 is the limit"),
        ({"text": "a\x07"}, "U+0007"),
        ({"variants": ("x",) * 51}, "50 is the limit"),
    ],
)
def test_the_rules_of_a_pack_hold(fields: dict[str, object], reason: str) -> None:
    remark = check(**fields)
    assert isinstance(remark, Remark)
    assert remark.refused
    assert remark.place == "line 7"
    assert reason in remark.message
