"""Keys, clicks and compositions as a person at the picker makes them."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from phrasebook.gui.picker import Picker
from phrasebook.gui.row import ROW_HEIGHT
from phrasebook.gui.source import Choice
from phrasebook.model import Phrase
from tests.gui.sample import TARGET

Key, Mod = Qt.Key, Qt.KeyboardModifier
CTRL, ALT, SHIFT = Mod.ControlModifier, Mod.AltModifier, Mod.ShiftModifier


@dataclass
class Person:
    """Somebody at the picker, and what came of it."""

    picker: Picker
    choices: list[Choice] = field(default_factory=list)
    cancelled: int = 0
    folders: list[Phrase] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.picker.chosen.connect(self.choices.append)
        self.picker.cancelled.connect(self._count)
        self.picker.folder_requested.connect(self.folders.append)

    def opens(self, query: str = "") -> Person:
        self.picker.open(TARGET, query)
        settle()
        return self

    def types(self, text: str) -> Person:
        if not text.isascii():  # no key has these: they come from an input method
            return self.composes("", commit=text)
        QTest.keyClicks(self.focus, text)
        return self

    def presses(self, key: Qt.Key, held: Qt.KeyboardModifier = Mod.NoModifier, times: int = 1) -> Person:
        for _ in range(times):
            QTest.keyClick(self.focus, key, held)
        return self

    def composes(self, preedit: str, commit: str = "") -> Person:
        event = QInputMethodEvent(preedit, [])
        event.setCommitString(commit)
        QApplication.sendEvent(self.focus, event)
        return self

    def clicks_row(self, row: int, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> Person:
        QTest.mouseClick(self.rows, button, pos=QPoint(60, row * ROW_HEIGHT + 20))
        return self

    def double_clicks_row(self, row: int) -> Person:
        place = QPoint(60, row * ROW_HEIGHT + 20)
        QTest.mouseClick(self.rows, Qt.MouseButton.LeftButton, pos=place)
        QTest.mouseDClick(self.rows, Qt.MouseButton.LeftButton, pos=place)
        return self

    @property
    def focus(self) -> QWidget:
        return self.picker.focusWidget() or self.field

    @property
    def field(self) -> QLineEdit:
        return self.picker._parts.field

    @property
    def rows(self) -> QWidget:
        return self.picker._parts.list.viewport()

    @property
    def titles(self) -> list[str]:
        return [match.phrase.title for match in self.picker._parts.list.matches]

    @property
    def selected(self) -> str:
        match = self.picker._parts.list.selected
        return match.phrase.title if match else ""

    @property
    def choice(self) -> Choice:
        (choice,) = self.choices
        return choice

    @property
    def red_line(self) -> str:
        strip = self.picker._parts.strip
        return strip.text if strip.isVisibleTo(self.picker) else ""

    def _count(self) -> None:
        self.cancelled += 1


def settle() -> None:
    """Let Qt do what it has put off."""
    for _ in range(3):
        QApplication.processEvents()
