"""What every format says and takes: pure data, so that a format is a function from bytes to items and back.

Reading: Source → Reading (items, remarks). Writing: Exported phrases → the files' bytes, and what the format can't say.
A format never writes, never runs anything, and never decides whether a phrase is good: `importing` does that for all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Protocol

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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds."""

    items: tuple[Item, ...]
    remarks: tuple[Remark, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    """Pictures that lie inside the file (a zip, a workbook) or beside it, by the names that items use."""
    category: Category = ()
    """Where items without a category belong when the user names none, for example the title of a package."""


@dataclass(frozen=True, slots=True)
class Exported:
    """A phrase to write, with its pictures' files."""

    phrase: Phrase
    pictures: tuple[Path, ...] = ()


Files = Mapping[PurePosixPath, bytes]
"""What to write: paths below the target; the single key PurePosixPath() is the target file itself."""


class Format(Protocol):
    """One kind of file. Implementations are stateless; `formats/__init__.py` lists them."""

    name: str
    """As `--format` takes it: "csv", "espanso" …"""
    reads: bool
    writes: bool
    suffixes: tuple[str, ...]
    """Of files it writes, the usual one first; "" for a folder."""

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
    """A spreadsheet's header → the field it holds, from --map."""
    sheets_are: str = "category"
    """What the sheets of a workbook stand for when they carry no such column: "category" or "scope"."""


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

    def data(self) -> bytes:
        """The whole file.

        Raises:
            FormatError: it is too large or can't be read.
        """
        ...

    def text(self) -> str:
        r"""The whole file decoded (UTF-8 with or without BOM, UTF-16 with BOM, GB18030), line ends as `\n`.

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
        """A file below the folder."""
        ...
