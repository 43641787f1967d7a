"""One person's folder on the host: the states of all devices, each sealed, and the pictures under keyed names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.pack.images import MAX_IMAGE
from phrasebook.sharing.errors import SharingError, TooLargeError, TrustError
from phrasebook.sharing.hosts import Host, normal_url
from phrasebook.sharing.pairing import (
    MAX_STATE,
    SEALING,
    is_device,
    opened,
    opened_bytes,
    person_of,
    picture_digest,
    picture_folder,
    sealed,
    sealed_bytes,
    state_name,
)
from phrasebook.sharing.personal import State

MAX_DEVICES = 64
"""Nobody has more; a folder with thousands of files isn't read through."""
_SUFFIX = ".json.gz"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What the devices wrote."""

    states: Mapping[str, State] = field(default_factory=dict)
    """By device: those that may hold something new."""
    tags: Mapping[str, str] = field(default_factory=dict)
    """By device, of all that were looked at."""
    damaged: tuple[str, ...] = ()
    """Files that can't be opened; the others count."""


class Remote:
    """The folder of the person who has this key."""

    def __init__(self, host: Host, key: bytes) -> None:
        self._host, self._key = host, key
        self._person = person_of(key)

    def devices(self) -> list[str]:
        """The devices that have a state there."""
        names = self._host.names(f"personal/{self._person}")
        found = [name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)]
        return [device for device in found if is_device(device)][:MAX_DEVICES]

    def fetch(self, tags: Mapping[str, str]) -> Fetched:
        """All states but those that still have these tags."""
        states: dict[str, State] = {}
        seen: dict[str, str] = {}
        damaged: list[str] = []
        for device in self.devices():
            try:
                blob = self._host.poll(state_name(self._person, device), MAX_STATE, tags.get(device, ""))
                if blob is not None:
                    states[device] = opened(blob.data, device, self._key)
                seen[device] = blob.tag if blob is not None else tags.get(device, "")
            except (TrustError, TooLargeError):
                damaged.append(device)
        return Fetched(states, seen, tuple(damaged))

    def put(self, device: str, state: State) -> None:
        """Write this device's state."""
        data = sealed(state, device, self._key)
        if len(data) > MAX_STATE:
            raise SharingError(
                t("个人话术太多，没法同步", "there are too many personal phrases to be synced"),
                t("把一部分放进部门或公共话术", "put some of them into a department's or the public packs"),
            )
        self._host.put(state_name(self._person, device), data)

    def pictures(self) -> set[str]:
        """The digests of the pictures that are there."""
        return {name.removesuffix(".bin") for name in self._host.names(picture_folder(self._person))}

    def put_picture(self, digest: str, data: bytes) -> None:
        """Write a picture, unless it is there."""
        self._host.put_if_absent(self._picture(digest), sealed_bytes(data, digest, self._key))

    def picture(self, digest: str) -> bytes | None:
        """A picture; None: it isn't there (yet), or isn't what its name says."""
        try:
            data = self._host.get(self._picture(digest), MAX_IMAGE + SEALING)
            found = opened_bytes(data, digest, self._key) if data is not None else None
        except (TrustError, TooLargeError):
            return None
        return found if found is not None and picture_digest(found, self._key) == digest else None

    def _picture(self, digest: str) -> str:
        return f"{picture_folder(self._person)}/{digest}.bin"


def syncing_url(text: str) -> str:
    """The address of a host that states can be written to.

    Raises:
        UsageError: it isn't one.
    """
    url = normal_url(text)
    if urlsplit(url).scheme in ("http", "https"):
        raise UsageError(
            t(f"{url} 只能读取，不能用来同步", f"{url} can only be read, so nothing can be synced there"),
            t(
                "用文件夹、s3://、sftp:// 或 davs:// 的地址",
                "use a folder, or an address with s3://, sftp:// or davs://",
            ),
        )
    return url
