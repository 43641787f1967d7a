"""What lasts from one opening of the picker to its closing."""

from __future__ import annotations

from phrasebook.gui.preview import Preview
from phrasebook.gui.source import PickerSource
from phrasebook.model import Phrase
from phrasebook.placeholders import Kind, Piece, Values, pieces


class Opening:
    """Counts keys, knows what was looked for, and makes previews.

    The values of placeholders are asked for once, and only if one is shown.
    """

    def __init__(self, source: PickerSource) -> None:
        self._source = source
        self._values: Values | None = None
        self._sought = ""
        self.keys = 0

    def count_key(self) -> None:
        """A key was pressed."""
        self.keys += 1

    def seek(self, query: str) -> None:
        """This is typed now."""
        if len(query) >= len(self._sought):
            self._sought = query

    def give_up(self) -> None:
        """Nothing was chosen: tell once what was looked for, as far as it was typed."""
        sought, self._sought = self._sought, ""
        if sought:
            self._source.unanswered(sought)

    def preview(self, phrase: Phrase) -> Preview:
        """What the pane shows of a phrase."""
        wording, last = self._source.wording(phrase)
        shown = self._pieces(phrase.wordings[wording])
        images = tuple(self._source.images(phrase)) if phrase.images else ()
        used, outdated = self._source.used_this_month(phrase), self._source.original_changed(phrase)
        return Preview(phrase, shown, wording, last, used, images, outdated)

    def forget(self) -> None:
        """The library has changed: ask for the values anew."""
        self._values = None

    def _pieces(self, text: str) -> tuple[Piece, ...]:
        if "{{" not in text:
            return (Piece(text, Kind.LITERAL),)
        if self._values is None:  # reading the clipboard may take a while
            self._values = self._source.values()
        return pieces(text, self._values)
