"""What answers the query: the rows, the tree with its counts, and the preview of the selected row."""

from __future__ import annotations

from collections.abc import Sequence

from phrasebook.gui.opening import Opening
from phrasebook.gui.parts import Parts
from phrasebook.gui.results import as_matches
from phrasebook.gui.source import PickerSource
from phrasebook.gui.vacant import vacancy_of
from phrasebook.gui.words import found_line
from phrasebook.model import Match

ROWS = 100
"""Matches asked for: more than anybody scrolls through."""


class Searching:
    """Asks the source whatever the parts say: query, scope and category."""

    def __init__(self, parts: Parts, source: PickerSource) -> None:
        self._parts, self._source = parts, source
        self.opening = Opening(source)

    @property
    def query(self) -> str:
        """What was typed, without what an input method is still composing."""
        return self._parts.field.text().strip()

    def begin(self, query: str) -> None:
        """As it is each time the picker opens: everything in every scope, the field empty or with `query`."""
        self.opening = Opening(self._source)
        self._show_all(query)
        self.search()

    def search(self, keep: str = "") -> None:
        """Show what answers query, scope and category; select the first row, or the phrase with the id `keep`."""
        parts, query, scope = self._parts, self.query, self._parts.header.scope
        parts.tree.show_entries(self._source.counts(query, scope))
        category = parts.tree.category
        matches: Sequence[Match]
        if query:
            matches = self._source.best(query, scope, category, ROWS)
        else:
            matches = as_matches(self._source.recent(scope, category, ROWS))
        parts.list.vacancy = None if matches else vacancy_of(query, scope, category, parts.tree.total)
        parts.header.show_found(found_line(query, parts.tree.found))
        row = next((at for at, match in enumerate(matches) if match.phrase.id == keep), 0) if keep else 0
        parts.list.show_matches(matches, row)

    def again(self) -> None:
        """The library has changed: search anew, keeping query, category and the selected phrase."""
        self.opening.forget()
        self._parts.preview.forget()
        selected = self._parts.list.selected
        self.search(selected.phrase.id if selected else "")

    def find(self, phrase_id: str, query: str) -> None:
        """Select a phrase, among the answers there are or else among those to `query`."""
        self.opening.forget()
        self.search(phrase_id)
        selected = self._parts.list.selected
        if selected is None or selected.phrase.id != phrase_id:
            self._show_all(query)
            self.search(phrase_id)

    def show_preview(self) -> None:
        """Show the whole of the selected phrase."""
        match = self._parts.list.selected
        self._parts.preview.show_preview(self.opening.preview(match.phrase) if match else None)

    def _show_all(self, query: str) -> None:
        """Every scope and category, without a search for each."""
        watched = (self._parts.header, self._parts.field, self._parts.tree)
        for part in watched:
            part.blockSignals(True)
        self._parts.header.reset(query)
        self._parts.tree.select(())
        for part in watched:
            part.blockSignals(False)
