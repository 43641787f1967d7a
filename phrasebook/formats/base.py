"""What every format says and takes: pure data, so that a format is a function from bytes to items and back.

Reading: Source → Reading (items, remarks). Writing: Exported phrases → the files' bytes, and what the format can't say.
A format never writes, never runs anything, and never decides whether a phrase is good: `importing` does that for all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

import msgspec

from phrasebook.errors import PhrasebookError
from phrasebook.model import Category, Phrase, Scope


class FormatError(PhrasebookError):
    """A file can't be read as what it should be: damaged, too large, dangerous, or of another kind."""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A phrase as a foreign file has it; fields as in docs/packs.md, unchecked. What isn't known is left empty."""

    place: str
    """Where it stands, for people: "第 12 行", "Sheet1!12", "combos[3]", a file's name."""
    id: str = ""
    scope: Scope | None = None
    department: str = ""
    pack: str = ""
    category: Category = ()
    title: str = ""
    text: str = ""
    code: str = ""
    keywords: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    """Names as the file has them; `Reading.pictures` or a folder of pictures holds the bytes."""
    send: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    apps: tuple[str, ...] = ()
    note: str = ""
    extra: str = ""
    """Keys this version doesn't know, as TOML text."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that could not be carried over, or only in part: where, and why."""

    place: str
    message: str
    refused: bool = False
    """The whole entry was left out, not only a part of it."""
    field: str = ""
    """Of `losses`: the field of the phrase that won't come back as it was ("" : the phrase as a whole). What no loss
    names must come back equal."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a pack says about itself."""

    title: str = ""
    description: str = ""
    maintainer: str = ""


Home = tuple[Scope | None, str, str]
"""Scope, department and pack, as an Item has them."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    items: tuple[Item, ...]
    remarks: tuple[Remark, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that lie inside the file (a zip, a workbook) or beside it, by the names that items use. May read each
    one only when it is asked for (`source.Pictures`)."""
    category: Category = ()
    """Where items without a category belong when the user names none, for example the title of a package."""
    fields: frozenset[str] | None = None
    """The fields of Item that this file can say: there, empty means empty. None: an empty field says nothing."""
    heads: Mapping[Home, Head] = field(default_factory=dict)
    """Of packs that the file tells apart."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A phrase to write, with its pictures' files."""

    phrase: Phrase
    pictures: tuple[Path, ...] = ()
    head: Head = field(default_factory=Head)
    """Of its pack."""


Files = Mapping[PurePosixPath, bytes | Path]
"""What to write, as bytes or as a file to copy. PurePosixPath() is the target file itself and other names lie beside
it; without that key the target is a folder and all names lie below it."""

Progress = Callable[[int, int], None]
"""Told now and then how many entries are done, and of how many (0: not known)."""


def silent(done: int, total: int) -> None:
    """Progress that nobody looks at."""


class Format(Protocol):
    """One kind of file. Implementations are stateless; `formats/__init__.py` lists them."""

    @property
    def name(self) -> str:
        """As `--format` takes it, for example "csv"."""
        ...

    @property
    def reads(self) -> bool:
        """Whether such files can be imported."""
        ...

    @property
    def writes(self) -> bool:
        """Whether such files can be exported."""
        ...

    @property
    def suffixes(self) -> tuple[str, ...]:
        """Of files it writes, the usual one first; "" for a folder."""
        ...

    @property
    def title(self) -> str:
        """What it is, for people, in their language."""
        ...

    def detects(self, source: Source) -> int:
        """How sure it is that the source is of its kind: 0 (no) to 100, from the content; the suffix only tips."""
        ...

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The items of a source.

        Raises:
            FormatError: nothing can be used; the message says where and why.
        """
        ...

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What writing these would lose, asked before anything is written."""
        ...

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """The files, complete; `title` names the collection where a format has a place for that."""
        ...


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the user said about a file."""

    columns: Mapping[str, str] = field(default_factory=dict)
    """A spreadsheet's header → the field it holds, from --map. The key "sheet" (工作表) is the sheet's name."""
    progress: Progress = silent


class Source(Protocol):
    """A file or folder to read, with every size bounded (formats/source.py)."""

    @property
    def path(self) -> Path:
        """Where it lies, for messages and suffixes."""
        ...

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        ...

    def start(self, size: int = 4096) -> bytes:
        """The first bytes of a file, for telling what it is; b"" for a folder.

        Raises:
            FormatError: it can't be read.
        """
        ...

    def stream(self) -> BinaryIO:
        """The open file, for a zip (formats/archive.py), which may be larger than what `data` takes.

        Raises:
            FormatError: it is too large or can't be read.
        """
        ...

    def data(self) -> bytes:
        """The whole file.

        Raises:
            FormatError: it is too large or can't be read.
        """
        ...

    def text(self) -> str:
        r"""The whole file decoded (UTF-8, UTF-16, GB18030; with or without BOM), line ends as `\n`.

        Raises:
            FormatError: it is no text.
        """
        ...

    def names(self) -> tuple[PurePosixPath, ...]:
        """The files below a folder, links that leave it left out, sorted; empty for a file.

        Raises:
            FormatError: there are too many.
        """
        ...

    def inside(self, name: PurePosixPath) -> Source:
        """A file below the folder.

        Raises:
            FormatError: the name leads out of the folder.
        """
        ...
