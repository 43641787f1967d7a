"""The pictures of a file that is imported: each looked at once, and given a name that every system can hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path, PurePosixPath

from phrasebook.errors import PhrasebookError
from phrasebook.files import too_large
from phrasebook.language import t
from phrasebook.pack.images import MAX_IMAGE, is_picture
from phrasebook.pack.names import name_trouble

_NOT_IN_NAMES = re.compile(r'[/\\:*?"<>|#%\s\x00-\x1f\x7f-\x9f]+')
_MAX_STEM = 40
_SUFFIXES = ((b"\x89PNG", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"), (b"RIFF", ".webp"))

Digest = Callable[[Path], str]
"""Of a file's content; "" when there is none."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that can be sent."""

    name: str
    """As the file that is imported calls it."""
    digest: str
    suffix: str
    """By its content."""


class Gallery:
    """The pictures of one reading."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        self._pictures = pictures
        self._known: dict[str, Picture | str] = {}

    def look(self, name: str) -> Picture | str:
        """The picture of this name, or why it can't be sent."""
        if name not in self._known:
            self._known[name] = self._looked_at(name)
        return self._known[name]

    def data(self, picture: Picture) -> bytes:
        """Its bytes.

        Raises:
            PhrasebookError: they can't be read any more.
        """
        return self._pictures[picture.name]

    def _looked_at(self, name: str) -> Picture | str:
        shown = name[:60]
        if re.match(r"(?i)(https?|ftp|data|file):", name):
            return t(f"不会下载图片 {shown}", f"the picture {shown} isn't downloaded")
        if name not in self._pictures:
            return t(
                f"找不到图片 {shown}（放到这个文件旁边或旁边的 images 文件夹里）",
                f"the picture {shown} isn't there (put it beside the file, or into images/ beside it)",
            )
        try:
            data = self._pictures[name]
        except PhrasebookError as error:
            return error.message
        if len(data) > MAX_IMAGE:
            return f"{shown}: {too_large(len(data), MAX_IMAGE)}"
        if not is_picture(data[:12]):
            return t(f"{shown} 不是 PNG、JPEG、GIF 或 WebP", f"{shown} isn't PNG, JPEG, GIF or WebP")
        suffix = next(suffix for magic, suffix in _SUFFIXES if data.startswith(magic))
        return Picture(name, digest_of(data), suffix)


class Shelf:
    """The names of pictures in packs' folders: equal contents share one, different ones never do."""

    def __init__(self, digest: Digest) -> None:
        self._digest = digest
        self._given: dict[tuple[Path, str], str] = {}
        """(folder, name in small letters) → content."""

    def name(self, folder: Path, picture: Picture) -> str:
        """The name, as a path from `folder`, under which a pack there can have the picture."""
        stem = _NOT_IN_NAMES.sub("-", PurePosixPath(picture.name.replace("\\", "/")).stem).strip(".- ")[:_MAX_STEM]
        stem = t("图片", "picture") if name_trouble(stem) else stem
        for name in (f"{stem}{picture.suffix}", f"{stem}-{picture.digest[:8]}{picture.suffix}"):
            key = folder, name.casefold()
            there = self._given.get(key) or self._digest(folder / "images" / name)
            if there in ("", picture.digest):
                self._given[key] = picture.digest
                return f"images/{name}"
        return f"images/{picture.digest}{picture.suffix}"


def digest_of(data: bytes) -> str:
    """What tells contents apart."""
    return blake2b(data, digest_size=16).hexdigest()


def digest_on_disk() -> Digest:
    """Digests of files, each read once."""
    known: dict[Path, str] = {}

    def digest(path: Path) -> str:
        if path not in known:
            try:
                known[path] = digest_of(path.read_bytes()) if path.stat().st_size <= MAX_IMAGE else str(path)
            except OSError:  # there is none
                known[path] = ""
        return known[path]

    return digest
