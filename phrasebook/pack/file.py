"""A pack's file before anything in it is understood: its bytes, if its name and size are right."""

from __future__ import annotations

from pathlib import Path

from phrasebook.errors import PackError
from phrasebook.files import read_limited
from phrasebook.model import Problem
from phrasebook.pack.names import name_trouble

MAX_FILE = 32 * 2**20


class UnreadablePackError(PackError):
    """A pack file of which nothing can be used; `problem` says why and where."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem), problem.hint)
        self.problem = problem


def unreadable(path: Path, message: str, line: int = 0, hint: str = "") -> UnreadablePackError:
    """The error for a pack file of which nothing can be used."""
    return UnreadablePackError(Problem(path, line, "", message, hint))


def read_bytes(path: Path) -> bytes:
    """The bytes of a pack file that has a proper name and size.

    Raises:
        UnreadablePackError: it hasn't, or it can't be read.
    """
    if trouble := name_trouble(path.stem):
        raise unreadable(path, trouble)
    try:
        return read_limited(path, MAX_FILE)
    except OSError as error:
        raise unreadable(path, error.strerror or str(error)) from error
