"""A library's search index, kept in the user's cache so that a start doesn't build it again."""

from __future__ import annotations

from pathlib import Path

from phrasebook import __version__
from phrasebook.digest import blake2b
from phrasebook.files import let_go, mapped, write_atomic
from phrasebook.library import Library
from phrasebook.search import Index

_MAX_FILE = 2**31
_KEPT = 4
"""Indexes of other libraries or states that stay in the cache."""


def indexed(library: Library, cache: Path | None = None) -> Index:
    """The index of all phrases of the library; what is odd about a cache file makes it count as missing.

    The cached one is found by the content of every pack (`library.fingerprint`), so it can't be stale.
    """
    if cache is None or not library.fingerprint:
        return Index(library.phrases)
    path = cache / "index" / _name(library)
    kept = _kept(path, library)
    if kept is not None:
        return kept
    index = Index(library.phrases)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_atomic(path, index.to_bytes(), mode=0o600)
        _prune(path.parent)
    except OSError:  # a full disk, a read-only home
        return index
    kept = _kept(path, library)  # the same again, in the memory of the file
    return index if kept is None else kept


def _kept(path: Path, library: Library) -> Index | None:
    try:
        data = mapped(path, _MAX_FILE)
        index = Index.from_bytes(library.phrases, data)
        let_go(data)  # all of it was looked at, to see whether it is whole
    except (OSError, ValueError):
        return None
    return index


def _name(library: Library) -> str:
    # the ids too: which phrases there are depends on pictures that are in no pack's content
    digest = blake2b(f"{__version__} {library.fingerprint}".encode(), digest_size=16)
    for outline in library.phrases.outlines:
        digest.update("".join(outline.ids).encode())
    return f"{digest.hexdigest()}.index"


def _prune(folder: Path) -> None:
    newest_first = sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[_KEPT:]:
        path.unlink(missing_ok=True)
