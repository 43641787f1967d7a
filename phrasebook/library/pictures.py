"""Pictures on their way into a pack's folder: checked, and under a name that nothing else has there."""

from __future__ import annotations

from itertools import count
from pathlib import Path, PurePosixPath

from phrasebook.errors import PackError
from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.pack.images import MAX_IMAGE, is_picture
from phrasebook.pack.names import name_trouble


def read_picture(path: Path) -> bytes:
    """The bytes of a picture.

    Raises:
        PackError: it isn't there, isn't one, or is too large.
    """
    try:
        data = read_limited(path, MAX_IMAGE)
    except OSError as error:
        raise PackError(
            t(f"图片 {path} 读不了：{error.strerror}", f"the picture {path} can't be read: {error.strerror}"),
            t("检查文件名和大小", "check its name and size"),
        ) from error
    if not is_picture(data[:12]):
        raise PackError(
            t(f"{path} 不是 PNG、JPEG、GIF 或 WebP", f"{path} isn't PNG, JPEG, GIF or WebP"),
            t("格式按内容判断，改文件名没有用", "the content decides, not the name"),
        )
    return data


class Pictures:
    """The pictures that a change brings into folders of packs."""

    def __init__(self) -> None:
        self.new: dict[Path, bytes] = {}
        """Files to be made."""

    def place(self, folder: Path, name: str, data: bytes) -> str:
        """Have the picture in a pack's `folder`; its path from there, the wanted `name` if that is free.

        A picture that is there already with the same content is used.
        """
        wanted = PurePosixPath(name)
        for number in count(1):
            stem = wanted.stem if number == 1 else f"{wanted.stem}-{number}"
            candidate = wanted.with_name(stem + wanted.suffix)
            there = self._content(folder / candidate)
            if there is None:
                self.new[folder / candidate] = data
            if there is None or there == data:
                return candidate.as_posix()
        raise AssertionError("count() has no end")

    def bring(self, folder: Path, path: Path) -> str:
        """Have the picture `path` in a pack's `folder`: as it lies there already, else as a copy in `images/`.

        Raises:
            PackError: it can't be used.
        """
        inside = folder / path
        if not path.exists() and inside.exists():  # named as the pack has it
            path = inside
        data = read_picture(path)
        if path.resolve().is_relative_to(folder.resolve()):
            return PurePosixPath(path.resolve().relative_to(folder.resolve())).as_posix()
        name = path.name if not name_trouble(path.name) else f"picture{path.suffix}"
        return self.place(folder, f"images/{name}", data)

    def _content(self, path: Path) -> bytes | None:
        if path in self.new:
            return self.new[path]
        try:
            return read_limited(path, MAX_IMAGE)
        except FileNotFoundError:
            return None
        except OSError:  # a folder, or a file too large to be this picture
            return b""
