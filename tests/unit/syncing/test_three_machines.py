"""Three machines with wrong clocks, lost uploads, stale reads and mistakes in files: they converge, nothing is lost."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import msgspec
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from phrasebook.model import Phrase, Scope
from phrasebook.pack.edit import edited
from phrasebook.pack.file import UnreadablePackError
from phrasebook.pack.read import read_pack
from phrasebook.sharing.pairing import new_key
from phrasebook.syncing.arranging import arranged
from tests.unit.syncing.machines import Flaky, Machine, settle

FULL = bool(os.environ.get("PHRASEBOOK_FULL"))
DAY = 86_400.0
PACKS = ("a", "b")
machines = st.integers(0, 2)
numbers = st.integers(0, 100)


def phrases(path: Path) -> Sequence[Phrase]:
    """What can be read of a pack."""
    try:
        return read_pack(path, Scope.PERSONAL).phrases
    except UnreadablePackError:
        return ()


class Machines(RuleBasedStateMachine):
    """People edit files; an oracle notes which texts each edit replaced."""

    @initialize(skews=st.lists(st.sampled_from([0.0, -3 * DAY, 3600.0, 40 * DAY]), min_size=3, max_size=3))
    def begin(self, skews: list[float]) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="phrasebook-sync-"))
        self.host, key = Flaky(), new_key()
        self.all = [
            Machine(self.folder / name, name, self.host, skew)
            for name, skew in zip(("desk", "laptop", "home"), skews, strict=True)
        ]
        for number, machine in enumerate(self.all):
            machine.join(key, first=number == 0)
            machine.write("a")
        self.written: set[str] = set()
        self.replaced: set[str] = set()
        self.moved: set[str] = set()

    def seen(self, machine: Machine) -> list[Phrase]:
        """What its person sees."""
        return [phrase for path in sorted(machine.personal.glob("*.toml")) for phrase in phrases(path)]

    def one(self, machine: Machine, number: int) -> list[Phrase]:
        """One of them, if there is any."""
        seen = self.seen(machine)
        return [seen[number % len(seen)]] if seen else []

    def save(
        self,
        machine: Machine,
        pack: str,
        replace: Sequence[tuple[Phrase, Phrase]] = (),
        remove: Sequence[Phrase] = (),
        append: Sequence[Phrase] = (),
    ) -> None:
        path = machine.personal / f"{pack}.toml"
        source = path.read_text("utf-8") if path.exists() else ""
        path.write_text(edited(source, replace=replace, remove=remove, append=append), "utf-8")

    def text(self) -> str:
        self.written.add(text := f"text {len(self.written)}")
        return text

    @rule(which=machines, pack=st.sampled_from(PACKS))
    def write(self, which: int, pack: str) -> None:
        text = self.text()
        phrase = Phrase(id=f"{len(self.written):020x}", scope=Scope.PERSONAL, pack=pack, title=text, text=text)
        self.save(self.all[which], pack, append=[phrase])

    @rule(which=machines, number=numbers)
    def edit(self, which: int, number: int) -> None:
        for old in self.one(self.all[which], number):
            self.replaced.add(old.text)
            self.save(self.all[which], old.pack, replace=[(old, msgspec.structs.replace(old, text=self.text()))])

    @rule(which=machines, number=numbers)
    def delete(self, which: int, number: int) -> None:
        for old in self.one(self.all[which], number):
            self.replaced.add(old.text)
            self.save(self.all[which], old.pack, remove=[old])

    @rule(which=machines, number=numbers, pack=st.sampled_from(PACKS))
    def move(self, which: int, number: int, pack: str) -> None:
        for old in self.one(self.all[which], number):
            self.moved.add(old.text)
            self.save(self.all[which], old.pack, remove=[old])
            self.save(self.all[which], pack, append=[msgspec.structs.replace(old, pack=pack)])

    @rule(which=machines, order=st.permutations(range(6)))
    def sort(self, which: int, order: list[int]) -> None:
        for path in self.all[which].personal.glob("*.toml"):
            ids = [phrase.id for phrase in phrases(path)]
            wanted = [ids[place] for place in order if place < len(ids)]
            path.write_text(arranged(path.read_text("utf-8"), wanted), "utf-8")

    @rule(which=machines, number=numbers)
    def mistake(self, which: int, number: int) -> None:
        """A quote goes missing; whoever sees the phrase no more doesn't edit it either."""
        for old in self.one(self.all[which], number):
            path = self.all[which].personal / f"{old.pack}.toml"
            path.write_text(path.read_text("utf-8").replace(f'text = "{old.text}"', f'text = {old.text}"'), "utf-8")

    @rule(which=machines)
    def repair(self, which: int) -> None:
        for path in self.all[which].personal.glob("*.toml"):
            path.write_text(path.read_text("utf-8").replace("text = text", 'text = "text'), "utf-8")

    @rule(which=machines, losing=st.booleans(), stale=st.integers(0, 3))
    def sync(self, which: int, losing: bool, stale: int) -> None:
        self.host.losing, self.host.stale = losing and stale == 0, stale
        for machine in self.all:
            machine.now += 1
        self.all[which].synced()

    def teardown(self) -> None:
        if not hasattr(self, "all"):
            return
        self.host.losing, self.host.stale = False, 0
        for which in range(3):
            self.repair(which)
        for _ in range(2):
            settle(*self.all)
        found = [machine.phrases() for machine in self.all]
        orders = [
            {path.name: [phrase.id for phrase in phrases(path)] for path in packs}
            for packs in (sorted(machine.personal.glob("*.toml")) for machine in self.all)
        ]
        shutil.rmtree(self.folder)
        assert found[0] == found[1] == found[2], "they converge"
        there, must = {text for _, _, text in found[0].values()}, self.written - self.replaced
        assert must <= there, "nothing is lost"
        assert there - must <= self.moved, "nothing comes back but what somebody moved while it was replaced elsewhere"
        filled = [{name: ids for name, ids in order.items() if ids} for order in orders]
        assert filled[0] == filled[1] == filled[2], "in one order"


TestMachines = Machines.TestCase
TestMachines.settings = settings(
    max_examples=400 if FULL else 15,
    stateful_step_count=60 if FULL else 30,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
