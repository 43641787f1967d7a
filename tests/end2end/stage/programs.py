"""The programs replies are pasted into, and those that read along."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

_PROGRAMS = Path(__file__).parent.parent / "programs"


class Editor:
    """A window that writes its text into a file (programs/qt_edit.py, programs/tk_text.py)."""

    def __init__(self, screen: Screen, program: str, title: str) -> None:
        self._out = screen.folder / f"{program}-{title}.txt"
        self._out.unlink(missing_ok=True)
        self.process = screen.processes.start(
            [sys.executable, str(_PROGRAMS / f"{program}.py"), str(self._out), title], screen.environ
        )
        self.window = screen.window(title)
        screen.activate(self.window)

    def changed_at(self) -> float:
        """When its text changed last, by time.monotonic() (qt_edit only)."""
        path = self._out.with_suffix(".time")
        return float(path.read_text() or 0) if path.exists() else 0.0

    def text(self) -> str:
        """What is in it now."""
        return self._out.read_text(encoding="utf-8") if self._out.exists() else ""


class Browser:
    """Chromium showing a chat page (programs/chat.html) with a text area and a box that takes pictures."""

    def __init__(self, screen: Screen, box: str = "plain") -> None:
        self.state: dict[str, Any] = {}
        page = (_PROGRAMS / "chat.html").read_bytes()
        browser = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(page)

            def do_POST(self) -> None:
                browser.state = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                self._answer(b"")

            def _answer(self, body: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_request(self, code: object = "-", size: object = "-") -> None:
                """Requests are not worth a line."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.process = screen.processes.start(
            [
                "chromium",
                "--no-sandbox",
                f"--user-data-dir={screen.folder / 'chromium'}",
                "--no-first-run",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--password-store=basic",
                "--window-size=700,560",
                "--window-position=60,80",
                f"--app=http://127.0.0.1:{self._server.server_port}/#{box}",
            ],
            screen.environ,
        )
        self.window = screen.window("网页客服", 60)
        screen.activate(self.window)
        until(lambda: self.state.get("focus") == box, "the box to have the cursor")

    def close(self) -> None:
        """Stop serving the page; Chromium ends with its screen."""
        self._server.shutdown()
        self._server.server_close()


class Copier:
    """A program that copies something with several formats (programs/copier.py) and is the clipboard's owner.

    `selection`: it has this text selected too.
    """

    def __init__(self, screen: Screen, formats: dict[str, bytes], selection: str = "") -> None:
        folder = screen.folder / "copied"
        folder.mkdir(exist_ok=True)
        names = folder / "names.json"
        for number, data in enumerate(formats.values()):
            (folder / str(number)).write_bytes(data)
        names.write_text(json.dumps(list(formats)))
        ready = folder / "ready"
        ready.unlink(missing_ok=True)
        words = [str(folder), *([selection] if selection else [])]
        screen.processes.start([sys.executable, str(_PROGRAMS / "copier.py"), *words], screen.environ)
        until(ready.exists, "the copied content")


def clipboard_of(screen: Screen) -> dict[str, bytes]:
    """Every format on the clipboard, read by a program of its own as any other program would."""
    from subprocess import run

    done = run(
        [sys.executable, str(_PROGRAMS / "clipboard_dump.py")],
        env=screen.environ,
        capture_output=True,
        check=True,
        timeout=30,
    )
    return {name: bytes.fromhex(data) for name, data in json.loads(done.stdout).items()}
