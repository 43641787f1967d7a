"""The daemon's side: a thread that polls, and an update in a process of its own whenever something changed.

The daemon hands in what it wants to hear of; a failure leaves the packs as they are and is told once it lasts. Here
nothing of tuf or of any host is imported: all of that comes and goes with `phrasebook update`.
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
from phrasebook.sharing.poll import Poller, can_poll, pause
from phrasebook.sharing.standings import LASTING
from phrasebook.sharing.subscription import State, Subscription, read_state

DAILY = 24 * 3600.0
"""Seconds after which an update runs although nothing seemed to change: a frozen host looks just like that."""
SELDOM = 600.0
"""Seconds between two updates where only a process of its own can ask (S3, SFTP, WebDAV): it takes half a second."""
_UPDATE_LIMIT = 3600.0
_LONGEST_WAIT = 3600.0
"""Seconds between two tries at most while there is trouble. The second comes after a minute, then ever more rarely."""


@dataclass(slots=True)
class Watched:
    """A subscription, and what became of looking after it so far. Times are in seconds since 1970."""

    subscription: Subscription
    folder: Path
    poller: Poller | None
    """None: only a process of its own can ask this host."""
    updated: float = 0.0
    told: bool = False
    trouble_since: float = 0.0
    tries: int = 0
    again: float = 0.0
    """No update runs before."""


@dataclass(slots=True)
class Background:
    """Keeps subscriptions up to date until `stop`, and what this machine publishes confirmed."""

    subscriptions: Sequence[tuple[Subscription, Path]]
    on_news: Callable[[str, State], None]
    """A subscription's name and its state after its packs changed. Called in this thread."""
    on_trouble: Callable[[str, State], None]
    """The same when it couldn't be confirmed for a while; told once until it works again."""
    on_relief: Callable[[str], None] = lambda _name: None
    """Its name when it works again after that."""
    published: Sequence[str] = ()
    """Addresses that this machine publishes to: once a day they are confirmed, if a key opens without a question."""
    run_update: Callable[[str], int] = field(default=lambda name: run("update", name, "--wait", "--json"))
    """Updates one subscription in a process of its own; returns its exit code."""
    run_refresh: Callable[[str], int] = field(
        default=lambda url: run("publish", "refresh", "--if-older", "10", "--at", url, "--json")
    )
    clock: Callable[[], float] = time.time
    _refreshed: float = 0.0
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
        looked_after = [watched(*one) for one in self.subscriptions]
        while not self._stopped.is_set():
            for one in looked_after:
                self.look(one)
                if self._stopped.is_set():
                    return
            self.confirm()
            self._stopped.wait(pause())

    def look(self, one: Watched) -> None:
        """Poll one subscription once, and update it if that is due."""
        now = self.clock()
        try:
            changed = one.poller.changed() if one.poller else False
        except HostError:
            self._failed(one, now, asked=False)
            return
        due = one.trouble_since or now - one.updated > (DAILY if one.poller else SELDOM)
        if changed or (due and now >= one.again):
            self._update(one, now)

    def confirm(self) -> None:
        """Sign the timestamps of what this machine publishes anew, once a day; who can't is none the worse for it."""
        now = self.clock()
        if self.published and now - self._refreshed > DAILY:
            self._refreshed = now
            for url in self.published:
                self.run_refresh(url)

    def _update(self, one: Watched, now: float) -> None:
        before = read_state(one.folder).changed
        if self.run_update(one.subscription.name) != 0:
            self._failed(one, now, asked=True)
            return
        if one.told:
            self.on_relief(one.subscription.name)
        one.updated, one.told, one.trouble_since, one.tries, one.again = now, False, 0.0, 0, 0.0
        state = read_state(one.folder)
        if state.changed != before:
            self.on_news(one.subscription.name, state)

    def _failed(self, one: Watched, now: float, *, asked: bool) -> None:
        """Note the trouble. `asked`: the update itself failed, so that its words for it are in the state."""
        one.trouble_since = one.trouble_since or now
        if asked:
            one.again = now + min(60.0 * 2 ** min(one.tries, 10), _LONGEST_WAIT)
            one.tries += 1
        if now - one.trouble_since < LASTING or one.told:
            return
        if not asked:  # it has words for what is wrong, or finds that nothing is
            self._update(one, now)
            return
        one.told = True
        self.on_trouble(one.subscription.name, read_state(one.folder))


def run(*words: str) -> int:
    """Run a command of phrasebook's; its exit code. Its 40 MB and the libraries for hosts go when it ends."""
    command = [sys.executable, "-m", "phrasebook", *words]
    try:
        return subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_UPDATE_LIMIT, check=False
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        return 1


def watched(subscription: Subscription, folder: Path) -> Watched:
    """What `look` needs."""
    url = subscription.join.url
    return Watched(subscription, folder, Poller(url) if can_poll(url) else None)
