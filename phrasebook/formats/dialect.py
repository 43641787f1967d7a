"""Our wordings said in the notations of other programs.

What can't be said there becomes a visible blank, never a placeholder that might be pasted to a customer; and it is
reported. The other way round is the Draft of wording.py.
"""

from __future__ import annotations

from phrasebook.formats.wording import meanings, no_place
from phrasebook.language import t
from phrasebook.placeholders.syntax import Broken, Clock, Meaning, Other, Question, Variable, Word, label_of


class Dialect:
    """How a foreign format says what our wordings say. A method that returns None can't say it.

    One is made for each wording: `lost` collects in words what it could not say.
    """

    def __init__(self) -> None:
        self.lost: list[str] = []

    def translate(self, wording: str) -> str:
        """A wording of ours in the foreign notation."""
        return "".join(self._said(meaning, raw) for meaning, raw in meanings(wording))

    def literal(self, text: str) -> str:
        """Text that must not be taken for anything else."""
        return text

    def clipboard(self) -> str | None:
        """The text on the clipboard."""
        return None

    def cursor(self) -> str | None:
        """Where the cursor goes."""
        return None

    def clock(self, clock: Clock) -> str | None:
        """The time of pasting."""
        return None

    def question(self, question: Question) -> str | None:
        """Something to be asked, a choice if it has options."""
        return None

    def variable(self, name: str) -> str | None:
        """A value from our settings, which nobody else has: it is asked for, if the format can ask."""
        label = label_of(Variable(name))
        said = self.question(Question(label))
        if said is not None:
            self.tell(t(f"变量「{label}」变成了提问", f"the variable “{label}” becomes a question"))
        return said

    def other(self, code: str) -> str | None:
        """Another phrase."""
        return None

    def lose(self, what: str) -> None:
        """Report that there is no place for something, named by a noun."""
        self.tell(no_place(what))

    def tell(self, message: str) -> None:
        """Report something in a sentence, once."""
        if message not in self.lost:
            self.lost.append(message)

    def _said(self, meaning: Meaning, raw: str) -> str:
        said: str | None
        match meaning:
            case str(text):
                return self.literal(text)
            case Word.CURSOR:
                said = self.cursor()
            case Word.CLIPBOARD:
                said = self.clipboard()
            case Clock():
                said = self.clock(meaning)
            case Question():
                said = self.question(meaning)
            case Variable(name):
                said = self.variable(name)
            case Other(code):
                said = self.other(code)
            case Broken(message):
                self.tell(message)
                return self.literal(raw)
            case _:
                said = None
        return self._blank(meaning) if said is None else said

    def _blank(self, meaning: Meaning) -> str:
        if meaning is Word.CURSOR:
            self.lose(t("光标的位置", "where the cursor goes"))
            return ""
        label = label_of(meaning)
        self.tell(
            t(f"占位符「{label}」变成要手填的 【{label}】", f"the placeholder “{label}” becomes the blank 【{label}】")
        )
        if isinstance(meaning, Question) and meaning.options:
            label = f"{label}：{'/'.join(meaning.options)}"
        return self.literal(f"【{label}】")
