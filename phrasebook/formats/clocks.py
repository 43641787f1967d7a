"""Dates in foreign notations: strftime (espanso, AutoKey, TextExpander), Unicode TR35 (Alfred, Raycast), Qt (Beeftext).

Ours is strftime without the directives that not every platform knows (placeholders/syntax.py). A pattern becomes pieces
(literal text and directives), and pieces a pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from phrasebook.language import t

MAX_PATTERN = 200
"""Characters; a date is no novel."""

_COMPOSITES = {
    "%F": "%Y-%m-%d",
    "%D": "%m/%d/%y",
    "%T": "%H:%M:%S",
    "%R": "%H:%M",
    "%r": "%I:%M:%S %p",
    "%h": "%b",
    "%n": "\n",
    "%t": "\t",
}
_NEARLY = {
    "%e": "%d",
    "%k": "%H",
    "%l": "%I",
    "%P": "%p",
    "%v": "%d-%b-%Y",
    "%x": "%Y-%m-%d",
    "%X": "%H:%M:%S",
    "%c": "%Y-%m-%d %H:%M:%S",
    "%+": "%Y-%m-%dT%H:%M:%S",
}
"""What differs only in leading zeros, letter case or the order that a country is used to."""

_OURS = frozenset("aAbBdHIjmMpSuUwWyY%")
_STRFTIME = re.compile(r"%([-_0^#E]*)([.:]?\d*[A-Za-z%+])|%|[^%]+", re.DOTALL)

_TR35 = {
    "y": "%Y", "yy": "%y", "yyy": "%Y", "yyyy": "%Y", "u": "%Y", "uuuu": "%Y", "Y": "%Y", "YY": "%y", "YYYY": "%Y",
    "M": "%m", "MM": "%m", "MMM": "%b", "MMMM": "%B", "L": "%m", "LL": "%m", "LLL": "%b", "LLLL": "%B",
    "d": "%d", "dd": "%d", "D": "%j", "DD": "%j", "DDD": "%j",
    "E": "%a", "EE": "%a", "EEE": "%a", "EEEE": "%A", "ccc": "%a", "cccc": "%A",
    "H": "%H", "HH": "%H", "h": "%I", "hh": "%I", "m": "%M", "mm": "%M", "s": "%S", "ss": "%S", "a": "%p",
}  # fmt: skip
_QT = {
    "yy": "%y", "yyyy": "%Y", "M": "%m", "MM": "%m", "MMM": "%b", "MMMM": "%B",
    "d": "%d", "dd": "%d", "ddd": "%a", "dddd": "%A",
    "H": "%H", "HH": "%H", "h": "%H", "hh": "%H", "m": "%M", "mm": "%M", "s": "%S", "ss": "%S",
    "AP": "%p", "ap": "%p", "A": "%p", "a": "%p",
}  # fmt: skip
_UNPADDED = frozenset(("M", "L", "d", "D", "DD", "H", "h", "m", "s"))
_TR35_TOKEN = re.compile(r"''|'((?:[^']|'')*)'|([A-Za-z])\2*|[^A-Za-z']+|'", re.DOTALL)
_QT_TOKEN = re.compile(r"''|'((?:[^']|'')*)'|AP|ap|([yMdHhmsAaztw])\2*|[^']", re.DOTALL)

_TO_TR35 = {
    "%Y": "yyyy", "%y": "yy", "%m": "MM", "%b": "MMM", "%B": "MMMM", "%d": "dd", "%a": "EEE", "%A": "EEEE",
    "%H": "HH", "%I": "hh", "%M": "mm", "%S": "ss", "%p": "a", "%j": "DDD",
}  # fmt: skip
_TO_QT = {
    "%Y": "yyyy", "%y": "yy", "%m": "MM", "%b": "MMM", "%B": "MMMM", "%d": "dd", "%a": "ddd", "%A": "dddd",
    "%H": "HH", "%M": "mm", "%S": "ss",
}  # fmt: skip
_PIECE = re.compile(r"%.|[^%]+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A date's form in our strftime; `lost` says in words what isn't quite the same."""

    text: str
    lost: tuple[str, ...] = ()


@dataclass(slots=True)
class _Making:
    parts: list[str] = field(default_factory=list)
    near: dict[str, str] = field(default_factory=dict)

    def nearly(self, token: str, ours: str) -> None:
        self.parts.append(ours)
        self.near[token] = ours

    def done(self) -> Pattern:
        theirs, ours = " ".join(self.near), " ".join(self.near.values())
        lost = t(f"日期格式 {theirs} 换成了相近的 {ours}", f"the date format {theirs} became {ours}, which is close")
        return Pattern("".join(self.parts), (lost,) if self.near else ())


def from_strftime(pattern: str) -> Pattern | None:
    """A strftime or chrono pattern in ours; None if it asks for something we can't say (a week number, a time zone).

    https://docs.rs/chrono/latest/chrono/format/strftime/
    """
    if len(pattern) > MAX_PATTERN:
        return None
    making = _Making()
    for found in _STRFTIME.finditer(pattern):
        flags, letter = found[1], found[2]
        if letter is None:
            making.parts.append(found[0].replace("%", "%%"))
            continue
        plain = f"%{letter}"
        if plain in _COMPOSITES and not flags:
            making.parts.append(_COMPOSITES[plain])
        elif plain in _NEARLY or (letter in _OURS and flags):
            making.nearly(found[0], _NEARLY.get(plain, plain))
        elif letter in _OURS:
            making.parts.append(plain)
        else:
            return None
    return making.done()


def from_tr35(pattern: str) -> Pattern | None:
    """A Unicode pattern (yyyy-MM-dd) in ours; None if it asks for something we can't say.

    https://unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns
    """
    return _from_letters(pattern, _TR35_TOKEN, _TR35)


def from_qt(pattern: str) -> Pattern | None:
    """A pattern of QDateTime::toString in ours; None if it asks for something we can't say.

    https://doc.qt.io/qt-6/qdatetime.html#toString
    """
    table = dict(_QT)
    if re.search("ap?", re.sub(r"'[^']*'", "", pattern), re.IGNORECASE):  # then h counts to twelve
        table |= {"h": "%I", "hh": "%I"}
    return _from_letters(pattern, _QT_TOKEN, table)


def to_tr35(pattern: str) -> str | None:
    """Our pattern in Unicode's letters; None if there are none for it."""
    return _to_letters(pattern, _TO_TR35)


def to_qt(pattern: str) -> str | None:
    """Our pattern in Qt's letters; None if there are none for it."""
    table = dict(_TO_QT)
    if "%p" in pattern:
        table |= {"%I": "hh", "%p": "AP"}
    return _to_letters(pattern, table)


def pieces(pattern: str) -> Iterator[str]:
    """The directives of our pattern and the text between them, as they stand; a % of its own is "%%"."""
    return (found[0] for found in _PIECE.finditer(pattern))


def is_time(pattern: str) -> bool:
    """Whether our pattern shows hours and minutes and no day."""
    directives = {piece[1] for piece in pieces(pattern) if piece[0] == "%"} - {"%"}
    return bool(directives) and directives <= set("HIMSp")


def _from_letters(pattern: str, token: re.Pattern[str], table: Mapping[str, str]) -> Pattern | None:
    if len(pattern) > MAX_PATTERN:
        return None
    making = _Making()
    for found in token.finditer(pattern):
        if found[1] is not None:
            making.parts.append(found[1].replace("''", "'").replace("%", "%%"))
        elif found[2] is None and found[0] not in table:
            making.parts.append("'" if found[0] == "''" else found[0].replace("%", "%%"))
        elif (ours := table.get(found[0])) is None:
            return None
        elif found[0] in _UNPADDED:
            making.nearly(found[0], ours)
        else:
            making.parts.append(ours)
    return making.done()


def _to_letters(pattern: str, table: Mapping[str, str]) -> str | None:
    written = literal = ""
    for piece in pieces(pattern):
        if piece[0] != "%" or piece == "%%":
            literal += "%" if piece == "%%" else piece
            continue
        written += _quoted(literal)
        letters = table.get(piece)
        if letters is None or (not literal and written.endswith(letters[0])):  # two runs of a letter would be one
            return None
        written += letters
        literal = ""
    return written + _quoted(literal)


def _quoted(literal: str) -> str:
    """Literal text as it stands in a pattern of letters: quoted if it has letters of its own."""
    escaped = literal.replace("'", "''")
    return f"'{escaped}'" if re.search("[A-Za-z]", literal) else escaped
