"""What the agent is subscribed to, while the daemon runs: kept up to date, its news told, its troubles too.

settings → Background (thread) → `phrasebook update` (process) → news and trouble → toast, tray, `status`

Nothing of publishing is imported before something is subscribed to or published here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from phrasebook.errors import PhrasebookError
from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.sharing.background import Background
    from phrasebook.sharing.subscription import State, Subscription

_NAMED = 3
"""Phrases or packs that news name; more are only counted."""


class Subscribing(QObject):
    """Emits, in the GUI thread, `told(title, text, calm)` for a toast and `noted()` when `note` has changed."""

    told = Signal(str, str, bool)
    noted = Signal()
    _news = Signal(str, object)
    _trouble = Signal(str, object)
    _relief = Signal(str)

    def __init__(self, folders: Folders, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folders = folders
        self._settings: Mapping[str, str] | None = None
        self._subscriptions: list[Subscription] = []
        self._notes: dict[str, str] = {}
        self._background: Background | None = None
        self._news.connect(self._tell_news)
        self._trouble.connect(self._tell_trouble)
        self._relief.connect(self._tell_relief)

    @property
    def note(self) -> str:
        """What is wrong, for tray and picker: a line for each subscription that isn't confirmed."""
        return "\n".join(self._notes.values())

    def use(self, settings: Mapping[str, str]) -> None:
        """Keep what these settings name up to date from now on."""
        if settings == self._settings:
            return
        self._settings = dict(settings)
        self.close()
        self._read(settings)
        self.noted.emit()
        published = self._published()
        if not (self._subscriptions or published):
            return
        from phrasebook.sharing.background import Background
        from phrasebook.sharing.subscription import folder_of

        self._background = Background(
            [(one, folder_of(self._folders, one.name)) for one in self._subscriptions],
            on_news=self._news.emit,
            on_trouble=self._trouble.emit,
            on_relief=self._relief.emit,
            published=published,
        )
        self._background.start()

    def close(self) -> None:
        """End it."""
        if self._background is not None:
            self._background.stop()
            self._background = None

    def report(self) -> list[dict[str, Any]]:
        """How each subscription stands, for `status`."""
        if not self._subscriptions:
            return []
        from phrasebook.sharing.standings import standing
        from phrasebook.sharing.subscription import folder_of

        return [standing(one, folder_of(self._folders, one.name)) for one in self._subscriptions]

    def _read(self, settings: Mapping[str, str]) -> None:
        """Find out what is subscribed to, and what was wrong with it when phrasebook last ran."""
        self._subscriptions, self._notes = [], {}
        if not settings:
            return
        from phrasebook.sharing.standings import doubt, lasts
        from phrasebook.sharing.subscription import folder_of, parse_subscription, read_state

        for name, text in sorted(settings.items()):
            try:
                self._subscriptions.append(parse_subscription(name, text))
            except PhrasebookError as error:
                self._notes[name] = f"subscriptions.{name}: {error.message}"
                continue
            state = read_state(folder_of(self._folders, name))
            if lasts(state):
                self._notes[name] = doubt(name, state)

    def _published(self) -> tuple[str, ...]:
        """The addresses that a lead's machine publishes to; only with a key can it confirm anything."""
        folder, keys = self._folders.data / "publishing", self._folders.config / "keys"
        if not (any(folder.glob("*.json")) and any(keys.glob("*.key"))):
            return ()
        from phrasebook.sharing.state import companies

        try:
            return tuple(one.url for one in companies(folder).values())
        except PhrasebookError:
            return ()  # `phrasebook publish` says what is wrong with the file

    def _tell_news(self, name: str, state: State) -> None:
        if title := news_title(state):
            self.told.emit(title, news_names(state), True)

    def _tell_trouble(self, name: str, state: State) -> None:
        from phrasebook.sharing.standings import doubt

        self._notes[name] = doubt(name, state)
        self.noted.emit()
        kept = t("话术照常可用", "phrases stay as they are")
        self.told.emit(self._notes[name], " — ".join(filter(None, (state.trouble, state.hint, kept))), False)

    def _tell_relief(self, name: str) -> None:
        if self._notes.pop(name, ""):
            self.noted.emit()


def news_title(state: State) -> str:
    """What an update brought, in numbers; "" where it changed no phrase."""
    places = {news.place.removeprefix("department/") for news in state.news}
    whose = places.pop() if len(places) == 1 else ""
    added, changed, removed = (
        sum(getattr(news, key) for news in state.news) for key in ("added", "changed", "removed")
    )
    counts = [
        (added, t(f"新增 {added}", f"{added} new")),
        (changed, t(f"修改 {changed}", f"{changed} changed")),
        (removed, t(f"删除 {removed}", f"{removed} removed")),
    ]
    told = t("，", ", ").join(words for count, words in counts if count)
    if not told:
        return ""
    owner = t("公共", "Public") if whose == "public" else whose
    return t(f"{owner}话术更新：{told}", f"{owner} phrases: {told}" if owner else f"Phrases: {told}")


def news_names(state: State) -> str:
    """The phrases it brought, where they are few, else the packs, where these are."""
    phrases = [name for news in state.news for name in news.names]
    packs = list(dict.fromkeys(news.pack for news in state.news))
    whole = len(phrases) == sum(news.added + news.changed + news.removed for news in state.news)
    names = phrases if whole and len(phrases) <= _NAMED else packs
    return t("、", ", ").join(names[:_NAMED]) + ("…" if len(names) > _NAMED else "")
