"""Library, index and settings from disk: once at the start, and again in the background whenever a file changes."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from phrasebook.desktop.memory import give_back
from phrasebook.errors import PhrasebookError
from phrasebook.indexing import indexed
from phrasebook.libraries import load, subscriptions_folder
from phrasebook.library import Library, starter_folder
from phrasebook.search import Index, prepare
from phrasebook.settings import Folders, Settings
from phrasebook.watching import state, watch


@dataclass(frozen=True, slots=True)
class Loaded:
    """One consistent state of the disk."""

    library: Library
    index: Index


class Loading(QObject):
    """Emits `loaded(Loaded)`, `settings_read(Settings)` and `failed(PhrasebookError)` in the GUI thread."""

    loaded = Signal(object)
    settings_read = Signal(object)
    failed = Signal(object)

    def __init__(self, folders: Folders, only: Path | None, parent: QObject | None = None) -> None:
        """`only` is the folder that the person named; None: their own library and what they are subscribed to."""
        super().__init__(parent)
        self._folders = folders
        # The starter library is read only until the person has a pack: their own folder is the one to watch.
        self._only = None if only == starter_folder() else only
        self._watched = self._only or folders.library
        self._subscriptions = None if self._only else subscriptions_folder(folders)
        self._cache = folders.cache
        self._library: Library | None = None
        self._index: Index | None = None
        self._before = state(self._watched, folders.settings_file, self._subscriptions)
        self._stop = threading.Event()
        self._again = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def own(self) -> Path:
        """The folder that the person may change."""
        return self._watched

    @property
    def alone(self) -> bool:
        """Whether nothing but the folder that the person named is read."""
        return self._only is not None

    def read(self) -> Library:
        """What there is to be read now, for who changes it.

        Raises:
            LibraryError: the folder can't be read.
        """
        return load(self._folders, self._only, self._library)

    def load(self) -> Loaded:
        """Read the library now.

        Raises:
            LibraryError: the folder can't be read.
        """
        with self._again:
            library = self.read()
            same = self._library is not None and self._library.folder == library.folder
            index = self._index.updated(library.phrases) if same and self._index else indexed(library, self._cache)
            self._library, self._index = library, index
        return Loaded(library, index)

    def _in_one_piece(self) -> Loaded | None:
        """The same with all phrases indexed together, after some had been indexed by themselves."""
        with self._again:
            if self._library is None or self._index is None or not self._index.in_pieces:
                return None
            self._index = indexed(self._library, self._cache)
            return Loaded(self._library, self._index)

    def read_settings(self) -> Settings:
        """Read the settings now.

        Raises:
            SettingsError: something in the file can't be used.
        """
        return Settings.load(self._folders.settings_file)

    def start(self) -> None:
        """Begin to watch."""
        self._thread = threading.Thread(
            target=self._watch,
            daemon=True,
        )
        self._thread.start()

    def _watch(self) -> None:
        prepare()
        watch(self._watched, self.reload, self._stop, self._folders.settings_file, self._before, self._subscriptions)

    def reload(self) -> None:
        """Read everything again; for the watching thread, and for whoever asks for it."""
        try:
            self.settings_read.emit(self.read_settings())
        except PhrasebookError as error:
            self.failed.emit(error)
        try:
            self.loaded.emit(self.load())
            if whole := self._in_one_piece():
                self.loaded.emit(whole)
                give_back()
        except PhrasebookError as error:
            self.failed.emit(error)

    def close(self) -> None:
        """Stop watching."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(2)
