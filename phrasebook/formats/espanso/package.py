"""Folders of espanso's: a package of its hub, several of them, or a configuration folder (match/*.yml)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from phrasebook.formats.base import FormatError, Remark, Source
from phrasebook.formats.espanso.read import Group, group_of
from phrasebook.formats.espanso.yaml_nodes import Mapping, documents, text_of
from phrasebook.formats.loose import one_line, refusal
from phrasebook.language import t
from phrasebook.model import Category

MANIFEST = "_manifest.yml"
MAIN = "package.yml"
_YAML = (".yml", ".yaml")
_ROOT = re.compile(rb"^(\xef\xbb\xbf)?[\"']?(matches|global_vars|imports|anchors)[\"']?\s*:", re.MULTILINE)
_LOOKED_AT = 50
"""YAML files of a folder by which it is told."""


@dataclass(frozen=True, slots=True)
class Package:
    """A folder with a manifest."""

    root: PurePosixPath
    name: str
    title: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What a folder holds."""

    groups: tuple[Group, ...]
    remarks: tuple[Remark, ...]
    category: Category = ()


def looks_like_espanso(source: Source) -> bool:
    """Whether a folder has a manifest, or match files."""
    names = source.names()
    if any(name.name == MANIFEST for name in names):
        return True
    likely = [name for name in names if name.suffix.lower() in _YAML][:_LOOKED_AT]
    return any(begins_matches(source.inside(name).start(2**16)) for name in likely)


def begins_matches(start: bytes) -> bool:
    """Whether a YAML file that starts so has a part that a match file has."""
    return bool(_ROOT.search(start))


def read_folder(source: Source) -> Found:
    """The match groups of a folder; files that can't be read are reported and the others go on.

    Raises:
        FormatError: there is no match file, or none can be read.
    """
    remarks: list[Remark] = []
    packages, older = _packages(source, remarks)
    groups: list[Group] = []
    alone = len(packages) == 1
    for name in _match_files(source, older):
        package = _package_of(name, packages)
        inner = name.relative_to(package.root) if package else name
        category = _category(inner, package.title if package and not alone else "")
        try:
            home = str(package.root) if package and package.root.parts else ""
            group = group_of(source.inside(name).text(), str(name), home, category, str(name))
        except FormatError as error:
            remarks.append(refusal(str(name), error))
            continue
        if group is not None:
            groups.append(group)
            remarks += _imports_lost(group, name, source)
    if not groups:
        first = next((remark.message for remark in remarks if remark.refused), "")
        raise FormatError(
            first or t(f"{source.path} 里没有 espanso 的话术", f"{source.path} holds no matches of espanso")
        )
    title = packages[0].title if alone else ""
    return Found(tuple(groups), tuple(remarks), (title,) if title else ())


def _packages(source: Source, remarks: list[Remark]) -> tuple[list[Package], list[Package]]:
    """The packages of a folder, of each the newest version, and the older ones, which aren't read."""
    newest: dict[str, Package] = {}
    older: list[Package] = []
    for name in source.names():
        if name.name != MANIFEST:
            continue
        package = _package(source, name)
        known = newest.setdefault(package.name, package)
        if known is not package:
            first, second = sorted((known, package), key=lambda one: _version(one.version))
            older.append(first)
            newest[package.name] = second
    remarks += (
        Remark(str(one.root), t(f"有更新的版本，没有读 {one.version}", f"{one.version} isn't the newest; not read"))
        for one in older
    )
    return list(newest.values()), older


def _package(source: Source, name: PurePosixPath) -> Package:
    """What a manifest says; its folder's name where it says nothing."""
    root = name.parent
    fallback = root.name or source.path.name
    try:
        nodes = documents(source.inside(name).text(), str(name))
    except FormatError:  # the matches can be read all the same
        nodes = []
    manifest = next((node for node in nodes if isinstance(node, Mapping)), Mapping(1))
    package = text_of(manifest.get("name")) or fallback
    title = one_line(text_of(manifest.get("title")) or "")
    return Package(root, package, title or package, text_of(manifest.get("version")) or "")


def _version(text: str) -> list[int]:
    return [int(number[:9]) for number in re.findall(r"\d+", text)]


def _match_files(source: Source, older: list[Package]) -> Iterator[PurePosixPath]:
    """The YAML files that may hold matches: neither manifests nor hidden nor settings."""
    roots = [package.root for package in older]
    for name in source.names():
        hidden = any(part.startswith(".") for part in name.parts)
        settings = name.parts[0] == "config" and len(name.parts) == 2
        outdated = any(name.is_relative_to(root) for root in roots if root.parts)
        if name.suffix.lower() in _YAML and name.name != MANIFEST and not (hidden or settings or outdated):
            yield name


def _package_of(name: PurePosixPath, packages: list[Package]) -> Package | None:
    """The innermost package that a file lies in."""
    around = [package for package in packages if name.is_relative_to(package.root)]
    return max(around, key=lambda package: len(package.root.parts), default=None)


def _category(name: PurePosixPath, title: str) -> Category:
    """The category that a match file stands for: none for the main one, else its place."""
    parts = [part for part in name.with_suffix("").parts if part not in ("match", "packages")]
    if parts and parts[-1] in ("package", "base"):
        parts.pop()
    levels = [title, *parts] if title else parts
    return tuple(levels) if len(levels) <= 2 else (levels[0], " / ".join(levels[1:]))


def _imports_lost(group: Group, name: PurePosixPath, source: Source) -> Iterator[Remark]:
    """Imports that lead out of the folder, or nowhere: they weren't read."""
    inside = set(source.names())
    for path in group.imports:
        parts: list[str] = []
        for part in (name.parent / path).parts:
            if part == ".." and parts:
                parts.pop()
            else:
                parts.append(part)
        if PurePosixPath(*parts) not in inside:
            yield import_lost(path, str(name))


def import_lost(path: str, place: str) -> Remark:
    """That a file which another one imports wasn't read."""
    return Remark(
        place, t(f"引用的文件 {path} 没有读，请另外导入", f"{path}, which it imports, wasn't read; import it too")
    )
