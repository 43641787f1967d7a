"""A plan onto the disk: one change of the library, all of it or nothing, undone by one undo."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from phrasebook.errors import LibraryError
from phrasebook.formats.base import Head
from phrasebook.importing.plan import Fate, PictureFile, Plan
from phrasebook.language import t
from phrasebook.library import Library
from phrasebook.library.changes import Change, Changes, FileChange
from phrasebook.library.plans import Draft, Shelf
from phrasebook.model import Pack, Scope
from phrasebook.pack.fields import Home
from phrasebook.pack.write import pack_text


def apply_plan(plan: Plan, library: Library, changes: Changes, summary: str) -> Change:
    """Do what the plan says. `library` is what it was made from.

    Raises:
        LibraryError: it can't be written. Nothing was changed.
        PackError: a phrase was changed by somebody else meanwhile, or a pack would get too large. Nothing was changed.
    """
    return changes.apply(summary, file_changes(plan, library))


def file_changes(plan: Plan, library: Library) -> list[FileChange]:
    """What becomes of which file: first the pictures, then the packs that name them."""
    shelf = Shelf(library, library.folder)
    draft = Draft(shelf)
    for one in plan.changes:
        if one.fate is Fate.REPLACED and one.existing:
            draft.replace(one.existing, one.phrase)
        else:
            draft.append(one.phrase)
    homes = {Home(one.phrase.scope, one.phrase.department, one.phrase.pack): None for one in plan.changes}
    heads = {shelf.path(home): plan.heads.get(home, Head()) for home in homes}
    return [
        *(FileChange(path, partial(_picture, file)) for path, file in plan.pictures.items()),
        *(FileChange(path, partial(_begun, path, head)) for path, head in heads.items()),
        *draft.plan("").files,
    ]


def _picture(file: PictureFile, now: bytes | None) -> bytes:
    data = file.gallery.data(file.picture)
    if now not in (None, data):
        raise LibraryError(
            t(f"{file.path} 刚被别处改过", f"{file.path} was changed elsewhere just now"),
            t("再导入一次", "import once more"),
        )
    return data


def _begun(path: Path, head: Head, now: bytes | None) -> bytes:
    """A pack's file; where there is none, one without phrases yet."""
    if now is not None:
        return now
    pack = Pack(
        path=path,
        scope=Scope.PERSONAL,  # not in the file
        department="",
        name=path.stem,
        title=head.title or path.stem,
        description=head.description,
        maintainer=head.maintainer,
    )
    return pack_text(pack).encode()
