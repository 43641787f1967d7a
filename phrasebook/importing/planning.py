"""Deciding what becomes of each phrase of a file. Reads pictures, writes nothing.

Three rounds: check all, find all that are in the library already, then decide about the rest; so that a phrase which
is there unchanged is never taken for the older version of its neighbour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import msgspec

from phrasebook.formats.base import Head, Item, Progress, Reading, Remark, silent
from phrasebook.importing.checking import checked
from phrasebook.importing.gallery import Digest, Gallery, Picture, Shelf
from phrasebook.importing.matching import Conflict, Incoming, Known, changed
from phrasebook.importing.plan import Fate, PictureFile, Plan, Planned
from phrasebook.importing.similar import alike
from phrasebook.importing.target import OnConflict, Target
from phrasebook.language import t
from phrasebook.library import Library
from phrasebook.model import Category, Phrase
from phrasebook.pack.fields import Home
from phrasebook.pack.ids import ID, ProvisionalIds

_REPORT_EVERY = 500


def make_plan(
    readings: Sequence[tuple[Path, Reading]],
    library: Library,
    target: Target,
    digest: Digest,
    progress: Progress = silent,
) -> Plan:
    """What importing these files into the library would do."""
    phrases = tuple(library.phrases)  # which reads each one only when it is asked for
    checking = _Checking(library, phrases, target, Shelf(digest), progress)
    incoming = [(path, one) for path, reading in readings for one in checking.checked(path, reading)]
    known = Known(phrases, lambda phrase: tuple(digest(path) for path in library.images_of(phrase)))
    deciding = _Deciding(known, {one.phrase.id for _, one in incoming}, target.on_conflict, checking.remarks)
    planned = deciding.planned(incoming)
    kept = {path for one in planned if one.changes_library for path in _picture_paths(library, one.phrase)}
    return Plan(
        planned=_with_similar(planned, phrases),
        remarks=checking.remarks,
        pictures={path: file for path, file in checking.pictures.items() if path in kept},
        heads=checking.heads,
    )


class _Checking:
    """The items of files to phrases; what they say about packs and pictures is collected."""

    def __init__(
        self, library: Library, phrases: Sequence[Phrase], target: Target, shelf: Shelf, progress: Progress
    ) -> None:
        self.remarks: list[tuple[Path, Remark]] = []
        self.pictures: dict[Path, PictureFile] = {}
        self.heads: dict[Home, Head] = {}
        self._library = library
        self._by_id = {phrase.id: phrase for phrase in phrases}
        self._target = target
        self._shelf = shelf
        self._progress = progress

    def checked(self, path: Path, reading: Reading) -> Iterator[Incoming]:
        """The items that can be phrases; the others are remarked."""
        self.remarks += [(path, remark) for remark in reading.remarks]
        gallery = Gallery(reading.pictures)
        moved = 0
        for number, item in enumerate(reading.items, start=1):
            home = self._target.home(item, self._by_id.get(item.id), path)
            if isinstance(home, str):
                self.remarks.append((path, Remark(item.place, home, refused=True)))
                continue
            self._note_head(item, home, reading)
            category = self._target.category or item.category or reading.category
            moved += bool(item.category) and category != item.category
            if one := self._incoming(path, item, home, category, gallery, reading.fields):
                yield one
            if number % _REPORT_EVERY == 0:
                self._progress(number, len(reading.items))
        if moved:
            message = t(f"{moved} 条原来的分类换成了 --category", f"--category took the place of {moved} categories")
            self.remarks.append((path, Remark("", message)))

    def _incoming(
        self, path: Path, item: Item, home: Home, category: Category, gallery: Gallery, fields: frozenset[str] | None
    ) -> Incoming | None:
        folder = _folder(self._library, home)
        names: list[str] = []
        digests: list[str] = []
        for wanted in dict.fromkeys(item.images):
            picture = gallery.look(wanted)
            if isinstance(picture, Picture):
                names.append(self._shelf.name(folder, picture))
                digests.append(picture.digest)
                self.pictures.setdefault(folder / names[-1], PictureFile(folder / names[-1], gallery, picture))
            else:
                self.remarks.append((path, Remark(item.place, picture)))
        said: list[Remark] = []
        phrase = checked(item, home, category, names, said)
        self.remarks += [(path, remark) for remark in said]
        if isinstance(phrase, Remark):
            self.remarks.append((path, phrase))
            return None
        return Incoming(item.place, phrase, fields, bool(item.title.strip()), tuple(digests))

    def _note_head(self, item: Item, home: Home, reading: Reading) -> None:
        head = reading.heads.get((item.scope, item.department, item.pack))
        if head and not self._target.pack:
            self.heads.setdefault(home, head)


class _Deciding:
    """Compares checked phrases with the library, and gives ids to those that are new."""

    def __init__(
        self, known: Known, wanted: set[str], on_conflict: OnConflict, remarks: list[tuple[Path, Remark]]
    ) -> None:
        self._known = known
        self._ids = ProvisionalIds(known.ids | wanted)
        self._on_conflict = on_conflict
        self._remarks = remarks

    def planned(self, incoming: Sequence[tuple[Path, Incoming]]) -> list[Planned]:
        """What becomes of each."""
        same = [self._same(one) for _, one in incoming]
        return [
            Planned(path, one.place, Fate.SAME, one.phrase, phrase) if phrase else self._decided(path, one)
            for (path, one), phrase in zip(incoming, same, strict=True)
        ]

    def _same(self, one: Incoming) -> Phrase | None:
        phrase = self._known.same(one)
        if phrase:
            self._known.claim(phrase)
        return phrase

    def _decided(self, path: Path, one: Incoming) -> Planned:
        if twin := self._known.same(one):  # an earlier row of the file
            return Planned(path, one.place, Fate.SAME, one.phrase, twin)
        conflict = self._known.conflict(one)
        if conflict is None:
            return Planned(path, one.place, Fate.NEW, self._added(path, one))
        if self._on_conflict is OnConflict.REPLACE:
            return self._replaced(path, one, conflict)
        if self._on_conflict is OnConflict.KEEP_BOTH:
            kept = self._added(path, one)
            return Planned(path, one.place, Fate.KEPT_BOTH, kept, conflict.existing, conflict.reason)
        return Planned(path, one.place, Fate.SKIPPED, one.phrase, conflict.existing, conflict.reason)

    def _replaced(self, path: Path, one: Incoming, conflict: Conflict) -> Planned:
        phrase = changed(conflict.existing, one)
        owner = self._known.with_code_of(phrase)
        if owner and owner.id != phrase.id:
            self._say_code_left_off(path, one)
            phrase = msgspec.structs.replace(phrase, code=conflict.existing.code)
        self._known.replace(conflict.existing, phrase)
        return Planned(path, one.place, Fate.REPLACED, phrase, conflict.existing, conflict.reason)

    def _added(self, path: Path, one: Incoming) -> Phrase:
        """The phrase under an id of its own, without a code that another has."""
        phrase = one.phrase
        if self._known.with_code_of(phrase):
            self._say_code_left_off(path, one)
            phrase = msgspec.structs.replace(phrase, code="")
        if not ID.fullmatch(phrase.id) or self._known.with_id(phrase.id):
            phrase = msgspec.structs.replace(self._ids.given(phrase), provisional=False)
        self._known.add(phrase, claimed=True)
        return phrase

    def _say_code_left_off(self, path: Path, one: Incoming) -> None:
        code = one.phrase.code
        message = t(f"编码 {code} 已被另一条使用，去掉了", f"the code {code} is another phrase's and was left off")
        self._remarks.append((path, Remark(one.place, message)))


def _with_similar(planned: list[Planned], phrases: Sequence[Phrase]) -> list[Planned]:
    """The same, with what says nearly the same noted of new ones."""
    old = [phrase for phrase in phrases if phrase.text]
    new = [
        position for position, one in enumerate(planned) if one.fate in (Fate.NEW, Fate.KEPT_BOTH) and one.phrase.text
    ]
    result = list(planned)
    for found in alike((phrase.text for phrase in old), (planned[position].phrase.text for position in new)):
        position = new[found.index - len(old)]
        if found.other < len(old):
            other = old[found.other]
            where = t(f"库里的「{other.title}」", f"{other.title!r} in the library")
        else:
            twin = planned[new[found.other - len(old)]]
            where = t(f"{twin.place}「{twin.phrase.title}」", f"{twin.phrase.title!r} at {twin.place}")
        how = t("只差标点", "but for punctuation") if found.score == 100 else f"{found.score:.0f}%"
        result[position] = replace(planned[position], similar=t(f"{where}（{how}）", f"{where} ({how})"))
    return result


def _picture_paths(library: Library, phrase: Phrase) -> list[Path]:
    folder = _folder(library, Home(phrase.scope, phrase.department, phrase.pack))
    return [folder / name for name in phrase.images]


def _folder(library: Library, home: Home) -> Path:
    return library.folder.joinpath(home.scope.value, *([home.department] if home.department else []))
