"""espanso (https://espanso.org): a match file, and a package as its hub has them.

file or folder ─ yaml_nodes ─ read (triggers first, then texts with their variables) ─ items
phrases ─ write (a dialect says their wordings) ─ yaml_text ─ file, or package_files
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.espanso.package import MAIN, begins_matches, import_lost, looks_like_espanso, read_folder
from phrasebook.formats.espanso.read import PREFIX, group_of, read_groups
from phrasebook.formats.espanso.write import losses_of, match_of, package_files
from phrasebook.formats.espanso.yaml_text import yaml_text
from phrasebook.formats.pictures import find_pictures
from phrasebook.formats.triggers import triggers_of
from phrasebook.language import t


class EspansoFormat:
    """A match file."""

    name = "espanso"
    reads = writes = True
    suffixes: tuple[str, ...] = (".yml", ".yaml")

    @property
    def title(self) -> str:
        """What it is."""
        return t("espanso 话术文件（YAML）", "espanso match file (YAML)")

    def detects(self, source: Source) -> int:
        """By the keys that the parts of a match file begin with."""
        if source.is_folder or not begins_matches(source.start(2**20)):
            return 0
        return 90 if source.path.suffix.lower() in self.suffixes else 60

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The matches of a file, or of a folder's files.

        Raises:
            FormatError: it holds no matches, or is no YAML.
        """
        return _read_folder(source) if source.is_folder else _read_file(source)

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a match has no place for, and wordings that would be read otherwise."""
        return losses_of(phrases)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """One match file; phrases without text are left out."""
        triggers = triggers_of([one.phrase for one in phrases], PREFIX)
        matches = [match for one in phrases if (match := match_of(one.phrase, triggers)[0])]
        return {PurePosixPath(): yaml_text({"matches": matches}).encode()}


class EspansoPackageFormat(EspansoFormat):
    """A package: manifest, README and match files, one for each category."""

    name = "espanso-package"
    suffixes = ("",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("espanso 包文件夹", "espanso package folder")

    def detects(self, source: Source) -> int:
        """By its manifest or its match files."""
        return 90 if source.is_folder and looks_like_espanso(source) else 0

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a match has no place for, a picture beside a text among it; wordings that would be read otherwise."""
        return losses_of(phrases, packaged=True)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """The package's files; phrases with neither text nor picture are left out."""
        return package_files(phrases, title)


def _read_file(source: Source) -> Reading:
    group = group_of(source.text(), source.path.name)
    if group is None:
        raise FormatError(
            t(f"{source.path.name} 里没有 matches，不是 espanso 的话术文件", f"{source.path.name} has no matches"),
            t("选 match 文件夹里的文件，或 package.yml", "name a file of the folder match, or package.yml"),
        )
    items, remarks = read_groups([group])
    remarks += (import_lost(path, t("开头", "the beginning")) for path in group.imports)
    return Reading(tuple(items), tuple(remarks), find_pictures(source.path, items))


def _read_folder(source: Source) -> Reading:
    found = read_folder(source)
    items, remarks = read_groups(found.groups)
    return Reading(
        tuple(items), (*found.remarks, *remarks), find_pictures(source.path / MAIN, items), category=found.category
    )
