r"""Bytes of unknown encoding to text: UTF-8, UTF-16 and GB18030, which is what spreadsheets and editors in China write.

A guess that would be wrong is worse than a refusal: mojibake imported is pasted to customers. So a text counts only if
it reads like one, and UTF-8 with one torn character is called damaged rather than read as GB18030.
"""

from __future__ import annotations

import codecs
import re

from phrasebook.language import t

_SAMPLE = 200_000
"""Characters looked at to judge a decoding."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_USUAL = re.compile(
    r"[\t\n\r -~\u00a0-\u024f\u2000-\u2bff\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef\U0001f000-\U0001faff]"
)
_TORN = 0.1
"""Of the non-ASCII pieces of a UTF-8 text at most so many are broken before it isn't called UTF-8 any more."""


class NotTextError(ValueError):
    """The bytes are no text that we can read; the message says why, `line` (from 1, 0: unknown) where."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.line = line


def decode(data: bytes) -> str:
    r"""The text of a file, without byte-order mark, line ends as `\n`.

    Raises:
        NotTextError: it is no text, or a damaged one.
    """
    text = _decoded(data)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decoded(data: bytes) -> str:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding)
    if b"\0" in data:
        return _utf16(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_torn_utf8(data):
            raise _damaged("UTF-8", data, error) from error
    return _gb18030(data)


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _damaged(encoding.upper().removesuffix("-LE").removesuffix("-BE"), data, error) from error
    if "\0" in text:
        raise NotTextError(t("文件里有零字节，不是文本文件", "there are zero bytes in it: it is no text file"))
    return text


def _utf16(data: bytes) -> str:
    """UTF-16 without a mark: of the two orders of bytes, the one that reads like text."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and _usual_share(text) > 0.95:
            return text
    raise NotTextError(t("文件里有零字节，不是文本文件", "there are zero bytes in it: it is no text file"))


def _gb18030(data: bytes) -> str:
    unknown = t("不是 UTF-8、UTF-16 或 GB18030 编码的文字", "it is no text in UTF-8, UTF-16 or GB18030")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise NotTextError(unknown, _line(data, error.start)) from error
    foreign = [character for character in text[:_SAMPLE] if character >= "\x80"]
    common = sum(character.encode("gb2312", "ignore") != b"" for character in foreign)
    # Big5 and Latin-1 can be read as GB18030 too, and give characters that nobody writes
    if _usual_share(text) < 0.95 or common < 0.8 * len(foreign):
        raise NotTextError(unknown)
    return text


def _is_torn_utf8(data: bytes) -> bool:
    pieces = [piece for piece in data[: 4 * _SAMPLE].decode("utf-8", "replace") if piece >= "\x80"]
    return pieces.count("\ufffd") <= max(1, _TORN * len(pieces)) < len(pieces)


def _usual_share(text: str) -> float:
    sample = text[:_SAMPLE]
    return len(_USUAL.findall(sample)) / len(sample) if sample else 1.0


def _damaged(name: str, data: bytes, error: UnicodeDecodeError) -> NotTextError:
    end = error.start >= len(data) - 4
    message = (
        t(f"{name} 文字在末尾被截断", f"the {name} text is cut off at its end")
        if end
        else t(f"{name} 文字有损坏的字节", f"the {name} text holds damaged bytes")
    )
    return NotTextError(message, _line(data, error.start) if name == "UTF-8" else 0)


def _line(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
