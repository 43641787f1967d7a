"""A folder that an unprivileged server can use, a free port, and waiting until somebody answers there."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.end2end.stage.processes import Processes
from tests.end2end.stage.waiting import until


class Place:
    """Folders for one server (its own, and what it serves) and the processes started there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.served = root / "served"
        self.log = root / "log"
        for folder in (self.served, self.log):
            folder.mkdir()
        root.chmod(0o755)
        self.processes = Processes(self.log)

    def hand_over(self) -> None:
        """Give everything to the user as whom servers run."""
        if os.geteuid() != 0:
            return
        nobody = pwd.getpwnam("nobody")
        for path in (self.root, *self.root.rglob("*")):
            os.chown(path, nobody.pw_uid, nobody.pw_gid)

    def start(self, command: list[str], port: int) -> None:
        """Start a server as an unprivileged user and wait until it takes connections."""
        process = self.processes.start(command, {"PATH": os.environ["PATH"]}, as_nobody=True, cwd=self.root)

        def answers() -> bool:
            assert process.poll() is None, f"{command[0]} ended: {self.messages()}"
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return True
            return False

        until(answers, f"{command[0]} on port {port}", 30)

    def messages(self) -> str:
        """What the servers said."""
        return "\n".join(path.read_text("utf-8", "replace") for path in sorted(self.log.iterdir()))


@contextmanager
def place() -> Iterator[Place]:
    """A place; its servers are ended and its files removed afterwards."""
    root = Path(tempfile.mkdtemp(prefix="phrasebook-server-"))
    here = Place(root)
    try:
        yield here
    finally:
        here.processes.close()
        shutil.rmtree(root, ignore_errors=True)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def user() -> str:
    """As whom servers run."""
    return "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
