"""What this machine knows of its syncing: `state.json` (with the key, for this user only) and `status.json`."""

from __future__ import annotations

from pathlib import Path

import msgspec

from phrasebook.errors import UsageError
from phrasebook.files import read_limited, write_atomic
from phrasebook.language import t
from phrasebook.sharing.errors import SharingError
from phrasebook.sharing.pairing import person_of
from phrasebook.sharing.personal import Clock, Replica, State

_LIMIT = 256 * 2**20


class OnDisk(msgspec.Struct, frozen=True, array_like=True):
    """A phrase as its file had it after the last sync."""

    pack: str
    digest: str


class Picture(msgspec.Struct, frozen=True, array_like=True):
    """A picture's file when it was last read, so that it needn't be read each time."""

    mark: tuple[int, int, int]
    """Inode, time of the last change in ns, size."""
    digest: str


class Local(msgspec.Struct, frozen=True, kw_only=True):
    """Everything between two syncs."""

    url: str
    key: bytes
    device: str
    name: str
    """What people call this machine."""
    state: State = msgspec.field(default_factory=State)
    clock: Clock = (0, 0)
    disk: dict[str, OnDisk] = {}
    """By id: what `state` says of a phrase is what stands in its file, as long as that still has this digest."""
    sequences: dict[str, list[str]] = {}
    """The ids of each pack in the order of its file."""
    heads: dict[str, tuple[str, str, str]] = {}
    pictures: dict[str, Picture] = {}
    """By path below the folder of personal packs."""
    tags: dict[str, str] = {}
    """By device: the host's tag of the state that was read last and is wholly part of `state`."""
    sent: str = ""
    """The digest of the state that was sent last."""
    rounds: int = 0

    @property
    def person(self) -> str:
        """The name of this person's folder on the host."""
        return person_of(self.key)

    @property
    def replica(self) -> Replica:
        """This device."""
        names = {**self.state.names, self.device: self.name}
        return Replica(self.device, msgspec.structs.replace(self.state, names=names), self.clock)


class Status(msgspec.Struct, kw_only=True):
    """How syncing goes, for people; nothing secret, no texts."""

    synced: float = 0.0
    """When it last worked, in seconds since 1970; 0: never."""
    devices: list[str] = []
    """What people call the machines whose phrases are here, this one included."""
    phrases: int = 0
    copies: int = 0
    """Phrases that stand beside another version of themselves and wait for somebody to look."""
    waiting: list[str] = []
    """What couldn't be taken over yet, and why."""
    trouble: str = ""
    hint: str = ""
    since: float = 0.0
    """Since when there is trouble."""


def is_on(folder: Path) -> bool:
    """Whether this machine syncs."""
    return (folder / "state.json").is_file()


def read_local(folder: Path) -> Local:
    """What is known.

    Raises:
        UsageError: syncing is off.
        SharingError: the file can't be read.
    """
    path = folder / "state.json"
    try:
        return msgspec.json.decode(read_limited(path, _LIMIT), type=Local)
    except FileNotFoundError:
        raise UsageError(
            t("这台电脑没有开启同步", "syncing is off on this machine"),
            t("phrasebook sync on 地址", "turn it on: phrasebook sync on ADDRESS"),
        ) from None
    except (OSError, ValueError) as error:  # msgspec raises ValueErrors
        raise SharingError(
            t(f"{path} 读不了：{error}", f"{path} can't be read: {error}"),
            t("phrasebook sync off，再用配对码 sync on", "`phrasebook sync off`, then `sync on` with the pairing code"),
        ) from error


def write_local(folder: Path, local: Local) -> None:
    """Keep what is known.

    Raises:
        OSError: it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomic(folder / "state.json", msgspec.json.encode(local), mode=0o600)


def read_status(folder: Path) -> Status:
    """How it goes; nothing where that isn't known."""
    try:
        return msgspec.json.decode(read_limited(folder / "status.json", _LIMIT), type=Status)
    except (OSError, ValueError):
        return Status()


def write_status(folder: Path, status: Status) -> None:
    """Keep how it goes.

    Raises:
        OSError: it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_atomic(folder / "status.json", msgspec.json.format(msgspec.json.encode(status)), mode=0o600)
