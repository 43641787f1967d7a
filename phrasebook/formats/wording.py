"""Our wordings put together from foreign ones, and compared.

What can't be said in ours becomes a question, never a command that runs and never a placeholder that might be pasted to
a customer; and it is reported. The other way round is dialect.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from phrasebook.formats import clocks
from phrasebook.language import t
from phrasebook.placeholders.syntax import Broken, Clock, Meaning, tokens

_LABEL = re.compile(r"[\s={}|＝｜]+")
_UNSAYABLE = re.compile(r"[\n{}]")
"""A placeholder stands on one line, and braces end it."""

_IN_PATTERN = re.compile(r"(^\s+|\s*[\n{}]+\s*|\s+$)")
_UNITS = ((86400, "d"), (3600, "h"), (60, "m"))
_MAX_COUNT = 9999


class Draft:
    """A wording of ours in the making. `lost` says in words what could not be carried over."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.size = 0
        """Characters so far, placeholders as they are written."""
        self._parts: list[tuple[bool, str]] = []

    @property
    def literal(self) -> str | None:
        """The text if it is nothing but text."""
        return None if any(is_placeholder for is_placeholder, _ in self._parts) else self._text()

    def wording(self) -> str:
        """The wording; text that looks like a placeholder is escaped."""
        merged: list[str] = []
        text = ""
        for is_placeholder, part in self._parts:
            if is_placeholder:
                merged += [_escaped(text), part]
                text = ""
            else:
                text += part
        return "".join([*merged, _escaped(text)])

    def say(self, text: str) -> None:
        """Literal text."""
        self._add(False, text)

    def put(self, placeholder: str) -> None:
        """One of our placeholders, complete."""
        self._add(True, placeholder)

    def extend(self, other: Draft) -> None:
        """What another draft says."""
        self._parts += other._parts
        self.size += other.size
        for message in other.lost:
            self.tell(message)

    def clipboard(self) -> None:
        """The text on the clipboard."""
        self.put("{{clipboard}}")

    def cursor(self) -> None:
        """Where the cursor goes."""
        self.put("{{cursor}}")

    def refer(self, name: str, code: str | None) -> None:
        """Another phrase, called `name` where it is named, with the code that it got; a question if it got none."""
        if code:
            self.put(f"{{{{phrase:{code}}}}}")
        else:
            self.unsaid(
                name,
                t(
                    f"引用的「{name}」不在文件里，或没有可用的编码",
                    f"“{name}”, named here, isn't there or has no code",
                ),
            )

    def ask(self, label: str, default: str | None = None) -> None:
        """A question; `default` "" means that it may stay empty, None that it proposes nothing."""
        if default is None:
            self.put(f"{{{{ask:{label_text(label)}}}}}")
            return
        said = _UNSAYABLE.sub(" ", default).strip()
        if said != default.strip():
            self.tell(
                t(
                    f"「{label}」的默认值里的换行和大括号改成了空格",
                    f"the default of “{label}”, on one line without braces",
                )
            )
        self.put(f"{{{{ask:{label_text(label)}={said}}}}}")

    def choose(self, label: str, options: Sequence[str], default: str = "") -> bool:
        """A choice, the default first; False, and nothing put, when one of the options can't be said."""
        said = list(dict.fromkeys(option for option in map(str.strip, (default, *options)) if option))
        if not said or any(re.search(r"[\n{}|｜]", option) for option in said):
            return False
        if any(not option.strip() for option in options):
            self.lose(t(f"「{label}」里空的选项", f"the empty option of “{label}”"))
        self.put(f"{{{{choose:{label_text(label)}|{'|'.join(said)}}}}}")
        return True

    def unsaid(self, label: str, why: str) -> None:
        """A question in place of something that can't be said or mustn't run; `why` is reported."""
        self.ask(label)
        self.tell(
            t(f"{why}，改成了提问「{label_text(label)}」", f"{why}; it became the question “{label_text(label)}”")
        )

    def clock(self, pattern: clocks.Pattern, seconds: int = 0) -> None:
        """The time of pasting, shifted by so many seconds, as our pattern shows it."""
        shift = shift_text(seconds)
        for message in pattern.lost:
            self.tell(message)
        if shift is None:
            self.unsaid(t("日期", "date"), t(f"日期偏移 {seconds} 秒太大", f"a shift of {seconds} seconds is too far"))
            return
        if seconds % 60:
            self.lose(t("日期偏移里不足一分钟的部分", "the seconds of a date's shift"))
        word = "time" if clocks.is_time(pattern.text) else "date"
        for part in _IN_PATTERN.split(pattern.text):
            if not re.search("%[^%]", part.replace("%%", "")) or _IN_PATTERN.fullmatch(part):
                self.say(part.replace("%%", "%"))
            elif (word, part) in (("date", "%Y-%m-%d"), ("time", "%H:%M")):
                self.put(f"{{{{{word}{shift}}}}}")
            else:
                self.put(f"{{{{{word}{shift}:{part}}}}}")

    def lose(self, what: str) -> None:
        """Report that something, named by a noun, isn't carried over."""
        self.tell(left_behind(what))

    def tell(self, message: str) -> None:
        """Report something in a sentence, once."""
        if message not in self.lost:
            self.lost.append(message)

    def _add(self, is_placeholder: bool, part: str) -> None:
        if part:
            self._parts.append((is_placeholder, part))
            self.size += len(part)

    def _text(self) -> str:
        return "".join(part for _, part in self._parts)


def left_behind(what: str) -> str:
    """That something, named by a noun, isn't carried over."""
    return t(f"没有带过来：{what}", f"not carried over: {what}")


def no_place(what: str) -> str:
    """That there is no place for something, named by a noun."""
    return t(f"没有地方放：{what}", f"no place for {what}")


def label_text(label: str) -> str:
    """A label that our placeholders can hold, never empty."""
    return _LABEL.sub(" ", label).strip()[:60].rstrip() or t("内容", "text")


def shift_text(seconds: int) -> str | None:
    """The shift of a date by so many seconds, "+3d"; less than a minute falls away. None when it is too far."""
    sign, rest, parts = "-" if seconds < 0 else "+", abs(seconds), []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count > _MAX_COUNT:
            return None
        if count:
            parts.append(f"{sign}{count}{unit}")
    return "".join(parts)


def same_wording(one: str, other: str) -> bool:
    """Whether two wordings say the same, however their placeholders are spelled."""
    return list(_canonical(one)) == list(_canonical(other))


def meanings(wording: str) -> Iterator[tuple[Meaning, str]]:
    """What a wording's tokens mean and how they are written; text that stands together in one piece."""
    text = ""
    for token in tokens(wording):
        if isinstance(token.meaning, str):
            text += token.meaning
            continue
        if text:
            yield text, text
        yield token.meaning, token.raw
        text = ""
    if text:
        yield text, text


def _canonical(wording: str) -> Iterator[object]:
    """Literal text and the meanings of placeholders; a date as one meaning for each of its directives."""
    text = ""
    for meaning, raw in meanings(wording):
        parts: list[object] = [("broken", raw) if isinstance(meaning, Broken) else meaning]
        if isinstance(meaning, Clock):
            parts = [
                (meaning.shift, piece) if piece[0] == "%" and piece != "%%" else piece.replace("%%", "%")
                for piece in clocks.pieces(meaning.format)
            ]
        for part in parts:
            if isinstance(part, str):
                text += part
            else:
                yield from (text, part)
                text = ""
    yield text


def _escaped(text: str) -> str:
    return text.replace("{{", "{{{{")
