"""One person's phrases on several machines, merged so that nothing is lost whatever order files arrive in. Pure.

Each device writes one state: for every phrase the versions that nobody has edited on top of, and per device how many
edits were seen. Merging two states is a join: commutative, associative, idempotent. A version goes only when somebody
edited or deleted it after having seen it. Clocks decide nothing but which of two versions keeps the id.

Source: dotted version vectors, https://arxiv.org/abs/1011.5808, with hybrid logical clocks for display.
"""

from __future__ import annotations

import base64
import gzip
import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, TypeAlias

import msgspec

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.sharing.errors import TrustError

Body: TypeAlias = Mapping[str, Any]
"""A phrase's fields and the name of its pack, as JSON has them."""

Dot: TypeAlias = tuple[str, int]
"""The n-th edit of a device, from 1."""

Clock: TypeAlias = tuple[int, int]
"""Milliseconds since 1970, never going back, and a counter within them."""

MAX_STATE = 64 * 2**20
"""Bytes of a state once unpacked."""
_NONCE = 12
_KEY = 16
_CHECK = 4
"""Key and check together make 32 letters, without padding."""


class Version(msgspec.Struct, frozen=True):
    """What a phrase was by one edit; no body: it was deleted."""

    dot: Dot
    clock: Clock
    body: dict[str, Any] | None


class Entry(msgspec.Struct, frozen=True):
    """A phrase's versions that stand beside each other, newest first, and the edits that were seen."""

    seen: dict[str, int] = {}
    versions: tuple[Version, ...] = ()


Entries: TypeAlias = Mapping[str, Entry]
"""By the phrase's id."""


@dataclass(frozen=True, slots=True)
class Replica:
    """What one device knows."""

    device: str
    entries: Entries
    clock: Clock = (0, 0)


@dataclass(frozen=True, slots=True)
class Shown:
    """A phrase as the person sees it; `device` names where it comes from when it stands beside another version."""

    body: Body
    device: str = ""


def edited(replica: Replica, phrase: str, body: Body | None, now_ms: int) -> Replica:
    """The replica after its person changed a phrase, or deleted it (no body), having seen all its versions."""
    old = replica.entries.get(phrase, Entry())
    number = old.seen.get(replica.device, 0) + 1
    newest = max([replica.clock, *(version.clock for version in old.versions)])
    clock = (now_ms, 0) if now_ms > newest[0] else (newest[0], newest[1] + 1)
    version = Version((replica.device, number), clock, None if body is None else dict(body))
    entry = Entry(old.seen | {replica.device: number}, (version,))
    return replace(replica, entries={**replica.entries, phrase: entry}, clock=clock)


def merged(replica: Replica, others: Entries) -> Replica:
    """The replica after it read what another device, or an old state of its own, knew."""
    entries = dict(replica.entries)
    clock = replica.clock
    for phrase, theirs in others.items():
        entries[phrase] = _joined(entries.get(phrase, Entry()), theirs)
        clock = max([clock, *(version.clock for version in theirs.versions)])
    return replace(replica, entries=entries, clock=clock)


def shown(entries: Entries) -> dict[str, Shown]:
    """What the person sees, by id. An edit beats a deletion beside it, and equal versions are one.

    The newest keeps the phrase's id; each other gets one that follows from its edit, the same on every device.
    """
    found: dict[str, Shown] = {}
    for phrase, entry in entries.items():
        different: list[tuple[Version, Body]] = []
        for version in entry.versions:
            if version.body is not None and all(version.body != body for _, body in different):
                different.append((version, version.body))
        for place, (version, body) in enumerate(different):
            if place == 0:
                found[phrase] = Shown(body)
                continue
            device, number = version.dot
            own = blake2b(f"{phrase}/{device}/{number}".encode(), digest_size=10).hexdigest()
            title = f"{body.get('title', '')} {t(f'（来自 {device}）', f'(from {device})')}".strip()
            found[own] = Shown({**body, "title": title}, device)
    return found


def new_key() -> bytes:
    """A key for one person's states."""
    return os.urandom(_KEY)


def pairing_code(key: bytes) -> str:
    """The key for people to type at another machine: groups of letters and digits, with a check at the end."""
    text = base64.b32encode(key + blake2b(key, digest_size=_CHECK).digest()).decode()
    return "-".join(text[start : start + 4] for start in range(0, len(text), 4))


def key_of(code: str) -> bytes:
    """The key of a pairing code; letter case, spaces and the groups don't matter, nor 0 for O or 1 for I.

    Raises:
        UsageError: it was mistyped.
    """
    text = "".join(code.replace("-", "").split()).upper().replace("0", "O").replace("1", "I")
    try:
        data = base64.b32decode(text)
    except ValueError:
        data = b""
    key = data[:_KEY]
    if len(data) != _KEY + _CHECK or blake2b(key, digest_size=_CHECK).digest() != data[_KEY:]:
        raise UsageError(
            t("配对码不对", "the pairing code is wrong"),
            t("照另一台电脑上显示的再输一遍", "type it again as the other machine shows it"),
        )
    return key


def sealed(entries: Entries, device: str, key: bytes) -> bytes:
    """A device's state for the host: packed and encrypted, and bound to the device's name."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    data = msgspec.json.encode(entries, order="deterministic")
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, gzip.compress(data, mtime=0), device.encode())


def opened(data: bytes, device: str, key: bytes) -> Entries:
    """The state that a device sealed.

    Raises:
        TrustError: it was sealed with another key or by another device, or is damaged.
    """
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        packed = AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], device.encode())
        text = _unpacked(packed)
        return msgspec.json.decode(text, type=dict[str, Entry])
    except (InvalidTag, ValueError, OSError, EOFError, msgspec.DecodeError) as error:
        raise TrustError(
            t(f"{device} 的个人话术打不开", f"the personal phrases of {device} don't open"),
            t("检查配对码；也可能文件坏了", "check the pairing code; the file may be damaged"),
        ) from error


def _joined(mine: Entry, theirs: Entry) -> Entry:
    """Both entries: a version stays unless the other side saw it and has it no more."""
    ours = {version.dot: version for version in mine.versions}
    others = {version.dot: version for version in theirs.versions}
    kept = {dot: version for dot, version in ours.items() if dot in others or dot[1] > theirs.seen.get(dot[0], 0)}
    kept |= {dot: version for dot, version in others.items() if dot in ours or dot[1] > mine.seen.get(dot[0], 0)}
    devices = mine.seen.keys() | theirs.seen.keys()
    seen = {device: max(mine.seen.get(device, 0), theirs.seen.get(device, 0)) for device in devices}
    return Entry(seen, tuple(sorted(kept.values(), key=lambda version: (version.clock, version.dot), reverse=True)))


def _unpacked(packed: bytes) -> bytes:
    import zlib

    unpacker = zlib.decompressobj(wbits=31)
    text = unpacker.decompress(packed, MAX_STATE)
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ValueError("too large, or cut off")
    return text
