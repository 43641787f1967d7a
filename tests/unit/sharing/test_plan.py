from __future__ import annotations

import pytest

from phrasebook.sharing.plan import Action, action


@pytest.mark.parametrize(
    ("base", "published", "mine", "expected"),
    [
        (None, None, "a", Action.PUT),
        ("a", "a", "b", Action.PUT),
        ("a", "a", None, Action.REMOVE),
        ("a", "b", "b", Action.NOTHING),
        (None, None, None, Action.NOTHING),
        ("a", "b", "c", Action.CONFLICT),
        ("a", "b", None, Action.CONFLICT),
        (None, "b", "c", Action.CONFLICT),
        ("a", None, "c", Action.CONFLICT),
    ],
)
def test_what_to_do_with_a_file(base: str | None, published: str | None, mine: str | None, expected: Action) -> None:
    assert action(base, published, mine) is expected
