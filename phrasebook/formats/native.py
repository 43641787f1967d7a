"""phrasebook's own packs (docs/packs.md): one TOML file, or a folder shaped like a library.

A pack never says who it is for; in a folder its place does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import msgspec

from phrasebook.errors import PackError
from phrasebook.formats.base import (
    Exported,
    Files,
    FormatError,
    Head,
    Home,
    Item,
    Reading,
    ReadOptions,
    Remark,
    Source,
)
from phrasebook.formats.beside import Beside
from phrasebook.formats.pictures import is_file_in
from phrasebook.formats.source import Pictures
from phrasebook.language import t
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.fields import KNOWN
from phrasebook.pack.read import parse_pack
from phrasebook.pack.write import pack_text
from phrasebook.toml.errors import TomlTrouble, read_toml

_FIELDS = frozenset((*KNOWN, "extra"))
_HEADER = re.compile(rb"^[ \t]*\[\[[ \t]*phrase[ \t]*\]\]|^format[ \t]*=[ \t]*1\b", re.MULTILINE)


class PackFormat:
    """One pack."""

    name = "toml"
    reads = writes = True
    suffixes = (".toml",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("phrasebook 话术文件", "phrasebook pack")

    def detects(self, source: Source) -> int:
        """By its headers."""
        if source.is_folder:
            return 0
        is_toml = source.path.suffix.lower() == ".toml"
        if not _HEADER.search(source.start(65536)):
            return 15 if is_toml else 0  # read says what is missing
        if is_toml:
            return 95
        return 0 if isinstance(read_toml(source.text()), TomlTrouble) else 80  # a page about packs holds headers too

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The phrases of a pack.

        Raises:
            FormatError: nothing of it can be used.
        """
        pack = _parsed(source)
        if not pack.phrases and not pack.problems:
            raise FormatError(
                f"{source.path}: {t('里面没有 [[phrase]]', 'there is no [[phrase]] in it')}",
                t("写法见 docs/packs.md", "docs/packs.md says how to write one"),
            )
        home = (None, "", pack.name)
        pictures = {name: source.path.parent / name for phrase in pack.phrases for name in phrase.images}
        return Reading(
            items=tuple(_item(phrase, f"{source.path.name}:{phrase.line}", home) for phrase in pack.phrases),
            remarks=_remarks(pack, source.path.name),
            pictures=Pictures(_inside(source.path.parent, pictures)),
            fields=_FIELDS,
            heads={home: Head(pack.title, pack.description, pack.maintainer)},
        )

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """Which scope and pack a phrase was in, if there were several."""
        homes = {(one.phrase.scope, one.phrase.department, one.phrase.pack) for one in phrases}
        if len(homes) < 2:
            return []
        return [
            Remark(
                "",
                t(
                    "范围和原来的文件不在其中：一个话术文件由它所在的文件夹决定范围（用 --format library 可保留）",
                    "scope and pack: the place of a pack decides them (--format library keeps them)",
                ),
                field="scope",
            )
        ]

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """One pack, its pictures beside it."""
        beside = Beside("images")
        written = [_with_images(one.phrase, beside.names(one)) for one in phrases]
        heads = {one.head for one in phrases}
        head = heads.pop() if len(heads) == 1 else Head()
        path = Path(f"{title or 'pack'}.toml")
        return {PurePosixPath(): _text(path, head, written), **beside.files}


class LibraryFormat:
    """A folder of packs, shaped like a library: public/, department/<name>/, personal/; or packs only."""

    name = "library"
    reads = writes = True
    suffixes = ("",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("phrasebook 话术库文件夹", "phrasebook library folder")

    def detects(self, source: Source) -> int:
        """By packs where a library has them."""
        if not source.is_folder:
            return 0
        packs = _packs(source)
        if any(home[0] for home in packs.values()):
            return 95
        return 80 if any(_HEADER.search(source.inside(name).start(65536)) for name in packs) else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The phrases of all packs; a pack that can't be read is reported and the others go on.

        Raises:
            FormatError: there is no pack, or none can be read.
        """
        items: list[Item] = []
        remarks: list[Remark] = []
        pictures: dict[str, Path] = {}
        heads: dict[Home, Head] = {}
        for name, home in _packs(source).items():
            try:
                pack = _parsed(source.inside(name))
            except FormatError as error:
                remarks.append(Remark(str(name), error.message, refused=True))
                continue
            heads[home] = Head(pack.title, pack.description, pack.maintainer)
            remarks += _remarks(pack, str(name))
            for phrase in pack.phrases:
                item = _item(phrase, f"{name}:{phrase.line}", home, str(name.parent))
                items.append(item)
                pictures.update(zip(item.images, (source.path / image for image in item.images), strict=True))
        if not heads:
            first = remarks[0].message if remarks else t("里面没有话术文件", "there is no pack in it")
            raise FormatError(f"{source.path}: {first}")
        return Reading(
            items=tuple(items),
            remarks=tuple(remarks),
            pictures=Pictures(_inside(source.path, pictures)),
            fields=_FIELDS | {"scope", "department", "pack"},
            heads=heads,
        )

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """Nothing is lost."""
        return []

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """One pack for each that there was."""
        packs: dict[PurePosixPath, list[Exported]] = {}
        for one in phrases:
            packs.setdefault(_path(one.phrase), []).append(one)
        files: dict[PurePosixPath, bytes | Path] = {}
        for path, members in packs.items():
            for one in members:
                files |= {path.parent / name: file for name, file in zip(one.phrase.images, one.pictures, strict=True)}
            files[path] = _text(Path(path), members[0].head, [one.phrase for one in members])
        return files


def _parsed(source: Source) -> Pack:
    try:
        return parse_pack(source.data(), source.path, Scope.PERSONAL)
    except PackError as error:
        raise FormatError(error.message, error.hint) from error


def _item(phrase: Phrase, place: str, home: Home, folder: str = "") -> Item:
    scope, department, pack = home
    return Item(
        place=place,
        id="" if phrase.provisional else phrase.id,
        scope=scope,
        department=department,
        pack=pack,
        category=phrase.category,
        title=phrase.title,
        text=phrase.text,
        code=phrase.code,
        keywords=phrase.keywords,
        variants=phrase.variants,
        images=tuple(str(PurePosixPath(folder, name)) for name in phrase.images) if folder else phrase.images,
        send=phrase.send,
        valid_from=phrase.valid_from,
        valid_until=phrase.valid_until,
        apps=phrase.apps,
        note=phrase.note,
        extra=phrase.extra,
    )


def _remarks(pack: Pack, name: str) -> tuple[Remark, ...]:
    """What was left out of the pack."""
    return tuple(
        Remark(
            f"{name}:{bad.line}",
            f"{bad.key}: {bad.message}" if bad.key else bad.message,
            refused=not bad.key.startswith("pack"),
        )
        for bad in pack.problems
    )


def _packs(source: Source) -> dict[PurePosixPath, Home]:
    """The packs of a folder: where a library has them, or if there are none, those right inside."""
    homes = {name: home for name in source.names() if (home := _home(name))}
    placed = {name: home for name, home in homes.items() if home[0]}
    return placed or homes


def _home(name: PurePosixPath) -> Home | None:
    """What a file's place in the folder says; None if it is no pack there."""
    if name.suffix.lower() != ".toml" or any(part.startswith(".") for part in name.parts):
        return None
    match name.parts[:-1]:
        case ():
            return None, "", name.stem
        case ("public",):
            return Scope.PUBLIC, "", name.stem
        case ("personal",):
            return Scope.PERSONAL, "", name.stem
        case ("department", department):
            return Scope.DEPARTMENT, department, name.stem
    return None


def _path(phrase: Phrase) -> PurePosixPath:
    parts = (phrase.scope.value, phrase.department) if phrase.department else (phrase.scope.value,)
    return PurePosixPath(*parts, f"{phrase.pack}.toml")


def _inside(folder: Path, files: dict[str, Path]) -> dict[str, Path]:
    """Those of the files that are there and inside the folder."""
    root = folder.resolve()
    return {name: path for name, path in files.items() if is_file_in(root, path)}


def _with_images(phrase: Phrase, names: tuple[str, ...]) -> Phrase:

    return msgspec.structs.replace(phrase, images=names)


def _text(path: Path, head: Head, phrases: Sequence[Phrase]) -> bytes:
    pack = Pack(
        path=path,
        scope=Scope.PERSONAL,
        department="",
        name=path.stem,
        title=head.title or path.stem,
        description=head.description,
        maintainer=head.maintainer,
        phrases=tuple(phrases),
    )
    return pack_text(pack).encode()
