"""A desktop on which phrasebook can only copy: no hotkeys, no windows, no keys, and the reason said."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import Future

import pyperclip

from phrasebook.desktop.base import Saved
from phrasebook.errors import DesktopError
from phrasebook.language import t
from phrasebook.model import Content, Window


class _NoReceipt:
    def expect(self) -> None:
        """Nothing tells here who reads."""

    def wait_read(self, bound: float) -> bool:
        """Never known."""
        return False

    def wait_quiet(self, quiet: float, bound: float) -> None:
        """Nothing to wait for."""


class CopyClipboard:
    """Text through the system's own clipboard programs (pyperclip)."""

    def prefetch(self) -> Future[Saved]:
        """Read at once: there is nothing slow about it."""
        saved: Future[Saved] = Future()
        saved.set_result(self.save())
        return saved

    def save(self) -> Saved:
        """The text that is there; other formats can't be had here."""
        try:
            return Saved(text=pyperclip.paste())
        except pyperclip.PyperclipException:
            return Saved()

    def offer(self, content: Content, target: Window | None, chord: str = "") -> _NoReceipt:
        """Put the text there.

        Raises:
            DesktopError: a picture was asked for, or the system has no clipboard program.
        """
        if content.picture is not None:
            raise DesktopError(
                t("这个桌面上不能复制图片", "Pictures can't be copied on this desktop"),
                t("请从文件夹里拖到聊天窗口", "Drag it from its folder into the chat"),
            )
        try:
            pyperclip.copy(content.text)
        except pyperclip.PyperclipException as reason:
            raise DesktopError(
                t("这个系统没有剪贴板程序", "This system has no clipboard program"),
                t("安装 xclip 或 wl-clipboard", "Install xclip or wl-clipboard"),
            ) from reason
        return _NoReceipt()

    def restore(self, saved: Saved) -> bool:
        """Never: the reply is there to be pasted by hand."""
        return False

    def copied(self, window: Window, press: Callable[[], bool], bound: float) -> str:
        """Nothing: keys can't be pressed here."""
        return ""


class CopyOnlyDesktop:
    """See base.Desktop."""

    name = "copy_only"
    can_paste = False
    composited = False

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.clipboard = CopyClipboard()

    def focused_window(self) -> Window | None:
        """Not known here."""
        return None

    def focus(self, window: Window) -> None:
        """Not possible here."""

    def has_focus(self, window: Window) -> bool:
        """Not known here."""
        return False

    def exists(self, window: Window) -> bool:
        """Not known here."""
        return False

    def selected(self, window: Window) -> str:
        """Not known here."""
        return ""

    def press(self, chord: str, window: Window, times: int = 1) -> bool:
        """Never presses."""
        return False

    def bind(self, combos: Iterable[str], fired: Callable[[str], None]) -> tuple[str, ...]:
        """Binds none: the desktop's own shortcut settings can call `phrasebook pick`."""
        return tuple(combos)

    def release_keyboard(self, heir: Window | None = None) -> None:
        """Nothing is kept back."""

    def first_free(self, combos: Iterable[str]) -> str | None:
        """None can be had."""
        return None

    def close(self) -> None:
        """Nothing to give back."""
