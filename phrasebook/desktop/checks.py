"""What of this desktop works for phrasebook, and the one fix for what doesn't. Nothing is changed by looking."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from phrasebook import desktop
from phrasebook.language import t

_PATIENCE = 20
"""Seconds for a program that we ask; Qt's first start on a slow disk is the longest."""


class State(StrEnum):
    """How a check came out."""

    OK = "ok"
    WARNING = "warning"
    """Something works less well."""
    BROKEN = "broken"
    """Something doesn't work."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `fix` is what to do about it."""

    name: str
    state: State
    message: str
    fix: str = ""


def desktop_checks(hotkey: str, held: tuple[str, ...] = ()) -> Iterator[Check]:
    """All checks of the desktop; `held` are the hotkeys that our own daemon holds now."""
    yield qt_check()
    yield from xcb_checks()
    name, reason = desktop.choose()
    if name != "x11":
        display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
        fix = t("在系统快捷键里绑定 phrasebook pick", "bind `phrasebook pick` in the desktop's shortcuts")
        login = t("登录图形桌面后再运行", "run it inside a graphical desktop")
        yield Check("desktop", State.WARNING if display else State.BROKEN, reason, fix if display else login)
    else:
        yield from _x11_checks(reason, hotkey, held)
    yield input_method_check()
    yield font_check()
    yield copy_check()


def qt_check() -> Check:
    """Whether Qt can be loaded, tried in a process of its own."""
    try:
        tried = subprocess.run(
            [sys.executable, "-c", "import PySide6.QtWidgets"],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return Check("qt", State.BROKEN, str(error))
    if tried.returncode == 0:
        return Check("qt", State.OK, t("Qt 可以使用", "Qt can be loaded"))
    last = (tried.stderr.strip().splitlines() or [t("没有说明", "no reason given")])[-1]
    missing = re.search(r"(lib[\w.+-]+\.so[.\d]*)", last)
    fix = _install(package_of(missing[1])) if missing else "pip install --force-reinstall PySide6-Essentials"
    return Check("qt", State.BROKEN, last, fix)


def xcb_checks(find: Callable[[], Path | None] | None = None) -> Iterator[Check]:
    """Whether every library that Qt's X11 plugin needs is there. Qt's own message blames xcb-cursor0 for any."""
    plugin = (find or _xcb_plugin)()
    if plugin is None or not shutil.which("ldd"):
        return
    asked = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, timeout=_PATIENCE, check=False)
    missing = missing_libraries(asked.stdout)
    if missing:
        yield Check(
            "xcb",
            State.BROKEN,
            t("Qt 的 X11 插件缺少：", "Qt's X11 plugin lacks: ") + ", ".join(missing),
            _install(*(package_of(name) for name in missing)),
        )
    else:
        yield Check("xcb", State.OK, t("X11 需要的库都在", "every library that Qt needs on X11 is there"))


def missing_libraries(ldd: str) -> tuple[str, ...]:
    """The libraries that ldd says are not found."""
    return tuple(dict.fromkeys(re.findall(r"^\s*(\S+) => not found", ldd, re.MULTILINE)))


def package_of(library: str) -> str:
    """Debian's package of a library, by its naming rule (policy 8.1): libxcb-icccm.so.4 is in libxcb-icccm4."""
    name, _, version = library.partition(".so.")
    name = name.lower()
    if name.startswith("libglib-2.0"):
        return "libglib2.0-0"
    return f"{name}{'-' if name[-1:].isdigit() else ''}{version.partition('.')[0]}"


def input_method_check() -> Check:
    """Whether an input method can reach the picker: Qt's wheel speaks ibus (fcitx5 too) over the session bus."""
    running = [name for name in ("fcitx5", "fcitx", "ibus-daemon") if _is_running(name)]
    if not running:
        return Check(
            "input method",
            State.WARNING,
            t(
                "没有运行中的输入法，查询只能用拼音字母和编码",
                "no input method runs: queries in letters and codes only",
            ),
            _install("fcitx5", "fcitx5-chinese-addons"),
        )
    if not os.environ.get("DBUS_SESSION_BUS_ADDRESS") and not Path(f"/run/user/{os.getuid()}/bus").exists():
        return Check(
            "input method",
            State.BROKEN,
            t(f"{running[0]} 在运行，但没有会话总线", f"{running[0]} runs, but there is no session bus"),
            t("用 dbus-run-session 启动桌面", "start the desktop with dbus-run-session"),
        )
    module = os.environ.get("QT_IM_MODULE", "")
    if module.startswith("fcitx"):
        told = t(f"{running[0]}（QT_IM_MODULE={module}，我们改用 ibus）", f"{running[0]} (through the ibus protocol)")
        return Check("input method", State.OK, told)
    if module not in ("", "ibus"):
        return Check(
            "input method",
            State.WARNING,
            t(f"QT_IM_MODULE={module} 不能用", f"QT_IM_MODULE={module} can't be used"),
            "export QT_IM_MODULE=ibus",
        )
    return Check("input method", State.OK, running[0])


def font_check() -> Check:
    """Whether a font with Chinese characters is installed."""
    if not shutil.which("fc-list"):
        return Check("fonts", State.WARNING, t("没有 fc-list，没法检查", "can't be told"), _install("fontconfig"))
    asked = subprocess.run(
        ["fc-list", ":lang=zh-cn", "family"], capture_output=True, text=True, timeout=_PATIENCE, check=False
    )
    fonts = sorted({line.split(",")[0] for line in asked.stdout.splitlines() if line.strip()})
    if fonts:
        return Check("fonts", State.OK, ", ".join(fonts[:3]))
    return Check("fonts", State.BROKEN, t("没有中文字体", "no font has Chinese characters"), _install("fonts-noto-cjk"))


def copy_check() -> Check:
    """Whether `phrasebook copy`, which goes without the daemon, has a program to put text on the clipboard."""
    wayland = bool(os.environ.get("WAYLAND_DISPLAY"))
    wanted = ("wl-copy",) if wayland else ("xclip", "xsel")
    if sys.platform != "linux" or any(map(shutil.which, wanted)):
        return Check("copy", State.OK, t("可以用 phrasebook copy", "`phrasebook copy` works"))
    return Check(
        "copy",
        State.WARNING,
        t("phrasebook copy 没有剪贴板程序可用", "`phrasebook copy` has no clipboard program"),
        _install("wl-clipboard" if wayland else "xclip"),
    )


def _x11_checks(reason: str, hotkey: str, held: tuple[str, ...]) -> Iterator[Check]:
    from Xlib import display, error  # only where there is X11

    try:
        opened = display.Display()
    except (error.DisplayError, OSError) as failed:
        yield Check(
            "desktop",
            State.BROKEN,
            t(f"连不上显示：{failed}", f"the display can't be reached: {failed}"),
            t("检查 DISPLAY 和 XAUTHORITY", "check DISPLAY and XAUTHORITY"),
        )
        return
    try:
        yield Check("desktop", State.OK, reason)
        yield _keys_check(opened)
        yield _window_manager_check(opened)
        yield _compositor_check(opened)
        yield _clipboard_manager_check(opened)
    finally:
        opened.close()
    yield _hotkey_check(hotkey, held)


def _keys_check(opened: Any) -> Check:
    if opened.has_extension("XTEST"):
        return Check("keys", State.OK, t("可以按键（XTEST）", "keys can be pressed (XTEST)"))
    return Check(
        "keys",
        State.BROKEN,
        t("X 服务器没有 XTEST，不能按键", "the X server has no XTEST, so no key can be pressed"),
        t("换一个有 XTEST 的 X 服务器", "use an X server with XTEST"),
    )


def _window_manager_check(opened: Any) -> Check:
    """Windows are noted and given the keyboard through https://specifications.freedesktop.org/wm-spec."""
    from Xlib import X, error  # as above

    root = opened.screen().root
    check = root.get_full_property(opened.get_atom("_NET_SUPPORTING_WM_CHECK"), X.AnyPropertyType)
    if check is None or not check.value:
        return _no_window_manager(t("没有窗口管理器", "there is no window manager"))
    title = None
    try:
        child = opened.create_resource_object("window", check.value[0])
        title = child.get_full_property(opened.get_atom("_NET_WM_NAME"), X.AnyPropertyType)
    except error.XError:
        return _no_window_manager(t("窗口管理器已经退出", "the window manager has ended"))
    name = title.value.decode("utf-8", "replace") if title else t("无名", "unnamed")
    supported = root.get_full_property(opened.get_atom("_NET_SUPPORTED"), X.AnyPropertyType)
    if supported is None or opened.get_atom("_NET_ACTIVE_WINDOW") not in supported.value:
        return _no_window_manager(t(f"{name} 不支持 EWMH", f"{name} doesn't speak EWMH"))
    return Check("window manager", State.OK, name)


def _no_window_manager(message: str) -> Check:
    fix = t("启动一个窗口管理器，例如 openbox", "start a window manager, for example openbox")
    return Check("window manager", State.BROKEN, message, fix)


def _compositor_check(opened: Any) -> Check:
    number = opened.get_default_screen()
    if opened.get_selection_owner(opened.get_atom(f"_NET_WM_CM_S{number}")):
        return Check("compositor", State.OK, t("有", "there is one"))
    return Check("compositor", State.OK, t("没有：窗口是直角，没有阴影", "none: the picker has square corners"))


def _clipboard_manager_check(opened: Any) -> Check:
    if opened.get_selection_owner(opened.get_atom("CLIPBOARD_MANAGER")):
        return Check("clipboard manager", State.OK, t("有", "there is one"))
    message = t("没有：退出后剪贴板会清空", "none: the clipboard is lost when a program ends")
    return Check("clipboard manager", State.OK, message)


def _hotkey_check(hotkey: str, held: tuple[str, ...]) -> Check:
    if hotkey in held:
        return Check("hotkey", State.OK, t(f"{hotkey}，已绑定", f"{hotkey}, held by phrasebook"))
    from phrasebook.desktop.x11.hotkeys import Hotkeys  # opens the display
    from phrasebook.errors import DesktopError

    fix = t("换一个：phrasebook settings set hotkey …", "choose another: phrasebook settings set hotkey …")
    try:
        hotkeys = Hotkeys()
    except DesktopError as error:
        return Check("hotkey", State.BROKEN, error.message, error.hint)
    try:
        free = hotkeys.first_free([hotkey])
    except DesktopError as error:
        return Check("hotkey", State.BROKEN, error.message, error.hint or fix)
    finally:
        hotkeys.close()
    if free:
        return Check("hotkey", State.OK, t(f"{hotkey} 可用", f"{hotkey} is free"))
    message = t(f"{hotkey} 被别的程序占用", f"another program holds {hotkey}")
    return Check("hotkey", State.BROKEN, message, fix)


def _xcb_plugin() -> Path | None:
    """Qt's plugin for X11 in the PySide6 wheel, found without importing Qt."""
    found = importlib.util.find_spec("PySide6")
    for place in (found.submodule_search_locations or []) if found else []:
        plugin = Path(place) / "Qt" / "plugins" / "platforms" / "libqxcb.so"
        if plugin.is_file():
            return plugin
    return None


def _is_running(program: str) -> bool:
    """Whether this user runs a program of this name."""
    for comm in Path("/proc").glob("[0-9]*/comm"):
        try:
            if comm.read_text().strip() == program[:15] and comm.stat().st_uid == os.getuid():
                return True
        except OSError:  # it has ended meanwhile
            continue
    return False


def _install(*packages: str) -> str:
    names = " ".join(dict.fromkeys(packages))
    return f"sudo apt install {names}" if shutil.which("apt-get") else t(f"安装 {names}", f"install {names}")
