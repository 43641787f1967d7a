"""An index that takes over what it knows finds what a new one finds."""

from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from phrasebook.model import Pack, Phrase, Scope
from phrasebook.phrases import Phrases
from phrasebook.search import Index, index
from tests.unit.search.samples import phrase

SOME = st.text(alphabet="发货时间退款地址换fh", min_size=1, max_size=6)
QUERIES = ["fh", "发货", "tuikuan", "时间", "fahuo shijian", "thdz", "a1", "换发", "fahou"]


def pack(name: str, *phrases: Phrase) -> Pack:
    own = [msgspec.structs.replace(p, id=f"{name}{p.id}", pack=name) for p in phrases]
    return Pack(Path(f"/library/public/{name}.toml"), Scope.PUBLIC, "", name, name, phrases=tuple(own))


def found(one: Index) -> list[list[tuple[str, float, object]]]:
    boosts = {"a发货": 0.4}
    return [[(m.phrase.id, m.score, m.positions) for m in one.best(query, boosts, limit=50)] for query in QUERIES]


A = pack("a", phrase("发货", code="fh"), phrase("退货地址", code="thdz", category=("售后",)), phrase("发货时间"))
B = pack("b", phrase("退款", "退款时间是三天"), phrase("换货", "换发货", code="a1"))


def assert_finds(updated: Index, anew: Index) -> None:
    """All that a new index finds, in its order. Between may stand weaker ones: each piece looks until it is content."""
    for some, wanted in zip(found(updated), found(anew), strict=True):
        ids = {id_ for id_, _, _ in wanted}
        assert [one for one in some if one[0] in ids] == wanted
        assert [one[0] for one in some[:1]] == [one[0] for one in wanted[:1]] or not wanted


def changed(old: Pack, *phrases: Phrase) -> Pack:
    return Pack(old.path, old.scope, old.department, old.name, old.title, phrases=phrases)


EDITS = {
    "nothing": [A, B],
    "a text": [A, changed(B, msgspec.structs.replace(B.phrases[0], text="发货时间"), B.phrases[1])],
    "a line": [A, changed(B, *(msgspec.structs.replace(p, line=p.line + 3) for p in B.phrases))],
    "a code": [changed(A, msgspec.structs.replace(A.phrases[0], code="a1"), *A.phrases[1:]), B],
    "one more": [changed(A, phrase("退款时间"), *A.phrases), B],
    "one less": [changed(A, *A.phrases[1:]), B],
    "another order": [changed(A, *A.phrases[::-1]), B],
    "a pack more": [A, pack("c", phrase("时间")), B],
    "a pack less": [B],
    "nothing left": [],
    "another category": [changed(A, *(msgspec.structs.replace(p, category=("发货",)) for p in A.phrases)), B],
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_found_is_what_a_new_index_finds(edit):
    phrases = Phrases(EDITS[edit])
    updated = Index(Phrases([A, B])).updated(phrases)
    assert_finds(updated, Index(phrases))
    assert len(updated) == len(phrases)


def test_what_is_shown_is_the_phrase_as_it_is_now():
    moved = changed(A, *(msgspec.structs.replace(p, line=p.line + 3) for p in A.phrases))
    updated = Index(Phrases([A, B])).updated(Phrases([moved, B]))
    assert updated.best("thdz")[0].phrase.line == moved.phrases[1].line


def test_updates_add_up():
    step = Index(Phrases([A, B])).updated(Phrases(EDITS["a text"])).updated(Phrases(EDITS["one more"]))
    assert_finds(step, Index(Phrases(EDITS["one more"])))
    assert step.in_pieces


def test_filters_hold_in_both_pieces():
    late = msgspec.structs.replace(phrase("发货"), apps=("QQ",))
    updated = Index(Phrases([A, B])).updated(Phrases([A, changed(B, *B.phrases, late)]))
    ids = [m.phrase.id for m in updated.best("发货", category=("售后",))]
    assert ids == []
    assert late.id in [m.phrase.id for m in updated.best("发货")]


def test_very_much_new_is_indexed_with_the_rest(monkeypatch):
    monkeypatch.setattr(index, "_MOST_FRESH", 1)
    updated = Index(Phrases([A, B])).updated(Phrases([pack("c", phrase("发货"), phrase("退款")), B]))
    assert not updated.in_pieces


def test_an_index_in_pieces_is_not_kept():
    with pytest.raises(ValueError, match="one piece"):
        Index(Phrases([A, B])).updated(Phrases(EDITS["one more"])).to_bytes()


def test_an_index_of_a_plain_row_is_made_anew():
    assert not Index(A.phrases).updated(Phrases([A, B])).in_pieces


@given(st.lists(st.lists(st.tuples(SOME, SOME), max_size=5), min_size=1, max_size=3), st.data())
def test_any_change_is_found(packs, data):
    before = Phrases([pack(f"p{n}", *_numbered(members)) for n, members in enumerate(packs)])
    after = [
        data.draw(st.lists(st.sampled_from(members) | st.tuples(SOME, SOME), max_size=6)) if members else members
        for members in packs
    ]
    phrases = Phrases([pack(f"p{n}", *_numbered(members)) for n, members in enumerate(after)])
    assert_finds(Index(before).updated(phrases), Index(phrases))


def _numbered(members) -> list[Phrase]:
    return [phrase(title, text, id=str(n)) for n, (title, text) in enumerate(members)]
