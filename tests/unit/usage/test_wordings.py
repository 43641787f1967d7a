import pytest

from phrasebook.usage import Wordings


def test_wordings_take_turns():
    wordings = Wordings()
    taken = []
    for _ in range(5):
        taken.append(wordings.next(1, "a", 3))
        wordings.remember(1, "a", taken[-1])
    assert taken == [0, 1, 2, 0, 1]


def test_looking_at_the_next_wording_does_not_use_it():
    wordings = Wordings()
    assert [wordings.next(1, "a", 3) for _ in range(3)] == [0, 0, 0]
    assert wordings.last(1, "a") is None


def test_each_window_and_phrase_has_its_own_turn():
    wordings = Wordings()
    wordings.remember(1, "a", 0)
    assert wordings.next(1, "a", 2) == 1
    assert wordings.next(2, "a", 2) == 0
    assert wordings.next(1, "b", 2) == 0


@pytest.mark.parametrize(("last", "count", "following"), [(0, 1, 0), (4, 2, 1), (0, 0, 0)])
def test_a_phrase_that_lost_wordings_still_has_a_next_one(last, count, following):
    wordings = Wordings()
    wordings.remember(1, "a", last)
    assert wordings.next(1, "a", count) == following


def test_only_so_many_windows_are_remembered():
    wordings = Wordings(limit=2)
    for window in (1, 2, 1, 3):
        wordings.remember(window, "a", 0)
    assert [wordings.last(window, "a") for window in (1, 2, 3)] == [0, None, 0]
