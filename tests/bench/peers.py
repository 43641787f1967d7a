"""The peers that Debian has, each set up as its user would: rofi, CopyQ, AutoKey. Their keys: see the constants."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from pathlib import Path

from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

ROFI, COPYQ, AUTOKEY = "f7", "f8", "f9"

_OPENBOX = """<?xml version="1.0"?>
<openbox_config xmlns="http://openbox.org/3.4/rc"><keyboard>
<keybind key="F7"><action name="Execute"><command>sh -c 'rofi -dmenu -i &lt; "{list}"'</command></action></keybind>
<keybind key="F8"><action name="Execute"><command>copyq toggle</command></action></keybind>
</keyboard></openbox_config>
"""


def openbox_with_keys(folder: Path, texts: list[str]) -> tuple[str, ...]:
    """The window manager's command line, with keys that start rofi and show CopyQ."""
    listed = folder / "phrases.txt"
    listed.write_text("\n".join(text.replace("\n", " ") for text in texts), encoding="utf-8")
    config = folder / "openbox.xml"
    config.write_text(_OPENBOX.replace("{list}", str(listed)))
    return ("openbox", "--config-file", str(config))


def start_copyq(screen: Screen, texts: list[str]) -> bool:
    """CopyQ with `texts` in its history; False if it isn't installed."""
    if not shutil.which("copyq"):
        return False
    screen.processes.start(["copyq"], screen.environ)

    def script(code: str) -> bool:
        done = subprocess.run(["copyq", "eval", code], env=screen.environ, capture_output=True, check=False)
        return done.returncode == 0

    until(lambda: script("1"), "CopyQ")
    script("config('check_clipboard', true)")
    for text in texts:
        script(f"add({json.dumps(text)})")
    return True


_AUTOKEY = {
    "type": "phrase",
    "description": "reply",
    "modes": [3],
    "usageCount": 0,
    "prompt": False,
    "omitTrigger": False,
    "matchCase": False,
    "showInTrayMenu": False,
    "abbreviation": {
        "abbreviations": [],
        "wordChars": "[\\w]",
        "immediate": False,
        "ignoreCase": False,
        "backspace": True,
        "triggerInside": False,
    },
    "hotkey": {"modifiers": [], "hotKey": f"<{AUTOKEY}>"},
    "filter": {"regex": None, "isRecursive": False},
    "sendMode": "<ctrl>+v",
}
"""AutoKey's own form of a phrase on a hotkey, pasted by Ctrl+V."""


def start_autokey(screen: Screen, text: str) -> bool:
    """AutoKey with one phrase on F9, pasted by Ctrl+V; False if it isn't installed."""
    if not shutil.which("autokey-gtk"):
        return False
    # Its first start makes this folder and is deaf to it for a while; the second reads what is there.
    _run_autokey(screen)
    folder = Path(screen.environ["HOME"]) / ".config" / "autokey" / "data" / "My Phrases"
    (folder / ".reply.json").write_text(json.dumps(_AUTOKEY))
    (folder / "reply.txt").write_text(text, encoding="utf-8")
    restart_autokey(screen)
    return True


def restart_autokey(screen: Screen) -> None:
    """End AutoKey, by the number in its own lock file, and start it again; returns when it holds its hotkey."""
    lock = Path(screen.environ["HOME"]) / ".cache" / "autokey" / "autokey.pid"
    os.kill(int(lock.read_text()), signal.SIGKILL)
    _run_autokey(screen)


def _run_autokey(screen: Screen) -> None:
    """Start it and wait until its log says that it listens; its hotkeys are held before that."""
    logs = screen.folder / "log"
    before = set(logs.iterdir())
    screen.processes.start(["dbus-run-session", "autokey-gtk", "--verbose"], screen.environ)
    (log,) = set(logs.iterdir()) - before
    until(lambda: "Entering main()" in log.read_text(errors="replace"), "AutoKey")
