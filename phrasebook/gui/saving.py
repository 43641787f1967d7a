"""Putting a written phrase into the library, in a thread of its own: the lock, the file, and the library read anew."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal

from phrasebook.errors import LibraryError, PhrasebookError
from phrasebook.files import read_limited
from phrasebook.gui.loading import Loaded, Loading
from phrasebook.language import t
from phrasebook.library import Library
from phrasebook.model import Phrase, Scope
from phrasebook.pack.file import MAX_FILE


@dataclass(frozen=True, slots=True)
class Saved:
    """A phrase that is in the library now."""

    phrase: Phrase
    loaded: Loaded
    copied: Path | None = None
    """The user's own library, if the starter library was copied there."""


class Saving(QObject):
    """Emits `saved(Saved)` or `failed(str)` in the GUI thread, once for each `save`."""

    saved = Signal(object)
    failed = Signal(str)

    def __init__(self, loading: Loading, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loading, self._data = loading, data
        self._thread = ThreadPoolExecutor(1, "saving")

    def save(self, phrase: Phrase, origin: Phrase | None) -> None:
        """Add `phrase`, or have it take the place of the personal `origin`; of another scope's it is a copy.

        The copy of a subscribed one takes its place too.
        """
        self._thread.submit(self._run, phrase, origin)

    def close(self) -> None:
        """Wait for what is being saved."""
        self._thread.shutdown()

    def _run(self, phrase: Phrase, origin: Phrase | None) -> None:
        try:
            saved, copied = _put(phrase, origin, self._loading, self._data)
            self.saved.emit(Saved(saved, self._loading.load(), copied))
        except PhrasebookError as error:
            self.failed.emit(" — ".join(filter(None, (error.message, error.hint))))
        except Exception as error:  # whatever it was, the editor must not wait for ever with the text in it
            traceback.print_exc()
            self.failed.emit(t(f"内部错误：{type(error).__name__}", f"internal error: {type(error).__name__}"))


def _put(phrase: Phrase, origin: Phrase | None, loading: Loading, data: Path) -> tuple[Phrase, Path | None]:
    """Change the agent's own library; the phrase as it is there, and the folder if the starter library was copied.

    Raises:
        PhrasebookError: it can't be done; nothing was changed then.
    """
    # Only who writes needs these.
    from phrasebook.library.changes import Changes
    from phrasebook.library.edits import added, replaced
    from phrasebook.library.plans import Shelf
    from phrasebook.pack.fields import default_title

    untitled = phrase.title == default_title(phrase.text, phrase.images)
    wanted = msgspec.structs.replace(phrase, title="") if untitled else phrase
    own = loading.own
    changes = Changes(own, data)
    with changes.held():
        library = loading.read()
        shelf = Shelf(library, own)
        subscribed = origin is not None and bool(library.subscription_of(origin))
        if origin is not None and (subscribed or origin.scope is Scope.PERSONAL):
            plan = replaced(shelf, [(origin, wanted)])
        else:
            pictures = library.images_of(origin) if origin else ()
            plan = added(shelf, [msgspec.structs.replace(wanted, images=())], pictures)
        copies = shelf.borrowed and not plan.copies
        changes.apply(plan.summary, [*(_starter(library, own) if copies else ()), *plan.files])
    saved = plan.phrases[0] if subscribed and plan.phrases else phrase  # under the id of its original
    return saved, own if shelf.borrowed else None


def _starter(library: Library, own: Path) -> Iterator[object]:
    """The starter library's packs and pictures, copied: what the agent sees must not vanish with the first own pack.

    Raises:
        LibraryError: one of them can't be read.
    """
    from phrasebook.library.changes import FileChange  # only who writes needs it

    pictures = {path for phrase in library.phrases for path in library.images_of(phrase)}
    for path in (*(pack.path for pack in library.packs), *sorted(pictures)):
        try:
            data = read_limited(path, MAX_FILE)
        except OSError as error:
            raise LibraryError(f"{path}: {error.strerror or error}") from error
        yield FileChange(own / path.relative_to(library.folder), partial(_unless_there, data))


def _unless_there(data: bytes, now: bytes | None) -> bytes:
    return data if now is None else now
