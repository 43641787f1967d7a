from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from phrasebook.sharing.order import between, rearranged, spread


@given(st.lists(st.integers(0, 1000), max_size=200))
def test_there_is_always_room(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        keys.insert(at, between(keys[at - 1] if at else "", keys[at] if at < len(keys) else ""))
    assert keys == sorted(set(keys))
    assert all(keys)


def test_keys_stay_short() -> None:
    assert max(map(len, spread("", "", 10_000))) <= 7
    key = ""
    for _ in range(5000):
        before, key = key, between(key, "")
        assert before < key
    assert len(key) <= 4


@given(st.permutations("abcdefgh"), st.permutations("abcdefgh"), st.integers(0, 8))
def test_moving_some_leaves_the_others_their_keys(before: list[str], now: list[str], known: int) -> None:
    keys = dict(zip(before[:known], spread("", "", known), strict=True))
    after = keys | rearranged(now, before[:known], keys)
    assert sorted(now, key=lambda phrase: after[phrase]) == now


def test_one_that_moved_is_the_only_one_with_a_new_key() -> None:
    keys = dict(zip("abcde", spread("", "", 5), strict=True))
    assert rearranged("abcde", "abcde", keys) == {}
    assert rearranged("eabcd", "abcde", keys).keys() == {"e"}
    assert rearranged("abxcde", "abcde", keys).keys() == {"x"}
    assert rearranged("acde", "abcde", keys) == {}
