"""A private virtual screen with a window manager."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from Xlib import X, display

from tests.end2end.stage.processes import Processes
from tests.end2end.stage.waiting import until

# What the screen around this one says about itself, and what offscreen tests say about theirs.
_OWN = ("QT_", "WAYLAND_", "DBUS_", "XDG_", "XAUTHORITY", "XMODIFIERS", "GTK_IM_MODULE", "LC_", "LANGUAGE")


class Screen:
    """Xvfb on a free display with a window manager, a D-Bus address that leads nowhere, and a home of its own."""

    def __init__(
        self,
        folder: Path,
        *,
        size: str = "1280x800",
        manager: tuple[str, ...] = ("openbox",),
        environ: dict[str, str] | None = None,
    ) -> None:
        self.folder = folder
        (folder / "log").mkdir(parents=True, exist_ok=True)
        (folder / "home").mkdir(exist_ok=True)
        self.processes = Processes(folder / "log")
        read, write = os.pipe()
        server = ["Xvfb", "-displayfd", str(write), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-dpi", "96"]
        self.processes.start(server, os.environ, pass_fds=(write,))
        os.close(write)
        with os.fdopen(read) as answer:
            self.name = f":{answer.readline().strip()}"
        if self.name == ":":
            raise RuntimeError("Xvfb didn't start; see the log folder of the stage")
        keep = {name: value for name, value in os.environ.items() if not name.startswith(_OWN)}
        self.environ = (
            keep
            | {
                "DISPLAY": self.name,
                "HOME": str(folder / "home"),
                "XDG_SESSION_TYPE": "x11",
                "LANG": "C.UTF-8",
                "NO_AT_BRIDGE": "1",
            }
            | (environ or {})
        )
        self.display: Any = display.Display(self.name)
        self.root: Any = self.display.screen().root
        if os.geteuid() == 0 and shutil.which("xhost"):
            subprocess.run(["xhost", "+si:localuser:nobody"], env=self.environ, check=True, capture_output=True)
        if manager:
            self.processes.start(manager, self.environ)
            until(lambda: self._property("_NET_SUPPORTING_WM_CHECK"), "the window manager")

    def active(self) -> int:
        """The id of the active window, 0 for none."""
        values = self._property("_NET_ACTIVE_WINDOW")
        return int(values[0]) if values else 0

    def windows(self) -> dict[int, str]:
        """The managed windows and their titles."""
        return {int(window): self.title(int(window)) for window in self._property("_NET_CLIENT_LIST") or ()}

    def title(self, window: int) -> str:
        """The title of a window; empty if it is gone."""
        done = subprocess.run(
            ["xdotool", "getwindowname", str(window)], env=self.environ, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    def window(self, title: str, bound: float = 30.0) -> int:
        """The id of the window whose title contains `title`; waits for it."""
        return until(
            lambda: next((w for w, name in self.windows().items() if title in name), 0),
            f"a window titled {title}",
            bound,
        )

    def activate(self, window: int) -> None:
        """Bring a window to the front as a person would, and wait until it has the keyboard."""
        subprocess.run(["xdotool", "windowactivate", str(window)], env=self.environ, check=True, capture_output=True)
        until(lambda: self.active() == window, f"window {window} to become active")

    def shoot(self, path: Path) -> Path:
        """A picture of the whole screen."""
        path.parent.mkdir(parents=True, exist_ok=True)
        geometry = self.root.get_geometry()
        raw = self.root.get_image(0, 0, geometry.width, geometry.height, X.ZPixmap, 0xFFFFFFFF)
        from PIL import Image

        Image.frombytes("RGB", (geometry.width, geometry.height), raw.data, "raw", "BGRX").save(path)
        return path

    def close(self) -> None:
        """End every program of this screen, and the screen."""
        self.display.close()
        self.processes.close()

    def _property(self, name: str) -> Any:
        found = self.root.get_full_property(self.display.intern_atom(name), X.AnyPropertyType)
        return None if found is None else found.value
