"""A company on a host, for tests: its key, its leads, and short ways to publish and to update."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from securesystemslib.signer import CryptoSigner

from phrasebook.sharing.bundle import Bundle, parsed
from phrasebook.sharing.company import add_lead, found
from phrasebook.sharing.hosts import Host
from phrasebook.sharing.hosts.memory import MemoryHost
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import PUBLIC, Place, department_of, image_target, pack_target
from phrasebook.sharing.proposal import Proposal, propose
from phrasebook.sharing.publish import publish, remember
from phrasebook.sharing.repository import Repository
from phrasebook.sharing.state import Publishing
from phrasebook.sharing.subscription import Subscription, current
from phrasebook.sharing.update import Report, update

SALES, SUPPORT = department_of("售后组"), department_of("support")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def phrase(number: int, text: str, **fields: str) -> str:
    """A phrase of a pack's file."""
    more = "".join(f'{key} = "{value}"\n' for key, value in fields.items())
    return f'[[phrase]]\nid = "{number:020x}"\ntitle = "phrase {number}"\ntext = "{text}"\n{more}'


def bundle(place: Place, name: str, text: str, images: Mapping[str, bytes] | None = None) -> Bundle:
    """A pack of this text, with pictures."""
    target = pack_target(place, name)
    pictures = {image_target(place, file): data for file, data in (images or {}).items()}
    return Bundle(target, parsed(text.encode(), target), text.encode(), pictures)


class Lead:
    """Somebody who publishes, and what their machine remembers."""

    def __init__(self, host: Host, join: Join, signer: CryptoSigner) -> None:
        self.signer = signer
        self.repository = Repository(host, join)
        self.state = Publishing(url=join.url, join=str(join))

    def propose(self, *bundles: Bundle, over: int | None = None, remove: tuple[str, ...] = ()) -> Proposal:
        place = bundles[0].target.place if bundles else PUBLIC
        return propose(self.repository, place, bundles, self.state.base, over=over, remove=remove)

    def publish(
        self, *bundles: Bundle, over: int | None = None, remove: tuple[str, ...] = (), message: str = ""
    ) -> int:
        proposal = self.propose(*bundles, over=over, remove=remove)
        number = publish(self.repository, proposal, [self.signer], message=message)
        remember(self.state, self.repository, proposal)
        return number


class Company:
    """A company with a lead for everybody, one for 售后组, and one for support."""

    def __init__(self, host: Host | None = None) -> None:
        self.host: Host = host or MemoryHost()
        self.key = CryptoSigner.generate_ed25519()
        self.join = found(self.host, self.key)
        self.admin = self.lead(self.key)
        self.public, self.sales, self.support = (
            self.hire(name, place) for name, place in (("wang", PUBLIC), ("li", SALES), ("zhao", SUPPORT))
        )

    def lead(self, signer: CryptoSigner) -> Lead:
        return Lead(self.host, self.join, signer)

    def hire(self, name: str, place: Place) -> Lead:
        signer = CryptoSigner.generate_ed25519()
        add_lead(self.admin.repository, [self.key], place, signer.public_key, name)
        return self.lead(signer)


class Agent:
    """Somebody who gets packs."""

    def __init__(self, folder: Path, join: Join, departments: tuple[str, ...] = ("售后组",)) -> None:
        self.folder = folder
        self.subscription = Subscription("蓝天", join, departments)

    def update(self, host: Host) -> Report:
        return update(self.subscription, self.folder, host=host)

    @property
    def files(self) -> dict[str, str]:
        """What is installed."""
        place = current(self.folder)
        if place is None:
            return {}
        return {
            path.relative_to(place).as_posix(): path.read_bytes().decode("utf-8", "replace")
            for path in sorted(place.rglob("*"))
            if path.is_file()
        }
