"""What is asked of the running daemon. Without typer, because desktops bind `phrasebook pick` to a key."""

from __future__ import annotations

import os
import select
from collections.abc import Sequence

from phrasebook.cli import client
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.cli.status import delivery_line, status_lines
from phrasebook.errors import DaemonError, DesktopError
from phrasebook.folders import Folders
from phrasebook.language import t

STOP_BOUND = 10.0
"""Seconds in which the daemon ends: a reply under way is delivered and the clipboard put back before."""


def pick(query: Sequence[str] = ()) -> None:
    """Open the picker."""
    client.ask(Folders.default(), "pick", query=" ".join(query))


def send(phrase: str, *, enter: bool = False, json: bool = False) -> None:
    """Deliver a phrase to the focused window and print what became of it.

    Raises:
        DesktopError: it could only be copied.
    """
    delivery = client.ask(Folders.default(), "send", client.WHEN_DONE, phrase=phrase, enter=enter)
    if json:
        print_json(delivery)
    elif delivery.get("outcome") != "COPIED":
        print_lines([delivery_line(delivery)])
    if delivery.get("outcome") == "COPIED":
        raise DesktopError(delivery_line(delivery))


def status(*, json: bool = False) -> None:
    """Print what the daemon is doing."""
    report = client.ask(Folders.default(), "status")
    if json:
        print_json(report)
    else:
        print_lines(status_lines(report))


def stop() -> None:
    """End the daemon; returns when its process is gone, so that another can be started.

    Raises:
        DaemonError: it hasn't ended within the time a reply under way may take.
    """
    pid = client.ask(Folders.default(), "stop").get("pid")
    if isinstance(pid, int) and not _ended(pid, STOP_BOUND):
        raise DaemonError(
            t(
                f"{STOP_BOUND:.0f} 秒了还没有结束（进程 {pid}）",
                f"it hasn't ended within {STOP_BOUND:.0f} s (process {pid})",
            ),
            t(f"再等一等；还不行就 kill {pid}", f"wait a little; if that doesn't help: kill {pid}"),
        )
    say(t("已结束", "ended"))


def _ended(pid: int, bound: float) -> bool:
    """Whether the process ends within `bound` seconds."""
    if not hasattr(os, "pidfd_open"):
        return True  # only Linux has a daemon so far
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], bound)[0])
    finally:
        os.close(process)
