"""What publishing these packs would change, and what colleagues changed meanwhile. Nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tuf.api.metadata import TargetFile, Targets

from phrasebook.errors import PackError, UsageError
from phrasebook.language import t
from phrasebook.model import Pack
from phrasebook.pack.file import MAX_FILE
from phrasebook.pack.images import MAX_IMAGE
from phrasebook.sharing.bundle import Bundle, digest, parsed
from phrasebook.sharing.diff import PackChange, pack_change
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.names import Place, Target, host_name, pack_target, target_of
from phrasebook.sharing.plan import Action, action, hashes, sha256_of
from phrasebook.sharing.repository import Repository, View

Progress = Callable[[int, int, str], None]
"""Called with how many files are done, how many there are, and the name of the next."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A pack or picture that somebody published since the lead's own copy was made."""

    name: str
    version: int
    """Of the role, as `--over` takes it."""
    theirs: PackChange | None
    """What they changed, from the version the lead started from; None: not known, or a picture."""
    mine: PackChange | None
    """What the lead's copy would change in theirs."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be done in one place."""

    place: Place
    view: View
    version: int
    """Of the place's role, as read (0: nothing was published there yet)."""
    changes: tuple[PackChange, ...]
    files: Mapping[Target, bytes]
    """Packs and pictures to put."""
    images: Mapping[str, tuple[Target, ...]]
    """Paths of packs to their pictures."""
    removed: tuple[Target, ...]
    expected: Mapping[str, str | None]
    """Paths to the hashes that are replaced. Anything else by then: somebody was quicker."""
    conflicts: tuple[Conflict, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.files and not self.removed


def propose(
    repository: Repository,
    place: Place,
    bundles: Sequence[Bundle],
    base: Mapping[str, str],
    *,
    remove: Sequence[str] = (),
    over: int | None = None,
) -> Proposal:
    """What publishing `bundles` and removing the packs named in `remove` would do in `place`.

    `base` is what the lead's copies were made from. With `over`, a version of the role that the lead has seen, whatever
    that version holds may be replaced.

    Raises:
        UsageError: a pack to remove isn't published there.
        HostError, TrustError: what is published can't be read or isn't signed as it must be.
    """
    view = repository.load()
    read = repository.role(view, place.role)
    role = read.document if read else None
    published = hashes(role)
    version = role.version if role else 0
    files = {target: data for bundle in bundles for target, data in bundle.files.items()}
    gone = tuple(_published(place, name, published) for name in remove)
    mine: dict[Target, str | None] = {target: digest(data) for target, data in files.items()}
    mine |= dict.fromkeys(gone)
    starts = published if over == version else base
    actions = {target: action(starts.get(target.path), published.get(target.path), mine[target]) for target in mine}
    packs = _Packs(repository, role)
    before = {target: packs.at(target) for target in mine if target.is_pack}
    after: dict[Target, Pack | None] = {bundle.target: bundle.pack for bundle in bundles}
    changes = [
        change
        for target, do in actions.items()
        if target.is_pack and do in (Action.PUT, Action.REMOVE)
        if (change := pack_change(before[target], after.get(target)))
    ]
    conflicts = [
        Conflict(
            target.local.removesuffix(".toml"),
            version,
            pack_change(packs.version(target, base.get(target.path)), before[target]) if target.is_pack else None,
            pack_change(before[target], after.get(target)) if target.is_pack else None,
        )
        for target, do in actions.items()
        if do is Action.CONFLICT
    ]
    return Proposal(
        place=place,
        view=view,
        version=version,
        changes=tuple(changes),
        files={target: data for target, data in files.items() if actions[target] is Action.PUT},
        images={bundle.target.path: tuple(bundle.images) for bundle in bundles},
        removed=tuple(target for target in gone if actions[target] is Action.REMOVE),
        expected={target.path: published.get(target.path) for target in mine},
        conflicts=tuple(conflicts),
    )


def fetch(repository: Repository, target: Target, sha256: str) -> bytes:
    """The content that is signed under this hash.

    Raises:
        TrustError: the host holds something else.
        HostError: it can't be read.
    """
    data = repository.host.get(host_name(target, sha256), MAX_FILE if target.is_pack else MAX_IMAGE)
    if data is None or digest(data) != sha256:
        raise TrustError(
            t(f"{target.local} 在主机上丢了或被改过", f"{target.local} is missing on the host, or was changed there"),
            t("从自己的话术库重新发布这个话术包", "publish the pack again from your library"),
        )
    return data


def listed(role: Targets, place: Place) -> dict[Target, TargetFile]:
    """The files that a role honestly lists."""
    pairs = ((target_of(path, place, info.custom), info) for path, info in role.targets.items())
    return {target: info for target, info in pairs if target}


class _Packs:
    """Published packs, read when they are asked for."""

    def __init__(self, repository: Repository, role: Targets | None) -> None:
        self._repository = repository
        self._role = role

    def at(self, target: Target) -> Pack | None:
        """The pack as it is published now."""
        info = self._role.targets.get(target.path) if self._role else None
        return self._read(target, sha256_of(info)) if info else None

    def version(self, target: Target, sha256: str | None) -> Pack | None:
        """The pack as it was once published; None: it wasn't, or can't be read any more."""
        try:
            return self._read(target, sha256) if sha256 else None
        except TrustError:
            return None

    def _read(self, target: Target, sha256: str) -> Pack | None:
        try:
            return parsed(fetch(self._repository, target, sha256), target)
        except PackError:  # published by another version of phrasebook; it is replaced as a whole
            return None


def _published(place: Place, name: str, published: Mapping[str, str]) -> Target:
    target = pack_target(place, name)
    if target.path in published:
        return target
    raise UsageError(
        t(f"{place} 里没有发布过 {name}", f"no pack {name} is published in {place}"),
        t("用 phrasebook publish status 查看", "see `phrasebook publish status`"),
    )
