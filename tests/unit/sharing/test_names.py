from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.errors import UsageError
from phrasebook.pack.names import name_trouble
from phrasebook.sharing.hosts.base import parts_of
from phrasebook.sharing.names import (
    PUBLIC,
    department_of,
    host_name,
    image_target,
    pack_target,
    place_of,
    slug,
    target_of,
)
from phrasebook.sharing.plan import custom

names = st.text(min_size=1, max_size=30).filter(lambda name: not name_trouble(name))


@given(names)
def test_a_slug_is_a_plain_name_on_every_host(name: str) -> None:
    assert parts_of(slug(name)) == (slug(name),)
    assert slug(name) == slug(name).lower()
    assert slug(unicodedata.normalize("NFD", name)) == slug(name)


@given(names, names)
def test_different_names_have_different_slugs(one: str, other: str) -> None:
    same = unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other)
    assert (slug(one) == slug(other)) is same


def test_plain_names_stay_readable() -> None:
    assert slug("refund-2") == "refund-2"
    assert slug("Refund") != "refund"
    assert slug("xabc").startswith("x")
    assert slug("xabc") != "xabc", "x is kept for derived slugs"


@given(names, names)
def test_what_is_listed_leads_back_to_its_name(department: str, name: str) -> None:
    for place in (PUBLIC, department_of(department)):
        pack = pack_target(place, name)
        assert target_of(pack.path, place, custom(pack)) == pack
        parts_of(host_name(pack, "0" * 64))
        picture = image_target(place, f"images/{name}".removesuffix(".toml") + ".png")
        assert target_of(picture.path, place, custom(picture)) == picture


def test_a_name_that_is_not_the_listed_one_is_none() -> None:
    pack = pack_target(PUBLIC, "售后")
    assert target_of(pack.path, PUBLIC, {"name": "售前"}) is None
    assert target_of(pack.path, department_of("售后组"), {"name": "售后"}) is None
    assert target_of("public/a.toml/b", PUBLIC, {"name": "a"}) is None


@pytest.mark.parametrize(
    "text", ["personal", "public/x", "department", "department/", "department/..", "department/a/b", ""]
)
def test_only_shared_scopes_are_places(text: str) -> None:
    with pytest.raises(UsageError):
        place_of(text)


def test_places_say_what_they_are_called() -> None:
    assert str(place_of("public")) == "public"
    assert str(place_of("department/售后组")) == "department/售后组"
    assert place_of("department/support").role == "dept-support"
