"""What every command that changes the library shares: the lock, which folder, saying what was done, a dry run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phrasebook.cli.data import phrase_data, title
from phrasebook.cli.output import print_lines, say
from phrasebook.cli.sources import open_library
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.model import Phrase

if TYPE_CHECKING:
    from phrasebook.library.changes import Changes
    from phrasebook.library.plans import Plan, Shelf

DryRun = Annotated[
    bool, typer.Option("--dry-run", help=t("只显示会改什么，不写文件", "Show what would change; write nothing."))
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=t("不再询问", "Don't ask."))]


@dataclass(frozen=True, slots=True)
class Desk:
    """The library that a command changes, and how."""

    shelf: Shelf
    changes: Changes
    dry_run: bool

    def carry_out(self, plan: Plan, *, quiet: bool) -> None:
        """Do what is planned; in a dry run print the lines that would change, unless `quiet`.

        Raises:
            PhrasebookError: it can't be done; nothing was changed then.
        """
        if not self.dry_run:
            from phrasebook.library.remembering import remember  # for commands that write only

            change = self.changes.apply(plan.summary, plan.files)
            remember(self.shelf.library, Folders.default().cache, change)
            if plan.copies:
                _say_copied(self.shelf)
            return
        would = self.changes.rehearse(plan.files)
        for path, (old, new) in () if quiet else would.items():
            print_lines(_difference(path, old, new))

    def data(self, phrase: Phrase) -> dict[str, Any]:
        """A phrase for --json, with the file it is in now."""
        known = {key: value for key, value in phrase_data(phrase).items() if key not in ("line", "provisional")}
        return known | {"path": str(self.shelf.path(phrase))}

    def place(self, phrase: Phrase) -> str:
        """The phrase's file for people: personal/我的.toml."""
        return str(self.shelf.path(phrase).relative_to(self.shelf.folder))


def changes_of(library: Path | None) -> Changes:
    """The changes of the library that a command is about."""
    from phrasebook.library.changes import Changes  # for commands that write only

    folders = Folders.default()
    return Changes(library or folders.library, folders.data, waiting=_say_waiting)


@contextmanager
def changing(library: Path | None, *, dry_run: bool = False) -> Iterator[Desk]:
    """The library as it is, and nobody else changes it until this ends (in a dry run they may).

    Raises:
        LibraryError: there is no such folder, or somebody else is changing it for too long.
    """
    from phrasebook.library.files import pack_files  # for commands that write only
    from phrasebook.library.plans import Shelf  # the same

    if library is not None:
        pack_files(library)  # a slip in the name mustn't make a folder
    changes = changes_of(library)
    with ExitStack() as stack:
        if not dry_run:
            stack.enter_context(changes.held())
        opened = open_library(library, quiet=True)
        yield Desk(Shelf(opened, library or Folders.default().library), changes, dry_run)


def told(phrases: Sequence[Phrase]) -> str:
    """A few phrases in words, for one line."""
    names = [title(phrase) for phrase in phrases[:3]]
    more = t(f" 等 {len(phrases)} 条", f" and {len(phrases) - 3} more") if len(phrases) > 3 else ""
    return t("、", ", ").join(names) + more


def _say_copied(shelf: Shelf) -> None:
    say(
        t(
            f"自带的话术已复制到 {shelf.folder}，从现在起用的、改的都是这一份",
            f"the starter phrases were copied to {shelf.folder}, which is your library from now on",
        )
    )


def _say_waiting() -> None:
    say(t("另一个 phrasebook 正在修改话术库，等它做完…", "another phrasebook is changing the library; waiting for it…"))


def _difference(path: Path, old: bytes | None, new: bytes | None) -> Iterator[str]:
    """What changes in a file, as diff writes it."""
    if path.suffix != ".toml":
        yield f"+ {path}" if old is None else f"- {path}"
        return
    import difflib  # for a dry run only

    before, after = _lines(old), _lines(new)
    start = 0  # difflib takes seconds for a pack of 10,000 phrases, so it gets only the stretch that differs
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    yield f"--- {path}" if old is not None else "--- /dev/null"
    yield f"+++ {path}" if new is not None else "+++ /dev/null"
    yield f"@@ {start + 1} @@"
    compared = difflib.ndiff(before[start : len(before) - end], after[start : len(after) - end])
    yield from (line for line in compared if line[0] in "+-")


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode(errors="replace").splitlines()
