"""Three devices with wrong clocks, lost uploads and stale reads: they converge, and nothing is lost."""

from __future__ import annotations

import os

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from phrasebook.sharing.personal import Replica, State, copies, edited, headed, merged, placed, settled, shown

DEVICES = ("desk", "laptop", "home")
DAY = 86_400_000
FULL = bool(os.environ.get("PHRASEBOOK_FULL"))
devices = st.sampled_from(DEVICES)


def settle(replica: Replica) -> Replica:
    return Replica(replica.device, settled(replica.state), replica.clock)


class Devices(RuleBasedStateMachine):
    """An oracle beside the replicas: which texts each edit replaced knowingly."""

    @initialize(skews=st.lists(st.sampled_from([0, -3 * DAY, 3_600_000, 40 * DAY]), min_size=3, max_size=3))
    def begin(self, skews: list[int]) -> None:
        self.skew = dict(zip(DEVICES, skews, strict=True))
        self.now = 10**12
        self.replicas = {device: Replica(device) for device in DEVICES}
        self.uploads: dict[str, list[State]] = {device: [] for device in DEVICES}
        self.written: set[str] = set()
        self.replaced: set[str] = set()

    def clock(self, device: str) -> int:
        self.now += 7
        return self.now + self.skew[device]

    def edit(self, device: str, phrase: str, text: str | None) -> None:
        replica = self.replicas[device]
        if seen := shown(replica.state).get(phrase):
            self.replaced.add(seen["text"])
        if text is not None:
            self.written.add(text)
        body = None if text is None else {"text": text, "title": "t", "code": "c"}
        self.replicas[device] = edited(replica, {phrase: body}, self.clock(device))

    def there(self, device: str, which: int) -> str:
        """One of the phrases that the device's person sees, also copies; else one of three."""
        seen = sorted({*shown(self.replicas[device].state), "p0", "p1", "p2"})
        return seen[which % len(seen)]

    @rule(device=devices, which=st.integers(0, 50))
    def write(self, device: str, which: int) -> None:
        self.edit(device, self.there(device, which), f"text {len(self.written)}")

    @rule(device=devices, which=st.integers(0, 50))
    def delete(self, device: str, which: int) -> None:
        phrase = self.there(device, which)
        if phrase in shown(self.replicas[device].state):
            self.edit(device, phrase, None)

    @rule(device=devices, which=st.integers(0, 50), key=st.sampled_from("abc"))
    def order(self, device: str, which: int, key: str) -> None:
        replica = placed(self.replicas[device], {self.there(device, which): key}, self.clock(device))
        self.replicas[device] = headed(replica, "pack", (key, "", ""), self.clock(device))

    @rule(device=devices)
    def upload(self, device: str) -> None:
        self.uploads[device].append(self.replicas[device].state)

    @rule(device=devices, other=devices, age=st.integers(0, 5))
    def read(self, device: str, other: str, age: int) -> None:
        """Of any upload, however old, also one's own."""
        if self.uploads[other]:
            state = self.uploads[other][max(0, len(self.uploads[other]) - 1 - age)]
            self.replicas[device] = settle(merged(self.replicas[device], state))

    def teardown(self) -> None:
        if not hasattr(self, "replicas"):
            return
        for order in (DEVICES, DEVICES[::-1], DEVICES):
            for device in order:
                for other in order:
                    self.replicas[device] = settle(merged(self.replicas[device], self.replicas[other].state))
        states = [self.replicas[device].state for device in DEVICES]
        assert states[0] == states[1] == states[2], "they converge"
        there = {body["text"] for body in shown(states[0]).values()}
        assert there == self.written - self.replaced, "a text goes only when somebody who saw it replaced it"


TestDevices = Devices.TestCase
TestDevices.settings = settings(
    max_examples=3000 if FULL else 100, stateful_step_count=80 if FULL else 40, deadline=None
)


def body(text: str, **more: str) -> dict[str, str]:
    return {"title": "退款", "text": text, **more}


def two_that_differ() -> tuple[Replica, Replica]:
    desk = edited(Replica("desk", State(names={"desk": "公司的电脑"})), {"p": body("三天")}, 1000)
    return desk, settle(merged(Replica("home"), desk.state))


def both(one: Replica, other: Replica) -> dict[str, object]:
    seen = shown(settle(merged(one, other.state)).state)
    assert seen == shown(settle(merged(other, one.state)).state), "whoever reads whom"
    return dict(seen)


def test_both_stay_and_the_older_says_where_it_is_from() -> None:
    desk, home = two_that_differ()
    desk = edited(desk, {"p": body("两天", code="tk")}, 2000)
    home = edited(home, {"p": body("一天", code="tk")}, 3000)
    together = settle(merged(desk, home.state))
    seen = both(desk, home)
    assert seen.pop("p") == body("一天", code="tk")
    assert list(seen.values()) == [{"title": "退款（来自 公司的电脑）", "text": "两天"}], "a code stands once"
    assert list(copies(together.state)) == list(seen)


def test_a_copy_lives_a_life_of_its_own() -> None:
    desk, home = two_that_differ()
    desk = edited(desk, {"p": body("两天")}, 2000)
    home = settle(merged(edited(home, {"p": body("一天")}, 3000), desk.state))
    (copy,) = copies(home.state)
    changed = edited(home, {copy: body("两天，周末除外")}, 4000)
    assert {one["text"] for one in both(changed, desk).values()} == {"一天", "两天，周末除外"}
    assert list(copies(changed.state)) == []
    removed = edited(home, {copy: None}, 4000)
    assert {one["text"] for one in both(removed, desk).values()} == {"一天"}


def test_a_copy_goes_when_its_own_device_wrote_on() -> None:
    desk, home = two_that_differ()
    desk = edited(desk, {"p": body("两天")}, 2000)
    home = settle(merged(edited(home, {"p": body("一天")}, 3000), desk.state))
    desk = edited(desk, {"p": body("两天半")}, 2500)
    assert {one["text"] for one in both(home, desk).values()} == {"一天", "两天半"}


def test_an_edit_beats_a_deletion_and_equal_edits_are_one() -> None:
    desk, home = two_that_differ()
    deleted = edited(desk, {"p": None}, 9000)
    assert shown(deleted.state) == {}
    changed = edited(home, {"p": body("一天")}, 2000)
    assert both(deleted, changed) == {"p": body("一天")}
    same = edited(desk, {"p": body("一天")}, 5000)
    assert both(same, changed) == {"p": body("一天")}


def test_the_latest_order_and_head_hold_and_bring_nothing_back() -> None:
    desk, home = two_that_differ()
    desk = headed(placed(desk, {"p": "a"}, 2000), "常用", ("常用话术", "", ""), 2000)
    home = headed(placed(home, {"p": "b"}, 3000), "常用", ("我的", "", ""), 3000)
    together = merged(desk, home.state).state
    assert (together.entries["p"].place.key, together.heads["常用"].texts[0]) == ("b", "我的")
    assert both(edited(desk, {"p": None}, 4000), home) == {}


def test_a_title_keeps_to_its_limit_and_speaks_the_phrases_language() -> None:
    desk, home = two_that_differ()
    desk = edited(desk, {"p": {"title": "refund" * 40, "text": "two days"}}, 2000)
    home = edited(home, {"p": {"title": "refund", "text": "one day"}}, 3000)
    (title,) = [one["title"] for phrase, one in both(desk, home).items() if phrase != "p"]  # type: ignore[index]
    assert len(title) == 200
    assert title.endswith(" (from 公司的电脑)")
