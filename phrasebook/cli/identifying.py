"""Ids before publishing: without them a reworded phrase would be another one for every agent who uses or copied it."""

from __future__ import annotations

from pathlib import Path

from phrasebook.cli.output import say
from phrasebook.cli.sources import library_choice
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.model import Scope
from phrasebook.pack.edit import identified
from phrasebook.pack.fields import Home
from phrasebook.pack.file import read_bytes


def with_ids(path: Path, library: Path | None, *, dry_run: bool) -> bytes:
    """The pack's bytes with an id in each phrase. They are written into its file too (`undo` takes that back).

    Raises:
        PackError: the file can't be read or edited.
        LibraryError: it can't be written.
    """
    data = read_bytes(path)
    folder = library_choice(library).resolve()
    inside = path.resolve().is_relative_to(folder)
    home = _home(path.resolve().relative_to(folder).parts if inside else (), path.stem)

    def make(now: bytes | None) -> bytes | None:
        try:
            return identified(now.decode(), home).encode() if now else now
        except UnicodeDecodeError:
            return now  # whoever reads it says so

    new = make(data) or b""
    if new == data or dry_run:
        return new
    from phrasebook.library.changes import Changes, FileChange  # where something is to be written only

    changes = Changes(folder if inside else path.resolve().parent, Folders.default().data)
    change = changes.apply(t(f"给 {path.stem} 写上 id", f"write ids into {path.stem}"), [FileChange(path, make)])
    say(t(f"{path} 里没有 id 的话术已写上 id", f"phrases without an id have one now in {path}"))
    return next((now for _, now in change.contents.values() if now), new)


def _home(parts: tuple[str, ...], pack: str) -> Home:
    """Whose pack it is by its place in the library: its phrases keep the ids that they go by now."""
    if len(parts) == 3 and parts[0] == Scope.DEPARTMENT.value:
        return Home(Scope.DEPARTMENT, parts[1], pack)
    return Home(Scope(parts[0]) if len(parts) == 2 else Scope.PUBLIC, "", pack)
