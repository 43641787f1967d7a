"""What to do, decided before anything is done. Pure.

A lead: what of these packs is new, what did colleagues change meanwhile. An agent: which files make up the next
snapshot, and whether it may replace the present one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tuf.api.metadata import TargetFile, Targets

from phrasebook.pack.file import MAX_FILE
from phrasebook.pack.images import MAX_IMAGE
from phrasebook.sharing.names import Place, Target, target_of

MAX_SNAPSHOT = 500 * 2**20
"""Bytes of all that an agent takes from one company."""
MAX_FILES = 20_000

EMPTIED = "emptied"
"""Signed in a role from which a lead took the last pack on purpose."""
CHANGE = "change"
"""Signed in a role: who made this version of it, when, and why."""


class Action(StrEnum):
    """What publishing does with a file."""

    PUT = "put"
    REMOVE = "remove"
    NOTHING = "nothing"
    CONFLICT = "conflict"


def action(base: str | None, published: str | None, mine: str | None) -> Action:
    """What to do with a file, from the hashes of three versions (None: there is none).

    base: what the lead started from. published: what the host holds now. mine: what the lead wants there.
    """
    if published == mine:
        return Action.NOTHING
    if published != base:
        return Action.CONFLICT
    return Action.REMOVE if mine is None else Action.PUT


def hashes(role: Targets | None) -> dict[str, str]:
    """What a role lists: paths to SHA-256."""
    return {path: sha256_of(target) for path, target in role.targets.items()} if role else {}


def sha256_of(target: TargetFile) -> str:
    """The SHA-256 that is signed for a file; "" where another kind of hash stands alone."""
    return target.hashes.get("sha256", "")


def custom(target: Target, images: Iterable[Target] = ()) -> dict[str, Any]:
    """What is signed beside a file: its real name, and for a pack its pictures."""
    if not target.is_pack:
        return {"name": target.local}
    return {"name": target.local.removesuffix(".toml"), "images": sorted(image.path for image in images)}


def images_of(target: TargetFile) -> tuple[str, ...]:
    """The paths of a listed pack's pictures. What another lead signed there may be anything."""
    images = target.custom.get("images") if isinstance(target.custom, dict) else None
    return tuple(path for path in images if isinstance(path, str)) if isinstance(images, list) else ()


def drop_unused_images(role: Targets) -> None:
    """Take pictures that no pack of the role names any more out of it."""
    used = {path for name, target in role.targets.items() if name.endswith(".toml") for path in images_of(target)}
    for path in [path for path in role.targets if not path.endswith(".toml") and path not in used]:
        del role.targets[path]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A file that an agent is to have."""

    target: Target
    info: TargetFile

    @property
    def file(self) -> str:
        """Where it lies below the snapshot's folder."""
        return f"{self.target.place}/{self.target.local}"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the roles that an agent follows offer together."""

    wanted: tuple[Wanted, ...] = ()
    refused: tuple[str, ...] = ()
    """Paths that no honest lead lists: elsewhere, too large, or under a name that isn't theirs."""
    emptied: frozenset[str] = field(default_factory=frozenset)
    """Places that a lead emptied on purpose."""


def offer(roles: Mapping[Place, Targets]) -> Offer:
    """What these verified roles offer. A place's role counts for that place only, whatever it lists."""
    wanted: dict[str, Wanted] = {}
    refused = []
    for place, role in roles.items():
        for path, info in sorted(role.targets.items()):
            target = target_of(path, place, info.custom)
            if target is None or not _fits(target, info):
                refused.append(path)
                continue
            one = Wanted(target, info)
            if wanted.setdefault(one.file.casefold(), one) is not one:  # the same name in other letter case
                refused.append(path)
    emptied = frozenset(str(place) for place, role in roles.items() if role.unrecognized_fields.get(EMPTIED) is True)
    return Offer(tuple(wanted.values()), tuple(refused), emptied)


def oversized(offered: Offer) -> bool:
    """Whether it is more than a company's packs ever are."""
    return len(offered.wanted) > MAX_FILES or sum(one.info.length for one in offered.wanted) > MAX_SNAPSHOT


def vanished(installed: Iterable[str], offered: Offer, followed: Iterable[Place]) -> tuple[str, ...]:
    """Places of which every pack would go although no lead said so: such an offer is refused.

    `installed` are the files of the present snapshot. A place that isn't followed any more may go.
    """
    left = {str(one.target.place) for one in offered.wanted if one.target.is_pack}
    had = {file.rpartition("/")[0] for file in installed if file.endswith(".toml")}
    return tuple(sorted(str(p) for p in followed if str(p) in had - left - offered.emptied))


def _fits(target: Target, info: TargetFile) -> bool:
    return 0 <= info.length <= (MAX_FILE if target.is_pack else MAX_IMAGE) and len(sha256_of(info)) == 64
