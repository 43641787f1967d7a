"""What was edited on this machine since the last time, and what must change on its disk now. Pure.

Edits are made to what this device knew, before it learns what others did: so each stands beside theirs if neither saw
the other. What is the same on both sides is nobody's edit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import reduce

import msgspec

from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.sharing.order import rearranged
from phrasebook.sharing.personal import Body, Entry, Replica, State, edited, headed, merged, placed, settled, shown
from phrasebook.syncing.bodies import digest_of, phrase_of
from phrasebook.syncing.disk import Disk
from phrasebook.syncing.local import Local


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from the disk and from what others know."""

    own: Replica
    """This device with its person's edits, and nothing of the others that it didn't know before."""
    together: Replica
    """The same with all that the others know."""
    changed: tuple[str, ...] = ()
    """Ids of phrases that this person wrote, changed or moved to another pack since the last sync."""
    deleted: tuple[str, ...] = ()
    write: Mapping[str, Phrase] = field(default_factory=dict)
    """Phrases to be on the disk as they are not."""
    pictures: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The digests of their pictures."""
    remove: frozenset[str] = frozenset()
    waiting: Mapping[str, str] = field(default_factory=dict)
    """Phrases that others changed and that can't be touched now, and why."""

    def postponed(self, phrases: Mapping[str, str]) -> Decision:
        """The decision without these phrases, which must wait too."""
        return replace(
            self,
            write={phrase: one for phrase, one in self.write.items() if phrase not in phrases},
            remove=self.remove - phrases.keys(),
            waiting={**self.waiting, **phrases},
        )

    def known(self) -> Replica:
        """What this device knows once everything is done: of a phrase that waits only what it knew before.

        Otherwise its person's next edit would count as made in knowledge of what was never on their screen.
        """
        entries = dict(self.together.state.entries)
        for phrase in self.waiting:
            if own := self.own.state.entries.get(phrase):
                entries[phrase] = own
            else:
                entries.pop(phrase, None)
        return replace(self.together, state=msgspec.structs.replace(self.together.state, entries=entries))

    def order_of(self, pack: str) -> list[str]:
        """The ids of a pack's phrases as they shall stand."""
        entries = self.together.state.entries
        inside = [phrase for phrase, body in shown(self.together.state).items() if body.get("pack") == pack]
        return sorted(inside, key=lambda phrase: (entries[phrase].place.key, phrase))


def decide(local: Local, disk: Disk, others: Sequence[State], now_ms: int) -> Decision:
    """What to do; `others` are the states of other devices, as far as they may hold something new."""
    edits = _Edits(local, disk, others, now_ms)
    own = edits.replica
    together = reduce(merged, others, own)
    together = replace(together, state=settled(together.state))
    return _wanted(disk, Decision(own, together, tuple(edits.changed), tuple(edits.deleted)), local)


class _Edits:
    """Finds what was edited, and has `replica` know of it."""

    def __init__(self, local: Local, disk: Disk, others: Sequence[State], now_ms: int) -> None:
        self.replica = local.replica
        self.changed: list[str] = []
        self.deleted: list[str] = []
        self._local, self._disk, self._others, self._now = local, disk, others, now_ms
        told = self._together()
        self._edit(self._known(shown(told)))
        # a copy that was written before a crash is known to be one only beside the edit that it was written for
        self._edit(self._new(shown(self._together())))
        self._heads(told)
        self._order(told)

    def _together(self) -> State:
        return settled(reduce(merged, self._others, self.replica).state)

    def _known(self, theirs: Mapping[str, Body]) -> Iterator[tuple[str, Body | None]]:
        """Edits of phrases that were here the last time."""
        for phrase, before in self._local.disk.items():
            body = self._disk.bodies.get(phrase)
            if body is not None and before.digest != digest_of(body) and theirs.get(phrase) != body:
                yield phrase, body
            elif body is None and phrase in theirs and not self._disk.in_doubt(phrase, before.pack):
                yield phrase, None

    def _new(self, theirs: Mapping[str, Body]) -> Iterator[tuple[str, Body | None]]:
        for phrase, body in self._disk.bodies.items():
            if phrase not in self._local.disk and theirs.get(phrase) != body:
                yield phrase, body

    def _edit(self, edits: Iterator[tuple[str, Body | None]]) -> None:
        bodies = dict(edits)
        self.replica = edited(self.replica, bodies, self._now)
        self.changed += [phrase for phrase, body in bodies.items() if body is not None]
        self.deleted += [phrase for phrase, body in bodies.items() if body is None]

    def _heads(self, told: State) -> None:
        for pack, texts in self._disk.heads.items():
            head = told.heads.get(pack)
            if texts != self._local.heads.get(pack, ("", "", "")) and (head is None or head.texts != texts):
                self.replica = headed(self.replica, pack, texts, self._now)

    def _order(self, told: State) -> None:
        for pack, sequence in self._disk.sequences.items():
            keys = {phrase: _key(self.replica.state, phrase) for phrase in sequence}
            ours = [phrase for phrase in sequence if keys[phrase] or not _key(told, phrase)]
            moved = rearranged(ours, self._local.sequences.get(pack, []), keys)
            self.replica = placed(self.replica, moved, self._now)


def _key(state: State, phrase: str) -> str:
    return state.entries.get(phrase, Entry()).place.key


def _wanted(disk: Disk, decision: Decision, local: Local) -> Decision:
    """The decision with what must change on the disk."""
    represented, target = shown(decision.own.state), shown(decision.together.state)
    write: dict[str, Phrase] = {}
    pictures: dict[str, Sequence[str]] = {}
    waiting: dict[str, str] = {}
    for phrase, body in target.items():
        there = disk.bodies.get(phrase)
        if body == there or (there is not None and body == represented.get(phrase)):
            continue
        if there is None and phrase in local.disk and body == represented.get(phrase):
            continue  # it may be behind a mistake in its file; nobody else has changed it
        wanted = phrase_of(phrase, body)
        hidden = there is None and _may_be_there(local, disk, phrase)
        if reason := _hidden() if hidden else _obstacle(disk, wanted):
            waiting[phrase] = reason
        elif wanted:
            write[phrase], pictures[phrase] = wanted, body.get("pictures", [])
    gone = frozenset(phrase for phrase in disk.bodies if phrase not in target)
    for phrase in local.disk:
        unseen = phrase not in disk.bodies and phrase not in target and phrase in represented
        if unseen and _may_be_there(local, disk, phrase):
            waiting[phrase] = _hidden()
    return replace(decision, write=write, pictures=pictures, remove=gone, waiting=waiting)


def _may_be_there(local: Local, disk: Disk, phrase: str) -> bool:
    """Whether a phrase that isn't found may be on the disk all the same."""
    known = local.disk.get(phrase)
    return disk.in_doubt(phrase, known.pack if known else "")


def _obstacle(disk: Disk, wanted: Phrase | None) -> str:
    """Why a phrase can't be written now; "" if it can."""
    if wanted is None:
        return t("这个版本的 phrasebook 读不懂它", "this version of phrasebook doesn't understand it")
    if wanted.pack in disk.closed:
        return t(f"personal/{wanted.pack}.toml 读不了", f"personal/{wanted.pack}.toml can't be read")
    return ""


def _hidden() -> str:
    return t("它在文件里有错，用 phrasebook doctor 查看", "there is a mistake in its file: see `phrasebook doctor`")
