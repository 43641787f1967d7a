from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.model import Pack, Phrase, Scope
from phrasebook.phrases import Codes, Ids, Numbers, Phrases, Stored, Told, outlined, packed

IDS = st.lists(st.text("0123456789abcdef", min_size=20, max_size=20), unique=True, max_size=30)
TEXT = st.text(max_size=8)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
PHRASES = st.lists(
    st.builds(
        Phrase,
        id=st.text("0123456789abcdef", min_size=20, max_size=20),
        scope=st.just(Scope.DEPARTMENT),
        department=st.just("售后"),
        pack=st.just("退货"),
        category=st.lists(TEXT, max_size=2).map(tuple),
        title=TEXT,
        text=TEXT,
        code=TEXT,
        keywords=TEXTS,
        variants=TEXTS,
        images=TEXTS,
        send=st.booleans(),
        valid_from=st.none() | st.dates(),
        valid_until=st.none() | st.dates(),
        apps=TEXTS,
        note=TEXT,
        extra=TEXT,
        line=st.integers(0, 10**6),
        provisional=st.booleans(),
    ),
    max_size=5,
)


def stored(phrases: Sequence[Phrase], block: bytes | None = None) -> Stored:
    """These phrases as they lie in the cache, or others in their place."""
    told, ends = packed(phrases)
    place = (Scope.DEPARTMENT, "售后", "退货")
    return Stored(told if block is None else block, ends, outlined(phrases), place, lambda: phrases)


def phrase(id_: str, code: str = "") -> Phrase:
    return Phrase(id=id_, scope=Scope.PUBLIC, pack="a", title="t", code=code, valid_from=date(2026, 1, 1))


def library(*packs: Sequence[Phrase]) -> Phrases:
    return Phrases([Pack(Path("a.toml"), Scope.PUBLIC, "", "a", "t", phrases=phrases) for phrases in packs])


def test_every_field_is_told_by_the_phrase_its_outline_or_its_place() -> None:
    assert {*Told.__struct_fields__, "id", "category", "scope", "department", "pack"} == {*Phrase.__struct_fields__}


@given(PHRASES)
def test_what_is_packed_is_the_same_again(phrases: list[Phrase]) -> None:
    again = stored(phrases)
    assert list(again) == phrases
    assert again == phrases
    assert again[:2] == tuple(phrases[:2])


def test_what_is_no_phrase_is_read_anew() -> None:
    phrases = [phrase("a" * 20)]
    again = stored(phrases, b"\xc1" * len(packed(phrases)[0]))
    assert again[0] == phrases[0]


@given(IDS)
def test_ids_are_those_that_were_joined(ids: list[str]) -> None:
    held = Ids("".join(ids))
    assert list(held) == ids
    assert [held[i] for i in range(-len(ids), len(ids))] == ids * 2
    assert held[1:7:2] == tuple(ids[1:7:2])
    with pytest.raises(IndexError):
        held[len(ids)]


def test_codes_are_those_of_their_rows() -> None:
    assert list(Codes("\nfh\n\nth")) == [(1, "fh"), (3, "th")]
    assert list(Codes("")) == []


@given(IDS, st.integers(0, 30))
def test_every_id_has_its_number(ids: list[str], cut: int) -> None:
    phrases = library([phrase(id_) for id_ in ids[:cut]], [phrase(id_) for id_ in ids[cut:]])
    assert dict(phrases.numbers) == {id_: number for number, id_ in enumerate(ids)}
    assert phrases.numbers.get("none of them") is None
    assert "none of them" not in phrases.numbers


def test_ids_that_look_alike_to_the_table_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("phrasebook.phrases.crc32", lambda _: 7)
    phrases = library([phrase("a" * 20), phrase("b" * 20)])
    assert isinstance(phrases.numbers, Numbers)
    assert [phrases.numbers.get(id_ * 20) for id_ in "abc"] == [0, 1, None]
