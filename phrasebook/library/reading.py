"""The packs of one folder, read: as they are known from before, from the cache, or parsed."""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from phrasebook.library.cache import PackCache
from phrasebook.library.files import Listing, PackFile
from phrasebook.library.known import Known, mark_of
from phrasebook.library.settling import settled
from phrasebook.model import Pack, Problem
from phrasebook.pack.file import UnreadablePackError, read_bytes
from phrasebook.pack.images import with_pictures


@dataclass
class Read:
    """What was found in a folder."""

    packs: list[Pack] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    known: dict[Path, Known] = field(default_factory=dict)
    fingerprint: str = ""
    """Changes with the content of any pack; "" when it isn't known."""


def read_packs(
    listing: Listing, cache: PackCache | None, known: Mapping[Path, Known], previous: Sequence[Pack] = ()
) -> Read:
    """The packs of these files, ids and codes settled. One that can't be read at all stays as it was in `previous`."""
    found = Read(problems=list(listing.problems))
    fresh = cache is not None
    for file in listing.files:
        try:
            found.packs.append(_read(file, cache, known, found.known))
        except UnreadablePackError as error:
            found.problems.append(error.problem)
            if kept := next((pack for pack in previous if pack.path == file.path), None):
                found.packs.append(replace(kept, problems=()))
                fresh = False
    found.packs, clashes = settled(found.packs)
    found.problems += [problem for pack in found.packs for problem in pack.problems] + clashes
    if cache:
        cache.prune()
        found.fingerprint = cache.fingerprint() if fresh else ""
    return found


@contextmanager
def no_collection() -> Iterator[None]:
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
    mark = mark_of(file.place)
    if before and cache and before.still_holds(mark):
        cache.use(before.key)
        read[file.path] = before
        return with_pictures(before.pack, folder=file.place.parent)
    data = read_bytes(file.place)
    key = cache.key(file, data) if cache else ""
    pack = before.pack if before and key and before.key == key else None
    if pack is None:
        pack = (cache.recall(key, file) if cache else None) or _parsed(file, data, cache, key)
        pack = replace(pack, subscription=file.subscription) if file.subscription else pack
    read[file.path] = Known(key, pack, mark, time.time_ns())
    return with_pictures(pack, data, file.place.parent)


def _parsed(file: PackFile, data: bytes, cache: PackCache | None, key: str) -> Pack:
    from phrasebook.pack.read import parse_pack  # a start with a warm cache needs no TOML

    pack = parse_pack(data, file.path, file.scope, file.department)
    if cache:
        cache.keep(key, pack)
        return cache.recall(key, file) or pack  # packed it takes a sixth of the memory
    return pack
