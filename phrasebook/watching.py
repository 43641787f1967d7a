"""Tells when the library or the settings change on disk, also when the library's folder goes and comes back."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import TypeAlias

from watchfiles import Change
from watchfiles import watch as watch_files

from phrasebook.errors import LibraryError
from phrasebook.library.files import pack_files
from phrasebook.library.shared import links

_STEP = 200
"""Milliseconds without another change after which one is told: editors and git write several files at a time."""

_DEBOUNCE = 400
"""Milliseconds after which it is told although changes go on."""

_LOOK = 500
"""Milliseconds between looks whether the folders are still the same: a watch dies with the folder it was set on."""

Mark: TypeAlias = tuple[int, int, int, int]
"""Device, inode, time of the last change in ns, size; all 0 for what isn't there."""


def watch(
    folder: Path,
    changed: Callable[[], None],
    stop: Event,
    settings: Path | None = None,
    since: tuple[Mark, ...] | None = None,
    subscriptions: Path | None = None,
) -> None:
    """Call `changed()`, in this thread, within a second of every change, until `stop` is set.

    A change is one in the library `folder`, its going and its coming back, one of the file `settings`, or a link
    `subscriptions/NAME/current` that leads elsewhere. It is no error if one of them doesn't exist. `since` is the
    `state` before the caller read everything, so that a change meanwhile isn't missed; by default the state now.
    """
    folder = folder.absolute()
    settings = settings.absolute() if settings else None
    places = [folder, settings.parent] if settings else [folder]
    seen = state(folder, settings, subscriptions) if since is None else since
    while not stop.is_set():
        identity = _identity(
            places, subscriptions
        )  # before looking what is there: what comes between is then seen as a change
        there = [place for place in places if place.is_dir()]
        armed = False
        for change in _changes(there, _Relevant(folder, settings), stop):
            if _identity(places, subscriptions) != identity:
                break  # a folder or link has come, gone or been replaced: set the watch anew
            # what changed while the watch was being set isn't among the changes
            if change is not False or not armed:
                now = state(folder, settings, subscriptions)
                if change or now != seen:
                    seen = now
                    changed()
            armed = True
        now = state(folder, settings, subscriptions)
        if now != seen and not stop.is_set():
            seen = now
            changed()


def _changes(places: list[Path], relevant: Callable[[Change, str], bool], stop: Event) -> Iterator[bool | None]:
    """True for each change, False for each look without one, None where that can't be told.

    Ends when `stop` is set or the watch can't go on.
    """
    try:
        if places:
            for changes in watch_files(
                *places,
                watch_filter=None,  # a filter of its own would never let us look while other files keep changing
                debounce=_DEBOUNCE,
                step=_STEP,
                rust_timeout=_LOOK,
                yield_on_timeout=True,
                stop_event=stop,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                yield any(relevant(*change) for change in changes)
            return
    except FileNotFoundError:  # it went just now
        return
    except (OSError, RuntimeError):  # watchfiles raises either when the system has no more notifications to give
        pass
    while not stop.wait(_LOOK / 1000):  # watchfiles' own polling misses a second change within a second
        yield None


class _Relevant:
    """Which changed paths can change what was read. Hidden files are what editors write beside the true ones."""

    def __init__(self, folder: Path, settings: Path | None) -> None:
        self._folders = (folder, folder.resolve())
        self._settings = (settings, settings.resolve()) if settings else ()

    def __call__(self, _change: Change, name: str) -> bool:
        path = Path(name)
        if path in self._settings:
            return True
        inside = next((path.relative_to(root) for root in self._folders if path.is_relative_to(root)), None)
        return inside is not None and not any(part.startswith(".") or part.endswith("~") for part in inside.parts)


def _identity(places: list[Path], subscriptions: Path | None) -> tuple[tuple[int, ...], ...]:
    return (*(_mark(place)[:2] for place in places), *_links(subscriptions))


def state(folder: Path, settings: Path | None, subscriptions: Path | None = None) -> tuple[Mark, ...]:
    """What stands there now; two that differ mean a change."""
    folder = folder.absolute()
    settings = settings.absolute() if settings else None
    try:
        packs = [file.path for file in pack_files(folder).files]
    except LibraryError:
        packs = []
    return (*(_mark(path) for path in (folder, *packs, settings) if path), *_links(subscriptions))


def _links(subscriptions: Path | None) -> tuple[Mark, ...]:
    """The links to the snapshots in use, which are replaced in one step."""
    found: list[Mark] = []
    for link in links(subscriptions) if subscriptions else ():
        with contextlib.suppress(OSError):  # unsubscribed just now
            status = link.lstat()
            found.append((status.st_dev, status.st_ino, status.st_mtime_ns, status.st_size))
    return tuple(found)


def _mark(path: Path) -> Mark:
    try:
        status = path.stat()
    except OSError:
        return 0, 0, 0, 0
    size = 0 if path.is_dir() else status.st_size
    return status.st_dev, status.st_ino, 0 if path.is_dir() else status.st_mtime_ns, size
