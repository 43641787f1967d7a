"""What the index costs: start, building, memory. Each figure comes from a process of its own.

`python -m tests.bench.search.costs LIBRARY CACHE` is such a process: it starts as the daemon does and prints its Costs.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from phrasebook.indexing import indexed
from phrasebook.library import Library
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.write import write_pack
from phrasebook.search import Index
from tests.bench.search.memory import resident

_STARTS = 5
_NEW, _TYPED_NEW = "新改的稀奇标题", "xingaidexiqi"
_PACK = 500
_TYPED = ("fahuoshijian", "tuihuodizhi", "yrfth", "退货地址", "huan huo yun fei", "快递dao哪了", "qbgtyh", "618jiabao")
"""What is typed before memory is looked at once more: what an index keeps while one types counts, too."""


class Span(NamedTuple):
    """Milliseconds on the clock, and of processors' time, which a busy machine doesn't change."""

    wall: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.wall:.0f} ms (processors' time {self.cpu:.0f})"


class Costs(NamedTuple):
    """What a start costs, and what the index does then; memory in megabytes."""

    library: Span
    """Reading the phrases from the library folder."""
    indexing: Span
    """From there to the first answer."""
    build: Span
    """Building the index from phrases in memory."""
    edited: Span
    """From an edited pack on disk to its phrase being found."""
    memory: float
    """What the index added, the phrases not counted."""
    memory_typed: float
    """The same after typing."""
    stored: float
    """Index.to_bytes."""

    @property
    def ready(self) -> Span:
        """From the library folder to the first answer."""
        return Span(self.library.wall + self.indexing.wall, self.library.cpu + self.indexing.cpu)


class _Watch:
    """Measures laps."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), time.process_time()

    def lap(self) -> Span:
        """The time since the last lap, or since it was made."""
        wall, cpu = self._wall, self._cpu
        self._wall, self._cpu = time.perf_counter(), time.process_time()
        return Span(1000 * (self._wall - wall), 1000 * (self._cpu - cpu))


def measure(phrases: Sequence[Phrase], folder: Path) -> tuple[Costs, Costs]:
    """Of a start without caches, and the middle one of several with them. `folder` is empty and is filled."""
    library, cache = write_library(folder / "library", phrases), folder / "cache"
    cold = _in_a_process(library, cache)
    warm = sorted((_in_a_process(library, cache) for _ in range(_STARTS)), key=lambda costs: costs.ready.wall)
    return cold, warm[_STARTS // 2]


def write_library(folder: Path, phrases: Sequence[Phrase]) -> Path:
    """These phrases as packs of a library folder."""
    public = folder / "public"
    public.mkdir(parents=True)
    for begin in range(0, len(phrases), _PACK):
        name = f"pack{begin // _PACK:04}"
        members = tuple(phrases[begin : begin + _PACK])
        write_pack(Pack(public / f"{name}.toml", Scope.PUBLIC, "", name, name, phrases=members))
    return folder


def _in_a_process(library: Path, cache: Path) -> Costs:
    command = [sys.executable, "-m", "tests.bench.search.costs", str(library), str(cache)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return msgspec.json.decode(done.stdout, type=Costs)


def _here(folder: Path, cache: Path) -> Costs:
    watch = _Watch()
    library = Library.load(folder, cache)
    loading = watch.lap()
    before = resident()
    watch.lap()
    index = indexed(library, cache)
    index.best("fh")
    indexing = watch.lap()
    memory = resident() - before
    for query in _TYPED:
        for end in range(1, len(query) + 1):
            index.best(query[:end])
    memory_typed = resident() - before
    edited = _edited(library, index, cache)
    stored = len(index.to_bytes()) / 1e6
    del index
    watch.lap()
    Index(library.phrases)
    build = watch.lap()
    return Costs(loading, indexing, build, edited, memory, memory_typed, stored)


def _edited(library: Library, index: Index, cache: Path) -> Span:
    """Give the first phrase of a pack another title and look for that; the pack is put back afterwards."""
    pack = library.packs[-1]
    before = pack.path.read_bytes()
    old, new = (f'title = "{title}"'.encode() for title in (pack.phrases[0].title, _NEW))
    pack.path.write_bytes(before.replace(old, new, 1))
    try:
        watch = _Watch()
        changed = Library.load(library.folder, cache, previous=library)
        found = index.updated(changed.phrases).best(_TYPED_NEW, limit=1)
        took = watch.lap()
    finally:
        pack.path.write_bytes(before)
    assert [match.phrase.title for match in found] == [_NEW], "the edited phrase isn't found"
    return took


if __name__ == "__main__":
    print(msgspec.json.encode(_here(Path(sys.argv[1]), Path(sys.argv[2]))).decode())
