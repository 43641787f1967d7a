"""How commands speak: data on stdout (a table or one JSON document), everything else on stderr."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from phrasebook.model import Span

_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"


def print_json(data: Any) -> None:
    """One JSON document on stdout."""
    import msgspec  # 20 ms that `pick` can do without

    text = msgspec.json.format(msgspec.json.encode(data), indent=2).decode()
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A message for the person, on stderr."""
    sys.stderr.write(clean(text) + "\n")


def complain(message: str, hint: str = "") -> None:
    """What went wrong, and the one thing to do."""
    say(f"phrasebook: {message}")
    if hint:
        say(f"  → {hint}")


def print_lines(lines: Iterable[str]) -> None:
    """Lines on stdout."""
    for line in lines:
        sys.stdout.write(clean(line) + "\n")


def print_table(rows: Sequence[Sequence[str]]) -> None:
    """Rows on stdout: in columns on a terminal, else separated by tabs. Cells are one line each."""
    cells = [[one_line(cell) for cell in row] for row in rows]
    if not on_terminal():
        print_lines("\t".join(row) for row in cells)
        return
    import shutil  # 7 ms that only a terminal needs

    room = shutil.get_terminal_size().columns
    widths = [max(width(cell) for cell in column) for column in zip(*cells, strict=True)]
    for row in cells:
        line, left = "", room
        for cell, wide in zip(row, widths, strict=True):
            shown = cut(cell, left)
            line += shown + " " * max(0, min(wide, left) - width(shown)) + "  "
            left -= min(wide, left) + 2
            if left <= 0:
                break
        sys.stdout.write(line.rstrip() + "\n")


def on_terminal() -> bool:
    """Whether stdout is read by a person."""
    return sys.stdout.isatty()


def colours() -> bool:
    """Whether colours are wanted: https://no-color.org."""
    return on_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def bold(text: str, spans: Sequence[Span]) -> str:
    """The text with these spans in bold, where colours are wanted."""
    if not colours():
        return text
    parts, end = [], 0
    for start, stop in spans:
        parts += [text[end:start], _BOLD, text[start:stop], _PLAIN]
        end = stop
    return "".join([*parts, text[end:]])


def dim(text: str) -> str:
    """The text paler, where colours are wanted."""
    return f"{_DIM}{text}{_PLAIN}" if colours() else text


def one_line(text: str) -> str:
    """The text with line ends and tabs as spaces."""
    return clean(" ".join(text.split("\n")).replace("\t", " "))


def clean(text: str) -> str:
    """The text without control characters (file names may hold some) that a terminal would obey."""
    return "".join("\N{REPLACEMENT CHARACTER}" if _control(character) else character for character in text)


def width(text: str) -> int:
    """Columns that the text takes on a terminal; Chinese characters take two."""
    return sum(_columns(character) for character in text)


def cut(text: str, room: int) -> str:
    """The text, or as much as fits into `room` columns with … behind it."""
    if width(text) <= room:
        return text
    kept, left = [], room - 1
    for character in text:
        left -= _columns(character)
        if left < 0:
            break
        kept.append(character)
    return "".join(kept) + "…" if room > 0 else ""


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _control(character: str) -> bool:
    return character not in "\n\t" and unicodedata.category(character) == "Cc"
