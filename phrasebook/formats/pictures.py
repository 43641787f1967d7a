"""Pictures that a table or list only names: looked for where people put them, beside the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from phrasebook.formats.base import Item
from phrasebook.formats.source import MAX_FILES, Pictures

_FOLDERS = ("", "images", "图片", "附件", "{stem}", "{stem}_images", "{stem}图片", "{stem}_图片", "{stem}.files")
"""Beside the file, in this order."""

_SUFFIXES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


def find_pictures(path: Path, items: Iterable[Item]) -> Mapping[str, bytes]:
    """The pictures that the items of the file at `path` name, of those that are there and in its folder.

    A name may be a path of another computer (its last part counts), lack its suffix, or be in other letter case.
    """
    wanted = {name for item in items for name in item.images}
    if not wanted:
        return {}
    root = path.parent.resolve()
    places = [root / folder.format(stem=path.stem) for folder in _FOLDERS]
    listings = [_listing(place) for place in places]
    found: dict[str, Path] = {}
    for name in wanted:
        plain = PurePosixPath(name.replace("\\", "/"))
        beside = [] if plain.is_absolute() or ".." in plain.parts else [root / plain]
        inside = [listing[last] for listing in listings for last in _spellings(plain.name) if last in listing]
        picture = next((one for one in (*beside, *inside) if is_file_in(root, one)), None)
        if picture:
            found[name] = picture
    return Pictures(found)


def _listing(folder: Path) -> dict[str, Path]:
    """The files of a folder by their names in small letters."""
    try:
        with os.scandir(folder) as entries:
            return {
                entry.name.casefold(): Path(entry.path) for entry, _ in zip(entries, range(MAX_FILES), strict=False)
            }
    except OSError:  # there is none, or it isn't ours to see
        return {}


def _spellings(name: str) -> tuple[str, ...]:
    plain = name.strip().casefold()
    return (plain, *(plain + suffix for suffix in _SUFFIXES))


def is_file_in(root: Path, path: Path) -> bool:
    """Whether `path` is a file inside `root` (a resolved folder), links followed."""
    try:
        return path.is_file() and path.resolve().is_relative_to(root)
    except (OSError, ValueError, RuntimeError):  # a name too long, with a zero byte, a circle of links
        return False
