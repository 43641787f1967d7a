"""The pictures of a phrase as the clipboard wants them: the file, and its pixels as PNG."""

from __future__ import annotations

import io
from pathlib import Path

from phrasebook.errors import PackError
from phrasebook.language import t
from phrasebook.model import Picture

_PIXELS_BOUND = 64_000_000  # a picture for a chat is at most some ten megapixels; beyond, it is a decompression bomb


def load(path: Path, *, as_file: bool = True) -> Picture:
    """Read a picture of a phrase; JPEG, GIF and WebP are converted, a PNG goes as it is.

    `as_file`: see Picture.

    Raises:
        PackError: the file is gone, or is no picture.
    """
    from PIL import Image, UnidentifiedImageError

    try:
        data = path.read_bytes()
        with Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "GIF", "WEBP")) as image:
            if image.width * image.height > _PIXELS_BOUND:
                raise PackError(
                    t(f"图片太大：{path}", f"The picture is too large: {path}"), t("请缩小它", "Please scale it down")
                )
            if image.format != "PNG":
                converted = io.BytesIO()
                image.convert("RGBA" if "A" in image.getbands() or "transparency" in image.info else "RGB").save(
                    converted, "PNG", compress_level=1
                )
                data = converted.getvalue()
    except (OSError, UnidentifiedImageError, Image.DecompressionBombError) as error:
        raise PackError(
            t(f"图片打不开：{path}", f"The picture can't be opened: {path}"),
            t("检查话术包旁边的 images 文件夹", "Check the folder images beside the pack"),
        ) from error
    return Picture(path, data, as_file)
