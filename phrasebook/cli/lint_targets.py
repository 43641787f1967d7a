"""What `lint` looks at: files, folders, or the library; each with what lies around it and the text for its lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from phrasebook.cli.sources import scope_of
from phrasebook.errors import LibraryError, UsageError
from phrasebook.language import t
from phrasebook.library.files import PackFile, pack_files
from phrasebook.model import Pack, Problem, Scope
from phrasebook.pack.file import UnreadablePackError, read_bytes
from phrasebook.pack.images import with_pictures
from phrasebook.pack.read import parse_pack
from phrasebook.toml.places import normal_newlines

Home = tuple[Scope, str]
"""Scope and department."""


class Texts(Mapping[Path, str]):
    """The texts of the files that were read, decoded when somebody asks."""

    def __init__(self) -> None:
        self._data: dict[Path, bytes] = {}
        self._decoded: dict[Path, str] = {}

    def keep(self, path: Path, data: bytes) -> None:
        """Remember a file's bytes."""
        self._data[path] = data

    def __getitem__(self, path: Path) -> str:
        if path not in self._decoded:
            self._decoded[path] = normal_newlines(self._data[path].decode("utf-8-sig", "replace"))
        return self._decoded[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


@dataclass(slots=True)
class Targets:
    """Everything that was asked for."""

    packs: list[Pack] = field(default_factory=list)
    beside: list[Pack] = field(default_factory=list)
    """The other packs of their libraries."""
    problems: list[Problem] = field(default_factory=list)
    texts: Texts = field(default_factory=Texts)
    libraries: list[Path] = field(default_factory=list)
    """The libraries they lie in; each may have rules of its own."""
    complete: bool = True
    """All of them lie in a library."""


def targets_of(paths: list[Path], scope: str | None, library: Path) -> Targets:
    """The packs at these paths, or of the whole library where none is given.

    `scope` says to whom the packs belong that lie in no library; without it they are public.

    Raises:
        UsageError: there is no such file or folder, or no such scope.
        LibraryError: a folder can't be read, or holds no pack.
    """
    chosen, department = scope_of(scope)
    home = (chosen, department) if chosen else None
    if not paths:
        paths = [library]
        if home:
            raise UsageError(
                t("--scope 要和文件一起用", "--scope goes with files"),
                t("写上文件名，例如 phrasebook lint 话术.toml --scope personal", "name a file as well"),
            )
    reading = _Reading()
    for path in paths:
        reading.add(path, home)
    return reading.done()


class _Reading:
    """Reads each file once, however often it is named."""

    def __init__(self) -> None:
        self._targets = Targets()
        self._packs: dict[Path, Pack | Problem] = {}
        """By resolved path; why it can't be read if it can't."""
        self._asked: dict[Path, None] = {}

    def add(self, path: Path, home: Home | None) -> None:
        """A file, a library, or a folder of packs."""
        if path.is_dir():
            if _is_library(path):
                self._library(path, asked=True)
                return
            inside = "*/*.toml" if path.resolve().name == Scope.DEPARTMENT.value else "*.toml"
            files = sorted(file for file in path.glob(inside) if not file.name.startswith("."))
            if not files:
                raise LibraryError(
                    t(f"{path} 里没有话术文件", f"there is no pack in {path}"),
                    t(
                        "话术文件以 .toml 结尾；话术库里有 public、department、personal",
                        "packs end in .toml; a library has public/, department/, personal/",
                    ),
                )
        elif path.exists():
            files = [path]
        else:
            raise UsageError(t(f"没有 {path}", f"there is no {path}"), t("检查路径", "check the path"))
        for file in files:
            self._file(file, home)

    def done(self) -> Targets:
        """All that was read."""
        made = self._targets
        for path, pack in self._packs.items():
            asked = path in self._asked
            if isinstance(pack, Pack):
                (made.packs if asked else made.beside).append(pack)
            elif asked:
                made.problems.append(pack)
        return made

    def _library(self, folder: Path, *, asked: bool) -> None:
        listing = pack_files(folder)
        if folder not in self._targets.libraries:
            self._targets.libraries.append(folder)
        if asked:
            self._targets.problems += listing.problems
        for file in listing.files:
            self._read(file, asked=asked)

    def _file(self, file: Path, home: Home | None) -> None:
        root, place = _place_of(file)
        if root and home is None:
            try:
                self._library(root, asked=False)
            except LibraryError:
                root = None
        if root is None or home:
            self._targets.complete = False
        self._read(PackFile(file, *(home or place or (Scope.PUBLIC, ""))), asked=True)

    def _read(self, file: PackFile, *, asked: bool) -> None:
        resolved = file.path.resolve()
        if asked:
            self._asked[resolved] = None
        if resolved in self._packs:
            return
        try:
            data = read_bytes(file.path)
            self._targets.texts.keep(file.path, data)
            pack = parse_pack(data, file.path, file.scope, file.department)
            self._packs[resolved] = with_pictures(pack, data)
        except UnreadablePackError as error:
            self._packs[resolved] = error.problem


def _is_library(folder: Path) -> bool:
    return any((folder / scope.value).is_dir() for scope in Scope)


def _place_of(file: Path) -> tuple[Path | None, Home | None]:
    """The library that a pack file lies in, and whose it is by its place; (None, None) where it lies in none."""
    parents = file.resolve().parents
    if len(parents) > 1 and parents[0].name in (Scope.PUBLIC.value, Scope.PERSONAL.value):
        return parents[1], (Scope(parents[0].name), "")
    if len(parents) > 2 and parents[1].name == Scope.DEPARTMENT.value:
        return parents[2], (Scope.DEPARTMENT, parents[0].name)
    return None, None
