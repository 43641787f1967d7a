"""After a change: what is known of the packs goes on to be known, so that the next command needn't parse them again."""

from __future__ import annotations

from pathlib import Path

from phrasebook.library import Library
from phrasebook.library.cache import library_cache
from phrasebook.library.changes import Change
from phrasebook.library.files import PackFile
from phrasebook.pack.following import following

_SMALL = 200
"""Phrases; a smaller pack is parsed in less time than this takes."""


def remember(library: Library, cache: Path, change: Change) -> None:
    """Put what `change` made of the packs of `library`, as it was before, into the user's cache."""
    parsed = library_cache(cache, library.folder)
    places = {path.resolve(): path for path, entry in library.read.items() if len(entry.pack.phrases) > _SMALL}
    for place, (old, new) in change.contents.items():
        if place not in places or old is None or new is None:
            continue
        known = library.read[places[place]]
        file = PackFile(places[place], known.pack.scope, known.pack.department)
        if known.key == parsed.key(file, old) and (now := following(known.pack, old, new)):
            parsed.keep_instead(known.key, parsed.key(file, new), now)
