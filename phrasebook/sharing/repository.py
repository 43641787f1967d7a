"""What a lead reads from a host, verified, and how a change is committed there.

root … → timestamp → snapshot → any newer snapshot (a publisher died before telling of it) → targets → a place's role

The creation of `<N>.snapshot.json` is the commit: the one point where publishers meet. Whoever finds the number taken
reads anew, looks whether what it built on is still the newest, and takes the next number.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, Targets, Timestamp

from phrasebook.language import t
from phrasebook.sharing.documents import Document, expiry, sign
from phrasebook.sharing.errors import ConflictError, HostError, SharingError, SigningKeyError, TooLargeError, TrustError
from phrasebook.sharing.hosts.base import TIMESTAMP, Host
from phrasebook.sharing.trust import first_root, follows, next_root, verified

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

    from phrasebook.sharing.join import Join

DOCUMENT_LIMIT = 5_000_000
"""Bytes of a document; what tuf's client reads of a role."""
_SMALL_LIMIT = 512_000
_JUNK_LIMIT = 20_000
"""So many numbers in a row that no lead signed, then somebody is filling the host."""
_ATTEMPTS = 50


@dataclass(frozen=True, slots=True)
class Read:
    """A document and the bytes that it was read from."""

    document: Targets
    data: bytes


@dataclass(frozen=True, slots=True)
class View:
    """What the host holds, as far as it is signed."""

    root: Root
    timestamp: Timestamp | None
    """None: the one on the host isn't signed by those who may."""
    snapshot: Snapshot
    snapshot_data: bytes
    last: int
    """The highest number of a snapshot on the host, signed or not."""
    targets: Targets
    targets_data: bytes


@dataclass(frozen=True, slots=True)
class Change:
    """A role's new version, already on the host, and the version it was built on (0: none)."""

    base: int
    meta: MetaFile


def told(view: View) -> bool:
    """Whether the timestamp names the newest snapshot, so that agents learn of it."""
    return view.timestamp is not None and view.timestamp.snapshot_meta.version == view.snapshot.version


class OvertakenError(ConflictError):
    """The role got a newer version while this one was made; to be built anew on that."""


class Repository:
    """A company's documents on a host."""

    def __init__(self, host: Host, join: Join, floor: int = 1) -> None:
        self.host = host
        self.join = join
        self.floor = floor
        """The newest snapshot that was seen. An older one is never built on."""
        self._newest_root: Metadata[Root] | None = None

    def load(self) -> View:
        """Read and verify what is on the host; what has run out counts here.

        Raises:
            TrustError: it isn't signed by those who may, or is older than what was seen.
            HostError: it can't be read.
        """
        root = self._root()
        timestamp = self._timestamp(root)
        number = max(self.floor, timestamp.snapshot_meta.version if timestamp else 0)
        data = self.host.get(f"metadata/{number}.snapshot.json", DOCUMENT_LIMIT)
        if data is None:
            raise TrustError(
                t(
                    f"{self.host.url} 上没有第 {number} 版，可能被退回了旧状态",
                    f"{self.host.url} lacks version {number}: rolled back?",
                ),
                t("先问管理主机的人；不要在旧状态上发布", "ask whoever keeps the host; don't publish on an old state"),
            )
        snapshot = verified(root, "snapshot", number, data, Snapshot).signed
        snapshot, data, last = self._newest(root, snapshot, data, number)
        meta = snapshot.meta["targets.json"]
        targets_data = self._must_get(f"metadata/{meta.version}.targets.json")
        targets = verified(root, "targets", meta.version, targets_data, Targets).signed
        self.floor = max(self.floor, snapshot.version)
        return View(root, timestamp, snapshot, data, last, targets, targets_data)

    def role(self, view: View, name: str) -> Read | None:
        """The packs of a place; None: nothing was ever published there.

        Raises:
            TrustError: they aren't signed by those who may.
        """
        meta = view.snapshot.meta.get(f"{name}.json")
        if meta is None:
            return None
        data = self._must_get(f"metadata/{meta.version}.{name}.json")
        return Read(verified(view.targets, name, meta.version, data, Targets).signed, data)

    def write_role(self, view: View, name: str, role: Targets, signers: Sequence[Signer]) -> Change:
        """Put a role's next version on the host. Nobody sees it before `commit`.

        Raises:
            OvertakenError: somebody else's version became current meanwhile.
            SigningKeyError: these keys may not sign it.
        """
        by: Root | Targets = view.root if name == "targets" else view.targets
        current = view.snapshot.meta.get(f"{name}.json")
        base = current.version if current else 0
        role = copy.deepcopy(role)
        role.expires = expiry(name)
        for version in range(base + 1, base + 1 + _JUNK_LIMIT):  # versions left by publishers that died are passed over
            role.version = version
            data = self._signed(by, name, role, signers)
            if self.host.put_if_absent(f"metadata/{version}.{name}.json", data):
                return Change(base, MetaFile.from_data(version, data, ["sha256"]))
            newer = self.load().snapshot.meta.get(f"{name}.json")
            if newer and newer.version > base:
                raise OvertakenError(t(f"{name} 刚被别人更新", f"{name} was changed just now"))
        raise self._filled(name)

    def commit(self, view: View, changes: Mapping[str, Change], signers: Sequence[Signer]) -> int:
        """Make these versions current, all at once; the number of the snapshot.

        Raises:
            OvertakenError: one of the roles has a newer version than the one that was built on.
            SigningKeyError: these keys may not sign it.
            SharingError: it is done, but agents couldn't be told of it.
        """
        for _ in range(_ATTEMPTS):
            snapshot = copy.deepcopy(view.snapshot)
            for name, change in changes.items():
                current = snapshot.meta.get(f"{name}.json")
                if (current.version if current else 0) != change.base:
                    raise OvertakenError(t(f"{name} 刚被别人更新", f"{name} was changed just now"))
                snapshot.meta[f"{name}.json"] = change.meta
            snapshot.version = view.last + 1
            snapshot.expires = expiry("snapshot")
            data = self._signed(view.root, "snapshot", snapshot, signers)
            if self.host.put_if_absent(f"metadata/{snapshot.version}.snapshot.json", data):
                self.floor = max(self.floor, snapshot.version)
                self._tell(view.root, snapshot, data, signers)
                return snapshot.version
            view = self.load()
        raise ConflictError(
            t("别人一直在发布，没有轮到", "others kept publishing; there was no turn for this"),
            t("稍后再试", "try later"),
        )

    def point(self, view: View, signers: Sequence[Signer]) -> None:
        """Let the timestamp name the newest snapshot, if it doesn't: a publisher died before, or it was spoilt."""
        if not told(view):
            self._tell(view.root, view.snapshot, view.snapshot_data, signers)

    def check_root(self, root: Root, signers: Sequence[Signer]) -> bytes:
        """The file of the next root, signed as the present one and itself demand.

        Raises:
            SigningKeyError: not enough of the company's keys signed.
        """
        data = sign(root, signers)
        try:
            next_root(self._root_metadata(), data)
        except TrustError as error:
            raise SigningKeyError(
                t("签名的公司密钥不够", "not enough of the company's keys signed"),
                t("用 --sign-with 给出公司密钥", "name the company's keys with --sign-with"),
            ) from error
        return data

    def write_root(self, root: Root, signers: Sequence[Signer]) -> bool:
        """Put the next root on the host; False: somebody else was first.

        Raises:
            SigningKeyError: not enough of the company's keys signed.
        """
        return self.host.put_if_absent(f"metadata/{root.version}.root.json", self.check_root(root, signers))

    def _tell(self, root: Root, snapshot: Snapshot, data: bytes, signers: Sequence[Signer]) -> None:
        """Write the timestamp, until it names the newest snapshot: another publisher may have come between."""
        try:
            last = snapshot.version
            while True:
                snapshot, data, last = self._newest(root, snapshot, data, last)
                timestamp = Timestamp(
                    version=snapshot.version,
                    expires=expiry("timestamp"),
                    snapshot_meta=MetaFile.from_data(snapshot.version, data, ["sha256"]),
                )
                self.host.put(TIMESTAMP, self._signed(root, "timestamp", timestamp, signers))
                if self.host.get(f"metadata/{last + 1}.snapshot.json", DOCUMENT_LIMIT) is None:
                    return
        except HostError as error:
            raise SharingError(
                t(f"已发布，但还没通知到客服：{error.message}", f"published, but agents weren't told: {error.message}"),
                t(
                    "网络恢复后运行 phrasebook publish refresh",
                    "run `phrasebook publish refresh` when the host is back",
                ),
            ) from error

    def _signed(self, by: Root | Targets, name: str, document: Document, signers: Sequence[Signer]) -> bytes:
        """The document's file, checked as a client would: what is written once can't be taken back."""
        data = sign(document, signers)
        try:
            verified(by, name, document.version, data, type(document))
        except TrustError as error:
            raise SigningKeyError(
                t(f"这把密钥不能签 {name}", f"this key may not sign {name}"),
                t(
                    "请公司密钥的持有人运行 publish add-lead",
                    "ask the holder of the company's key for `publish add-lead`",
                ),
            ) from error
        return data

    def _root(self) -> Root:
        return self._root_metadata().signed

    def _root_metadata(self) -> Metadata[Root]:
        root = self._newest_root
        if root is None:
            root = first_root(self._must_get(f"metadata/{self.join.version}.root.json"), self.join)
        while (data := self.host.get(f"metadata/{root.signed.version + 1}.root.json", _SMALL_LIMIT)) is not None:
            try:
                root = next_root(root, data)
            except TrustError as error:
                name = f"metadata/{root.signed.version + 1}.root.json"
                raise TrustError(
                    error.message,
                    t(f"{name} 是伪造的，请从主机上删掉", f"{name} is a forgery; remove it from the host"),
                ) from error
        self._newest_root = root
        return root

    def _timestamp(self, root: Root) -> Timestamp | None:
        try:
            data = self.host.get(TIMESTAMP, _SMALL_LIMIT)
            return verified(root, "timestamp", None, data, Timestamp).signed if data is not None else None
        except (TrustError, TooLargeError):  # spoilt; what was seen before says where to look, and it is written anew
            return None

    def _newest(self, root: Root, snapshot: Snapshot, data: bytes, number: int) -> tuple[Snapshot, bytes, int]:
        """The newest snapshot that a lead signed, its bytes, and the highest number taken. Junk is stepped over."""
        for _ in range(_JUNK_LIMIT):
            try:
                newer = self.host.get(f"metadata/{number + 1}.snapshot.json", DOCUMENT_LIMIT)
            except TooLargeError:
                newer = b""
            if newer is None:
                return snapshot, data, number
            number += 1
            try:
                candidate = verified(root, "snapshot", number, newer, Snapshot).signed
            except TrustError:
                continue
            if follows(snapshot, candidate):
                snapshot, data = candidate, newer
        raise self._filled("snapshot")

    def _must_get(self, name: str) -> bytes:
        data = self.host.get(name, DOCUMENT_LIMIT)
        if data is None:
            raise HostError(
                t(f"{self.host.url} 上没有 {name}", f"{self.host.url} lacks {name}"),
                t("检查地址；文件可能被删了", "check the address; somebody may have removed it"),
            )
        return data

    def _filled(self, name: str) -> TrustError:
        return TrustError(
            t(
                f"{self.host.url} 上有上万个没有签名的 {name}",
                f"{self.host.url} holds thousands of unsigned files for {name}",
            ),
            t("有人在捣乱：请管理主机的人删掉，并收回写权限", "somebody fills it: let whoever keeps the host clear it"),
        )
