"""Which pack files a library folder holds. The place decides scope and department; nothing in a file can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from phrasebook.errors import LibraryError
from phrasebook.language import t
from phrasebook.model import Problem, Scope
from phrasebook.pack.names import name_trouble

SCOPES = (Scope.PUBLIC, Scope.DEPARTMENT, Scope.PERSONAL)
"""The order of packs, and so of phrases, in a library: what is shared by most comes first, and keeps its ids."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack's file and what its place says."""

    path: Path
    """What it is known by."""
    scope: Scope
    department: str
    source: Path | None = None
    """Where it is read, if not at `path`."""
    subscription: str = ""

    @property
    def place(self) -> Path:
        """Where it is read."""
        return self.source or self.path


@dataclass(frozen=True, slots=True)
class Listing:
    """The pack files of a library, sorted, and what stands there that can't be one."""

    files: tuple[PackFile, ...]
    problems: tuple[Problem, ...]


def pack_files(folder: Path) -> Listing:
    """The packs under `public/`, `department/<name>/` and `personal/`. Hidden names and other files are passed over.

    Raises:
        LibraryError: there is no such folder, or it can't be read.
    """
    if not folder.is_dir():
        raise LibraryError(
            t(f"没有话术库文件夹 {folder}", f"there is no library folder {folder}"),
            t("检查 --library 的路径，或者先建好这个文件夹", "check the path given with --library, or make the folder"),
        )
    walk = _Walk(folder)
    try:
        files = tuple(walk.files())
    except OSError as error:
        raise LibraryError(
            t(f"话术库读不了：{error}", f"the library can't be read: {error}"),
            t("检查文件夹的权限", "check the permissions of the folder"),
        ) from error
    return Listing(files, tuple(walk.problems))


def has_packs(folder: Path) -> bool:
    """Whether there is any pack file in the library folder, readable or not."""
    try:
        return bool(pack_files(folder).files)
    except LibraryError:
        return False


class _Walk:
    """One look through a library folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.root = folder.resolve()
        self.problems: list[Problem] = []

    def files(self) -> Iterator[PackFile]:
        self._misplaced(self.folder)
        for scope in SCOPES:
            place = self.folder / scope.value
            if not self._is_ours(place, folder=True):
                continue
            if scope is not Scope.DEPARTMENT:
                yield from self._packs(place, scope, "")
                continue
            self._misplaced(place)
            for department in _names(place):
                if self._is_ours(place / department, folder=True) and self._well_named(place / department, department):
                    yield from self._packs(place / department, scope, department)

    def _packs(self, place: Path, scope: Scope, department: str) -> Iterator[PackFile]:
        for name in _names(place):
            path = place / name
            if path.suffix == ".toml" and self._is_ours(path, folder=False) and self._well_named(path, path.stem):
                yield PackFile(path, scope, department)

    def _misplaced(self, place: Path) -> None:
        """Report packs that lie where no scope is."""
        self.problems += [
            Problem(
                place / name,
                0,
                "",
                t("放错了地方，没有读取", "lies where packs aren't read"),
                t(
                    "移到 public、personal 或 department/部门名 文件夹里",
                    "move it into public/, personal/ or department/NAME/",
                ),
            )
            for name in _names(place)
            if name.endswith(".toml")
        ]

    def _is_ours(self, path: Path, *, folder: bool) -> bool:
        """Whether `path` is a folder (else: a file) and lies inside of the library, links followed."""
        try:
            real = path.resolve(strict=True)
        except FileNotFoundError:
            if path.is_symlink():
                self.problems.append(Problem(path, 0, "", t("链接指向的东西不在了", "the link points nowhere")))
            return False
        except (OSError, RuntimeError):  # RuntimeError: links in a circle
            self.problems.append(Problem(path, 0, "", t("打不开", "can't be opened")))
            return False
        if real.is_dir() is not folder:
            return False
        if real.is_relative_to(self.root):
            return True
        self.problems.append(
            Problem(
                path,
                0,
                "",
                t("链接指到话术库外面，没有读取", "the link leaves the library and isn't followed"),
                t("把文件拷进来", "copy the file into the library"),
            )
        )
        return False

    def _well_named(self, path: Path, name: str) -> bool:
        trouble = name_trouble(name)
        if trouble:
            self.problems.append(Problem(path, 0, "", trouble, t("改个名字", "rename it")))
        return not trouble


def _names(folder: Path) -> list[str]:
    """The visible names in a folder, sorted so that every machine sees the same order."""
    return sorted(name for name in os.listdir(folder) if not name.startswith("."))  # noqa: PTH208  # names, not paths
