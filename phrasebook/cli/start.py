"""Becoming the daemon. Without typer, because every login waits for it."""

from __future__ import annotations

from pathlib import Path

from phrasebook.errors import UsageError
from phrasebook.folders import Folders


def run(*, hotkey: str | None = None, library: Path | None = None) -> None:
    """Be the daemon until somebody says stop.

    Raises:
        UsageError: the hotkey can't be understood.
    """
    if hotkey is not None:
        from phrasebook.settings.combos import combo_trouble  # not needed where the settings say it

        message, hint = combo_trouble(hotkey, global_hotkey=True)
        if message:
            raise UsageError(message, hint)
    from phrasebook.gui.daemon import run as run_daemon  # Qt is loaded by this command only

    run_daemon(Folders.default(), library, hotkey)
