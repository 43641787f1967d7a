"""The desktops phrasebook runs on. The choice is made once, here, and can be printed with its reason."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping

from phrasebook.desktop.base import Desktop
from phrasebook.language import t


def choose(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> tuple[str, str]:
    """The name of the adapter for this system, and why it is that one."""
    if platform == "win32":
        return "copy_only", t("Windows：目前只能复制", "Windows: replies can only be copied so far")
    if platform == "darwin":
        return "copy_only", t("macOS：目前只能复制", "macOS: replies can only be copied so far")
    if environ.get("XDG_SESSION_TYPE") == "wayland" or (environ.get("WAYLAND_DISPLAY") and not environ.get("DISPLAY")):
        return "copy_only", t(
            "Wayland 会话：程序不能按键，也看不到别的窗口，只能复制；在系统快捷键里绑定 phrasebook pick",
            "Wayland session: programs may neither press keys nor see other windows, so replies are copied; bind "
            "`phrasebook pick` in the desktop's own shortcuts",
        )
    if environ.get("DISPLAY"):
        return "x11", t(f"X11 会话（DISPLAY={environ['DISPLAY']}）", f"X11 session (DISPLAY={environ['DISPLAY']})")
    return "copy_only", t("没有图形显示（DISPLAY 未设置）", "No graphical display (DISPLAY isn't set)")


def select() -> Desktop:
    """The desktop of this session.

    Raises:
        DesktopError: the display can't be reached.
    """
    name, reason = choose()
    if name == "x11":
        from phrasebook.desktop.x11 import X11Desktop

        return X11Desktop(reason)
    from phrasebook.desktop.copy_only import CopyOnlyDesktop

    return CopyOnlyDesktop(reason)
