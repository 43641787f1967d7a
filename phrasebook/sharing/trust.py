"""What may be believed: who signed what, and whether it follows on what was believed before. No IO.

join string → first root → every later root, each signed by the one before and by itself → whoever these name.
The agents' side is tuf's own client; this is the leads' side, which must read what has run out, to refresh it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TypeVar

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import PUBLIC, Place, department_of

_S = TypeVar("_S", Root, Timestamp, Snapshot, Targets)


def first_root(data: bytes, join: Join) -> Metadata[Root]:
    """The root that the join string vouches for.

    Raises:
        TrustError: it is another one.
    """
    if sha256(data).hexdigest() != join.fingerprint:
        raise TrustError(
            t(
                f"{join.url} 上的公司密钥和加入码不符",
                f"the company's keys at {join.url} aren't those of the join string",
            ),
            t("不要使用；请向主管当面核对加入码", "don't use it; check the join string with your lead in person"),
        )
    root = _parsed(data, "root", Root)
    if root.signed.version != join.version:
        raise TrustError(t("加入码的版本不对", "the join string's version is wrong"))
    _verify(root.signed, "root", root)
    return root


def next_root(current: Metadata[Root], data: bytes) -> Metadata[Root]:
    """The root after `current`, signed as both demand.

    Raises:
        TrustError: it isn't.
    """
    name = f"{current.signed.version + 1}.root"
    root = _parsed(data, name, Root)
    if root.signed.version != current.signed.version + 1:
        raise TrustError(t(f"{name} 的版本不对", f"{name} has the wrong version"))
    _verify(current.signed, "root", root)
    _verify(root.signed, "root", root)
    return root


def verified(by: Root | Targets, role: str, version: int | None, data: bytes, kind: type[_S]) -> Metadata[_S]:
    """What `data` says, if it is of this kind and version (None: any) and signed as `by` demands for `role`.

    Whether it has run out isn't looked at.

    Raises:
        TrustError: it isn't.
    """
    metadata = _parsed(data, role, kind)
    if version is not None and metadata.signed.version != version:
        raise TrustError(t(f"{role} 的版本不对", f"{role} has the wrong version"))
    _verify(by, role, metadata)
    return metadata


def follows(old: Snapshot, new: Snapshot) -> bool:
    """Whether `new` keeps every role of `old`, none of them in an older version."""
    return all(name in new.meta and new.meta[name].version >= meta.version for name, meta in old.meta.items())


def places(targets: Targets) -> dict[str, Place]:
    """The places that leads may sign for, by role. A department whose title isn't that of its role is left out."""
    found = {}
    roles = targets.delegations.roles if targets.delegations and targets.delegations.roles else {}
    for name, role in roles.items():
        title = role.unrecognized_fields.get("title", "")
        try:
            place = PUBLIC if name == PUBLIC.role else department_of(title if isinstance(title, str) else "")
        except UsageError:
            continue
        if place.role == name:
            found[name] = place
    return found


def _parsed(data: bytes, name: str, kind: type[_S]) -> Metadata[_S]:
    try:
        metadata: Metadata[_S] = Metadata.from_bytes(data)
    except (RepositoryError, ValueError, RecursionError) as error:  # tuf lets some of json's errors through
        raise TrustError(t(f"{name} 读不懂", f"{name} can't be understood")) from error
    if not isinstance(metadata.signed, kind):
        raise TrustError(t(f"{name} 是别的东西", f"{name} is something else"))
    return metadata


def _verify(by: Root | Targets, role: str, metadata: Metadata[_S]) -> None:
    try:
        by.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except (RepositoryError, ValueError) as error:
        name = f"{metadata.signed.version}.{role}"
        raise TrustError(
            t(f"{name} 没有有权者的签名", f"{name} isn't signed by those who may"),
            t("用 phrasebook publish status 查看谁可以签", "see who may sign with `phrasebook publish status`"),
        ) from error
