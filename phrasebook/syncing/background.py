"""The daemon's side: a thread that has a process of its own sync, now and then and soon after an edit.

The daemon loads neither the network's nor the cipher's libraries; where nothing changes it costs a look at a few files.
"""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from phrasebook.model import Scope
from phrasebook.syncing.local import Status, is_on, read_status

PERIOD = 120.0
"""Seconds between two syncs: what was written at the other desk is there before one has walked over. A sync that
finds nothing costs 0.4 s of CPU with 300 phrases, 1.4 s with 10,000 (time python -m phrasebook sync now)."""
JITTER = 30.0
SOON = 5.0
"""Seconds without another edit after which one is sent: an editor saves several times."""
LASTING = 600.0
"""Seconds of trouble before the person is told: networks come and go."""
_LIMIT = 3600.0


class News(msgspec.Struct, frozen=True):
    """What a sync brought, as `sync now --json` tells it: titles."""

    received: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether it brought anything."""
        return bool(self.received or self.removed or self.copies)


@dataclass(slots=True)
class BackgroundSync:
    """Keeps personal phrases in sync, as long as that is on, until `stop`."""

    folder: Path
    """Of syncing: `<data>/sync`."""
    library: Path
    """The user's own."""
    on_news: Callable[[News], None]
    """What came from other machines; an empty one when it works again after trouble. Called in this thread."""
    on_trouble: Callable[[Status], None]
    """It hasn't worked for a while; told once until it works again."""
    run_sync: Callable[[], News | None] = field(default=lambda: sync_process())
    """Syncs in a process of its own; None: it failed."""
    clock: Callable[[], float] = time.time
    _told: bool = False
    _marks: dict[str, tuple[int, int]] = field(default_factory=dict)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _awake: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        """Begin in a thread of its own."""
        threading.Thread(target=self._run, name="personal sync", daemon=True).start()

    def stop(self) -> None:
        """End it; a sync under way is left to finish."""
        self._stopped.set()
        self._awake.set()

    def edited(self) -> None:
        """The library has changed, perhaps a personal pack: sync soon. Any thread may say so."""
        self._awake.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            self.look()
            if self._awake.wait(PERIOD + random.uniform(0, JITTER)):  # noqa: S311  # spreads requests, hides nothing
                self._wait_for_edits()

    def _wait_for_edits(self) -> None:
        """Return when a personal pack has changed and nothing more happened for a while, or it is time anyway."""
        until = time.monotonic() + PERIOD
        while not self._stopped.is_set() and (left := until - time.monotonic()) > 0:
            self._awake.clear()
            pause = min(SOON if self.changed() else PERIOD, left)
            if not self._awake.wait(pause):
                return

    def changed(self) -> bool:
        """Whether personal packs aren't as they were after the last sync."""
        return _marks(self.library) != self._marks

    def look(self) -> None:
        """Sync once, if that is on."""
        if not is_on(self.folder):
            return
        self._marks = _marks(self.library)  # before: what is saved while it runs is sent by the next one
        news = self.run_sync()
        if news is None:
            self._failed()
            return
        relieved, self._told = self._told, False
        if news.any or relieved:
            self.on_news(news)

    def _failed(self) -> None:
        status = read_status(self.folder)
        if status.trouble and self.clock() - status.since >= LASTING and not self._told:
            self._told = True
            self.on_trouble(status)


def sync_process() -> News | None:
    """Run `phrasebook sync now`: the libraries that it needs go when it ends."""
    command = [sys.executable, "-m", "phrasebook", "sync", "now", "--json"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LIMIT, check=False)
        return msgspec.json.decode(done.stdout, type=News) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):  # msgspec raises ValueErrors
        return None


def _marks(library: Path) -> dict[str, tuple[int, int]]:
    """Time of the last change in ns and size of each personal pack and picture."""
    found = {}
    folder = library / Scope.PERSONAL
    for path in (*folder.glob("*.toml"), *folder.glob("images/*")):
        try:
            status = path.stat()
        except OSError:  # gone just now
            continue
        found[str(path)] = status.st_mtime_ns, status.st_size
    return found
