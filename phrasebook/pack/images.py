"""Whether the pictures that a phrase names can be sent: there, inside the pack's folder, small enough, and pictures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from phrasebook.files import too_large
from phrasebook.language import t
from phrasebook.model import Pack, Problem
from phrasebook.pack.file import read_bytes
from phrasebook.phrases import outline_of

MAX_IMAGE = 10 * 2**20

_MAGIC = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a")


def with_pictures(pack: Pack, data: bytes | None = None, folder: Path | None = None) -> Pack:
    """The pack without the phrases whose pictures can't be sent; they are among its problems.

    `data` are the file's bytes, to say on which line; read when they are needed and not given. `folder` is where its
    pictures are looked for, if not beside it.
    """
    pictured = [pack.phrases[number] for number in outline_of(pack.phrases).pictured]
    if not pictured:
        return pack
    folder = (folder or pack.path.parent).resolve()
    bad: dict[str, tuple[str, str]] = {}
    for name in {name for phrase in pictured for name in phrase.images}:
        message, hint = image_trouble(folder, name)
        if message:
            bad[name] = message, hint
    if not bad:
        return pack
    from phrasebook.toml.places import Places, normal_newlines  # a start in which all is well needs no TOML

    data = read_bytes(pack.path) if data is None else data
    places = Places(normal_newlines(data.decode("utf-8-sig", "replace")))
    problems = [
        Problem(pack.path, places.key(phrase.line, "images"), "images", *bad[name])
        for phrase in pictured
        for name in phrase.images
        if name in bad
    ]
    kept = tuple(phrase for phrase in pack.phrases if not any(name in bad for name in phrase.images))
    return replace(pack, phrases=kept, problems=(*pack.problems, *problems))


def is_picture(start: bytes) -> bool:
    """Whether a file that starts with these (at least 12) bytes is a PNG, JPEG, GIF or WebP."""
    return start.startswith(_MAGIC) or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")


def image_trouble(folder: Path, name: str) -> tuple[str, str]:
    """Why the picture `name` of a pack in `folder` (a resolved path) can't be sent, and a hint; ("", "") if it can."""
    try:
        path = (folder / name).resolve(strict=True)
        if not path.is_relative_to(folder):
            return t(f"图片在话术文件夹之外：{name}", f"the picture is outside the pack's folder: {name}"), t(
                "把图片拷进来，不要用链接", "copy it there instead of linking to it"
            )
        if not path.is_file():
            return t(f"不是图片文件：{name}", f"not a picture file: {name}"), ""
        with path.open("rb") as file:
            start, size = file.read(12), path.stat().st_size
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        if isinstance(error, FileNotFoundError):
            return t(f"找不到图片 {name}", f"the picture {name} isn't there"), t(
                "把图片放到话术文件旁边的 images 文件夹里", "put it into the folder images/ beside the pack"
            )
        return t(f"图片打不开：{name}", f"the picture {name} can't be read"), ""
    if size > MAX_IMAGE:
        return f"{name}: {too_large(size, MAX_IMAGE)}", t("把图片缩小", "scale it down")
    if not is_picture(start):
        return t(f"{name} 不是 PNG、JPEG、GIF 或 WebP", f"{name} isn't PNG, JPEG, GIF or WebP"), t(
            "格式按内容判断，改文件名没有用", "the content decides, not the name"
        )
    return "", ""
