"""The picker: type, look, choose. One window, made at start and only shown when it is asked for.

field edited → source.best / recent + counts → rows, tree → row selected → preview
Enter → questions? form : → rendered → chosen
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent

from phrasebook.gui.choosing import Choosing
from phrasebook.gui.footer import Tone, form_hints
from phrasebook.gui.frame import Frame
from phrasebook.gui.keys import Action, meaning_of
from phrasebook.gui.menu import show_menu
from phrasebook.gui.parts import Parts
from phrasebook.gui.results import as_matches
from phrasebook.gui.searching import Searching
from phrasebook.gui.source import Choice, PickerSource
from phrasebook.language import t
from phrasebook.model import Phrase, Scope, Window
from phrasebook.placeholders import plain

if TYPE_CHECKING:
    from phrasebook.gui.editing import Editing

DEFAULT_SIZE = QSize(880, 594)
"""Nine whole rows, as many as Alt and a digit choose, and small enough for a laptop's 1366 × 768."""
SMALLEST = QSize(420, 320)


class Picker(Frame):
    """The window with everything in it; see `source` for what it asks and answers."""

    chosen = Signal(object)
    """A Choice; the window is hidden already."""
    cancelled = Signal()
    """Closed without a choice."""
    new_wanted = Signal()
    """A new phrase is to be written; whoever knows what is selected in the chat calls `write`."""
    save_wanted = Signal(object, object)
    """Save this Phrase; the second is the one it is made of, or None. `saved` or `save_failed` answers."""
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
        self._parts = parts = Parts(self, self._on_key)
        self._searching = Searching(parts, source)
        self._choosing = Choosing(parts, source, self._searching, self)
        self._choosing.made.connect(self._made)
        self._choosing.stuck.connect(self._say)
        parts.field.textChanged.connect(lambda: self._edited())
        parts.header.scope_changed.connect(lambda: self._edited())
        parts.tree.category_changed.connect(lambda: self._edited())
        parts.list.row_changed.connect(lambda: self._searching.show_preview())
        parts.list.clicked_row.connect(lambda row: self._choose(row))
        parts.list.menu_wanted.connect(self._show_menu)
        parts.form.left.connect(self._leave_form)
        parts.form.moved.connect(lambda last: parts.footer.show_hints(form_hints(last)))
        parts.field.pressed.connect(self._count_key)
        parts.form.pressed.connect(self._count_key)

    @property
    def query(self) -> str:
        """What was typed, without what an input method is still composing."""
        return self._searching.query

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
        if self._choosing.asking is not None or self._passing_problem:
            self.appear(target)
            self._parts.form.take_focus() if self._choosing.asking else self._parts.field.setFocus()

    def refresh(self) -> None:
        """Library or settings have changed: search again, keeping query, category and the selected phrase."""
        if self.isVisible() and self._choosing.asking is None and not self.writing:
            self._searching.again()

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

    def set_note(self, text: str) -> None:
        """Say in the footer what can wait (a phrase can't be read) until it is taken back with ""."""
        self._parts.footer.show_note(text)

    def set_paused(self, paused: bool) -> None:
        """Say that the hotkeys are off."""
        text = t("快捷键已暂停，可从托盘图标继续", "Hotkeys are paused; resume them from the tray icon")
        self._parts.strip.say(Tone.PAUSED, text if paused else "")

    def set_theme(self, choice: str) -> None:
        """`system`, `light` or `dark`."""
        super().set_theme(choice)
        self._parts.set_theme(self.theme)
        if self.writing:
            self._editing.redress()

    def left_alone(self) -> None:
        """Close when another window has the keyboard."""
        self._cancel()

    @property
    def writing(self) -> bool:
        """A phrase is being written: the window stays while the agent looks things up in others."""
        return self._parts.editor is not None

    @property
    def unfinished(self) -> bool:
        """A phrase was being written when the window was needed for something else."""
        return "_editing" in vars(self) and self._editing.waiting

    def come_back(self) -> None:
        """Ask for the keyboard again."""
        self.show()
        self.raise_()
        self.activateWindow()

    def write(self, text: str) -> None:
        """Begin a new phrase with this text, or go on with the one that waits."""
        nothing = not self._parts.list.matches
        self._editing.write(text, self.query if nothing else "", self._parts.tree.category)
        self.hide_on_deactivate = False

    def saved(self, phrase: Phrase) -> None:
        """The phrase is in the library now: show it, selected."""
        self._editing.saved()
        self.hide_on_deactivate = True
        self._choosing.stop()
        self._searching.find(phrase.id, phrase.code or plain(phrase.title))
        self._parts.strip.say(Tone.DONE, t("已保存，现在就能搜到", "Saved, and found from now on"))
        self._parts.field.setFocus()

    def save_failed(self, message: str) -> None:
        """It isn't: say why; what was typed is still there."""
        self._editing.failed(message)

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
        if self.writing:
            self._editing.leave()
        else:
            self._cancel()

    def _reset(self, query: str) -> None:
        """As it is each time it opens; what was being written waits."""
        if self.writing:
            self._editing.put_aside()
        self.hide_on_deactivate = True
        self._choosing.stop()
        self._say("")
        unfinished = t("有一条话术没写完，按 Ctrl+N 接着写", "A phrase isn't finished: Ctrl+N goes on with it")
        self._parts.strip.say(Tone.DONE, unfinished if self.unfinished else "")
        self._searching.begin(query)

    def _edited(self) -> None:
        """The person changed what is searched: the line about the past has been read."""
        self._searching.opening.seek(self.query)
        if self._passing_problem:
            self._say("")
        self._parts.strip.say(Tone.DONE, "")
        if self._choosing.asking is not None:
            self._choosing.stop()
            self._parts.field.setFocus()
        self._searching.search()

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
            case Action.EDIT:
                self._edit(parts.list.row)
            case Action.NEW:
                self.new_wanted.emit()
            case Action.CANCEL:
                self._cancel()
        return True

    def _choose(self, row: int, *, send: bool = False, copy_only: bool = False, direct: bool = False) -> None:
        """Choose a row, or ask its questions first."""
        if not 0 <= row < len(self._parts.list.matches) or not (self.isVisible() or direct):
            return  # a key that was on its way when the window was hidden must not choose once more
        if self._choosing.asking is not None:
            self._choosing.stop()
        self._choosing.choose(row, send=send, copy_only=copy_only, direct=direct)

    def _made(self, choice: Choice) -> None:
        self.vanish()
        self.chosen.emit(choice)

    def _leave_form(self) -> None:
        """Back to where one was: the list, or out if the phrase came from outside."""
        asking = self._choosing.asking
        if asking is not None and asking.direct:
            self._cancel()
            return
        self._choosing.stop()
        self._parts.field.setFocus()
        self._searching.show_preview()

    @cached_property
    def _editing(self) -> Editing:
        """Made when a phrase is first written: a start can do without."""
        from phrasebook.gui.editing import Editing  # the fields and the pack format, 15 ms

        editing = Editing(self, self._parts, self._source, self._say)
        editing.wanted.connect(self.save_wanted)
        editing.ended.connect(self._back_to_list)
        editing.pressed.connect(self._count_key)
        return editing

    def _edit(self, row: int) -> None:
        if 0 <= row < len(self._parts.list.matches):
            self._editing.edit(self._parts.list.matches[row].phrase)
            self.hide_on_deactivate = False

    def _back_to_list(self) -> None:
        """The editor is gone: show what was searched before it came."""
        self.hide_on_deactivate = True
        self._parts.show_form(asking=False)
        self._searching.again()
        self._parts.field.setFocus()

    def _cancel(self) -> None:
        self._choosing.asking = None
        self.vanish()
        self._searching.opening.give_up()
        self.cancelled.emit()

    def _count_key(self) -> None:
        self._searching.opening.count_key()

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
            edit=lambda: self._edit(row),
            personal=phrase.scope is Scope.PERSONAL,
            folder=lambda: self._show_folder(phrase),
        )

    def _show_folder(self, phrase: Phrase) -> None:
        self.vanish()
        self.folder_requested.emit(phrase)
