from pathlib import Path

import pytest

from phrasebook.formats.base import Item
from phrasebook.importing.target import Target, pack_name
from phrasebook.model import Phrase, Scope
from phrasebook.pack.fields import Home
from phrasebook.pack.names import name_trouble

FILE = Path("/x/话术 表.xlsx")
DEPARTMENT = Item(place="", scope=Scope.DEPARTMENT, department="售后组", pack="常用")
PLAIN = Item(place="")
KNOWN = Phrase(id="a" * 20, scope=Scope.PUBLIC, pack="售前", title="x")


@pytest.mark.parametrize(
    ("target", "item", "known", "home"),
    [
        (Target(), PLAIN, None, Home(Scope.PERSONAL, "", "话术 表")),
        (Target(), DEPARTMENT, None, Home(Scope.DEPARTMENT, "售后组", "常用")),
        (Target(Scope.PUBLIC, pack="p"), DEPARTMENT, KNOWN, Home(Scope.PUBLIC, "", "p")),
        (Target(Scope.DEPARTMENT), DEPARTMENT, None, Home(Scope.DEPARTMENT, "售后组", "常用")),
        (Target(Scope.DEPARTMENT, "售前组"), DEPARTMENT, None, Home(Scope.DEPARTMENT, "售前组", "常用")),
        (Target(), PLAIN, KNOWN, Home(Scope.PUBLIC, "", "售前")),
    ],
)
def test_the_user_goes_before_the_file_and_the_file_before_the_rule(
    target: Target, item: Item, known: Phrase | None, home: Home
) -> None:
    assert target.home(item, known, FILE) == home


def test_a_department_must_be_named_properly() -> None:
    assert "department/NAME" in str(Target(Scope.DEPARTMENT).home(PLAIN, None, FILE))
    bad = Item(place="", scope=Scope.DEPARTMENT, department="../x")
    assert "department" in str(Target().home(bad, None, FILE))


@pytest.mark.parametrize("wanted", ["", "..", "a/b", "con", ".hidden", "x" * 300, "a\x00b", "图?*", "  "])
def test_any_name_becomes_one_that_a_pack_can_have(wanted: str) -> None:
    assert name_trouble(pack_name(wanted)) == ""
    assert len(pack_name(wanted)) <= 70


def test_good_names_stay() -> None:
    assert pack_name("售后话术 2026") == "售后话术 2026"
