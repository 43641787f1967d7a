"""Placeholders in a wording: what must be asked, and what comes out. Pure. The rules: docs/packs.md."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from phrasebook.errors import PlaceholderError
from phrasebook.language import t
from phrasebook.placeholders.graphemes import clusters
from phrasebook.placeholders.syntax import (
    Broken,
    Clock,
    Meaning,
    Other,
    Question,
    Token,
    Variable,
    Word,
    label_of,
    tokens,
)

__all__ = ["Kind", "Piece", "Question", "Rendered", "Values", "pieces", "plain", "questions", "render", "spans"]

MAX_NESTED = 100
"""Phrases inside phrases that one wording may bring in, so that a few lines can't ask for gigabytes."""


@dataclass(frozen=True, slots=True)
class Values:
    """What is known without asking. `texts` maps the codes of other phrases to their texts."""

    now: datetime
    clipboard: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A wording filled in. `back`: how often cursor-left leads from its end to `{{cursor}}`; 0 without one."""

    text: str
    back: int = 0


class Kind(StrEnum):
    """What a piece of a wording is, for showing it."""

    LITERAL = "literal"
    FILLED = "filled"
    OPEN = "open"
    CURSOR = "cursor"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording as it would be pasted now; what is still to be asked stands there as its label."""

    text: str
    kind: Kind
    label: str = ""


def questions(wording: str, values: Values) -> tuple[Question, ...]:
    """What must be asked, in order, once per label; also variables and a clipboard that have no value.

    Raises:
        PlaceholderError: a placeholder is malformed, or phrases contain each other.
    """
    asked: dict[str, Question] = {}
    for token in _expand(wording, values):
        question = _question(_sound(token.meaning), values)
        if question is not None and not _says_more(asked.get(question.label), question):
            asked[question.label] = question
    return tuple(asked.values())


def render(wording: str, values: Values, answers: Mapping[str, str]) -> Rendered:
    """The wording as it will be pasted; `answers` maps labels to what the person said.

    Raises:
        PlaceholderError: something is unanswered or malformed, or phrases contain each other.
    """
    parts: list[str] = []
    cursor = -1
    for token in _expand(wording, values):
        meaning = _sound(token.meaning)
        if meaning is Word.CURSOR:
            cursor = len(parts) if cursor < 0 else cursor
            continue
        text, question = _fill(meaning, values, answers)
        if question is not None:
            raise PlaceholderError(
                t(f"还没有填「{question.label}」", f"“{question.label}” isn't filled in"),
                t("填好再粘贴", "Fill it in, then paste"),
            )
        parts.append(text)
    back = 0 if cursor < 0 else clusters("".join(parts[cursor:]))
    return Rendered("".join(parts), back)


def pieces(wording: str, values: Values, answers: Mapping[str, str] | None = None) -> tuple[Piece, ...]:
    """The wording for showing it: never raises, marks what is filled in, still open or malformed."""
    found: list[Piece] = []
    for token in _expand(wording, values):
        meaning = token.meaning
        if isinstance(meaning, Broken):
            found.append(Piece(token.raw, Kind.BROKEN, meaning.message))
        elif meaning is Word.CURSOR:
            found.append(Piece("", Kind.CURSOR))
        elif isinstance(meaning, str):
            found.append(Piece(meaning, Kind.LITERAL))
        else:
            text, question = _fill(meaning, values, answers or {})
            label = question.label if question else label_of(meaning)
            found.append(Piece(label if question else text, Kind.OPEN if question else Kind.FILLED, label))
    return tuple(found)


def spans(wording: str) -> tuple[tuple[int, int, str], ...]:
    """Where placeholders stand in the wording (code points) and what each is called; malformed ones keep their text.

    The cursor's place is called nothing: nothing is pasted there.
    """
    return tuple(
        (token.start, token.end, "" if token.meaning is Word.CURSOR else label_of(token.meaning) or token.raw)
        for token in tokens(wording)
        if not isinstance(token.meaning, str)
    )


def plain(text: str) -> str:
    """A text for a list or a heading: placeholders by their names in brackets, the cursor's place left out."""
    if "{{" not in text:
        return text
    shown = "".join(
        token.meaning
        if isinstance(token.meaning, str)
        else token.raw
        if isinstance(token.meaning, Broken)
        else t("〔{}〕", "[{}]").format(label_of(token.meaning))
        for token in tokens(text)
        if token.meaning is not Word.CURSOR
    )
    return shown.strip() or text


def _expand(wording: str, values: Values) -> Iterator[Token]:
    """The tokens of a wording with those of the phrases it contains in their places."""
    budget = [MAX_NESTED]

    def walk(text: str, path: tuple[str, ...]) -> Iterator[Token]:
        for token in tokens(text):
            if not isinstance(token.meaning, Other):
                yield token
                continue
            code = token.meaning.code
            budget[0] -= 1
            inner = values.texts.get(code)
            if inner is None or code in path or budget[0] < 0:
                yield Token(token.start, token.end, token.raw, _why_not(code, inner, path))
            else:
                yield from walk(inner, (*path, code))

    yield from walk(wording, ())


def _why_not(code: str, text: str | None, path: tuple[str, ...]) -> Broken:
    if text is None:
        return Broken(
            t(f"没有编码为「{code}」的话术", f"No phrase has the code “{code}”"),
            t("改掉这里的编码，或先写好那条话术", "Correct the code, or write that phrase first"),
        )
    if code in path:
        circle = " → ".join((*path, code))
        return Broken(
            t(f"话术互相包含，绕成了圈：{circle}", f"Phrases contain each other in a circle: {circle}"),
            t("把其中一条里的 {{phrase:…}} 去掉", "Take {{phrase:…}} out of one of them"),
        )
    return Broken(
        t(f"一条话术里套了超过 {MAX_NESTED} 条别的话术", f"More than {MAX_NESTED} phrases inside one"),
        t("少套几条", "Put fewer phrases into it"),
    )


def _sound(meaning: Meaning) -> Meaning:
    if isinstance(meaning, Broken):
        raise PlaceholderError(meaning.message, meaning.hint)
    return meaning


def _question(meaning: Meaning, values: Values) -> Question | None:
    match meaning:
        case Question():
            return meaning
        case Variable(name) if not values.variables.get(name):
            return Question(label_of(meaning))
        case Word.CLIPBOARD if not values.clipboard:
            return Question(label_of(meaning))
    return None


def _says_more(known: Question | None, other: Question) -> bool:
    """Whether `known` stays: the first of a label wins, unless only a later one offers something."""
    return known is not None and (bool(known.default or known.options) or not (other.default or other.options))


def _fill(meaning: Meaning, values: Values, answers: Mapping[str, str]) -> tuple[str, Question | None]:
    """The text for a meaning, or the question that is still open."""
    question = _question(meaning, values)
    if question is not None:
        answer = answers.get(question.label)
        if answer is not None and (answer.strip() or question.optional):
            return answer, None
        return "", question
    match meaning:
        case Clock(shift, pattern):
            moment = values.now + shift
            # One directive at a time: strftime refuses Chinese characters in some locales.
            return re.sub(r"%.", lambda found: moment.strftime(found[0]), pattern), None
        case Variable(name):
            return values.variables[name], None
        case Word.CLIPBOARD:
            return values.clipboard, None
        case str(text):
            return text, None
    raise AssertionError(meaning)
