"""Three devices with wrong clocks, lost uploads and stale reads: they converge, and nothing is lost."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from phrasebook.errors import UsageError
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.personal import (
    Entries,
    Replica,
    edited,
    key_of,
    merged,
    new_key,
    opened,
    pairing_code,
    sealed,
    shown,
)

DEVICES = ("desk", "laptop", "home")
DAY = 86_400_000
devices, phrases = st.sampled_from(DEVICES), st.sampled_from(("p0", "p1", "p2"))


class Devices(RuleBasedStateMachine):
    """An oracle beside the replicas: which texts each edit replaced knowingly."""

    @initialize(skews=st.lists(st.sampled_from([0, -3 * DAY, 3_600_000, 40 * DAY]), min_size=3, max_size=3))
    def begin(self, skews: list[int]) -> None:
        self.skew = dict(zip(DEVICES, skews, strict=True))
        self.now = 10**12
        self.replicas = {device: Replica(device, {}) for device in DEVICES}
        self.uploads: dict[str, list[Entries]] = {device: [] for device in DEVICES}
        self.written: dict[str, str] = {}
        self.replaced: set[str] = set()

    def edit(self, device: str, phrase: str, text: str | None) -> None:
        self.now += 7
        replica = self.replicas[device]
        if entry := replica.entries.get(phrase):
            self.replaced |= {version.body["text"] for version in entry.versions if version.body}
        if text is not None:
            self.written[text] = phrase
        body = None if text is None else {"text": text, "title": "t"}
        self.replicas[device] = edited(replica, phrase, body, self.now + self.skew[device])

    @rule(device=devices, phrase=phrases)
    def write(self, device: str, phrase: str) -> None:
        self.edit(device, phrase, f"text {len(self.written)}")

    @rule(device=devices, phrase=phrases)
    def delete(self, device: str, phrase: str) -> None:
        if phrase in self.replicas[device].entries:
            self.edit(device, phrase, None)

    @rule(device=devices)
    def upload(self, device: str) -> None:
        self.uploads[device].append(self.replicas[device].entries)

    @rule(device=devices, other=devices, age=st.integers(0, 5))
    def read(self, device: str, other: str, age: int) -> None:
        """Of any upload, however old, also one's own."""
        if self.uploads[other]:
            state = self.uploads[other][max(0, len(self.uploads[other]) - 1 - age)]
            self.replicas[device] = merged(self.replicas[device], state)

    def teardown(self) -> None:
        if not hasattr(self, "replicas"):
            return
        for order in (DEVICES, DEVICES[::-1]):
            for device in order:
                for other in order:
                    self.replicas[device] = merged(self.replicas[device], self.replicas[other].entries)
        views = [shown(self.replicas[device].entries) for device in DEVICES]
        assert views[0] == views[1] == views[2], "they converge"
        there = {one.body["text"] for one in views[0].values()}
        assert there == set(self.written) - self.replaced, "a text goes only when somebody who saw it replaced it"


TestDevices = Devices.TestCase
TestDevices.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)


def two_that_differ() -> tuple[Replica, Replica]:
    desk = edited(Replica("desk", {}), "p", {"title": "退款", "text": "三天"}, 1000)
    home = merged(Replica("home", {}), desk.entries)
    return desk, home


def test_both_stay_and_the_older_says_where_it_is_from() -> None:
    desk, home = two_that_differ()
    desk = edited(desk, "p", {"title": "退款", "text": "两天"}, 2000)
    home = edited(home, "p", {"title": "退款", "text": "一天"}, 3000)
    both = shown(merged(desk, home.entries).entries)
    assert both["p"].body == {"title": "退款", "text": "一天"}
    (other,) = (one for phrase, one in both.items() if phrase != "p")
    assert (other.body, other.device) == ({"title": "退款 (from desk)", "text": "两天"}, "desk")


def test_an_edit_beats_a_deletion_and_equal_edits_are_one() -> None:
    desk, home = two_that_differ()
    deleted = edited(desk, "p", None, 9000)
    assert shown(deleted.entries) == {}
    changed = edited(home, "p", {"title": "退款", "text": "一天"}, 2000)
    assert [one.body["text"] for one in shown(merged(deleted, changed.entries).entries).values()] == ["一天"]
    same = edited(desk, "p", {"title": "退款", "text": "一天"}, 5000)
    assert len(shown(merged(same, changed.entries).entries)) == 1


def test_a_state_opens_for_its_key_and_its_device_only() -> None:
    desk, _home = two_that_differ()
    key = new_key()
    data = sealed(desk.entries, "desk", key)
    assert opened(data, "desk", key) == desk.entries
    assert "三天".encode() not in data
    for bad, device, other in (
        (data, "home", key),
        (data, "desk", new_key()),
        (data[:-1], "desk", key),
        (b"", "desk", key),
        (data[:20] + b"x" + data[21:], "desk", key),
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


@pytest.mark.parametrize("code", ["", "AAAAA", "!!!!!-!!!!!", "A" * 32])
def test_what_is_no_pairing_code(code: str) -> None:
    with pytest.raises(UsageError):
        key_of(code)
