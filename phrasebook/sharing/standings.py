"""How a subscription stands, as plain data: for `subscriptions`, `status` and `doctor`."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from phrasebook.language import t
from phrasebook.sharing.subscription import State, Subscription, current, read_state

LASTING = 600.0
"""Seconds of trouble before the agent is told: networks come and go, and a timestamp may be older for a moment."""
STALE = 3 * 24 * 3600.0
"""Seconds without a confirmation after which something is wrong: an update runs once a day at least."""


def standing(subscription: Subscription, folder: Path) -> dict[str, Any]:
    """What there is of it, and whether it could be confirmed; `folder` is its own."""
    state, place = read_state(folder), current(folder)
    packs = sorted(path.relative_to(place) for path in place.rglob("*.toml")) if place else []
    return {
        "name": subscription.name,
        "url": subscription.join.url,
        "join": str(subscription.join),
        "departments": list(subscription.departments),
        "packs": [path.with_suffix("").as_posix() for path in packs],
        "folder": str(folder / "current") if place else None,
        "version": state.version,
        "confirmed": moment(state.confirmed),
        "changed": moment(state.changed),
        "trouble": state.trouble,
        "hint": state.hint,
        "not_confirmed_since": moment(state.since) if state.trouble else None,
    }


def lasts(state: State) -> bool:
    """Whether it couldn't be confirmed for so long that the agent should know."""
    return bool(state.trouble) and time.time() - state.since >= LASTING


def is_stale(state: State) -> bool:
    """Whether nothing has tried to confirm it for days, which a running daemon does."""
    return time.time() - state.confirmed > STALE


def doubt(name: str, state: State) -> str:
    """One line for the agent about a subscription that can't be confirmed now."""
    since = f"{datetime.fromtimestamp(state.since or state.confirmed):%m-%d %H:%M}"
    return t(f"{name} 自 {since} 起未确认", f"{name}: not confirmed since {since}")


def moment(seconds: float) -> str | None:
    """A time for people and programs: local, with its offset; None for 0, which is never."""
    return datetime.fromtimestamp(seconds, UTC).astimezone().isoformat(timespec="seconds") if seconds else None
