"""One person's phrases on several machines, merged so that nothing is lost whatever order files arrive in. Pure.

Each device writes one state: for every phrase the versions that nobody has edited on top of, and per device how many
edits were seen. Merging two states is a join: commutative, associative, idempotent. A version goes only when somebody
edited or deleted it after having seen it. Clocks decide nothing but which of two versions keeps the id, and which of
two orders holds.

Versions that stand beside each other are settled as soon as a device sees them: the newest keeps the id, each other
moves to an entry of its own, under an id and an edit that follow from it, so that all devices make the same of them.

Source: dotted version vectors, https://arxiv.org/abs/1011.5808, with hybrid logical clocks for display.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import msgspec

from phrasebook.digest import blake2b

Body: TypeAlias = Mapping[str, Any]
"""A phrase's fields and the name of its pack, as JSON has them."""

Dot: TypeAlias = tuple[str, int]
"""The n-th edit of a device, from 1."""

Clock: TypeAlias = tuple[int, int]
"""Milliseconds since 1970, never going back, and a counter within them."""

Stamp: TypeAlias = tuple[int, int, str]
"""A clock and its device: no two are alike."""

MAX_TITLE = 200
"""Characters of a title (docs/packs.md)."""


class Version(msgspec.Struct, frozen=True):
    """What a phrase was by one edit; no body: it was deleted."""

    dot: Dot
    clock: Clock
    body: dict[str, Any] | None


class Moved(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A version that stood beside a newer one and became a phrase of its own."""

    dot: Dot
    phrase: str
    """The id that it has now."""
    replaced: bool = False
    """Somebody edited on top of it where it was: the moved one is out of date."""


class Place(msgspec.Struct, frozen=True, array_like=True, order=True):
    """Where a phrase stands in its pack; the newest word counts."""

    stamp: Stamp = (0, 0, "")
    key: str = ""
    """Phrases of a pack are ordered by it; see `order`."""


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A phrase's versions that stand beside each other, newest first, and the edits that were seen."""

    seen: dict[str, int] = {}
    versions: tuple[Version, ...] = ()
    moved: tuple[Moved, ...] = ()
    place: Place = Place()

    def lacks(self, dot: Dot) -> bool:
        """Whether the edit was seen and something else has taken its place here."""
        seen = dot[1] <= self.seen.get(dot[0], 0)
        return seen and all(dot != version.dot for version in self.versions)


class Head(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What a pack says of itself; the newest word counts."""

    stamp: Stamp
    texts: tuple[str, str, str]
    """Title, description, maintainer."""


Entries: TypeAlias = Mapping[str, Entry]
"""By the phrase's id."""


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a device knows, as it is written for the others."""

    entries: dict[str, Entry] = {}
    names: dict[str, str] = {}
    """What people call each device; never changes."""
    heads: dict[str, Head] = {}
    """By the pack's name."""


@dataclass(frozen=True, slots=True)
class Replica:
    """A device and what it knows."""

    device: str
    state: State = field(default_factory=State)
    clock: Clock = (0, 0)


def edited(replica: Replica, bodies: Mapping[str, Body | None], now_ms: int) -> Replica:
    """The replica after its person changed phrases, or deleted them (no body), having seen all their versions."""
    entries, clock = dict(replica.state.entries), replica.clock
    for phrase, body in bodies.items():
        old = entries.get(phrase, Entry())
        number = old.seen.get(replica.device, 0) + 1
        clock = _tick(max([clock, *(version.clock for version in old.versions)]), now_ms)
        version = Version((replica.device, number), clock, None if body is None else dict(body))
        seen = old.seen | {replica.device: number}
        entries[phrase] = msgspec.structs.replace(old, seen=seen, versions=(version,))
    return replace(replica, state=msgspec.structs.replace(replica.state, entries=entries), clock=clock)


def placed(replica: Replica, keys: Mapping[str, str], now_ms: int) -> Replica:
    """The replica after its person put phrases elsewhere in their packs."""
    entries, clock = dict(replica.state.entries), replica.clock
    for phrase, key in keys.items():
        old = entries.get(phrase, Entry())
        clock = _tick(max(clock, old.place.stamp[:2]), now_ms)
        entries[phrase] = msgspec.structs.replace(old, place=Place((*clock, replica.device), key))
    return replace(replica, state=msgspec.structs.replace(replica.state, entries=entries), clock=clock)


def headed(replica: Replica, pack: str, texts: tuple[str, str, str], now_ms: int) -> Replica:
    """The replica after its person wrote what a pack says of itself."""
    clock = _tick(replica.clock, now_ms)
    heads = {**replica.state.heads, pack: Head((*clock, replica.device), texts)}
    return replace(replica, state=msgspec.structs.replace(replica.state, heads=heads), clock=clock)


def merged(replica: Replica, other: State) -> Replica:
    """The replica after it read what another device, or an old state of its own, knew."""
    mine = replica.state
    entries, heads, clock = dict(mine.entries), dict(mine.heads), replica.clock
    for phrase, theirs in other.entries.items():
        entries[phrase] = _joined(entries.get(phrase, Entry()), theirs)
        clock = max([clock, theirs.place.stamp[:2], *(version.clock for version in theirs.versions)])
    for pack, head in other.heads.items():
        heads[pack] = max(heads.get(pack, head), head)
        clock = max(clock, head.stamp[:2])
    names = {device: min(name, mine.names.get(device, name)) for device, name in other.names.items()}
    return replace(replica, state=State(entries, {**mine.names, **names}, heads), clock=clock)


def settled(state: State) -> State:
    """The state with one version of each phrase: others that say something else are phrases of their own now.

    An edit beats a deletion beside it, and equal versions are one.
    """
    entries = dict(state.entries)
    waiting = [phrase for phrase, entry in entries.items() if len(entry.versions) > 1]
    while waiting:
        phrase = waiting.pop()
        entry = entries[phrase]
        newest = next((version for version in entry.versions if version.body is not None), None)
        if newest is None:
            continue
        kept = tuple(version for version in entry.versions if version.body == newest.body)
        moved = set(entry.moved)
        for version in entry.versions:
            if version.body is None or version.body == newest.body:
                continue
            copy = _copy(version, newest, state.names)
            own = _own_id(phrase, version.dot)
            moved.add(Moved(version.dot, own))
            alone = Entry({copy.dot[0]: 1}, (copy,), place=entry.place)
            entries[own] = _joined(entries.get(own, Entry()), alone)
            waiting.append(own)
        entries[phrase] = msgspec.structs.replace(entry, versions=kept, moved=tuple(sorted(moved)))
    for entry in list(entries.values()):
        for gone in (one for one in entry.moved if one.replaced and one.phrase in entries):
            copy_of = entries[gone.phrase]
            rest = tuple(version for version in copy_of.versions if version.dot != _own_dot(gone.dot))
            entries[gone.phrase] = msgspec.structs.replace(copy_of, versions=rest)
    return msgspec.structs.replace(state, entries=entries)


def shown(state: State) -> dict[str, Body]:
    """What the person sees of a settled state, by id."""
    newest = ((phrase, entry.versions[0].body) for phrase, entry in state.entries.items() if entry.versions)
    return {phrase: body for phrase, body in newest if body is not None}


def copies(state: State) -> Iterator[str]:
    """The ids of versions that stand beside the phrase they were, as they were moved there: nobody has looked yet."""
    for entry in state.entries.values():
        for one in entry.moved:
            found = state.entries.get(one.phrase, Entry())
            if any(version.dot == _own_dot(one.dot) for version in found.versions):
                yield one.phrase


def _tick(newest: Clock, now_ms: int) -> Clock:
    return (now_ms, 0) if now_ms > newest[0] else (newest[0], newest[1] + 1)


def _joined(mine: Entry, theirs: Entry) -> Entry:
    """Both entries: a version stays unless the other side saw it and has it no more."""
    kept: dict[Dot, Version] = {}
    for version in (*mine.versions, *theirs.versions):
        if not mine.lacks(version.dot) and not theirs.lacks(version.dot):
            # one edit with two bodies (a code left out of a copy or not): any rule will do that all devices share
            kept[version.dot] = max(kept.get(version.dot, version), version, key=_rank)
    dots = {one.dot: one.phrase for one in (*mine.moved, *theirs.moved)}
    replaced = {one.dot for one in (*mine.moved, *theirs.moved) if one.replaced}
    for side in (mine, theirs):
        here = {one.dot for one in side.moved}
        replaced |= {dot for dot in dots if dot not in here and side.lacks(dot)}
    return Entry(
        {device: max(mine.seen.get(device, 0), theirs.seen.get(device, 0)) for device in mine.seen | theirs.seen},
        tuple(sorted(kept.values(), key=_rank, reverse=True)),
        tuple(sorted(Moved(dot, phrase, dot in replaced) for dot, phrase in dots.items())),
        max(mine.place, theirs.place),
    )


def _rank(version: Version) -> tuple[Clock, Dot, bytes]:
    return version.clock, version.dot, msgspec.json.encode(version.body, order="deterministic")


def _own_id(phrase: str, dot: Dot) -> str:
    return blake2b(f"{phrase}/{dot[0]}/{dot[1]}".encode(), digest_size=10).hexdigest()


def _own_dot(dot: Dot) -> Dot:
    """The edit that a moved version is from then on: one that no device makes by itself."""
    return f"{dot[0]}/{dot[1]}", 1


def _copy(version: Version, newest: Version, names: Mapping[str, str]) -> Version:
    """A version as a phrase of its own, with its device in the title, and without the code that the newest has."""
    body = dict(version.body or {})
    device = version.dot[0].partition("/")[0]
    mark = _mark(names.get(device, device), f"{body.get('title', '')}{body.get('text', '')}")
    body["title"] = f"{body.get('title', '')}"[: MAX_TITLE - len(mark)] + mark
    if body.get("code") and body["code"] == (newest.body or {}).get("code"):
        del body["code"]
    return Version(_own_dot(version.dot), version.clock, body)


def _mark(device: str, said: str) -> str:
    """The words in the title. In the phrase's language, not in this machine's: all devices must make the same."""
    if any("\u2e80" <= character <= "\u9fff" for character in said):
        return f"（来自 {device[:40]}）"
    return f" (from {device[:40]})"
