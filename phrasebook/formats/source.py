"""Files and folders that formats read: every size bounded, no link followed out of a folder."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from phrasebook.files import read_limited, too_large
from phrasebook.formats.base import FormatError, Source
from phrasebook.formats.encodings import NotTextError, decode
from phrasebook.language import t

MAX_FILE = 32 * 2**20
"""Bytes of a text file: what a pack may have, since that is where it goes."""

MAX_ARCHIVE = 512 * 2**20
"""Bytes of a zip, which may hold pictures."""

MAX_FILES = 20_000
"""Files in a folder: all packages of espanso's hub are fewer."""

_PASSED_OVER = frozenset({".git", ".svn", "__MACOSX", "__pycache__", "node_modules"})


class File:
    """A file; it is read once."""

    is_folder = False

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data: bytes | None = None
        self._text: str | None = None

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    def start(self, size: int = 4096) -> bytes:
        """The first bytes.

        Raises:
            FormatError: it can't be read.
        """
        if self._data is not None:
            return self._data[:size]
        with self.stream() as stream:
            return stream.read(size)

    def stream(self) -> BinaryIO:
        """The open file, at most MAX_ARCHIVE bytes.

        Raises:
            FormatError: it is larger, no plain file, or can't be read.
        """
        try:
            # a pipe must not be waited for, so it is looked at before it is opened, and opened without waiting
            handle = os.open(self._path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
            stream = os.fdopen(handle, "rb")
        except OSError as error:
            raise _unreadable(self._path, error) from error
        status = os.fstat(stream.fileno())
        if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_ARCHIVE:
            return stream
        stream.close()
        if stat.S_ISREG(status.st_mode):
            raise FormatError(f"{self._path}: {too_large(status.st_size, MAX_ARCHIVE)}")
        raise FormatError(f"{self._path}: {t('不是普通文件', 'not a regular file')}")

    def data(self) -> bytes:
        """The whole file.

        Raises:
            FormatError: it has over MAX_FILE bytes, or can't be read.
        """
        if self._data is None:
            try:
                self._data = read_limited(self._path, MAX_FILE)
            except OSError as error:
                raise _unreadable(self._path, error) from error
        return self._data

    def text(self) -> str:
        """The whole file decoded (`encodings.decode`).

        Raises:
            FormatError: it is no text.
        """
        if self._text is None:
            try:
                self._text = decode(self.data())
            except NotTextError as error:
                place = f"{self._path}:{error.line}" if error.line else str(self._path)
                raise FormatError(
                    f"{place}: {error.message}",
                    t("用 Excel 或编辑器另存为 UTF-8 再试", "save it as UTF-8 in Excel or your editor, then try again"),
                ) from error
        return self._text

    def names(self) -> tuple[PurePosixPath, ...]:
        """Nothing: a file has no files below it."""
        return ()

    def inside(self, name: PurePosixPath) -> File:
        """Raises: FormatError: a file has no files below it."""
        raise FormatError(f"{self._path}: {t('不是文件夹', 'not a folder')}")


class Folder:
    """A folder and the files below it."""

    is_folder = True

    def __init__(self, path: Path) -> None:
        self._path = path
        self._root = path.resolve()
        self._names: tuple[PurePosixPath, ...] | None = None

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._path

    def start(self, size: int = 4096) -> bytes:
        """Nothing: a folder has no bytes."""
        return b""

    def stream(self) -> BinaryIO:
        """Raises: FormatError: a folder has no bytes."""
        raise FormatError(f"{self._path}: {t('是文件夹', 'it is a folder')}")

    def data(self) -> bytes:
        """Raises: FormatError: a folder has no bytes."""
        raise FormatError(f"{self._path}: {t('是文件夹', 'it is a folder')}")

    def text(self) -> str:
        """Raises: FormatError: a folder has no text."""
        raise FormatError(f"{self._path}: {t('是文件夹', 'it is a folder')}")

    def names(self) -> tuple[PurePosixPath, ...]:
        """The files below it, hidden ones too, sorted; links that leave it and links to folders are left out.

        Raises:
            FormatError: there are more than MAX_FILES, or it can't be read.
        """
        if self._names is None:
            found = []
            try:
                for name in self._walk():
                    found.append(name)
                    if len(found) > MAX_FILES:
                        raise FormatError(
                            t(
                                f"{self._path} 里的文件超过 {MAX_FILES} 个",
                                f"{self._path} holds more than {MAX_FILES} files",
                            ),
                            t("选里面的一个文件夹", "name a folder inside it"),
                        )
            except OSError as error:
                raise _unreadable(self._path, error) from error
            self._names = tuple(sorted(found))
        return self._names

    def inside(self, name: PurePosixPath) -> File:
        """A file below it.

        Raises:
            FormatError: the name leads out of the folder, also by way of a link.
        """
        path = self._path / name
        if not self._holds(path) or ".." in name.parts:
            raise FormatError(t(f"{name} 指到文件夹 {self._path} 外面", f"{name} leads out of the folder {self._path}"))
        return File(path)

    def _walk(self) -> Iterator[PurePosixPath]:
        below = [PurePosixPath()]
        while below:
            folder = below.pop()
            with os.scandir(self._path / folder) as entries:
                for entry in entries:
                    if entry.is_symlink() and not self._holds(Path(entry.path)):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        if entry.name not in _PASSED_OVER:
                            below.append(folder / entry.name)
                    elif entry.is_file():
                        yield folder / entry.name

    def _holds(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self._root)
        except (OSError, RuntimeError):  # RuntimeError: links in a circle
            return False


def source_of(path: Path) -> Source:
    """The file or folder at a path.

    Raises:
        FormatError: there is nothing.
    """
    if path.is_dir():
        return Folder(path)
    if not path.exists():
        raise FormatError(t(f"没有 {path}", f"there is no {path}"), t("检查路径", "check the path"))
    return File(path)


class Pictures(Mapping[str, bytes]):
    """Pictures that lie in files, each read only when it is asked for.

    Raises:
        FormatError: (on access) one is too large or can't be read.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = files

    def __getitem__(self, name: str) -> bytes:
        return File(self._files[name]).data()

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class AnyOf(Mapping[str, bytes]):
    """Pictures of several places as one; the first that has a name counts."""

    def __init__(self, *places: Mapping[str, bytes]) -> None:
        self._places = places

    def __getitem__(self, name: str) -> bytes:
        for place in self._places:
            if name in place:
                return place[name]
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return any(name in place for place in self._places)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(name for place in self._places for name in place))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _unreadable(path: Path, error: OSError) -> FormatError:
    return FormatError(f"{path}: {error.strerror or error}", t("检查路径和权限", "check the path and its permissions"))
