"""A change to phrases, decided and not yet made: which packs gain, change and lose what, with which pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from phrasebook.errors import LibraryError, PackError
from phrasebook.files import read_limited
from phrasebook.language import t
from phrasebook.library import Library
from phrasebook.library.changes import FileChange
from phrasebook.library.pictures import Pictures
from phrasebook.model import Phrase, Scope
from phrasebook.pack.edit import edited
from phrasebook.pack.fields import Home
from phrasebook.pack.file import MAX_FILE
from phrasebook.pack.names import name_trouble
from phrasebook.pack.wanted import tidy


@dataclass(frozen=True, slots=True)
class Shelf:
    """The library that people see, and the folder in which they change it."""

    library: Library
    folder: Path
    """The library's own, or the user's while the starter library is read in place."""

    @property
    def borrowed(self) -> bool:
        """Whether what is shown is the starter library, which nobody may change."""
        return self.library.folder != self.folder

    def path(self, phrase: Phrase | Home) -> Path:
        """The file in which a phrase stands, or shall."""
        parts = (phrase.scope.value, phrase.department) if phrase.department else (phrase.scope.value,)
        return self.folder.joinpath(*parts, f"{phrase.pack}.toml")


@dataclass(frozen=True, slots=True)
class Plan:
    """What shall be done, in words and in files; `Changes.apply` does it."""

    summary: str
    files: tuple[FileChange, ...]
    phrases: tuple[Phrase, ...]
    """Those that were added or changed as they will be, those that were removed as they were."""
    copies: bool = False
    """The starter library is copied into the user's folder."""


@dataclass
class _PackEdits:
    replace: list[tuple[Phrase, Phrase]] = field(default_factory=list)
    remove: list[Phrase] = field(default_factory=list)
    append: list[Phrase] = field(default_factory=list)

    def make(self, data: bytes | None) -> bytes | None:
        """The pack's file with the edits in it.

        Raises:
            PackError: they can't be made.
        """
        if data is None and not self.append:
            raise PackError(
                t("话术文件不在了", "the pack's file is gone"), t("重新查找后再试", "look the phrase up again")
            )
        try:
            source = (data or b"").decode()
            return edited(source, replace=self.replace, remove=self.remove, append=self.append).encode()
        except UnicodeDecodeError as error:
            raise PackError(
                t("话术文件不是 UTF-8 编码", "the pack isn't text in UTF-8"),
                t("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
            ) from error
        except UnicodeEncodeError as error:
            raise PackError(
                t("文字里有不完整的字符", "the text holds a broken character"), t("删掉它", "remove it")
            ) from error


class Draft:
    """A plan while it is made."""

    def __init__(self, shelf: Shelf, *, copy: bool = False) -> None:
        """`copy`: bring the starter library along even if the plan only adds to the user's own."""
        self.shelf = shelf
        self._copy = copy
        self.pictures = Pictures()
        self._packs: dict[Path, _PackEdits] = {}
        self._unused: list[Path] = []
        self._phrases: list[Phrase] = []

    def append(self, phrase: Phrase) -> None:
        """Add a phrase at the end of its pack.

        Raises:
            PackError: no pack or department can have this name.
        """
        for name in (phrase.pack, phrase.department) if phrase.scope is Scope.DEPARTMENT else (phrase.pack,):
            if trouble := name_trouble(name):
                raise PackError(f"{name}: {trouble}")
        self._edits(phrase).append.append(phrase)
        self._phrases.append(tidy(phrase))

    def replace(self, old: Phrase, new: Phrase) -> None:
        """Have a phrase say something else, in its place."""
        self._edits(old).replace.append((old, new))
        self._phrases.append(tidy(new))

    def remove(self, phrase: Phrase, *, moved: bool = False) -> None:
        """Take a phrase out of its pack; `moved` if it is added elsewhere."""
        self._edits(phrase).remove.append(phrase)
        if not moved:
            self._phrases.append(phrase)

    def drop_picture(self, path: Path) -> None:
        """Remove a picture's file."""
        self._unused.append(path)

    def plan(self, summary: str) -> Plan:
        """The whole of it: first what others need, then what gains, then what loses, so that nothing is ever missing.

        Raises:
            LibraryError: the starter library can't be read.
        """
        copied = list(self._starter()) if self._copies() else []
        pictures = [FileChange(path, partial(_new_picture, path, data)) for path, data in self.pictures.new.items()]
        gaining = [(path, edits) for path, edits in self._packs.items() if edits.append]
        others = [(path, edits) for path, edits in self._packs.items() if not edits.append]
        packs = [FileChange(path, edits.make) for path, edits in (*gaining, *others)]
        unused = [FileChange(path, lambda _: None) for path in self._unused]
        files = (*copied, *pictures, *packs, *unused)
        return Plan(summary, files, tuple(self._phrases), bool(copied))

    def _edits(self, phrase: Phrase) -> _PackEdits:
        return self._packs.setdefault(self.shelf.path(phrase), _PackEdits())

    def _copies(self) -> bool:
        changes = any(edits.replace or edits.remove for edits in self._packs.values())
        return self.shelf.borrowed and (changes or self._copy)

    def _starter(self) -> Iterator[FileChange]:
        """The starter library's packs and pictures, copied."""
        library = self.shelf.library
        pictures = {path for phrase in library.phrases for path in library.images_of(phrase)}
        for path in (*(pack.path for pack in library.packs), *sorted(pictures)):
            try:
                data = read_limited(path, MAX_FILE)
            except OSError as error:
                raise LibraryError(f"{path}: {error.strerror or error}") from error
            yield FileChange(self.shelf.folder / path.relative_to(library.folder), partial(_copy, data))


def _copy(data: bytes, now: bytes | None) -> bytes:
    return data if now is None else now


def _new_picture(path: Path, data: bytes, now: bytes | None) -> bytes:
    if now not in (None, data):
        raise LibraryError(
            t(f"{path} 刚被别处改过", f"{path} was changed elsewhere just now"), t("再试一次", "try again")
        )
    return data
