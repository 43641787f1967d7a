"""publish pull: published packs into the lead's own library, where they can be changed and published again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from phrasebook.cli.asking import agreed, progress
from phrasebook.cli.lead import Desk
from phrasebook.errors import UsageError
from phrasebook.files import read_limited, write_atomic
from phrasebook.language import t
from phrasebook.pack.file import MAX_FILE
from phrasebook.sharing.bundle import digest
from phrasebook.sharing.names import Target, place_of
from phrasebook.sharing.plan import images_of, sha256_of
from phrasebook.sharing.proposal import fetch, listed
from phrasebook.sharing.trust import places


def pulled(
    desk: Desk, library: Path, names: Sequence[str], scope: str | None, *, yes: bool, dry_run: bool
) -> list[tuple[Path, str]]:
    """Write published packs and their pictures into the library; each file, and what became of it.

    A file that was changed since it was pulled or published is first copied beside, with `.mine` behind its name.

    Raises:
        UsageError: a pack isn't published, or a changed copy would be replaced and nobody agreed.
    """
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
    done = []
    for number, (target, sha256) in enumerate(sorted(wanted.items(), key=lambda pair: pair[0].path)):
        progress(number, len(wanted), target.local)
        path = library / str(target.place) / target.local
        done.append((path, _one(desk, path, target, sha256, yes=yes, dry_run=dry_run)))
    progress(len(wanted), len(wanted), "")
    return done


def _one(desk: Desk, path: Path, target: Target, sha256: str, *, yes: bool, dry_run: bool) -> str:
    mine = digest(read_limited(path, MAX_FILE)) if path.is_file() else None
    changed = mine is not None and mine not in (sha256, desk.state.base.get(target.path))
    if dry_run:
        return t("不变", "same") if mine == sha256 else t("会取来", "would be pulled")
    if changed:
        question = t(
            f"{path} 您改过，换成已发布的版本？（您的留作 .mine）",
            f"You changed {path}; replace it? (yours is kept as .mine)",
        )
        if not agreed(question, yes):
            return t("保留您的", "yours kept")
        write_atomic(path.with_name(f"{path.name}.mine"), path.read_bytes())
    if mine != sha256:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, fetch(desk.repository, target, sha256), mode=0o644)
    desk.state.base[target.path] = sha256
    if changed:
        return t("已取来，您的留作 .mine", "pulled, yours kept as .mine")
    return t("不变", "same") if mine == sha256 else t("已取来", "pulled")


def _called(target: Target, names: Sequence[str]) -> bool:
    name = target.local.removesuffix(".toml")
    return target.is_pack and any(wanted in (name, f"{target.place}/{name}") for wanted in names)
