"""New and changed phrases, between the picker and the rest: what is selected in the chat, and the library on disk."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from phrasebook.capturing import copied_text, copy_chord, selected_text
from phrasebook.desktop.base import Desktop
from phrasebook.errors import DesktopError
from phrasebook.gui.courier import Courier
from phrasebook.gui.desk import Desk
from phrasebook.gui.loading import Loading
from phrasebook.gui.picker import Picker
from phrasebook.gui.saving import Saved, Saving
from phrasebook.model import Window


class Writing(QObject):
    """Answers the picker's `new_wanted` and `save_wanted`."""

    changed = Signal(object)
    """A phrase was saved, and this was Loaded after it."""
    copied = Signal(object)
    """The starter library was copied to this Path, which is the agent's own library now."""

    def __init__(
        self, picker: Picker, desk: Desk, desktop: Desktop, courier: Courier, loading: Loading, data: Path
    ) -> None:
        super().__init__(picker)
        self._picker, self._desk, self._desktop, self._courier = picker, desk, desktop, courier
        self._saving = Saving(loading, data, self)
        picker.new_wanted.connect(self._begin)
        picker.save_wanted.connect(self._saving.save)
        self._saving.saved.connect(self._saved)
        self._saving.failed.connect(picker.save_failed)

    def close(self) -> None:
        """Wait for what is being saved."""
        self._saving.close()

    def _begin(self) -> None:
        """Find out what is selected in the chat; where that takes the keyboard, the picker stays in sight."""
        window = self._desk.window
        if self._picker.unfinished or window is None:
            self._picker.write("")
            return
        self._picker.hide_on_deactivate = False
        chord = copy_chord(self._desk.settings.for_window(window).paste)
        self._courier.run(lambda: self._taken_from(window, chord), self._begin_with)

    def _taken_from(self, window: Window, chord: str) -> str:
        """In the delivery thread."""
        try:
            told = selected_text(self._desktop, window)
            return told or (copied_text(self._desktop, window, chord) if chord else "")
        except DesktopError:
            return ""  # the agent types or pastes it

    def _begin_with(self, text: str | None) -> None:
        if self._picker.isVisible():
            self._picker.come_back()
            self._picker.write(text or "")

    def _saved(self, saved: Saved) -> None:
        self.changed.emit(saved.loaded)
        self._picker.saved(saved.phrase)
        if saved.copied is not None:
            self.copied.emit(saved.copied)
