"""Which packs are read.

Those of a folder that a person names, and nothing else. Or the user's own, and behind them what they are subscribed to.
Or, as long as there is neither, the starter library.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from phrasebook.errors import LibraryError, SettingsError
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.library import Library, library_folder
from phrasebook.library.shared import Shared, links

_TRIES = 5
"""How often a reading is begun anew because an update came in between: it may have cleared away what was being read."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What is to be read."""

    folder: Path
    shared: tuple[Shared, ...] = ()


def choose(folders: Folders, only: Path | None = None) -> Choice:
    """What is to be read now; `only` is the folder that a person named."""
    if only is not None:
        return Choice(only)
    shared = subscribed(folders)
    return Choice(folders.library if shared else library_folder(folders.library), shared)


def load(folders: Folders, only: Path | None = None, previous: Library | None = None) -> Library:
    """Read it, each subscription as one update left it.

    Raises:
        LibraryError: there is no such folder, or it can't be read; or updates keep coming.
    """
    for _ in range(_TRIES):
        chosen = choose(folders, only)
        library = Library.load(chosen.folder, folders.cache, previous, chosen.shared)
        if all(one.in_use for one in chosen.shared):
            return library
    raise LibraryError(
        t("订阅的话术一直在更新", "what you are subscribed to is being updated all the time"),
        t("过一会儿再试", "try again in a while"),
    )


def subscriptions_folder(folders: Folders) -> Path:
    """Where subscriptions lie, each in a folder of its name."""
    return folders.data / "subscriptions"


def subscribed(folders: Folders) -> tuple[Shared, ...]:
    """What the user is subscribed to and has got, by name.

    It must stand in the settings too; while these can't be read, everything that is there counts.
    """
    found = []
    for link in links(subscriptions_folder(folders)):
        try:
            found.append(Shared(link.parent.name, link, link.resolve(strict=True)))
        except OSError:
            continue  # unsubscribed just now
    if not found:
        return ()
    from phrasebook.settings import Settings  # TOML, for those who are subscribed to something

    try:
        wanted = Settings.load(folders.settings_file).subscriptions
    except SettingsError:
        return tuple(found)
    return tuple(one for one in found if one.name in wanted)
