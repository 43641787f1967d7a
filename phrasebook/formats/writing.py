"""What a format has written, onto the disk: nothing is overwritten unasked, and nobody ever sees half a file."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from phrasebook.errors import PhrasebookError
from phrasebook.files import write_atomic
from phrasebook.formats.base import Files
from phrasebook.language import t

_MODE = 0o644
"""Exports are for others to read, unlike a library."""

TARGET = PurePosixPath()
"""The key of the target file itself."""


def check_free(target: Path, files: Files) -> None:
    """See that writing overwrites nothing.

    Raises:
        PhrasebookError: it would; the hint says how to do so all the same.
    """
    if TARGET in files:
        taken = [path for path, data in _placed(target, files) if path.exists() and _read(path) != _read(data)]
    else:
        taken = [target] if target.is_file() or (target.is_dir() and any(target.iterdir())) else []
    if taken:
        raise PhrasebookError(
            t(f"已经有 {taken[0]} 了", f"{taken[0]} is there already"),
            t("换个名字，或者加 --force 覆盖", "choose another name, or overwrite it with --force"),
        )


def write_files(target: Path, files: Files) -> list[Path]:
    """Write the files to `target` and beside it, or below it if it is a folder; the paths, as written.

    A new folder appears with all its files at once. Of an existing one only files of these names are replaced, each in
    one step; a target file comes after the pictures beside it.

    Raises:
        PhrasebookError: a file can't be written.
    """
    if not target.parent.is_dir():  # a slip in its name mustn't make a folder
        raise PhrasebookError(
            t(f"没有文件夹 {target.parent}", f"there is no folder {target.parent}"), t("先建好它", "make it first")
        )
    try:
        if TARGET not in files and not target.exists():
            return _new_folder(target, files)
        written = []
        for path, data in _placed(target, files):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(path, _read(data), mode=_MODE)
            written.append(path)
    except OSError as error:
        raise PhrasebookError(
            t(f"写不了 {error.filename or target}：{error.strerror}", f"{error.filename or target}: {error.strerror}"),
            t("检查文件夹、权限和磁盘空间", "check the folder, its permissions and free space"),
        ) from error
    return written


def _new_folder(target: Path, files: Files) -> list[Path]:
    """The folder, filled under another name first."""
    making = Path(tempfile.mkdtemp(prefix=f".{target.name[:40]}.", dir=target.parent))
    try:
        for path, data in _placed(making, files):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_read(data))
        making.chmod(0o755)
        making.rename(target)
    except BaseException:  # also an interrupt must not leave half a folder behind
        shutil.rmtree(making, ignore_errors=True)
        raise
    return [path for path, _ in _placed(target, files)]


def _placed(target: Path, files: Files) -> Iterator[tuple[Path, bytes | Path]]:
    """Where each file goes; the target file last."""
    folder = target.parent if TARGET in files else target
    for name, data in files.items():
        if name.is_absolute() or ".." in name.parts:
            raise PhrasebookError(t(f"{name} 在目标之外", f"{name} is outside of the target"))
        if name != TARGET:
            yield folder / name, data
    if TARGET in files:
        yield target, files[TARGET]


def _read(data: bytes | Path) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data
