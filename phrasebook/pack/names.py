"""Which file names may name a pack or a department."""

from __future__ import annotations

import re

from phrasebook.language import t

_DEVICES = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])[ .]*(\..*)?", re.IGNORECASE | re.DOTALL)
"""https://learn.microsoft.com/windows/win32/fileio/naming-a-file: also with an extension behind them."""


def name_trouble(name: str) -> str:
    """Why `name` can't name a pack or a department on every system; "" when it can.

    Any script is fine. Separators, `.`, `..`, hidden names, control characters and Windows device names aren't.
    """
    if not name.strip():
        return t("名字是空的", "the name is empty")
    if re.search(r"[/\\:\x00-\x1f\x7f-\x9f]", name):
        return t("名字里不能有 / \\ : 或控制字符", "a name can't hold / \\ : or control characters")
    if name.startswith("."):
        return t("名字不能以点开头", "a name can't start with a dot")
    if _DEVICES.fullmatch(name):
        return t(f"{name} 是 Windows 的设备名", f"{name} is a device name on Windows")
    return ""
