"""From a row to a reply: which wording, its questions if it asks any, and the text that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from phrasebook.errors import PlaceholderError
from phrasebook.gui.parts import Parts
from phrasebook.gui.searching import Searching
from phrasebook.gui.source import Choice, PickerSource
from phrasebook.model import Phrase
from phrasebook.placeholders import Rendered, Values, plain, questions, render


@dataclass(frozen=True, slots=True)
class Asking:
    """A phrase whose questions are being answered."""

    phrase: Phrase
    wording: int
    values: Values
    copy_only: bool
    direct: bool
    """It was chosen outside the picker, so there is no list to go back to."""


class Choosing(QObject):
    """Asks in the form; answers are offered again as long as the program runs."""

    made = Signal(object)
    """A Choice."""
    stuck = Signal(str)
    """The phrase can't be pasted, and this is why."""

    def __init__(self, parts: Parts, source: PickerSource, searching: Searching, parent: QObject) -> None:
        super().__init__(parent)
        self._parts, self._source, self._searching = parts, source, searching
        self._answers: dict[str, str] = {}
        self.asking: Asking | None = None
        parts.form.submitted.connect(self._answered)

    def choose(self, row: int, *, send: bool = False, copy_only: bool = False, direct: bool = False) -> None:
        """Choose a row of the list, or ask its questions first."""
        phrase = self._parts.list.matches[row].phrase
        wording, _ = self._source.wording(phrase)
        text = phrase.wordings[wording]
        send = send or (phrase.send and not copy_only)
        if "{{" not in text:
            self._make(phrase, wording, Rendered(text), send, copy_only)
            return
        self._parts.list.select(row)
        values = self._source.values()
        try:
            asked = questions(text, values)
            if not asked:
                self._make(phrase, wording, render(text, values, {}), send, copy_only)
                return
        except PlaceholderError as error:
            self.stuck.emit(" — ".join(filter(None, (error.message, error.hint))))
            return
        self.asking = Asking(phrase, wording, values, copy_only, direct)
        self._parts.show_form(asking=True)
        self._parts.form.ask(plain(phrase.title), text, values, asked, self._answers, send)

    def stop(self) -> None:
        """No question is open any more; the preview is back."""
        self.asking = None
        self._parts.show_form(asking=False)

    def _answered(self, answers: Mapping[str, str], send: bool) -> None:
        asking = self.asking
        if asking is None:
            return
        self._answers |= answers
        rendered = render(asking.phrase.wordings[asking.wording], asking.values, answers)
        self._make(asking.phrase, asking.wording, rendered, send, asking.copy_only and not send)

    def _make(self, phrase: Phrase, wording: int, rendered: Rendered, send: bool, copy_only: bool) -> None:
        self.asking = None
        keys, query = self._searching.opening.keys, self._searching.query
        self.made.emit(Choice(phrase, wording, rendered, send, copy_only, keys, query))
