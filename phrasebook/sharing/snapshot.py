"""Snapshots on an agent's disk: a folder shaped like a library, complete before anybody looks, swapped in one step."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path

_KEPT = 2
"""Snapshots kept: the one in use, and the one before, which a reader may still be in the middle of."""


def cached(folder: Path, digest: str) -> Path:
    """Where the content with this SHA-256 lies."""
    return folder / "files" / digest[:2] / digest


def is_cached(folder: Path, digest: str) -> bool:
    """Whether the content is there and undamaged."""
    try:
        with cached(folder, digest).open("rb") as file:
            hashed = sha256()
            while chunk := file.read(2**20):
                hashed.update(chunk)
    except OSError:
        return False
    return hashed.hexdigest() == digest


def identity(files: Mapping[str, str]) -> str:
    """The id of a snapshot of these files (path to SHA-256)."""
    return sha256("\n".join(f"{path}\t{digest}" for path, digest in sorted(files.items())).encode()).hexdigest()[:20]


def install(folder: Path, files: Mapping[str, str]) -> str:
    """Make a snapshot of cached files and put it in use; its id.

    Raises:
        OSError: the disk.
    """
    name = identity(files)
    place = folder / "snapshots" / name
    if not complete(place, files):
        building = folder / "snapshots" / f".{name}.new"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        for path, digest in files.items():
            target = building / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(cached(folder, digest), target)
            target.chmod(0o444)
        shutil.rmtree(place, ignore_errors=True)  # damaged
        building.rename(place)
    _use(folder, name)
    _prune(folder, name, files.values())
    return name


def complete(place: Path, files: Mapping[str, str]) -> bool:
    """Whether the folder holds exactly these files, unchanged."""
    if not place.is_dir():
        return False
    there = installed(place)
    return there.keys() == files.keys() and all(_digest(place / path) == digest for path, digest in files.items())


def installed(place: Path | None) -> dict[str, Path]:
    """The files of a snapshot, by their path in it."""
    if place is None:
        return {}
    return {path.relative_to(place).as_posix(): path for path in sorted(place.rglob("*")) if path.is_file()}


def _digest(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _use(folder: Path, name: str) -> None:
    link = folder / "current"
    wanted = Path("snapshots", name)
    if link.is_symlink() and link.readlink() == wanted:
        return
    new = folder / ".current.new"
    new.unlink(missing_ok=True)
    new.symlink_to(wanted, target_is_directory=True)
    new.replace(link)


def _prune(folder: Path, name: str, used: Iterable[str]) -> None:
    """Remove older snapshots, and cached files that the newest doesn't need."""
    others = sorted(
        (path for path in (folder / "snapshots").iterdir() if path.name != name),
        key=lambda path: path.stat().st_mtime,
        reverse=True,
    )
    for path in others[_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)
    keep = set(used)
    for path in (folder / "files").glob("??/*"):
        if path.name not in keep:
            path.unlink(missing_ok=True)
