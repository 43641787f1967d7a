"""The picker: type, look, choose. One window, made at start and only shown when it is asked for.

field edited → source.best / recent + counts → rows, tree → row selected → preview
Enter → questions? form : → rendered → chosen
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

from phrasebook.errors import PlaceholderError
from phrasebook.gui.footer import Tone, form_hints
from phrasebook.gui.frame import Frame
from phrasebook.gui.keys import Action, meaning_of
from phrasebook.gui.menu import show_menu
from phrasebook.gui.opening import Asking, Opening
from phrasebook.gui.parts import Parts
from phrasebook.gui.results import as_matches
from phrasebook.gui.source import Choice, PickerSource
from phrasebook.gui.vacant import vacancy_of
from phrasebook.gui.words import found_line
from phrasebook.language import t
from phrasebook.model import Match, Phrase, Window
from phrasebook.placeholders import Rendered, questions, render

DEFAULT_SIZE = QSize(880, 594)
"""Nine whole rows, as many as Alt and a digit choose, and small enough for a laptop's 1366 × 768."""
SMALLEST = QSize(420, 320)
ROWS = 100
"""Matches asked for: more than anybody scrolls through."""


class Picker(Frame):
    """The window with everything in it; see `source` for what it asks and answers."""

    chosen = Signal(object)
    """A Choice; the window is hidden already."""
    cancelled = Signal()
    """Closed without a choice."""
    folder_requested = Signal(object)
    """Show this Phrase's file in its folder; the window is hidden already."""

    def __init__(
        self,
        source: PickerSource,
        *,
        theme: str = "system",
        composited: bool = False,
        size: tuple[int, int] | None = None,
    ) -> None:
        wanted = QSize(*size) if size else DEFAULT_SIZE
        super().__init__(theme=theme, composited=composited, size=wanted, smallest=SMALLEST)
        self._source = source
        self._problem = self._passing_problem = ""
        self._answers: dict[str, str] = {}
        self._asking: Asking | None = None
        self._opening = Opening(source)
        self._parts = parts = Parts(self, self._on_key)
        parts.field.textChanged.connect(lambda: self._edited())
        parts.header.scope_changed.connect(lambda: self._edited())
        parts.tree.category_changed.connect(lambda: self._edited())
        parts.list.row_changed.connect(lambda: self._show_preview())
        parts.list.clicked_row.connect(lambda row: self._choose(row))
        parts.list.menu_wanted.connect(self._show_menu)
        parts.form.submitted.connect(self._answered)
        parts.form.left.connect(self._leave_form)
        parts.form.moved.connect(lambda last: parts.footer.show_hints(form_hints(last)))
        parts.field.pressed.connect(lambda: self._opening.count_key())
        parts.form.pressed.connect(lambda: self._opening.count_key())

    @property
    def query(self) -> str:
        """What was typed, without what an input method is still composing."""
        return self._parts.field.text().strip()

    def prepare(self) -> None:
        """Make the native window and paint it once unseen, so that the first opening is as quick as the others."""
        self.winId()
        self._reset("")
        self.grab()

    def open(self, target: Window | None, query: str = "", problem: str = "") -> None:
        """Show the window for `target`, on its screen, ready to type. `problem`: one line on what just went wrong."""
        self.appear(target)  # first: the window manager works while we search, and nothing is painted before we return
        self._reset(query)
        self._say(problem)
        self._parts.footer.show_target(target)
        self._parts.field.setFocus()

    def open_form(self, target: Window | None, phrase: Phrase, *, send: bool = False) -> None:
        """Choose a phrase from outside: at once if it asks nothing, else the window comes up with its questions."""
        self._reset("")
        self._parts.list.show_matches(as_matches([phrase]))
        self._parts.header.show_found("")
        self._parts.footer.show_target(target)
        self._choose(0, send=send, direct=True)
        if self._asking is not None or self._passing_problem:
            self.appear(target)
            self._parts.form.take_focus() if self._asking else self._parts.field.setFocus()

    def refresh(self) -> None:
        """The library has changed: search again, keeping query, category and the selected phrase."""
        if self.isVisible() and self._asking is None:
            self._opening.forget()
            self._parts.preview.forget()
            selected = self._parts.list.selected
            self._search(selected.phrase.id if selected else "")

    def close_quietly(self) -> None:
        """Hide without telling anybody."""
        self.vanish()

    def set_problem(self, text: str) -> None:
        """Show one red line until it is taken back with ""."""
        self._problem = text
        self._say(self._passing_problem)

    def set_notice(self, text: str) -> None:
        """Show one quiet line (a newer pack has arrived) until it is taken back with ""."""
        self._parts.strip.say(Tone.NOTICE, text)

    def set_paused(self, paused: bool) -> None:
        """Say that the hotkeys are off."""
        text = t("快捷键已暂停，可从托盘图标继续", "Hotkeys are paused; resume them from the tray icon")
        self._parts.strip.say(Tone.PAUSED, text if paused else "")

    def set_theme(self, choice: str) -> None:
        """`system`, `light` or `dark`."""
        super().set_theme(choice)
        self._parts.set_theme(self.theme)

    def left_alone(self) -> None:
        """Close when another window has the keyboard."""
        self._cancel()

    def grounds(self) -> tuple[Sequence[QRect], Sequence[QRect]]:
        """See Parts."""
        return self._parts.grounds()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what there is no room for."""
        super().resizeEvent(event)
        self._parts.share()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window manager's close is Esc."""
        event.ignore()
        self._cancel()

    def _reset(self, query: str) -> None:
        """As it is each time it opens: everything in every scope, the field empty or with `query`."""
        parts = self._parts
        self._opening = Opening(self._source)
        self._show_list()
        self._say("")
        watched = (parts.header, parts.field, parts.tree)
        for part in watched:
            part.blockSignals(True)  # one search is enough
        parts.header.reset(query)
        parts.tree.select(())
        for part in watched:
            part.blockSignals(False)
        self._search()

    def _edited(self) -> None:
        """The person changed what is searched: the line about the past has been read."""
        if self._passing_problem:
            self._say("")
        if self._asking is not None:
            self._show_list()
            self._parts.field.setFocus()
        self._search()

    def _search(self, keep: str = "") -> None:
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

    def _show_preview(self) -> None:
        match = self._parts.list.selected
        self._parts.preview.show_preview(self._opening.preview(match.phrase) if match else None)

    def _on_key(self, event: QKeyEvent) -> bool:
        """A key in the search field. True: it was for the picker and not for the field."""
        parts = self._parts
        meaning = meaning_of(event, selecting=parts.field.hasSelectedText())
        if meaning is None:
            return False
        action, number = meaning
        match action:
            case Action.CHOOSE | Action.SEND | Action.COPY:
                self._choose(parts.list.row, send=action is Action.SEND, copy_only=action is Action.COPY)
            case Action.DIRECT:
                self._choose(number)
            case Action.ROW:
                parts.list.select(parts.list.row + number)
            case Action.PAGE:
                parts.list.select(parts.list.row + number * parts.list.rows_on_screen())
            case Action.SCOPE:
                parts.header.step(number)
            case Action.CATEGORY:
                parts.tree.step(number)
            case Action.CANCEL:
                self._cancel()
        return True

    def _choose(self, row: int, *, send: bool = False, copy_only: bool = False, direct: bool = False) -> None:
        """Choose a row, or ask its questions first."""
        matches = self._parts.list.matches
        if not 0 <= row < len(matches) or not (self.isVisible() or direct):
            return  # a key that was on its way when the window was hidden must not choose once more
        if self._asking is not None:
            self._show_list()
        phrase = matches[row].phrase
        wording, _ = self._source.wording(phrase)
        text = phrase.wordings[wording]
        send = send or (phrase.send and not copy_only)
        if "{{" not in text:
            self._finish(phrase, wording, Rendered(text), send, copy_only)
            return
        self._parts.list.select(row)
        values = self._source.values()
        try:
            asked = questions(text, values)
            if not asked:
                self._finish(phrase, wording, render(text, values, {}), send, copy_only)
                return
        except PlaceholderError as error:
            self._say(" — ".join(filter(None, (error.message, error.hint))))
            return
        self._asking = Asking(phrase, wording, values, copy_only, direct)
        self._parts.show_form(asking=True)
        self._parts.form.ask(phrase.title, text, values, asked, self._answers, send)

    def _answered(self, answers: Mapping[str, str], send: bool) -> None:
        asking = self._asking
        if asking is None:
            return
        self._answers |= answers
        rendered = render(asking.phrase.wordings[asking.wording], asking.values, answers)
        self._finish(asking.phrase, asking.wording, rendered, send, asking.copy_only and not send)

    def _finish(self, phrase: Phrase, wording: int, rendered: Rendered, send: bool, copy_only: bool) -> None:
        choice = Choice(phrase, wording, rendered, send, copy_only, self._opening.keys, self.query)
        self._asking = None
        self.vanish()
        self.chosen.emit(choice)

    def _show_list(self) -> None:
        self._asking = None
        self._parts.show_form(asking=False)

    def _leave_form(self) -> None:
        """Back to where one was: the list, or out if the phrase came from outside."""
        if self._asking is not None and self._asking.direct:
            self._cancel()
            return
        self._show_list()
        self._parts.field.setFocus()
        self._show_preview()

    def _cancel(self) -> None:
        self._asking = None
        self.vanish()
        self.cancelled.emit()

    def _say(self, problem: str) -> None:
        """One line about this opening; without one, the lasting problem if there is any."""
        self._passing_problem = problem
        self._parts.strip.say(Tone.PROBLEM, problem or self._problem)

    def _show_menu(self, row: int, where: QPoint) -> None:
        phrase = self._parts.list.matches[row].phrase
        show_menu(
            self,
            where,
            paste=lambda: self._choose(row),
            send=lambda: self._choose(row, send=True),
            copy=lambda: self._choose(row, copy_only=True),
            folder=lambda: self._show_folder(phrase),
        )

    def _show_folder(self, phrase: Phrase) -> None:
        self.vanish()
        self.folder_requested.emit(phrase)
