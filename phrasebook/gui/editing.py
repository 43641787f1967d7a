"""Writing a phrase inside the picker: opening the editor, checking, having it saved, and never losing what was typed.

F2, Ctrl+N → Editor → save: `phrase_of`, `mistakes_in` → `wanted` → (Saving) → `saved` or `failed`
Esc with something unsaved asks first; when the window is needed for something else, what was typed is kept for Ctrl+N.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from phrasebook.gui.draft import Draft, categories_of, draft_of, mistakes_in, phrase_of, shadowed
from phrasebook.gui.editor import Editor
from phrasebook.gui.footer import Tone
from phrasebook.gui.frame import Frame
from phrasebook.gui.parts import Parts
from phrasebook.gui.source import PickerSource
from phrasebook.gui.words import scope_name
from phrasebook.language import t
from phrasebook.model import Category, Phrase


class Editing(QObject):
    """At most one phrase is being written, and at most one waits to be gone on with."""

    wanted = Signal(object, object)
    """Save this Phrase; the second is the one it takes the place of, or None."""
    ended = Signal()
    """Back to the list."""
    pressed = Signal()

    def __init__(self, frame: Frame, parts: Parts, source: PickerSource, say: Callable[[str], None]) -> None:
        """`say` shows one red line about what went wrong just now, "" none."""
        super().__init__(frame)
        self._problem = say
        self._frame, self._parts, self._source = frame, parts, source
        self._kept: tuple[Draft, Draft] | None = None
        self._warned = self._saving = False

    @property
    def active(self) -> bool:
        """A phrase is being written."""
        return self._parts.editor is not None

    @property
    def waiting(self) -> bool:
        """What was typed earlier waits to be gone on with."""
        return self._kept is not None

    def edit(self, phrase: Phrase) -> None:
        """Change a personal phrase, or make a personal copy of another."""
        self._open(draft_of(phrase))

    def write(self, text: str, title: str, category: Category) -> None:
        """Begin a new phrase, or go on with what waits."""
        if self._kept is not None:
            (draft, begun), self._kept = self._kept, None
            self._open(draft, begun)
            return
        first, second = (*category, "", "")[:2]
        blank = Draft(category=(first, second))
        self._open(replace(blank, wordings=(text,), title=title), blank)

    def leave(self) -> None:
        """Back to the list; what isn't saved only when that is said twice."""
        editor = self._parts.editor
        if editor is None or self._saving:
            return
        if editor.changed and not self._warned:
            self._warned = True
            self._parts.strip.say(
                Tone.WARNING,
                t(
                    "还没有保存：Ctrl+Enter 保存，再按一次 Esc 放弃",
                    "Not saved yet: Ctrl+Enter saves, Esc once more gives it up",
                ),
            )
            return
        self._close()
        self.ended.emit()

    def put_aside(self) -> None:
        """The window is needed for something else: keep what was typed."""
        editor = self._parts.editor
        if editor is None:
            return
        if editor.changed and not self._saving:
            self._kept = editor.draft, editor.begun
        self._close()

    def save(self) -> None:
        """See that everything is right, and have it saved."""
        editor = self._parts.editor
        if editor is None or self._saving:
            return
        draft = editor.draft
        pack, _ = self._source.personal_pack()
        phrase = phrase_of(draft, draft.origin.pack if draft.origin and not draft.copies else pack)
        if isinstance(phrase, Phrase):
            same_code = self._source.same_code(phrase.code) if phrase.code else ()
            mistakes = mistakes_in(draft, self._source.values(), same_code)
        else:
            mistakes = phrase
        editor.show_mistakes(mistakes)
        if mistakes or not isinstance(phrase, Phrase):
            return
        self._calm()
        self._saving = True
        editor.header.set_busy(busy=True)
        self.wanted.emit(phrase, draft.origin)

    def saved(self) -> None:
        """It is in the library."""
        self._close()

    def failed(self, message: str) -> None:
        """It isn't, and this is why; everything typed is still there."""
        self._saving = False
        if self._parts.editor is not None:
            self._parts.editor.header.set_busy(busy=False)
        self._problem(message)

    def redress(self) -> None:
        """Colours or language have changed: the same in the new ones."""
        editor = self._parts.editor
        if editor is not None and not self._saving:
            self._open(editor.draft, editor.begun)

    def _open(self, draft: Draft, begun: Draft | None = None) -> None:
        _, place = self._source.personal_pack()
        categories = categories_of(self._source.counts("", None))
        editor = Editor(draft, begun or draft, place, categories, self._frame.theme, self._frame)
        editor.save_wanted.connect(self.save)
        editor.left.connect(self.leave)
        editor.edited.connect(self._edited)
        editor.pressed.connect(self.pressed)
        self._warned = self._saving = False
        self._parts.show_editor(editor)
        self._hint_code()
        editor.take_focus()

    def _close(self) -> None:
        self._calm()
        self._saving = False
        self._parts.show_editor(None)

    def _edited(self) -> None:
        self._warned = False
        self._calm()
        self._hint_code()

    def _hint_code(self) -> None:
        """Say whose code it is too: a personal phrase goes before a shared one."""
        editor = self._parts.editor
        if editor is None:
            return
        code = editor.draft.code.strip()
        other = shadowed(editor.draft, self._source.same_code(code) if code else ())
        if other is None:
            editor.hint_code(t("输它就排第一", "Typing it finds this first"))
        else:
            named = scope_name(other.scope)
            editor.hint_code(t(f"{named}的也用它，您的优先", f"{named} has it too; yours is first"))

    def _calm(self) -> None:
        """Nothing more to say about what went before."""
        for tone in (Tone.WARNING, Tone.DONE):
            self._parts.strip.say(tone, "")
        self._problem("")
