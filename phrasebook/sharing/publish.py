"""A lead publishes: files first, which nobody looks at yet; then the place's role; then, all at once, the snapshot."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tuf.api.metadata import TargetFile, Targets

from phrasebook.language import t
from phrasebook.sharing.bundle import digest
from phrasebook.sharing.documents import expiry
from phrasebook.sharing.errors import ConflictError, TooLargeError
from phrasebook.sharing.names import Target, host_name
from phrasebook.sharing.plan import CHANGE, EMPTIED, custom, drop_unused_images, hashes
from phrasebook.sharing.proposal import Progress, Proposal
from phrasebook.sharing.repository import OvertakenError, Repository
from phrasebook.sharing.state import Publishing

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

_ATTEMPTS = 50
"""Colleagues who publish other packs of the same place at the same moment cost an attempt each."""


def publish(
    repository: Repository,
    proposal: Proposal,
    signers: Sequence[Signer],
    *,
    message: str = "",
    progress: Progress = lambda _done, _all, _name: None,
) -> int:
    """Do what was proposed; the number of the snapshot. Where nothing is to do, only the timestamp is seen to.

    Raises:
        ConflictError: somebody published one of these packs since the proposal was made.
        SigningKeyError: these keys may not sign for this place.
        HostError, TrustError, SharingError: the host.
    """
    if proposal.conflicts:
        raise changed_meanwhile(proposal)
    if proposal.empty:
        repository.point(proposal.view, signers)
        return proposal.view.snapshot.version
    for done, (target, data) in enumerate(proposal.files.items()):
        progress(done, len(proposal.files), target.local)
        _upload(repository, target, data)
    progress(len(proposal.files), len(proposal.files), "")
    view = proposal.view
    for _ in range(_ATTEMPTS):
        read = repository.role(view, proposal.place.role)
        old = read.document if read else None
        if any(hashes(old).get(path) != was for path, was in proposal.expected.items()):
            raise changed_meanwhile(proposal)
        role = _changed(old, proposal)
        role.unrecognized_fields[CHANGE] = _note(proposal, signers[0], message, old, read.data if read else b"")
        try:
            change = repository.write_role(view, proposal.place.role, role, signers)
            return repository.commit(view, {proposal.place.role: change}, signers)
        except OvertakenError:
            view = repository.load()
    raise ConflictError(
        t("同事一直在发布，没有轮到", "colleagues kept publishing; there was no turn for this"),
        t("稍后再试", "try later"),
    )


def remember(state: Publishing, repository: Repository, proposal: Proposal) -> None:
    """Note in the state what the lead's copies are now made from."""
    state.floor = max(state.floor, repository.floor)
    for path, was in proposal.expected.items():
        if was is not None:
            state.base[path] = was
    state.base |= {target.path: digest(data) for target, data in proposal.files.items()}
    for target in proposal.removed:
        state.base.pop(target.path, None)


def changed_meanwhile(proposal: Proposal) -> ConflictError:
    """The error for packs that somebody else published since the lead pulled them."""
    names = ", ".join(conflict.name for conflict in proposal.conflicts) or str(proposal.place)
    return ConflictError(
        t(f"您取用之后，有人发布了 {names}", f"{names}: changed since you pulled"),
        t(
            f"用 publish pull 取来对方的版本，改好再发布；或用 --over {proposal.version} 盖过它",
            f"get theirs with `publish pull`, put your changes in, publish; or replace it: --over {proposal.version}",
        ),
    )


def _upload(repository: Repository, target: Target, data: bytes) -> None:
    """Put content under its hash, unless it is there. What else lies there is junk in its way, or half of an upload."""
    name = host_name(target, digest(data))
    try:
        there = repository.host.get(name, len(data)) == data
    except TooLargeError:
        there = False
    if not there:
        repository.host.put(name, data)  # whoever uploads the same at the same moment puts the same bytes


def _changed(old: Targets | None, proposal: Proposal) -> Targets:
    role = copy.deepcopy(old) if old else Targets(expires=expiry("targets"))
    for target, data in proposal.files.items():
        info = TargetFile.from_data(target.path, data, ["sha256"])
        info.unrecognized_fields["custom"] = custom(target, proposal.images.get(target.path, ()))
        role.targets[target.path] = info
    for target in proposal.removed:
        del role.targets[target.path]
    drop_unused_images(role)
    role.unrecognized_fields.pop(EMPTIED, None)
    if proposal.removed and not role.targets:
        role.unrecognized_fields[EMPTIED] = True
    return role


def _note(proposal: Proposal, signer: Signer, message: str, old: Targets | None, old_data: bytes) -> dict[str, Any]:
    """What `publish log` tells of this version. The hash of the version before makes the history a chain."""
    return {
        "at": datetime.now(UTC).replace(microsecond=0).isoformat(),
        "by": signer.public_key.keyid,
        "message": message[:1000],
        "packs": [target.local.removesuffix(".toml") for target in proposal.files if target.is_pack],
        "removed": [target.local.removesuffix(".toml") for target in proposal.removed],
        "before": {"version": old.version, "sha256": digest(old_data)} if old else None,
    }
