"""Texts that come from outside: standard input, the clipboard."""

from __future__ import annotations

import sys

from phrasebook.errors import DesktopError, UsageError
from phrasebook.language import t

_MAX = 2**20
"""Bytes read at most; a text may have 20,000 characters."""


def is_piped() -> bool:
    """Whether standard input is something else than a keyboard."""
    return sys.stdin is not None and not sys.stdin.isatty()


def read_input() -> str:
    """The text on standard input, in UTF-8, without a newline at its end.

    Raises:
        UsageError: it isn't text in UTF-8, or far too long.
    """
    data = sys.stdin.buffer.read(_MAX + 1)
    if len(data) > _MAX:
        raise UsageError(
            t("标准输入太长", "standard input is too long"),
            t("一条话术最多 20000 字", "20,000 characters is the limit"),
        )
    try:
        return plain(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise UsageError(
            t("标准输入不是 UTF-8 文字", "standard input isn't text in UTF-8"),
            t("先转换：iconv -f GB18030 -t UTF-8", "convert it first: iconv -f GB18030 -t UTF-8"),
        ) from error


def read_clipboard() -> str:
    """The text on the clipboard.

    Raises:
        DesktopError: there is no clipboard, or no text on it.
    """
    import pyperclip  # looks for a clipboard when imported

    try:
        text = plain(str(pyperclip.paste()))
    except pyperclip.PyperclipException as error:
        raise DesktopError(
            t("没有可用的剪贴板", "no clipboard can be reached"),
            t("改用 --text，或者从标准输入读", "give the text with --text or on standard input"),
        ) from error
    if not text.strip():
        raise DesktopError(
            t("剪贴板里没有文字", "there is no text on the clipboard"), t("先复制一段文字", "copy some text first")
        )
    return text


def plain(text: str) -> str:
    """The text with line ends as packs have them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
