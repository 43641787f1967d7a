"""The process around the App: one per user, the environment Qt needs, signals, and the word "ready"."""

from __future__ import annotations

import gc
import linecache
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QLockFile, QSocketNotifier
from PySide6.QtWidgets import QApplication

from phrasebook import desktop
from phrasebook.desktop.memory import give_back, keep_large_apart
from phrasebook.errors import DaemonError
from phrasebook.gui.app import App
from phrasebook.language import t
from phrasebook.settings import Folders


def run(folders: Folders, only: Path | None = None, hotkey: str | None = None) -> None:
    """Be the daemon until somebody says stop.

    `only` is the one library folder to be read; None: the user's own and what they are subscribed to.

    Raises:
        PhrasebookError: the folders can't be made.
        DaemonError: one is running already, or the socket can't be made.
        DesktopError: the display can't be reached.
        LibraryError: the library folder can't be read.
    """
    keep_large_apart()
    folders.make()
    with _only_one(folders):
        adapter = desktop.select()
        if adapter.name == "copy_only" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            raise DaemonError(adapter.reason, t("请在图形桌面里启动", "Start it inside a graphical desktop"))
        linecache.clearcache()  # of the sources that PySide has read; see phrasebook.gui
        _prepare_input_method()
        qt = QApplication(["phrasebook"])
        qt.setApplicationName("phrasebook")
        qt.setDesktopFileName("phrasebook")
        qt.setQuitOnLastWindowClosed(False)
        app = App(adapter, folders, only, hotkey)
        try:
            with _ended_by_signals(qt):
                app.start()
                give_back()
                gc.freeze()  # what was made until now stays for good; looking at it again and again costs a frame
                gc.enable()
                if app.bound.message:
                    print(app.bound.message, file=sys.stderr, flush=True)  # noqa: T201 - the person at the terminal
                print("ready", *app.bound.held, flush=True)  # noqa: T201 - the command-line contract
                qt.exec()
        finally:
            app.close()


@contextmanager
def _only_one(folders: Folders) -> Iterator[None]:
    lock = QLockFile(str(folders.run / "daemon.lock"))
    lock.setStaleLockTime(0)  # a lock is stale when its process is gone, however long it has run
    if not lock.tryLock(0):
        pid, _host, _program = lock.getLockInfo()
        raise DaemonError(
            t(f"phrasebook 已经在运行（进程 {pid}）", f"phrasebook is running already (process {pid})"),
            t("按热键就能用；要停止：phrasebook stop", "Press the hotkey; to end it: phrasebook stop"),
        )
    try:
        yield
    finally:
        lock.unlock()


def _prepare_input_method() -> None:
    """Let fcitx compose in the picker: Qt's wheel has no plugin for it, but fcitx5 speaks the ibus protocol too.

    Through the portal, because otherwise Qt's ibus plugin wants a program named ibus-daemon to be installed.
    """
    asked = os.environ.get("QT_IM_MODULE") or os.environ.get("XMODIFIERS", "")
    if "fcitx" in asked:
        os.environ["QT_IM_MODULE"] = "ibus"
        os.environ["IBUS_USE_PORTAL"] = "1"


@contextmanager
def _ended_by_signals(qt: QApplication) -> Iterator[None]:
    """SIGTERM and SIGINT end the event loop at once: Python writes to a socket that Qt watches."""
    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)
    notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda: reader.recv(64) and qt.quit())
    before = signal.set_wakeup_fd(writer.fileno())
    old = {number: signal.signal(number, lambda *_: None) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in old.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(before)
        notifier.setEnabled(False)
        reader.close()
        writer.close()
