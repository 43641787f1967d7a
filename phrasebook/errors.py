"""Everything phrasebook can say went wrong. One tree, so that one boundary can turn it into words and an exit code."""

from __future__ import annotations


class PhrasebookError(Exception):
    """A request that failed for a reason a person can act on.

    `message` says what happened and where, `hint` the one thing to do, `exit_code` what a command ends with.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PhrasebookError):
    """The words of the command were wrong, not what it tried to do."""

    exit_code = 2


class PackError(PhrasebookError):
    """A pack file, or one phrase in it, can't be read."""


class LibraryError(PhrasebookError):
    """A library folder can't be used."""


class PhraseNotFoundError(PhrasebookError):
    """No phrase has this code or id."""


class SettingsError(PhrasebookError):
    """settings.toml holds a key or a value that can't be used."""


class PlaceholderError(PhrasebookError):
    """A placeholder can't be understood or filled in."""


class DesktopError(PhrasebookError):
    """The desktop refused something (no display, a window that is gone, a clipboard that can't be had)."""


class DaemonError(PhrasebookError):
    """The daemon can't be reached, or is running already."""
