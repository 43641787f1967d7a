"""Pictures written beside a file: each under a name of its own, equal files once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path, PurePosixPath

from phrasebook.formats.base import Exported


class Beside:
    """A folder of pictures that is being filled; `files` says what lies in it."""

    def __init__(self, folder: str) -> None:
        self.files: dict[PurePosixPath, Path] = {}
        self._folder = folder
        self._names: dict[Path, str] = {}
        self._taken: set[str] = set()

    def names(self, exported: Exported) -> tuple[str, ...]:
        """The names of a phrase's pictures, as paths from the written file."""
        return tuple(self._name(path) for path in exported.pictures)

    def _name(self, path: Path) -> str:
        if path not in self._names:
            names = _candidates(self._folder, path)
            name = next(
                name for name in names if name.casefold() not in self._taken
            )  # some systems take A.png for a.png
            self._taken.add(name.casefold())
            self._names[path] = name
            self.files[PurePosixPath(name)] = path
        return self._names[path]


def _candidates(folder: str, path: Path) -> Iterator[str]:
    yield f"{folder}/{path.name}"
    for number in count(2):
        yield f"{folder}/{path.stem}-{number}{path.suffix}"
