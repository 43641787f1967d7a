"""What `phrasebook status` and `phrasebook send` print, as plain data."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from phrasebook import __version__
from phrasebook.desktop.base import Desktop
from phrasebook.model import Delivery, Scope

if TYPE_CHECKING:
    from phrasebook.gui.app import App


def status_report(app: App, desktop: Desktop) -> dict[str, Any]:
    """pid, desktop and reason, hotkeys, phrases by scope, last delivery, subscriptions."""
    library = app.desk.library
    counted: Counter[Scope] = Counter()
    for pack in library.packs:
        counted[pack.scope] += len(pack.phrases)
    return {
        "pid": os.getpid(),
        "version": __version__,
        "desktop": {"name": desktop.name, "reason": desktop.reason, "can_paste": desktop.can_paste},
        "hotkeys": {"held": list(app.bound.held), "taken": list(app.bound.taken), "message": app.bound.message},
        "paused": app.paused,
        "library": {"folder": str(library.folder), "problems": len(library.problems)},
        "phrases": {scope.value: counted[scope] for scope in Scope},
        "deliveries": app.deliveries,
        "last": delivery_report(app.last) if app.last else None,
        "problem": app.problem,
        "subscriptions": app.subscribing.report(),
    }


def delivery_report(delivery: Delivery) -> dict[str, Any]:
    """The Delivery as `send --json` prints it."""
    return {
        "outcome": delivery.outcome.value,
        "reason": delivery.reason,
        "window": asdict(delivery.window) if delivery.window else None,
        "ms": round(delivery.ms, 1),
    }
