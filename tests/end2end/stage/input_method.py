"""fcitx5 with pinyin, as Chinese agents have it."""

from __future__ import annotations

import subprocess
from types import TracebackType

from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

_PROFILE = """[Groups/0]
Name=Default
Default Layout=us
DefaultIM=pinyin

[Groups/0/Items/0]
Name=keyboard-us
Layout=

[Groups/0/Items/1]
Name=pinyin
Layout=

[GroupOrder]
0=Default
"""


class InputMethod:
    """A session bus and fcitx5 on it; programs started with `environ` can compose."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        config = screen.folder / "home" / ".config" / "fcitx5"
        config.mkdir(parents=True, exist_ok=True)
        (config / "profile").write_text(_PROFILE)
        self._bus = screen.processes.start(
            ["dbus-daemon", "--session", "--nofork", "--print-address"], screen.environ, stdout=subprocess.PIPE
        )
        assert self._bus.stdout is not None
        address = self._bus.stdout.readline().decode().strip()
        # What Chinese desktops export; Qt's wheel has no fcitx plugin, so the daemon must find its own way.
        self.environ = {
            "DBUS_SESSION_BUS_ADDRESS": address,
            "XMODIFIERS": "@im=fcitx",
            "QT_IM_MODULE": "fcitx",
            "GTK_IM_MODULE": "fcitx",
        }
        self._fcitx = screen.processes.start(["fcitx5", "--disable=wayland,waylandim"], screen.environ | self.environ)
        until(lambda: self._remote() in {"0", "1", "2"}, "fcitx5")

    def __enter__(self) -> InputMethod:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._screen.processes.end(self._fcitx)
        self._screen.processes.end(self._bus)

    def turn_on(self) -> None:
        """Chinese from now on, in the window that has the keyboard.

        Said until it is so: the program there tells fcitx5 a moment after the window manager that it has the keyboard.
        """

        def on() -> bool:
            self._remote("-o")
            return self._remote() == "2"

        until(on, "fcitx5 to compose")

    def _remote(self, *words: str) -> str:
        done = subprocess.run(
            ["fcitx5-remote", *words],
            env=self._screen.environ | self.environ,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip() or "-"
