"""The company's side: founding, leads coming and going, new keys, and keeping everything from running out.

Content is signed and committed before the root changes, by keys that count under the old root and the new one, so that
agents never see a state that neither accepts.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from tuf.api.metadata import MetaFile, Root, Snapshot, Targets, Timestamp

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing import documents
from phrasebook.sharing.documents import expiry, sign
from phrasebook.sharing.errors import ConflictError
from phrasebook.sharing.hosts.base import TIMESTAMP, Host
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import Place
from phrasebook.sharing.repository import Change, OvertakenError, Repository, View

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner, Signer, SSlibKey

Edit = Callable[[Root, Targets], Iterable[str]]
"""Changes root and targets; the roles that must be signed again."""

_ATTEMPTS = 10
RESIGN = timedelta(days=60)
"""Roles that run out sooner than this are signed again by `refresh`."""


def found(host: Host, signer: CryptoSigner) -> Join:
    """Make a new company on a host; what agents must know of it.

    Raises:
        UsageError: there is one already.
        HostError: the host.
    """
    root, targets = documents.founded(signer.public_key)
    targets_data = sign(targets, [signer])
    snapshot = Snapshot(expires=expiry("snapshot"))
    snapshot.meta["targets.json"] = MetaFile.from_data(1, targets_data, ["sha256"])
    snapshot_data = sign(snapshot, [signer])
    timestamp = Timestamp(expires=expiry("timestamp"), snapshot_meta=MetaFile.from_data(1, snapshot_data, ["sha256"]))
    root_data = sign(root, [signer])
    if not host.put_if_absent("metadata/1.root.json", root_data):  # the one file that decides who was first
        raise UsageError(
            t(f"{host.url} 已经有一家公司了", f"{host.url} holds a company already"),
            t("换一个空的位置；或用 publish join 加入它", "choose an empty place; or join it with `publish join`"),
        )
    host.put("metadata/1.targets.json", targets_data)
    host.put("metadata/1.snapshot.json", snapshot_data)
    host.put(TIMESTAMP, sign(timestamp, [signer]))
    return Join(host.url, 1, sha256(root_data).hexdigest())


def add_lead(repository: Repository, signers: Sequence[Signer], place: Place, key: SSlibKey, name: str) -> None:
    """Let a lead publish in a place.

    Raises:
        UsageError: the name is taken.
        SigningKeyError: these aren't the company's keys, or too few of them.
        ConflictError, HostError, TrustError: as in `change`.
    """

    def edit(root: Root, targets: Targets) -> Iterable[str]:
        documents.add_lead(root, targets, place, key, name)
        return ()

    change(repository, signers, edit)


def revoke(repository: Repository, signers: Sequence[Signer], name: str) -> tuple[str, ...]:
    """Take a lead's key out; the roles that the company signed again. What the lead published stays.

    Raises:
        UsageError: there is no such lead.
        SigningKeyError: these aren't the company's keys, or too few of them.
    """
    touched: set[str] = set()

    def edit(root: Root, targets: Targets) -> Iterable[str]:
        names = documents.leads(root)
        if name not in names:
            raise UsageError(
                t(f"没有叫 {name} 的主管", f"there is no lead {name}"),
                t(f"有：{'、'.join(names)}", f"there are: {', '.join(names)}"),
            )
        touched.update(documents.revoke(root, targets, names[name]))
        return touched

    change(repository, signers, edit)
    return tuple(sorted(touched))


def rotate(repository: Repository, signers: Sequence[Signer], keys: Sequence[SSlibKey], threshold: int) -> None:
    """Put other keys in the place of the company's. `signers` must hold enough of the old and of the new ones.

    Raises:
        UsageError: the threshold can't be reached with these keys.
        SigningKeyError: too few signed.
    """
    change(repository, signers, lambda root, targets: documents.rotate(root, targets, keys, threshold))


def change(repository: Repository, signers: Sequence[Signer], edit: Edit) -> None:
    """Change who may sign: targets and roles in one commit, then the root.

    Raises:
        SigningKeyError: these keys may not.
        ConflictError: others kept changing the same.
        HostError, TrustError: the host.
    """
    for _ in range(_ATTEMPTS):
        view = repository.load()
        root, targets = copy.deepcopy(view.root), copy.deepcopy(view.targets)
        resign = tuple(edit(root, targets))
        try:
            _check_enough(repository, view, root, signers)
            _commit_targets(repository, view, root, targets, resign, signers)
        except OvertakenError:
            continue
        if not _same(root, view.root):
            root.version = view.root.version + 1
            root.expires = expiry("root")
            if not repository.write_root(root, signers):
                continue
            view = repository.load()
            if view.timestamp is None:  # the one that was revoked published in between
                repository.commit(view, {}, signers)
        return
    raise ConflictError(t("别人也在改密钥", "somebody else is changing keys too"), t("稍后再试", "try later"))


def refresh(repository: Repository, signers: Sequence[Signer], now: datetime | None = None) -> int:
    """Say that what is published still counts, and sign again what these keys may sign and soon runs out.

    Raises:
        SigningKeyError: these keys may sign nothing here.
    """
    limit = (now or datetime.now(UTC)) + RESIGN
    keys = {signer.public_key.keyid for signer in signers}
    for _ in range(_ATTEMPTS):
        view = repository.load()
        changes: dict[str, Change] = {}
        try:
            if view.targets.expires < limit and keys & set(view.root.roles["targets"].keyids):
                changes["targets"] = repository.write_role(view, "targets", view.targets, signers)
            for name in _roles_of(view):
                role = repository.role(view, name)
                may = keys & set(documents.signers_of(view.targets, name))
                if role and role.document.expires < limit and may:
                    changes[name] = repository.write_role(view, name, role.document, signers)
            number = repository.commit(view, changes, signers)
        except OvertakenError:
            continue
        if view.root.expires < limit and keys & set(documents.company_keys(view.root)):
            root = copy.deepcopy(view.root)
            root.version, root.expires = root.version + 1, expiry("root")
            repository.write_root(root, signers)
        return number
    raise ConflictError(t("同事一直在发布", "colleagues kept publishing"), t("稍后再试", "try later"))


def confirmed_days(view: View) -> float:
    """How many days ago the timestamp was signed; without end if it is spoilt."""
    if view.timestamp is None:
        return float("inf")
    signed = view.timestamp.expires - timedelta(days=documents.DAYS["timestamp"])
    return (datetime.now(UTC) - signed) / timedelta(days=1)


def _check_enough(repository: Repository, view: View, root: Root, signers: Sequence[Signer]) -> None:
    """See that the next root would count, before anything is written."""
    if _same(root, view.root):
        return
    candidate = copy.deepcopy(root)
    candidate.version = view.root.version + 1
    repository.check_root(candidate, signers)


def _commit_targets(
    repository: Repository,
    view: View,
    root: Root,
    targets: Targets,
    resign: Sequence[str],
    signers: Sequence[Signer],
) -> None:
    changes: dict[str, Change] = {}
    if not _same(targets, view.targets) or root.roles["targets"] != view.root.roles["targets"]:
        changes["targets"] = repository.write_role(view, "targets", targets, signers)
    by = replace(view, targets=targets)  # who may sign a role from now on
    for name in resign:
        if read := repository.role(view, name):
            changes[name] = repository.write_role(by, name, read.document, signers)
    if changes:
        repository.commit(view, changes, signers)


def _same(one: Root | Targets, other: Root | Targets) -> bool:
    return bool(one.to_dict() == other.to_dict())


def _roles_of(view: View) -> list[str]:
    names = (name.removesuffix(".json") for name in view.snapshot.meta)
    return sorted(name for name in names if name != "targets")
