"""publish pull: published packs into the lead's own library, where they can be changed and published again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from phrasebook.cli.asking import agreed, progress
from phrasebook.cli.changing import changes_of
from phrasebook.cli.lead import Desk
from phrasebook.errors import LibraryError, UsageError
from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.library.changes import FileChange
from phrasebook.pack.file import MAX_FILE
from phrasebook.sharing.bundle import digest
from phrasebook.sharing.names import Target, place_of
from phrasebook.sharing.plan import images_of, sha256_of
from phrasebook.sharing.proposal import fetch, listed
from phrasebook.sharing.trust import places


@dataclass(frozen=True, slots=True)
class _File:
    """A published file, and the lead's own copy of it."""

    path: Path
    target: Target
    sha256: str
    mine: bytes | None
    base: str | None
    """What the copy was pulled or published as."""

    @property
    def same(self) -> bool:
        return self.mine is not None and digest(self.mine) == self.sha256

    @property
    def changed(self) -> bool:
        """Whether the lead has changed the copy since."""
        return self.mine is not None and digest(self.mine) not in (self.sha256, self.base)


def pulled(
    desk: Desk, library: Path, names: Sequence[str], scope: str | None, *, yes: bool, dry_run: bool
) -> list[tuple[Path, str]]:
    """Write published packs and their pictures into the library, in one change; each file, and what became of it.

    A file that was changed since it was pulled or published is first copied beside, with `.mine` behind its name.

    Raises:
        UsageError: a pack isn't published, or a changed copy would be replaced and nobody agreed.
        LibraryError: the library can't be changed.
    """
    files = [_own(desk, library, target, sha256) for target, sha256 in _wanted(desk, names, scope)]
    if dry_run:
        would = t("会取来", "would be pulled")
        return [(file.path, t("不变", "same") if file.same else would) for file in files]
    kept = {file.path for file in files if file.changed and not _given_up(file, yes=yes)}
    changes: list[FileChange] = []
    for number, file in enumerate(files):
        progress(number, len(files), file.target.local)
        if file.path not in kept and not file.same:
            changes += _replacing(file, fetch(desk.repository, file.target, file.sha256))
    progress(len(files), len(files), "")
    if changes:
        packs = "、".join(file.path.stem for file in files if file.target.is_pack and not file.same)
        changes_of(library).apply(t(f"取来 {packs}", f"pull {packs}"), changes)
    desk.state.base |= {file.target.path: file.sha256 for file in files if file.path not in kept}
    return [(file.path, _became(file, kept=file.path in kept)) for file in files]


def _wanted(desk: Desk, names: Sequence[str], scope: str | None) -> list[tuple[Target, str]]:
    """The packs of these names, none: all, with their pictures and what they must hash to."""
    view = desk.repository.load()
    wanted: dict[Target, str] = {}
    for place in [place_of(scope)] if scope else places(view.targets).values():
        read = desk.repository.role(view, place.role)
        files = listed(read.document, place) if read else {}
        chosen = [target for target in files if target.is_pack and (not names or _called(target, names))]
        pictures = {path for target in chosen for path in images_of(files[target])}
        wanted |= {
            target: sha256_of(info) for target, info in files.items() if target in chosen or target.path in pictures
        }
    for name in names:
        if not any(_called(target, [name]) for target in wanted):
            raise UsageError(t(f"没有发布过 {name}", f"no pack {name} is published"))
    return sorted(wanted.items(), key=lambda pair: (pair[0].is_pack, pair[0].path))  # pictures before who needs them


def _own(desk: Desk, library: Path, target: Target, sha256: str) -> _File:
    path = library / str(target.place) / target.local
    mine = read_limited(path, MAX_FILE) if path.is_file() else None
    return _File(path, target, sha256, mine, desk.state.base.get(target.path))


def _given_up(file: _File, *, yes: bool) -> bool:
    question = t(
        f"{file.path} 您改过，换成已发布的版本？（您的留作 .mine）",
        f"You changed {file.path}; replace it? (yours is kept as .mine)",
    )
    return agreed(question, yes)


def _replacing(file: _File, data: bytes) -> list[FileChange]:
    """Put the published content in the file's place, and keep the lead's own beside it."""

    def make(now: bytes | None) -> bytes:
        if now != file.mine:
            raise LibraryError(
                t(f"{file.path} 刚被别处改过", f"{file.path} was changed elsewhere just now"),
                t("再试一次", "try again"),
            )
        return data

    beside = file.path.with_name(f"{file.path.name}.mine")
    return [*([FileChange(beside, lambda _: file.mine)] if file.changed else []), FileChange(file.path, make)]


def _became(file: _File, *, kept: bool) -> str:
    if kept:
        return t("保留您的", "yours kept")
    if file.changed:
        return t("已取来，您的留作 .mine", "pulled, yours kept as .mine")
    return t("不变", "same") if file.same else t("已取来", "pulled")


def _called(target: Target, names: Sequence[str]) -> bool:
    name = target.local.removesuffix(".toml")
    return target.is_pack and any(wanted in (name, f"{target.place}/{name}") for wanted in names)
