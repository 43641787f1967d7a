"""The signed documents of a company, made and changed. Pure: nothing is read or written here.

root: whose keys count. targets: which lead may sign which department. A role per place: the packs. snapshot: which
version of each role belongs together. timestamp: which snapshot is the newest, and that somebody still says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from tuf.api.metadata import DelegatedRole, Delegations, Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization.json import JSONSerializer

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.names import PUBLIC, Place

if TYPE_CHECKING:
    from securesystemslib.signer import Key, Signer, SSlibKey

DAYS = {"root": 730, "targets": 365, "snapshot": 30, "timestamp": 30}
"""How long a document counts; those of places as long as targets."""

Document = TypeVar("Document", Root, Targets, Snapshot, Timestamp)

_TOP = ("snapshot", "timestamp")
"""What every lead may sign: without that, publishing would need a server that signs."""


def expiry(kind: str) -> datetime:
    """When a document that is signed now runs out."""
    return datetime.now(UTC).replace(microsecond=0) + timedelta(days=DAYS.get(kind, DAYS["targets"]))


def sign(document: Document, signers: Sequence[Signer]) -> bytes:
    """The file of a document, signed by all of these and nobody else."""
    metadata = Metadata(document)
    for signer in signers:
        metadata.sign(signer, append=True)
    return metadata.to_bytes(JSONSerializer(compact=True))


def founded(key: Key) -> tuple[Root, Targets]:
    """The root and targets of a new company with one key."""
    root = Root(expires=expiry("root"), consistent_snapshot=True)
    for role in ("root", "targets", *_TOP):
        root.add_key(key, role)
    targets = Targets(expires=expiry("targets"), delegations=Delegations({}, {}))
    _open_place(root, targets, PUBLIC)
    return root, targets


def add_lead(root: Root, targets: Targets, place: Place, key: SSlibKey, name: str) -> None:
    """Let this key sign the packs of `place`. Adding it twice changes nothing.

    Raises:
        UsageError: another lead has this name.
    """
    taken = leads(root).get(name)
    if taken and taken != key.keyid:
        raise UsageError(
            t(f"已经有叫 {name} 的主管，密钥不同", f"there is a lead {name} already, with another key"),
            t(f"先撤销旧的（publish revoke {name}），或换个名字", "revoke the old one first, or choose another name"),
        )
    key.unrecognized_fields["name"] = name
    for role in _TOP:
        root.add_key(key, role)
    _open_place(root, targets, place)
    targets.add_key(key, place.role)


def revoke(root: Root, targets: Targets, keyid: str) -> set[str]:
    """Take a lead's key out everywhere; the roles that it could sign, which must be signed again."""
    for role in _TOP:
        if keyid in root.roles[role].keyids:
            root.revoke_key(keyid, role)
    touched = set()
    for name, delegated in _delegated(targets).items():
        if keyid in delegated.keyids:
            targets.revoke_key(keyid, name)
            touched.add(name)
    return touched


def rotate(root: Root, targets: Targets, keys: Sequence[SSlibKey], threshold: int) -> set[str]:
    """Put these keys in the place of the company's; the roles that must be signed again.

    `threshold` of them must sign whatever changes keys or leads.

    Raises:
        UsageError: there are fewer keys than that.
    """
    if not 1 <= threshold <= len({key.keyid for key in keys}):
        raise UsageError(
            t(f"{len(keys)} 把密钥里不能要求 {threshold} 把签名", f"{threshold} of {len(keys)} keys can't be demanded")
        )
    old = company_keys(root)
    new = [key.keyid for key in keys]
    for role in ("root", "targets", *_TOP):
        for key in keys:
            root.add_key(key, role)
        for keyid in old:
            if keyid not in new and keyid in root.roles[role].keyids:
                root.revoke_key(keyid, role)
        if role not in _TOP:
            root.roles[role].threshold = threshold
    touched = set()
    for name, delegated in _delegated(targets).items():
        for key in keys:
            targets.add_key(key, name)
        for keyid in old:
            if keyid not in new and keyid in delegated.keyids:
                targets.revoke_key(keyid, name)
        touched.add(name)
    return touched


def company_keys(root: Root) -> tuple[str, ...]:
    """The ids of the keys that decide about keys and leads."""
    return tuple(root.roles["root"].keyids)


def leads(root: Root) -> dict[str, str]:
    """Names of leads to the ids of their keys."""
    company = company_keys(root)
    named = {_name(key): keyid for keyid, key in root.keys.items() if keyid not in company}
    return {name: keyid for name, keyid in named.items() if name}


def signer_name(root: Root, keyid: str) -> str:
    """Who has this key, for people."""
    if keyid in company_keys(root):
        return t("公司密钥", "the company")
    key = root.keys.get(keyid)
    return (_name(key) if key else "") or keyid[:8]


def signers_of(targets: Targets, role: str) -> tuple[str, ...]:
    """The ids of the keys that may sign for a place."""
    return tuple(_delegated(targets)[role].keyids) if role in _delegated(targets) else ()


def _open_place(root: Root, targets: Targets, place: Place) -> None:
    """Make the role of a place, if there is none. The company may always sign for it."""
    roles = _delegated(targets)
    if place.role in roles:
        return
    fields = {"title": place.department} if place.department else {}
    roles[place.role] = DelegatedRole(
        place.role, [], 1, terminating=True, paths=place.paths, unrecognized_fields=fields
    )
    for keyid in company_keys(root):
        targets.add_key(root.keys[keyid], place.role)


def _delegated(targets: Targets) -> dict[str, DelegatedRole]:
    if targets.delegations is None or targets.delegations.roles is None:
        return {}
    return targets.delegations.roles


def _name(key: Key) -> str:
    name = key.unrecognized_fields.get("name", "")
    return name if isinstance(name, str) else ""
