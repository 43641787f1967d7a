"""A subscription: a company's join string and the departments that an agent belongs to, as settings.toml holds them.

    [subscriptions]
    蓝天 = "https://phrases.example.com#1:9f86… 售后组,售前组"

On disk, below `<data>/subscriptions/<name>/`:

    metadata/            what tuf's client trusts
    files/9f/9f86…       packs and pictures, named by their content
    snapshots/<id>/      library-shaped folders of read-only files
    current              a link to the one in use
    state.json           when it was confirmed, what went wrong, what was new
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from phrasebook.errors import SettingsError, UsageError
from phrasebook.files import read_limited, write_atomic
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.pack.names import name_trouble
from phrasebook.sharing.join import Join, parse_join
from phrasebook.sharing.names import PUBLIC, Place, department_of

_STATE_LIMIT = 4 * 2**20


@dataclass(frozen=True, slots=True)
class Subscription:
    """A company whose packs this agent gets."""

    name: str
    join: Join
    departments: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """What is taken: public, and the agent's own departments."""
        return (PUBLIC, *(department_of(name) for name in self.departments))

    def __str__(self) -> str:
        """As the settings hold it."""
        return f"{self.join} {','.join(self.departments)}".strip()


class News(msgspec.Struct, frozen=True):
    """What an update brought for one pack."""

    pack: str
    place: str
    added: int
    changed: int
    removed: int
    names: tuple[str, ...] = ()
    """The titles of those, where they are known and few."""


class State(msgspec.Struct, kw_only=True):
    """What is known about a subscription since its last update."""

    snapshot: str = ""
    """The id of the snapshot in use; "": none yet."""
    version: int = 0
    confirmed: float = 0.0
    """When the company's word was last verified, in seconds since 1970; 0: never."""
    trouble: str = ""
    """Why it can't be verified now; "": it can."""
    hint: str = ""
    since: float = 0.0
    """Since when there is trouble."""
    news: tuple[News, ...] = ()
    """What the last change brought."""
    changed: float = 0.0
    """When that was."""


def parse_subscription(name: str, text: str) -> Subscription:
    """The subscription that a line of the settings means.

    Raises:
        UsageError: it doesn't.
    """
    if trouble := name_trouble(name):
        raise UsageError(t(f"订阅不能叫 {name!r}：{trouble}", f"no subscription can be called {name!r}: {trouble}"))
    join, _, rest = text.strip().partition(" ")
    departments = tuple(part.strip() for part in re.split(r"[,，]", rest) if part.strip())
    for department in departments:
        department_of(department)
    return Subscription(name, parse_join(join), departments)


def subscriptions(settings: Mapping[str, str]) -> tuple[Subscription, ...]:
    """All of the settings' subscriptions, by name.

    Raises:
        SettingsError: one of them can't be understood.
    """
    found = []
    for name, text in sorted(settings.items()):
        try:
            found.append(parse_subscription(name, text))
        except UsageError as error:
            raise SettingsError(f"subscriptions.{name}: {error.message}", error.hint) from error
    return tuple(found)


def folder_of(folders: Folders, name: str) -> Path:
    """Where a subscription lies."""
    return folders.data / "subscriptions" / name


def current(folder: Path) -> Path | None:
    """The snapshot in use, its link followed, so that a swap meanwhile doesn't mix two; None: there is none yet."""
    link = folder / "current"
    try:
        return link.resolve(strict=True)
    except OSError:
        return None


def read_state(folder: Path) -> State:
    """What is known; nothing where the file is missing or damaged, since an update finds it out anew."""
    try:
        return msgspec.json.decode(read_limited(folder / "state.json", _STATE_LIMIT), type=State)
    except (OSError, msgspec.DecodeError):
        return State()


def write_state(folder: Path, state: State) -> None:
    """Keep what is known.

    Raises:
        OSError: it can't be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_atomic(folder / "state.json", msgspec.json.format(msgspec.json.encode(state)), mode=0o600)
