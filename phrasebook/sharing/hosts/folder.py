"""A folder as host: on this machine, on a network share, or one that another program synchronises.

A file appears whole: written beside its place, synced, then linked to its name, which fails if the name exists.
"""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts.base import Blob, compared, parts_of, too_large

_NO_LINKS = (errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK)
"""What a file system without hard links (FAT, some shares) answers."""


class FolderHost:
    """Files below a folder. A link inside of it is never followed: on a share, somebody else may have put it there."""

    def __init__(self, root: Path, url: str) -> None:
        self.url = url
        self.exclusive = True
        self._root = root

    def get(self, name: str, limit: int) -> bytes | None:
        """The file."""
        path = self._place(name)
        try:
            if path.is_file() and path.stat().st_size > limit:
                raise too_large(self.url, name, limit)
            return read_limited(path, limit)
        except (FileNotFoundError, NotADirectoryError):
            self._check_root()
            return None
        except OSError as error:
            raise self._refused(name, error) from error

    def poll(self, name: str, limit: int, tag: str) -> Blob | None:
        """The file, if it changed."""
        return compared(self, name, limit, tag)

    def put_if_absent(self, name: str, data: bytes) -> bool:
        """Create it."""
        path = self._place(name)
        try:
            temporary = self._written(path, data)
            try:
                return self._linked(temporary, path)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(name, error) from error

    def put(self, name: str, data: bytes) -> None:
        """Create or replace it."""
        path = self._place(name)
        try:
            temporary = self._written(path, data)
            try:
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)
            _sync_folder(path.parent)
        except OSError as error:
            raise self._refused(name, error) from error

    def names(self, folder: str) -> tuple[str, ...]:
        """The files in a folder; what is being written is passed over."""
        place = self._place(folder)
        try:
            entries = sorted(os.scandir(place), key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise self._refused(folder, error) from error
        return tuple(
            entry.name for entry in entries if not entry.name.startswith(".") and entry.is_file(follow_symlinks=False)
        )

    def delete(self, name: str) -> None:
        """Remove it."""
        try:
            self._place(name).unlink(missing_ok=True)
        except OSError as error:
            raise self._refused(name, error) from error

    def close(self) -> None:
        """Nothing to give up."""

    def _place(self, name: str) -> Path:
        """The file's path. Raises HostError if a link stands in the way."""
        parts = parts_of(name)
        root = self._root.resolve()
        path = root.joinpath(*parts)
        try:
            linked = path.parent.resolve() != path.parent or path.is_symlink()
        except (OSError, RuntimeError):  # links in a circle
            linked = True
        if linked:
            raise HostError(
                t(f"{self.url} 里的 {name} 是一个链接，没有跟着走", f"{name} in {self.url} is a link; not followed"),
                t("查清是谁放的，然后删掉它", "find out who put it there, and remove it"),
            )
        return path

    def _check_root(self) -> None:
        """A share that isn't mounted must not look like an empty one."""
        if not self._root.is_dir():
            raise HostError(
                t(f"没有文件夹 {self._root}", f"there is no folder {self._root}"),
                t("检查路径；共享文件夹是否已连接？", "check the path; is the share connected?"),
            )

    def _written(self, path: Path, data: bytes) -> Path:
        """A file beside `path` with these bytes, on the disk. Others may read it as far as they may read the root."""
        self._check_root()
        self._make_folder(path.parent)
        temporary = path.with_name(f".{os.urandom(8).hex()}.tmp")
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(0o600 | (self._root.stat().st_mode & 0o044))
        except BaseException:  # also an interrupt must not leave the temporary file behind
            temporary.unlink(missing_ok=True)
            raise
        return temporary

    def _make_folder(self, folder: Path) -> None:
        """Make it, and let those write into it who may write into the root: colleagues publish too."""
        if folder.is_dir():
            return
        self._make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        mode = stat.S_IMODE(self._root.stat().st_mode)
        if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) != mode:
            folder.chmod(mode)

    def _linked(self, temporary: Path, path: Path) -> bool:
        try:
            if os.name == "nt":
                temporary.rename(path)  # there it fails if the name exists
            else:
                os.link(temporary, path)
        except FileExistsError:
            return False
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            self.exclusive = False  # somebody could come between looking and renaming
            if path.exists():
                return False
            temporary.replace(path)
        _sync_folder(path.parent)
        return True

    def _refused(self, name: str, error: OSError) -> HostError:
        return HostError(
            f"{self.url}: {name}: {error.strerror or error}",
            t("检查文件夹的权限和磁盘空间", "check the permissions of the folder and the space on its disk"),
        )


def _sync_folder(folder: Path) -> None:
    """Put the folder's own list of names on the disk, where the system has such a call."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno != errno.EINVAL:  # some shares can't
            raise
    finally:
        os.close(handle)
