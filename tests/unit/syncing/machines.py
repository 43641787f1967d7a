"""Machines of one person, each with a library of its own, and a host in memory that they share."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from phrasebook.errors import LibraryError
from phrasebook.model import Scope
from phrasebook.pack.read import read_pack
from phrasebook.sharing.hosts.base import Blob
from phrasebook.sharing.hosts.memory import MemoryHost
from phrasebook.sharing.pairing import new_key
from phrasebook.syncing.report import Report
from phrasebook.syncing.run import Sync

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
START = 1_800_000_000.0


class Machine:
    """One of them."""

    def __init__(self, folder: Path, name: str, host: MemoryHost, skew: float = 0.0) -> None:
        self.name, self.host, self.skew = name, host, skew
        self.library = folder / "library"
        self.personal = self.library / "personal"
        self.now = START
        self.sync = Sync(folder / "sync", self.library, folder / "data", self.clock, opening=lambda _url: self.host)

    def clock(self) -> float:
        self.now += 0.007
        return self.now + self.skew

    def join(self, key: bytes, *, first: bool = False) -> None:
        self.sync.turn_on("memory:", key, self.name, joining=not first)

    def synced(self) -> Report:
        return self.sync.now()

    def write(self, pack: str, *blocks: str) -> Path:
        """A pack, as its person saves it in an editor."""
        path = self.personal / f"{pack}.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("format = 1\n\n" + "\n".join(blocks), "utf-8")
        return path

    def text(self, pack: str) -> str:
        return (self.personal / f"{pack}.toml").read_text("utf-8")

    def change(self, pack: str, old: str, new: str) -> None:
        """Edit a pack by hand."""
        text = self.text(pack)
        assert old in text, text
        (self.personal / f"{pack}.toml").write_text(text.replace(old, new), "utf-8")

    def picture(self, name: str, data: bytes = PNG) -> None:
        path = self.personal / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    def phrases(self) -> dict[str, tuple[str, str, str]]:
        """Pack, title and text of each phrase, by id."""
        return {
            phrase.id: (phrase.pack, phrase.title, phrase.text)
            for path in sorted(self.personal.glob("*.toml"))
            for phrase in read_pack(path, Scope.PERSONAL).phrases
        }

    def texts(self) -> list[str]:
        """All texts, in the order of the files."""
        return [text for _, _, text in self.phrases().values()]


class Flaky(MemoryHost):
    """Loses uploads and shows old states, as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.losing = False
        self.stale = 0
        self.history: dict[str, list[bytes]] = {}

    def put(self, name: str, data: bytes) -> None:
        if not self.losing:
            super().put(name, data)
            self.history.setdefault(name, []).append(data)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        return True if self.losing else super().put_if_absent(name, data)

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        if self.stale and name in self.history:
            past = self.history[name]
            return Blob(past[max(0, len(past) - 1 - self.stale)], "")
        return super().poll(name, limit, tag)


def block(number: int, text: str, **keys: str) -> str:
    """A phrase as it stands in a file."""
    more = "".join(f"{key} = {value}\n" for key, value in keys.items())
    return f'[[phrase]]\nid = "{number:020x}"\n{more}text = "{text}"\n'


def pair(tmp_path: Path) -> tuple[Machine, Machine]:
    """Two machines that sync, with nothing on them."""
    host, key = MemoryHost(), new_key()
    desk, home = Machine(tmp_path / "desk", "公司", host), Machine(tmp_path / "home", "家里", host)
    desk.join(key, first=True)
    home.join(key)
    return desk, home


def settle(*machines: Machine) -> None:
    """Sync until everybody knows everything."""
    for _ in range(3):
        for machine in machines:
            with suppress(LibraryError):  # a machine whose packs are all gone
                machine.synced()
