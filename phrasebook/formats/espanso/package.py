"""Folders of espanso's: a package of its hub, several of them, or a configuration folder (match/*.yml)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
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
VERSION = re.compile(r"\d+(\.\d+)+")
_LOOKED_AT = 50
"""YAML files of a folder by which it is told."""


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
    names, older = _newest(source.names())
    remarks = [_older(older)] if older else []
    files = [name for name in names if _may_hold_matches(name)]
    titles = {name.parent: _title(source, name) for name in names if name.name == MANIFEST}
    roots = {name: next((parent for parent in name.parents if parent in titles), None) for name in files}
    used = set(roots.values())
    present = frozenset(names)
    groups: list[Group] = []
    for name, root in roots.items():
        title = titles[root] if root is not None and len(used) > 1 else ""
        category = _category(name.relative_to(root) if root is not None else name, title)
        home = str(root) if root is not None and root.parts else ""
        try:
            group = group_of(source.inside(name).text(), str(name), home, category, is_alone=False)
        except FormatError as error:
            remarks.append(refusal(str(name), error))
            continue
        if group is not None:
            groups.append(group)
            remarks += _imports_lost(group, name, present)
    if not groups:
        first = next((f"{remark.place}: {remark.message}" for remark in remarks if remark.refused), "")
        raise FormatError(f"{source.path}: {first or t('里面没有 espanso 的话术', 'it holds no matches of espanso')}")
    only = used.pop() if len(used) == 1 else None
    return Found(tuple(groups), tuple(remarks), (titles[only],) if only is not None else ())


def _newest(names: Sequence[PurePosixPath]) -> tuple[list[PurePosixPath], list[PurePosixPath]]:
    """The files that belong to no older version of a package, and what is older.

    Beside the folders of versions, which the hub names by their numbers, only the manifest counts.
    """
    newest: dict[PurePosixPath, PurePosixPath] = {}
    versions: set[PurePosixPath] = set()
    for name in names:
        for folder in name.parents:
            if VERSION.fullmatch(folder.name) and name.suffix.lower() in _YAML:
                versions.add(folder)
                known = newest.setdefault(folder.parent, folder)
                newest[folder.parent] = max(known, folder, key=_number)
    older = versions - set(newest.values())
    older |= {name for name in names if name.parent in newest and _may_hold_matches(name)}
    kept = [name for name in names if name not in older and not any(parent in older for parent in name.parents)]
    return kept, sorted(older)


def _older(versions: Sequence[PurePosixPath]) -> Remark:
    """That older versions weren't read."""
    some = ", ".join(map(str, versions[:3])) + (" …" if len(versions) > 3 else "")
    return Remark(some, t(f"{len(versions)} 个旧版本没有读", f"{len(versions)} older versions weren't read"))


def _number(version: PurePosixPath) -> list[int]:
    return [int(number[:9]) for number in version.name.split(".")]


def _may_hold_matches(name: PurePosixPath) -> bool:
    """Whether a file is YAML and neither a manifest nor hidden nor settings."""
    settings = name.parts[0] == "config" and len(name.parts) == 2
    hidden = any(part.startswith(".") for part in name.parts)
    return name.suffix.lower() in _YAML and name.name != MANIFEST and not settings and not hidden


def _title(source: Source, name: PurePosixPath) -> str:
    """What a manifest calls its package; its folder's name where it says nothing."""
    try:
        nodes = documents(source.inside(name).text(), str(name))
    except FormatError:  # the matches can be read all the same
        nodes = []
    manifest = next((node for node in nodes if isinstance(node, Mapping)), Mapping(1))
    said = text_of(manifest.get("title")) or text_of(manifest.get("name")) or ""
    return one_line(said) or name.parent.name or source.path.name


def _category(name: PurePosixPath, title: str) -> Category:
    """The category that a match file stands for: none for the main one, else its place."""
    parts = [
        part for part in name.with_suffix("").parts if part not in ("match", "packages") and not VERSION.fullmatch(part)
    ]
    if parts and parts[-1] in ("package", "base"):
        parts.pop()
    levels = [title, *parts] if title else parts
    return tuple(levels) if len(levels) <= 2 else (levels[0], " / ".join(levels[1:]))


def _imports_lost(group: Group, name: PurePosixPath, present: Container[PurePosixPath]) -> Iterator[Remark]:
    """Imports that lead out of the folder, or nowhere: they weren't read."""
    for path in group.imports:
        parts: list[str] = []
        for part in (name.parent / path).parts:
            if part == ".." and parts:
                parts.pop()
            else:
                parts.append(part)
        if PurePosixPath(*parts) not in present:
            yield import_lost(path, str(name))


def import_lost(path: str, place: str) -> Remark:
    """That a file which another one imports wasn't read."""
    return Remark(
        place, t(f"引用的文件 {path} 没有读，请另外导入", f"{path}, which it imports, wasn't read; import it too")
    )
