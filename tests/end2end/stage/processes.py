"""Starting programs for a test and ending exactly those."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class Processes:
    """Programs started here; `close` ends them, last one first, each with what it started itself."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._running: list[subprocess.Popen[bytes]] = []

    def start(
        self,
        command: Sequence[str],
        environ: Mapping[str, str],
        *,
        as_nobody: bool = False,
        stdout: int | None = None,
        pass_fds: tuple[int, ...] = (),
        cwd: Path | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start a program in a process group of its own; its messages go to the stage's log folder."""
        words = list(command)
        if as_nobody and os.geteuid() == 0:
            words = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *words]
        name = Path(command[0]).name
        with (self._log / f"{len(self._running):02}-{name}.log").open("wb") as log:
            process = subprocess.Popen(
                words,
                env=dict(environ),
                stdin=subprocess.DEVNULL,
                stdout=log if stdout is None else stdout,
                stderr=log,
                start_new_session=True,
                pass_fds=pass_fds,
                cwd=cwd,
            )
        self._running.append(process)
        return process

    def end(self, process: subprocess.Popen[bytes], sig: int = signal.SIGTERM) -> int:
        """End one program and what it started; returns its exit code."""
        if process.poll() is None:
            os.killpg(process.pid, sig)
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        if process.stdout is not None:
            process.stdout.close()
        return process.returncode

    def close(self) -> None:
        """End all that still run."""
        for process in reversed(self._running):
            self.end(process)
