"""A lead's side of the command line, without typer: which company, which keys, which packs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebook.cli.asking import passphrase
from phrasebook.cli.keys import keys_folder
from phrasebook.cli.output import say
from phrasebook.cli.sources import library_choice
from phrasebook.errors import UsageError
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.model import Scope
from phrasebook.sharing.names import PUBLIC, Place, department_of, place_of

if TYPE_CHECKING:
    from securesystemslib.signer import CryptoSigner

    from phrasebook.sharing.hosts import Host
    from phrasebook.sharing.repository import Repository
    from phrasebook.sharing.state import Publishing


def publishing_folder() -> Path:
    """Where this machine remembers for whom it publishes."""
    return Folders.default().data / "publishing"


@dataclass(frozen=True, slots=True)
class Desk:
    """A company that this machine publishes for, opened."""

    path: Path
    state: Publishing
    repository: Repository

    def keep(self) -> None:
        """Remember what was seen."""
        from phrasebook.sharing.state import write_state

        self.state.floor = max(self.state.floor, self.repository.floor)
        write_state(self.path, self.state)


@contextmanager
def at_desk(url: str | None, *, writing: bool = True) -> Iterator[Desk]:
    """The company at this address (None: the only one). What was seen of it is remembered afterwards.

    With `writing` the lead is warned where the host can't keep two publishers apart.

    Raises:
        UsageError: there is none, or several.
    """
    from phrasebook.sharing.hosts import normal_url, open_host
    from phrasebook.sharing.repository import Repository
    from phrasebook.sharing.state import chosen

    path, state = chosen(publishing_folder(), normal_url(url) if url else None)
    host = writing_host(state.url, state.exclusive) if writing else open_host(state.url)
    try:
        desk = Desk(path, state, Repository(host, state.trusted, state.floor))
        yield desk
        desk.keep()
    finally:
        host.close()


def writing_host(url: str, exclusive: bool | None) -> Host:
    """The host for publishing. Where creation isn't exclusive it is made safer, and the lead is warned."""
    from phrasebook.sharing.hosts import open_host
    from phrasebook.sharing.hosts.settling import SettlingHost

    host = open_host(url)
    if host.exclusive and exclusive is not False:
        return host
    say(
        t(
            f"{url} 不能防止两人同时发布：请约好一次只有一个人发布",
            f"{url} can't keep two publishers apart: agree that only one publishes at a time",
        )
    )
    return SettlingHost(host)


def signer_for(may: Iterable[str], name: str | None) -> CryptoSigner:
    """This person's key whose id is among `may`, unlocked; `name` chooses it.

    Raises:
        SigningKeyError: there is none, or it doesn't open.
    """
    return signers_for(may, [name] if name else [], most=1)[0]


def signers_for(may: Iterable[str], names: Sequence[str], *, most: int = 0) -> list[CryptoSigner]:
    """This person's keys, unlocked: those with these names, else those whose ids are among `may` (`most` of them).

    Raises:
        SigningKeyError: there is none, or one doesn't open.
    """
    from phrasebook.sharing.errors import SigningKeyError
    from phrasebook.sharing.keys import find_key, key_files, public_key, unlocked

    allowed = set(may)
    if names:
        keys = [find_key(keys_folder(), name) for name in names]
    else:
        keys = [key for key in key_files(keys_folder()) if public_key(key.line).keyid in allowed]
    if not keys:
        find_key(keys_folder(), None if not key_files(keys_folder()) else key_files(keys_folder())[0].name)
        raise SigningKeyError(
            t("您的密钥都没有这个权限", "none of your keys may sign this"),
            t(
                "把 phrasebook keys show 显示的那一行给公司密钥的持有人，请他运行 publish add-lead",
                "give the line of `phrasebook keys show` to the holder of the company's key, for `publish add-lead`",
            ),
        )
    return [unlocked(key, passphrase) for key in (keys[:most] if most else keys)]


def located(pack: str, scope: str | None, library: Path | None) -> tuple[Path, Place]:
    """The file of a pack (its name, its name behind its scope, or a path), and where it is to be published.

    Raises:
        UsageError: there is no such pack, there are several, or nothing says where it is to go.
    """
    folder = library_choice(library)
    given = place_of(scope) if scope else None
    path = Path(pack)
    if path.suffix == ".toml" and path.is_file():
        own = _place_in(folder, path)
        return path, given or own or _nowhere(pack)
    found = [
        (path, place)
        for path, place in _packs(folder)
        if pack in (path.stem, f"{place or Scope.PERSONAL.value}/{path.stem}")
    ]
    if given and len(found) > 1:
        found = [(path, place) for path, place in found if place == given] or found
    if len(found) == 1:
        path, own = found[0]
        return path, given or own or _nowhere(pack)
    if not found:
        names = ", ".join(f"{place or 'personal'}/{path.stem}" for path, place in _packs(folder))
        raise UsageError(
            t(f"{folder} 里没有话术包 {pack}", f"there is no pack {pack} in {folder}"),
            t(f"有：{names}", f"there are: {names}"),
        )
    names = ", ".join(f"{place or 'personal'}/{path.stem}" for path, place in found)
    raise UsageError(
        t(f"有几个叫 {pack} 的话术包", f"several packs are called {pack}"),
        t(f"写全：{names}", f"write one of: {names}"),
    )


def _packs(folder: Path) -> list[tuple[Path, Place | None]]:
    """The library's packs, and their places; None: personal."""
    from phrasebook.library.files import pack_files

    return [(file.path, _place_in(folder, file.path)) for file in pack_files(folder).files]


def _place_in(folder: Path, path: Path) -> Place | None:
    """Where the path says that a pack belongs; None: it doesn't."""
    try:
        parts = path.resolve().relative_to(folder.resolve()).parts
    except ValueError:
        return None
    if len(parts) == 2 and parts[0] == Scope.PUBLIC.value:
        return PUBLIC
    return department_of(parts[1]) if len(parts) == 3 and parts[0] == Scope.DEPARTMENT.value else None


def _nowhere(pack: str) -> Place:
    raise UsageError(
        t(f"{pack} 不在公共或部门文件夹里，不知道发布给谁", f"{pack} lies in no shared folder: who is it for?"),
        t("加 --scope public 或 --scope department/部门", "add --scope public or --scope department/NAME"),
    )
