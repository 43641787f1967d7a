"""doctor: what works on this machine, and the one fix for what doesn't."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import typer

from phrasebook import __version__
from phrasebook.cli import client
from phrasebook.cli.options import Json, LibraryFolder, example, folder
from phrasebook.cli.output import colours, print_json, print_lines
from phrasebook.cli.sources import open_library
from phrasebook.cli.status import subscription_line
from phrasebook.desktop.checks import Check, State, desktop_checks
from phrasebook.errors import DaemonError, LibraryError, SettingsError, UsageError
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.settings import Settings

_MARKS = {State.OK: "✓", State.WARNING: "!", State.BROKEN: "✗"}
_COLOURS = {State.OK: "\x1b[32m", State.WARNING: "\x1b[33m", State.BROKEN: "\x1b[31m"}

_CHINESE = {
    "settings": "设置",
    "folders": "文件夹",
    "library": "话术库",
    "pack": "话术文件",
    "subscription": "订阅",
    "daemon": "后台程序",
    "desktop": "桌面",
    "xcb": "X11 的库",
    "keys": "按键",
    "window manager": "窗口管理器",
    "compositor": "合成器",
    "clipboard manager": "剪贴板管理器",
    "hotkey": "热键",
    "input method": "输入法",
    "fonts": "字体",
    "copy": "复制",
}


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t("检查这台机器能用什么，不能用的怎么修", "See what works here, and the one fix for what doesn't."),
        epilog=example("phrasebook doctor"),
    )(doctor)


def doctor(ctx: typer.Context, json: Json = False, library: LibraryFolder = None) -> None:
    """Check everything."""
    checks = list(_checks(folder(ctx, library)))
    if json:
        print_json([_data(check) for check in checks])
        return
    for check in checks:
        mark = f"{_COLOURS[check.state]}{_MARKS[check.state]}\x1b[0m" if colours() else _MARKS[check.state]
        sys.stdout.write(f"{mark} ")
        print_lines([f"{_name(check)}: {check.message}", *([f"    → {check.fix}"] if check.fix else [])])


def _checks(library: Path | None) -> Iterator[Check]:
    python = ".".join(map(str, sys.version_info[:3]))
    yield Check("phrasebook", State.OK, f"{__version__}, Python {python}, {sys.platform}")
    folders = Folders.default()
    yield from _folder_checks(folders)
    settings, check = _settings_check(folders)
    yield check
    yield from _library_checks(library)
    yield from _subscription_checks(folders, settings)
    held, check = _daemon_check(folders)
    yield check
    yield from desktop_checks(settings.hotkey, held)


def _folder_checks(folders: Folders) -> Iterator[Check]:
    """Folders that can't be written to, if any."""
    for place in (folders.config, folders.data, folders.cache):
        there = next((parent for parent in (place, *place.parents) if parent.exists()), place)
        if not os.access(there, os.W_OK):
            message = t(f"{there} 不可写", f"{there} can't be written to")
            yield Check("folders", State.BROKEN, message, t("检查它的权限", "check its permissions"))


def _settings_check(folders: Folders) -> tuple[Settings, Check]:
    try:
        settings = Settings.load(folders.settings_file)
    except SettingsError as error:
        return Settings(), Check("settings", State.BROKEN, error.message, error.hint)
    there = folders.settings_file.exists()
    message = str(folders.settings_file) if there else t("全部是默认值", "all at their defaults")
    return settings, Check("settings", State.OK, message)


def _library_checks(chosen: Path | None) -> Iterator[Check]:
    try:
        library = open_library(chosen, quiet=True)
    except LibraryError as error:
        yield Check("library", State.BROKEN, error.message, error.hint)
        return
    counted = t(f"{len(library.phrases)} 条话术", f"{len(library.phrases)} phrases")
    yield Check("library", State.OK, f"{library.folder}: {counted}")
    for problem in library.problems:
        yield Check("pack", State.BROKEN, str(problem), problem.hint)


def _subscription_checks(folders: Folders, settings: Settings) -> Iterator[Check]:
    """One for each; the update itself is left to `phrasebook update`, which says what is wrong now."""
    if not settings.subscriptions:
        return
    from phrasebook.sharing.standings import is_stale, standing  # for who is subscribed to something
    from phrasebook.sharing.subscription import folder_of, parse_subscription, read_state

    for name, text in sorted(settings.subscriptions.items()):
        try:
            one = parse_subscription(name, text)
        except UsageError as error:
            anew = t(
                f"重新订阅：phrasebook unsubscribe {name}，再 subscribe", f"unsubscribe {name}, then subscribe anew"
            )
            yield Check("subscription", State.BROKEN, f"{name}: {error.message}", error.hint or anew)
            continue
        folder = folder_of(folders, name)
        line = subscription_line(standing(one, folder))
        state, bring = read_state(folder), f"phrasebook update {name}"
        if state.trouble or is_stale(state):
            yield Check("subscription", State.WARNING if state.snapshot else State.BROKEN, line, state.hint or bring)
        else:
            yield Check("subscription", State.OK, line)


def _daemon_check(folders: Folders) -> tuple[tuple[str, ...], Check]:
    """The hotkeys that a running daemon holds, and the check."""
    try:
        report = client.ask(folders, "status")
    except DaemonError as error:
        return (), Check("daemon", State.WARNING, error.message, error.hint)
    hotkeys = report.get("hotkeys")
    held = hotkeys.get("held", []) if isinstance(hotkeys, dict) else []
    running = t(f"在运行，进程 {report.get('pid')}", f"running, process {report.get('pid')}")
    return tuple(map(str, held)), Check("daemon", State.OK, running)


def _name(check: Check) -> str:
    """The name of a check for people."""
    return t(_CHINESE.get(check.name, check.name), check.name)


def _data(check: Check) -> dict[str, str]:
    return {"name": check.name, "state": check.state.value, "message": check.message, "fix": check.fix}
