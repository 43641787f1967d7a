"""The daemon under test: the real program as its user starts it, with a home of its own."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from tests.end2end.stage.screen import Screen

HOTKEY = "ctrl+alt+space"


class Daemon:
    """`phrasebook run` on a screen; `ready` has been printed when this is made."""

    def __init__(
        self,
        screen: Screen,
        home: Path,
        *options: str,
        settings: str = "",
        library: Path | None = None,
        environ: dict[str, str] | None = None,
    ) -> None:
        self._screen = screen
        home.mkdir(parents=True, exist_ok=True)
        self.environ = screen.environ | {"PHRASEBOOK_HOME": str(home), "PYTHONUNBUFFERED": "1"} | (environ or {})
        self.home = home
        if settings:
            (home / "settings.toml").write_text(settings, encoding="utf-8")
        at = ["--library", str(library)] if library else []
        self.process = screen.processes.start(
            [sys.executable, "-m", "phrasebook", "run", *at, *options], self.environ, stdout=subprocess.PIPE
        )
        self.ready = self._first_line()

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run another phrasebook command beside the daemon."""
        return subprocess.run(
            [sys.executable, "-m", "phrasebook", *words],
            env=self.environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    def status(self) -> dict[str, Any]:
        """`phrasebook status --json`."""
        answer: dict[str, Any] = json.loads(self.ask("status", "--json").stdout)
        return answer

    def stop(self, sig: int = signal.SIGTERM) -> int:
        """End it by a signal; returns its exit code."""
        return self._screen.processes.end(self.process, sig)

    def _first_line(self) -> str:
        line: list[bytes] = []
        stdout = self.process.stdout
        assert stdout is not None
        reading = threading.Thread(target=lambda: line.append(stdout.readline()), daemon=True)
        reading.start()
        reading.join(60)
        if not line or not line[0].startswith(b"ready"):
            raise AssertionError(f"the daemon said {line} instead of ready; see the log folder {self._screen.folder}")
        return line[0].decode().strip()
