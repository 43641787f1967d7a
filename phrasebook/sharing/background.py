"""The daemon's side: a thread that polls, and an update in a process of its own whenever something changed.

The daemon hands in what it wants to hear of; a failure leaves the packs as they are and is told once it lasts.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from phrasebook.sharing.errors import HostError
from phrasebook.sharing.poll import Poller, pause
from phrasebook.sharing.subscription import State, Subscription, read_state

DAILY = 24 * 3600.0
"""Seconds after which an update runs although nothing seemed to change: a frozen host looks just like that."""
LASTING = 600.0
"""Seconds of trouble before the agent is told: networks come and go, and a timestamp may be older for a moment."""
_UPDATE_LIMIT = 3600.0


@dataclass(slots=True)
class _Watched:
    subscription: Subscription
    folder: Path
    poller: Poller
    updated: float = 0.0
    told: bool = False
    trouble_since: float = 0.0


@dataclass(slots=True)
class Background:
    """Keeps subscriptions up to date until `stop`."""

    subscriptions: Sequence[tuple[Subscription, Path]]
    on_news: Callable[[str, State], None]
    """A subscription's name and its state after its packs changed. Called in this thread."""
    on_trouble: Callable[[str, State], None]
    """The same when it couldn't be confirmed for a while; told once until it works again."""
    run_update: Callable[[str], int] = field(default=lambda name: update_process(name))
    """Updates one subscription in a process of its own; returns its exit code."""
    clock: Callable[[], float] = time.time
    _stopped: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin in a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="subscriptions", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End it; an update under way is left to finish."""
        self._stopped.set()

    def _run(self) -> None:
        watched = [_Watched(one, folder, Poller(one.join.url)) for one, folder in self.subscriptions]
        while not self._stopped.is_set():
            for one in watched:
                self.look(one)
            self._stopped.wait(pause())

    def look(self, one: _Watched) -> None:
        """Poll one subscription once, and update it if that is due."""
        now = self.clock()
        try:
            due = one.poller.changed() or now - one.updated > DAILY
        except HostError:
            self._failed(one, now)
            return
        if not due and not one.trouble_since:
            return
        before = read_state(one.folder).changed
        code = self.run_update(one.subscription.name)
        state = read_state(one.folder)
        if code != 0:
            one.poller.forget()
            self._failed(one, now)
            return
        one.updated, one.told, one.trouble_since = now, False, 0.0
        if state.changed != before:
            self.on_news(one.subscription.name, state)

    def _failed(self, one: _Watched, now: float) -> None:
        one.trouble_since = one.trouble_since or now
        if now - one.trouble_since >= LASTING and not one.told:
            one.told = True
            self.on_trouble(one.subscription.name, read_state(one.folder))


def update_process(name: str) -> int:
    """Run `phrasebook update NAME`: its 40 MB and the libraries for hosts go when it ends."""
    command = [sys.executable, "-m", "phrasebook", "update", name, "--json"]
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_UPDATE_LIMIT, check=False
        ).returncode
    except subprocess.TimeoutExpired:
        return 1


def watched(subscription: Subscription, folder: Path) -> _Watched:
    """What `look` needs."""
    return _Watched(subscription, folder, Poller(subscription.join.url))
