"""What became of a sync, in titles and reasons."""

from __future__ import annotations

from dataclasses import dataclass

from phrasebook.language import t
from phrasebook.sharing.personal import copies, shown
from phrasebook.syncing.deciding import Decision
from phrasebook.syncing.disk import Disk
from phrasebook.syncing.local import Local
from phrasebook.syncing.remote import Fetched


@dataclass(frozen=True, slots=True)
class Report:
    """What became of a sync."""

    busy: bool = False
    """Another process was syncing; nothing was done."""
    sent: int = 0
    """Phrases that this machine's person wrote, changed or deleted since the last time."""
    received: tuple[str, ...] = ()
    """Titles of phrases that others wrote or changed."""
    removed: tuple[str, ...] = ()
    """Titles of phrases that others deleted."""
    copies: tuple[str, ...] = ()
    """Titles of phrases that now stand beside another version of themselves."""
    waiting: tuple[str, ...] = ()
    """What couldn't be taken over, and why."""
    kept_back: tuple[str, ...] = ()
    """Phrases of this machine that couldn't be synced, and why."""
    damaged: tuple[str, ...] = ()
    """Devices whose state can't be opened."""
    devices: tuple[str, ...] = ()
    """What people call the machines."""


def report_of(local: Local, disk: Disk, decision: Decision, fetched: Fetched) -> Report:
    """The report on a decision; `disk` as it was before."""
    said = shown(decision.together.state)
    new = set(copies(decision.together.state)) - set(disk.phrases)
    state = decision.together.state
    written = sorted(decision.write.values(), key=lambda one: (one.pack, state.entries[one.id].place.key))
    return Report(
        sent=len(decision.changed) + len(decision.deleted),
        received=tuple(one.title for one in written if one.id not in new),
        removed=tuple(disk.phrases[phrase].title for phrase in sorted(decision.remove)),
        copies=tuple(one.title for one in written if one.id in new),
        waiting=tuple(
            f"{said.get(phrase, {}).get('title', phrase)}{t('：', ': ')}{reason}"
            for phrase, reason in decision.waiting.items()
        ),
        kept_back=tuple(f"{_title(disk, phrase)}{t('：', ': ')}{reason}" for phrase, reason in disk.kept_back.items()),
        damaged=fetched.damaged,
        devices=tuple(sorted({*state.names.values(), local.name})),
    )


def _title(disk: Disk, wanted: str) -> str:
    titles = (phrase.title for pack in disk.packs.values() for phrase in pack.phrases if phrase.id == wanted)
    return next(titles, wanted)
