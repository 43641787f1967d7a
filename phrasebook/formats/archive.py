"""The one way in which zips are read: every entry's size known and bounded before a byte of it is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PureWindowsPath
from types import TracebackType
from typing import BinaryIO

from phrasebook.formats.base import FormatError, Source
from phrasebook.language import t

MAX_ENTRIES = 20_000
MAX_ENTRY = 256 * 2**20
"""Bytes of an entry, unpacked: the sheet of a workbook of 50,000 rows has about 60 MiB."""

MAX_TOTAL = 1024 * 2**20
"""Bytes of all entries, unpacked."""

MAX_RATIO = 200
"""How many times larger an entry may get. Sheets of equal cells reach 60; bombs begin at 1,000."""

_RATIO_FROM = 2**20
"""Bytes unpacked below which the ratio doesn't matter: a short text of spaces is no bomb."""

_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
_CHUNK = 2**18


def is_zip(start: bytes) -> bool:
    """Whether a file that starts so is a zip."""
    return start.startswith(_MAGIC)


def names_in(source: Source) -> tuple[str, ...]:
    """What lies in a zip, unchecked, for telling whose it is; () if it is none or damaged.

    Raises:
        FormatError: the file can't be read.
    """
    if not is_zip(source.start(4)):
        return ()
    try:
        with source.stream() as stream, zipfile.ZipFile(stream) as opened:
            return tuple(opened.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        return ()


class Archive:
    """A zip, checked as a whole when it is opened; a context manager."""

    def __init__(self, source: Source) -> None:
        """Open a zip.

        Raises:
            FormatError: it is damaged, too large inside, encrypted, or one of its names leads out of it.
        """
        self._path = source.path
        self.stream: BinaryIO = source.stream()
        try:
            self._zip = zipfile.ZipFile(self.stream)
            self._check()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
            self.stream.close()
            raise self._damaged() from error
        except BaseException:  # what was opened is closed, whatever went wrong
            self.stream.close()
            raise
        self.names: tuple[str, ...] = tuple(info.filename for info in self._zip.infolist() if not info.is_dir())

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()
        self.stream.close()

    def __contains__(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def read(self, name: str, limit: int = MAX_ENTRY) -> bytes:
        """An entry of at most `limit` bytes, unpacked.

        Raises:
            FormatError: there is none, it is larger, or damaged.
        """
        return b"".join(self.chunks(name, limit))

    def chunks(self, name: str, limit: int = MAX_ENTRY) -> Iterator[bytes]:
        """The same, piece by piece."""
        try:
            info = self._zip.getinfo(name)
        except KeyError as error:
            raise FormatError(t(f"{self._path} 里没有 {name}", f"{self._path}: {name} is missing")) from error
        left = limit
        try:
            with self._zip.open(info) as entry:
                while part := entry.read(_CHUNK):
                    left -= len(part)  # the size that is stated may be a lie
                    if left < 0:
                        raise self._too_large(name, limit)
                    yield part
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise self._damaged(name) from error  # RuntimeError: encrypted, or packed in a way that Python doesn't know

    def _check(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise self._dangerous(
                t(
                    f"有 {len(entries)} 个文件，最多 {MAX_ENTRIES} 个",
                    f"{len(entries)} files; {MAX_ENTRIES} is the limit",
                )
            )
        total = 0
        for info in entries:
            total += info.file_size
            if info.file_size > MAX_ENTRY or total > MAX_TOTAL:
                raise self._too_large(info.filename, MAX_ENTRY)
            if info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
                raise self._dangerous(
                    t(
                        f"{_shown(info.filename)} 解压后会放大 {MAX_RATIO} 倍以上",
                        f"{_shown(info.filename)} would grow more than {MAX_RATIO} times",
                    )
                )
            if _leads_out(info.filename):
                raise self._dangerous(
                    t(f"{_shown(info.filename)} 指到压缩包外面", f"{_shown(info.filename)} leads out of the archive")
                )
            if info.flag_bits & 1:
                raise FormatError(
                    t(f"{self._path} 有密码", f"{self._path} is protected by a password"),
                    t("去掉密码再试", "remove the password, then try again"),
                )

    def _too_large(self, name: str, limit: int) -> FormatError:
        return self._dangerous(
            t(f"{_shown(name)} 解压后超过 {limit // 2**20} MiB", f"{_shown(name)} unpacks to over {limit // 2**20} MiB")
        )

    def _dangerous(self, message: str) -> FormatError:
        return FormatError(
            f"{self._path}: {message}",
            t("这不像正常的导出文件，没有读取", "no program exports such a file; nothing was read"),
        )

    def _damaged(self, name: str = "") -> FormatError:
        place = f"{self._path}: {_shown(name)}" if name else str(self._path)
        return FormatError(
            f"{place}: {t('压缩数据损坏或不完整', 'the zip is damaged or cut off')}",
            t("重新导出或下载一次", "export or download it again"),
        )


def _leads_out(name: str) -> bool:
    path = PureWindowsPath(name)  # which takes / and \\ for separators
    return bool(path.anchor) or ".." in path.parts


def _shown(name: str) -> str:
    """A name from a file, short and without control characters."""
    return "".join(character for character in name[:80] if character.isprintable())
