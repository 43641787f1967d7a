"""Which library a command is about, and which of its phrases. No typer here: the quick commands need this too."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from phrasebook.cli.output import say
from phrasebook.errors import UsageError
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.model import Category, Phrase, Scope

if TYPE_CHECKING:
    from phrasebook.library import Library


def library_choice(option: Path | None) -> Path:
    """The library folder: as the command says, else the user's own, else (with nothing subscribed to) the starter's."""
    from phrasebook.libraries import choose  # not needed by `status` or `stop`

    return choose(Folders.default(), option).folder


def open_library(option: Path | None, *, quiet: bool = False) -> Library:
    """The library that a command is about, with what is subscribed to; what is wrong in it is counted on stderr.

    Raises:
        LibraryError: there is no such folder.
    """
    from phrasebook.libraries import load  # not needed by `status` or `stop`

    library = load(Folders.default(), option)
    if library.problems and not quiet:
        count = len(library.problems)
        say(t(f"话术库里有 {count} 处问题，用 phrasebook doctor 查看", f"{count} problem(s): see `phrasebook doctor`"))
    return library


def scope_of(text: str | None) -> tuple[Scope | None, str]:
    """Scope and department of `--scope`.

    Raises:
        UsageError: there is no such scope.
    """
    if text is None:
        return None, ""
    name, _, department = text.partition("/")
    if name in tuple(Scope) and (not department or name == Scope.DEPARTMENT) and not text.endswith("/"):
        return Scope(name), department
    raise UsageError(
        t(f"没有范围 {text}", f"there is no scope {text}"),
        t(
            "可以用 public、personal、department 或 department/部门",
            "use public, personal, department or department/NAME",
        ),
    )


def category_of(text: str | None) -> Category:
    """The levels of `--category`.

    Raises:
        UsageError: it has more than two, or an empty one.
    """
    if text is None:
        return ()
    levels = tuple(level.strip() for level in text.split("/"))
    if len(levels) <= 2 and all(levels):
        return levels
    raise UsageError(t(f"分类 {text} 不对", f"{text} is no category"), t("写成 一级 或 一级/二级", "write A or A/B"))


def selected(library: Library, scope: str | None, category: str | None) -> list[Phrase]:
    """The phrases of this scope and category.

    Raises:
        UsageError: one of the two is written wrongly.
    """
    wanted_scope, department = scope_of(scope)
    wanted = category_of(category)
    return [
        phrase
        for phrase in library.phrases
        if (wanted_scope is None or phrase.scope is wanted_scope)
        and (not department or phrase.department == department)
        and phrase.category[: len(wanted)] == wanted
    ]
