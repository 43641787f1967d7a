"""All packs of one user as one immutable snapshot.

folder ─ files ─ bytes of each pack ─ cache or pack.read ─ pictures checked ─ ids and codes settled
subscriptions ─ the same ─ laid behind the user's own packs (shared.py)
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from phrasebook.errors import PhraseNotFoundError
from phrasebook.language import t
from phrasebook.library.cache import library_cache
from phrasebook.library.copies import content_of, copied_content
from phrasebook.library.files import SCOPES, Listing, has_packs, pack_files
from phrasebook.library.known import Known
from phrasebook.library.reading import no_collection, read_packs
from phrasebook.library.shared import Behind, Shared, for_readers, laid_behind
from phrasebook.model import Category, Pack, Phrase, Problem, Scope
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
    shared: tuple[Shared, ...] = ()
    """What the user is subscribed to."""
    behind: Behind = field(default=Behind({}, {}), repr=False, compare=False)

    @classmethod
    def load(
        cls,
        folder: Path,
        cache: Path | None = None,
        previous: Library | None = None,
        shared: Sequence[Shared] = (),
    ) -> Library:
        """Read a library folder, and behind it what its user is `shared`, read only.

        `cache` is the user's cache folder; without it every pack is parsed. A pack that can't be read at all, but
        could when `previous` was loaded, keeps its phrases of then. What is wrong stands in `problems`. With `shared`
        packs the folder itself need not be there.

        Raises:
            LibraryError: there is no such folder, or it can't be read.
        """
        known = previous.read if previous else {}
        before = previous.packs if previous else ()
        listing = Listing((), ()) if shared and not folder.exists() else pack_files(folder)
        with no_collection():
            own = read_packs(listing, library_cache(cache, folder) if cache else None, known, before)
            theirs = [
                read_packs(one.listing(), library_cache(cache, one.link.parent) if cache else None, known, before)
                for one in shared
            ]
            behind = laid_behind(
                own.packs, [pack for one in theirs for pack in one.packs], previous.behind.laid if previous else {}
            )
        packs = [*own.packs, *(laid.shown for laid in behind.laid.values())]
        packs.sort(key=lambda pack: SCOPES.index(pack.scope))  # of one scope the user's own come first
        fingerprints = [one.fingerprint for one in (own, *theirs)]
        return cls(
            folder=folder,
            packs=tuple(packs),
            phrases=Phrases(packs),
            problems=(*own.problems, *(for_readers(problem) for one in theirs for problem in one.problems)),
            fingerprint=" ".join(fingerprints) if all(fingerprints) else "",
            read={path: pack for one in (own, *theirs) for path, pack in one.known.items()},
            shared=tuple(shared),
            behind=behind,
        )

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

    def pack_of(self, phrase: Phrase) -> Pack | None:
        """The pack in which the phrase stands; None: it stands in none of these."""
        place = (phrase.scope, phrase.department, phrase.pack)
        number = self.phrases.numbers.get(phrase.id)
        if number is not None:
            pack = self.packs[bisect_right(self.phrases.starts, number) - 1]
            if (pack.scope, pack.department, pack.name) == place:
                return pack
        return next((pack for pack in self.packs if (pack.scope, pack.department, pack.name) == place), None)

    def subscription_of(self, phrase: Phrase) -> str:
        """The name of the subscription that the phrase came with, so that it is read only; "": it is the user's own."""
        pack = self.pack_of(phrase) if self.shared else None
        return pack.subscription if pack else ""

    def path_of(self, phrase: Phrase) -> Path:
        """The file in which the phrase stands."""
        if self.shared and (pack := self.pack_of(phrase)):
            return pack.path
        parts = (phrase.scope.value, phrase.department) if phrase.department else (phrase.scope.value,)
        return self.folder.joinpath(*parts, f"{phrase.pack}.toml")

    def images_of(self, phrase: Phrase) -> tuple[Path, ...]:
        """The files of the phrase's pictures."""
        place = self.path_of(phrase).parent
        if name := self.subscription_of(phrase):
            place = next(one.true(place) for one in self.shared if one.name == name)
        return tuple(place / name for name in phrase.images)

    def original_of(self, phrase: Phrase) -> Phrase | None:
        """The subscribed phrase that stands behind a phrase of the user's own; None: there is none."""
        if (found := self.behind.originals.get(phrase.id)) is None:
            return None
        pack, row = found
        return pack.phrases[row]

    def original_changed(self, phrase: Phrase) -> bool:
        """Whether the phrase is a copy of a subscribed one, whose reply isn't what it was when the copy was made."""
        copied = copied_content(phrase)
        original = self.original_of(phrase) if copied else None
        return original is not None and content_of(original) != copied

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
