"""What was published in a place, version by version, and going back.

Each version names the hash of the one before, so that the whole history is vouched for by whoever signed the newest,
even where older signers have been revoked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tuf.api.metadata import Metadata, Targets

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.bundle import Bundle, digest, parsed
from phrasebook.sharing.documents import signer_name
from phrasebook.sharing.errors import TrustError
from phrasebook.sharing.names import Place, pack_target
from phrasebook.sharing.plan import CHANGE, images_of, sha256_of
from phrasebook.sharing.proposal import fetch, listed
from phrasebook.sharing.repository import DOCUMENT_LIMIT, Repository, View


@dataclass(frozen=True, slots=True)
class Entry:
    """A version of a place's role."""

    place: Place
    version: int
    at: str
    """When, in ISO 8601 and UTC."""
    by: str
    """The lead's name."""
    message: str
    packs: tuple[str, ...]
    removed: tuple[str, ...]
    role: Targets


def history(repository: Repository, view: View, place: Place) -> Iterator[Entry]:
    """The versions of a place, newest first; it ends where the chain does.

    Raises:
        TrustError: the newest isn't signed by those who may, or an older one was changed afterwards.
    """
    read = repository.role(view, place.role)
    role = read.document if read else None
    while role:
        note = role.unrecognized_fields.get(CHANGE)
        note = note if isinstance(note, dict) else {}
        yield Entry(
            place=place,
            version=role.version,
            at=_text(note.get("at")),
            by=signer_name(view.root, _text(note.get("by"))),
            message=_text(note.get("message")),
            packs=_texts(note.get("packs")),
            removed=_texts(note.get("removed")),
            role=role,
        )
        role = _before(repository, place, note.get("before"))


def at_version(repository: Repository, view: View, place: Place, name: str, version: int) -> Bundle:
    """The pack `name` with its pictures as version `version` of its place had it.

    Raises:
        UsageError: there is no such version, or the pack wasn't in it.
        TrustError, HostError: it can't be had any more.
    """
    target = pack_target(place, name)
    for entry in history(repository, view, place):
        if entry.version != version:
            continue
        files = listed(entry.role, place)
        if target not in files:
            break
        data = fetch(repository, target, sha256_of(files[target]))
        named = images_of(files[target])
        images = {
            image: fetch(repository, image, sha256_of(info)) for image, info in files.items() if image.path in named
        }
        return Bundle(target, parsed(data, target), data, images)
    raise UsageError(
        t(f"{place} 的第 {version} 版里没有 {name}", f"version {version} of {place} holds no pack {name}"),
        t("用 phrasebook publish log 查看各版本", "see the versions with `phrasebook publish log`"),
    )


def _before(repository: Repository, place: Place, before: Any) -> Targets | None:
    if not isinstance(before, dict) or not isinstance(before.get("version"), int):
        return None
    name = f"{before['version']}.{place.role}"
    data = repository.host.get(f"metadata/{name}.json", DOCUMENT_LIMIT)
    if data is None:
        return None
    if digest(data) != before.get("sha256"):
        raise TrustError(t(f"主机上的 {name} 被改过", f"{name} was changed on the host"))
    metadata: Metadata[Targets] = Metadata.from_bytes(data)
    return metadata.signed


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
