"""The agent's own phrases on several machines, while the daemon runs: what came from elsewhere is told, troubles too.

BackgroundSync (thread) → `phrasebook sync now` (process) → news and trouble → toast, tray

Nothing of it is imported before syncing is on.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.syncing.background import BackgroundSync, News
    from phrasebook.syncing.local import Status

_NAMED = 3
"""Phrases that news name; more are only counted."""

_LOOK = 60_000
"""Milliseconds between looks whether `phrasebook sync on` was run."""


class Syncing(QObject):
    """Emits, in the GUI thread, `told(title, text, calm)` for a toast and `noted()` when `note` has changed."""

    told = Signal(str, str, bool)
    noted = Signal()
    _news = Signal(object)
    _trouble = Signal(object)

    def __init__(self, folders: Folders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self.note = ""
        """What is wrong, for tray and picker."""
        self._background: BackgroundSync | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.start)
        self._news.connect(self._tell_news)
        self._trouble.connect(self._tell_trouble)

    def start(self) -> None:
        """Sync from now on; where that isn't on, begin once it is."""
        folder = self._folders.data / "sync"
        if not (folder / "state.json").exists():
            self._timer.start(_LOOK)
            return
        self._timer.stop()
        from phrasebook.syncing.background import BackgroundSync

        self._background = BackgroundSync(folder, self._folders.library, self._news.emit, self._trouble.emit)
        self._background.start()

    def edited(self) -> None:
        """The library has changed: if a personal pack did, it is synced soon."""
        if self._background is not None:
            self._background.edited()

    def close(self) -> None:
        """End it."""
        self._timer.stop()
        if self._background is not None:
            self._background.stop()
            self._background = None

    def _tell_news(self, news: News) -> None:
        if self.note:
            self.note = ""
            self.noted.emit()
        if title := news_title(news):
            names = (*news.copies, *news.received, *news.removed)
            text = t("、", ", ").join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
            self.told.emit(title, text, not news.copies)

    def _tell_trouble(self, status: Status) -> None:
        since = f"{datetime.fromtimestamp(status.since):%m-%d %H:%M}"
        self.note = t(f"个人话术自 {since} 起没有同步", f"personal phrases: not synced since {since}")
        self.noted.emit()
        self.told.emit(self.note, " — ".join(filter(None, (status.trouble, status.hint))), False)


def news_title(news: News) -> str:
    """What a sync brought, in numbers; "" where it brought nothing. Nothing is said of what works again."""
    if count := len(news.copies):
        return t(
            f"{count} 条个人话术两台电脑都改了，两个版本都留着",
            f"{count} personal phrase(s) edited on two machines: both are kept",
        )
    counts = (
        (len(news.received), t(f"更新 {len(news.received)}", f"{len(news.received)} new or changed")),
        (len(news.removed), t(f"删除 {len(news.removed)}", f"{len(news.removed)} removed")),
    )
    told = t("，", ", ").join(words for count, words in counts if count)
    return t(f"个人话术已同步：{told}", f"Personal phrases synced: {told}") if told else ""
