"""All packs of one user as one immutable snapshot.

folder ─ files ─ bytes of each pack ─ cache or pack.read ─ pictures checked ─ ids and codes settled
"""

from __future__ import annotations

import gc
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from phrasebook.errors import PhraseNotFoundError
from phrasebook.language import t
from phrasebook.library.cache import PackCache, library_cache
from phrasebook.library.files import PackFile, has_packs, pack_files
from phrasebook.library.known import Known, mark_of
from phrasebook.library.settling import settled
from phrasebook.model import Category, Pack, Phrase, Problem, Scope
from phrasebook.pack.file import UnreadablePackError, read_bytes
from phrasebook.pack.images import with_pictures
from phrasebook.phrases import Phrases


@dataclass(frozen=True, slots=True)
class CategoryCount:
    """A category of one or two levels (none: phrases without a category), and how many phrases are in it.

    A first level counts those of its second levels too.
    """

    category: Category
    count: int


@dataclass(frozen=True)
class Library:
    """All packs, and all phrases in the order public, department, personal; those out of date included."""

    folder: Path
    packs: tuple[Pack, ...]
    phrases: Phrases
    problems: tuple[Problem, ...]
    fingerprint: str = ""
    """Changes with the content of any pack; "" when it isn't known (no cache, or a pack kept from before)."""
    read: Mapping[Path, Known] = field(default_factory=dict, repr=False, compare=False)
    """Each pack as it was read: what hasn't changed needs no reading the next time."""

    @classmethod
    def load(cls, folder: Path, cache: Path | None = None, previous: Library | None = None) -> Library:
        """Read a library folder.

        `cache` is the user's cache folder; without it every pack is parsed. A pack that can't be read at all, but
        could when `previous` was loaded, keeps its phrases of then. What is wrong stands in `problems`.

        Raises:
            LibraryError: there is no such folder, or it can't be read.
        """
        listing = pack_files(folder)
        parsed = library_cache(cache, folder) if cache else None
        problems = list(listing.problems)
        packs: list[Pack] = []
        fresh = parsed is not None
        read: dict[Path, Known] = {}
        known = previous.read if previous else {}
        with _no_collection():
            for file in listing.files:
                try:
                    packs.append(_read(file, parsed, known, read))
                except UnreadablePackError as error:
                    problems.append(error.problem)
                    if previous and (kept := previous._pack_at(file.path)):
                        packs.append(replace(kept, problems=()))
                        fresh = False
        if parsed:
            parsed.prune()
        packs, clashes = settled(packs)
        problems += [problem for pack in packs for problem in pack.problems] + clashes
        fingerprint = parsed.fingerprint() if parsed and fresh else ""
        return cls(folder, tuple(packs), Phrases(packs), tuple(problems), fingerprint, read)

    def find(self, code_or_id: str) -> Phrase:
        """The phrase with this id, else this code (as written, else in other letter case).

        A code in several scopes: personal wins over department, department over public.

        Raises:
            PhraseNotFoundError: there is none; the hint names the closest.
        """
        wanted = code_or_id.strip()
        number = self.phrases.numbers.get(wanted)
        if number is None:
            number = self._coded.get(wanted)
        if number is None:
            number = self._coded_alike.get(_folded(wanted))
        if number is not None:
            return self.phrases[number]
        raise PhraseNotFoundError(
            t(f"没有编码或 id 是「{wanted}」的话术", f"no phrase has the code or id {wanted!r}"), self._meant(wanted)
        )

    def path_of(self, phrase: Phrase) -> Path:
        """The file in which the phrase stands."""
        parts = (phrase.scope.value, phrase.department) if phrase.department else (phrase.scope.value,)
        return self.folder.joinpath(*parts, f"{phrase.pack}.toml")

    def images_of(self, phrase: Phrase) -> tuple[Path, ...]:
        """The files of the phrase's pictures."""
        return tuple(self.path_of(phrase).parent / name for name in phrase.images)

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The text of every code, for `{{phrase:code}}`."""
        return _Texts(self.phrases, self._coded)

    def categories(self, scope: Scope | None = None, day: date | None = None) -> tuple[CategoryCount, ...]:
        """The categories in the order in which they first appear, each first level before its second levels.

        Of one scope or of all; with `day` only of phrases that agents may see then. Phrases without a category come
        last.
        """
        counts: Counter[Category] = Counter()
        tree: dict[str, dict[Category, None]] = {}
        for category, number in self._counted(scope, day):
            counts[category] += number
            if category:
                seconds = tree.setdefault(category[0], {})
                if len(category) > 1:
                    counts[category[:1]] += number
                    seconds[category] = None
        ordered: list[Category] = [one for first, seconds in tree.items() for one in ((first,), *seconds)]
        if counts[()]:
            ordered.append(())
        return tuple(CategoryCount(category, counts[category]) for category in ordered)

    def _counted(self, scope: Scope | None, day: date | None) -> Iterator[tuple[Category, int]]:
        """How many phrases of each pack are in each category, categories in the order in which they appear."""
        for pack, outline in zip(self.packs, self.phrases.outlines, strict=True):
            if scope and pack.scope is not scope:
                continue
            hidden = {number for number in outline.conditional if day and not pack.phrases[number].valid_on(day)}
            shown = Counter(which for number, which in enumerate(outline.category_of) if number not in hidden)
            for which, category in enumerate(outline.categories):
                if shown[which]:
                    yield category, shown[which]

    @cached_property
    def _coded(self) -> dict[str, int]:
        """The number of the phrase that each code means."""
        found: dict[str, int] = {}
        order = list(Scope)
        rows = zip(self.packs, self.phrases.outlines, self.phrases.starts, strict=False)
        for _pack, outline, start in sorted(rows, key=lambda row: order.index(row[0].scope)):
            for number, code in outline.codes:
                found.setdefault(code, start + number)
        return found

    @cached_property
    def _coded_alike(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for code, number in self._coded.items():
            found.setdefault(_folded(code), number)
        return found

    def _pack_at(self, path: Path) -> Pack | None:
        return next((pack for pack in self.packs if pack.path == path), None)

    def _meant(self, wanted: str) -> str:
        from rapidfuzz import process  # only an error needs it

        choices = [*self._coded, *(phrase.title for phrase in self.phrases)]
        close = process.extractOne(wanted, choices, score_cutoff=60)
        if not close:
            return t("用 phrasebook search 查找", "look for it with `phrasebook search`")
        return t(f"您是说 {close[0]} 吗？", f"did you mean {close[0]}?")


def starter_folder() -> Path:
    """The library that comes with phrasebook: packaged with it, or `phrases/` in a checkout."""
    package = Path(__file__).resolve().parent.parent
    packaged = package / "starter"
    return packaged if packaged.is_dir() else package.parent / "phrases"


def library_folder(own: Path) -> Path:
    """The user's own library folder if it holds packs, else the starter library, which is read in place."""
    return own if has_packs(own) else starter_folder()


@contextmanager
def _no_collection() -> Iterator[None]:
    """Without Python's garbage collection, which looks through 100,000 new phrases again and again and finds nothing
    (500 ms to load them with it, 400 without).
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _read(file: PackFile, cache: PackCache | None, known: Mapping[Path, Known], read: dict[Path, Known]) -> Pack:
    """The pack of a file: as it is known from before, from the cache, or parsed; noted in `read`."""
    before = known.get(file.path)
    mark = mark_of(file.path)
    if before and cache and before.still_holds(mark):
        cache.use(before.key)
        read[file.path] = before
        return with_pictures(before.pack)
    data = read_bytes(file.path)
    key = cache.key(file, data) if cache else ""
    pack = before.pack if before and key and before.key == key else None
    if pack is None and cache:
        pack = cache.recall(key, file)
    if pack is None:
        from phrasebook.pack.read import parse_pack  # a start with a warm cache needs no TOML

        pack = parse_pack(data, file.path, file.scope, file.department)
        if cache:
            cache.keep(key, pack)
    read[file.path] = Known(key, pack, mark, time.time_ns())
    return with_pictures(pack, data)


class _Texts(Mapping[str, str]):
    """The texts of phrases by code, each read when somebody asks for it."""

    def __init__(self, phrases: Phrases, coded: Mapping[str, int]) -> None:
        self._phrases, self._coded = phrases, coded

    def __getitem__(self, code: str) -> str:
        return self._phrases[self._coded[code]].text

    def __iter__(self) -> Iterator[str]:
        return iter(self._coded)

    def __len__(self) -> int:
        return len(self._coded)


def _folded(code: str) -> str:
    """For codes typed in capitals or in full width."""
    return unicodedata.normalize("NFKC", code).casefold()
