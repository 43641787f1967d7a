"""What a user is subscribed to, read beside their own packs: known by a path that lasts, read from one snapshot.

    <data>/subscriptions/蓝天/current → snapshots/3f2a…      `current` is replaced by an update, in one step

A pack is known by its path below `current`, so that an update which does not touch it leaves it the pack that it was.
All of a reading comes from the folder that the link led to at its beginning, pictures included: old and new never mix.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from phrasebook.errors import LibraryError
from phrasebook.library.files import Listing, PackFile, pack_files
from phrasebook.model import Pack, Phrase, Problem
from phrasebook.pack.ids import ProvisionalIds
from phrasebook.phrases import outline_of


@dataclass(frozen=True, slots=True)
class Shared:
    """The packs of one subscription as they are now."""

    name: str
    link: Path
    """Their folder for people, and for knowing them again."""
    folder: Path
    """Where `link` led: the snapshot, shaped like a library."""

    @property
    def in_use(self) -> bool:
        """Whether the link still leads there. Until it leads elsewhere nothing of the snapshot is cleared away."""
        try:
            return self.link.resolve(strict=True) == self.folder
        except OSError:
            return False

    def listing(self) -> Listing:
        """Its packs; none where the snapshot is gone, since then a newer one is there to be read."""
        try:
            found = pack_files(self.folder)
        except LibraryError:
            return Listing((), ())
        files = tuple(
            PackFile(self.known(file.path), file.scope, file.department, file.path, self.name) for file in found.files
        )
        return Listing(files, found.problems)

    def known(self, path: Path) -> Path:
        """What a file of the snapshot is known by."""
        return self.link / path.relative_to(self.folder)

    def true(self, path: Path) -> Path:
        """The file of the snapshot that is known by this path."""
        return self.folder / path.relative_to(self.link)


def links(subscriptions: Path) -> tuple[Path, ...]:
    """The links below the folder of all subscriptions, one for each that has packs to show, by name."""
    try:
        folders = sorted(path for path in subscriptions.iterdir() if not path.name.startswith("."))
    except OSError:
        return ()
    return tuple(folder / "current" for folder in folders if (folder / "current").is_symlink())


class Laid(NamedTuple):
    """A subscribed pack as it was read, and what is shown of it behind the user's own packs."""

    pack: Pack
    hidden: tuple[int, ...]
    """The rows whose ids the user's own packs hold: a personal copy wins over its original."""
    taken: tuple[int, ...]
    """The rows whose ids another subscription's phrase had first."""
    shown: Pack


Original = tuple[Pack, int]
"""A pack, and the row of a phrase in it."""


class Behind(NamedTuple):
    """What subscriptions show behind the user's own packs."""

    laid: Mapping[Path, Laid]
    originals: Mapping[str, Original]
    """The hidden phrases, by id."""


def laid_behind(own: Sequence[Pack], theirs: Sequence[Pack], before: Mapping[Path, Laid]) -> Behind:
    """What is shown of subscribed packs behind the user's own. `before` is what was shown the last time.

    A phrase whose id stands in an own pack isn't shown. Of two subscriptions' phrases with one id the later gets a
    provisional one. A pack of which the same is shown as before is the very same object, so nothing is indexed anew.
    """
    if not theirs:
        return Behind({}, {})
    mine = {id_ for pack in own for id_ in outline_of(pack.phrases).ids}
    seen: set[str] = set()
    laid: dict[Path, Laid] = {}
    originals: dict[str, Original] = {}
    for pack in theirs:
        ids = outline_of(pack.phrases).ids
        hidden = () if mine.isdisjoint(ids) else tuple(row for row, id_ in enumerate(ids) if id_ in mine)
        taken = () if seen.isdisjoint(ids) else tuple(row for row, id_ in enumerate(ids) if id_ in seen - mine)
        seen.update(ids)
        originals |= {ids[row]: (pack, row) for row in hidden if ids[row] not in originals}
        known = before.get(pack.path)
        if known and known.pack is pack and (known.hidden, known.taken) == (hidden, taken):
            laid[pack.path] = known
        else:
            laid[pack.path] = Laid(pack, hidden, taken, _shown(pack, hidden, taken, mine | seen))
    return Behind(laid, originals)


def for_readers(problem: Problem) -> Problem:
    """A problem of a pack that its reader can't put right."""
    from phrasebook.language import t  # problems are rare: they were looked for before publishing

    return replace(
        problem, hint=t("订阅来的话术：请告诉发布它的主管", "it is subscribed to: tell the lead who published it")
    )


def _shown(pack: Pack, hidden: tuple[int, ...], taken: tuple[int, ...], ids: set[str]) -> Pack:
    if not (hidden or taken):
        return pack
    left_out, renamed = set(hidden), set(taken)
    provisional = ProvisionalIds(set(ids))
    phrases: list[Phrase] = []
    for row, phrase in enumerate(pack.phrases):
        if row not in left_out:
            phrases.append(provisional.given(phrase) if row in renamed else phrase)
    return replace(pack, phrases=tuple(phrases))
