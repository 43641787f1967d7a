"""What customers write, written by hand: with the replies that fit it, and what wants none."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent


def messages() -> list[tuple[str, frozenset[str]]]:
    """Each message, and the codes of the starter library's replies that an agent could well send then."""
    rows = (line.split("\t") for line in _lines("messages.tsv"))
    return [(message, frozenset(codes.split())) for message, codes in rows]


def nothing() -> list[str]:
    """Messages that ask for no reply in particular."""
    return _lines("nothing.txt")


def _lines(name: str) -> list[str]:
    lines = (_FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]
