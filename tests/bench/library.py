"""Changing a large library: one edit, as a call and as a command; what killing and crowding leave behind."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from phrasebook.library import Library
from phrasebook.library.changes import Changes
from phrasebook.library.edits import replaced
from phrasebook.library.plans import Shelf
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.write import write_pack
from tests.bench.corpus import make_corpus
from tests.bench.figures import row, spread

_EDITS, _COLD = 30, 8


def edit_in_large_pack(size: int = 10_000) -> None:
    """One edit in a pack of `size` phrases, on disk and undoable when it returns; the same as a command; memory."""
    with tempfile.TemporaryDirectory(prefix="phrasebook-bench-") as name:
        home = Path(name)
        phrases = _write(home / "library/personal/big.toml", make_corpus(size))
        warm, busy, stale, memory = _calls(home)
        row(f"one edit in a pack of {size}, library loaded", f"{spread(warm)}  ms", "≤ 100 ms")
        row("  of that processor time", f"{spread(busy)}  ms")
        row("  of that plain write + fsync of the same bytes", f"{spread(_writing(home))}  ms")
        row("  with the whole library read again before it", f"{spread(stale)}  ms")
        row("  peak memory of that process", f"{memory:.0f} MB")
        row("phrasebook edit, one cold command", f"{spread(_commands(home, phrases))}  ms")


def killed_and_crowded() -> None:
    """The tests of tests/unit/library/changes/killing.py with their full counts."""
    for part in (["every-step"], ["random", "500"], ["together", "100"]):
        command = [sys.executable, "-m", "tests.unit.library.changes.killing", *part]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        row(f"library, {part[0]}", result.stdout.strip())


def _write(path: Path, phrases: list[Phrase]) -> list[Phrase]:
    path.parent.mkdir(parents=True)
    ours = [
        msgspec.structs.replace(phrase, scope=Scope.PERSONAL, department="", pack=path.stem, code=f"c{number}")
        for number, phrase in enumerate(phrases)
    ]
    write_pack(Pack(path, Scope.PERSONAL, "", path.stem, path.stem, phrases=tuple(ours)))
    return ours


_Calls = tuple[list[float], list[float], list[float], float]


def _calls(home: Path) -> _Calls:
    """Edits with the library at hand (milliseconds, and of the processor) and with reading it first; peak memory in MB.

    In a process of its own, whose memory nothing else has filled.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child:
        os.close(writer)
        with os.fdopen(reader, "rb") as answer:
            measured: _Calls = msgspec.msgpack.decode(answer.read(), type=_Calls)
        os.waitpid(child, 0)
        return measured
    folder = home / "library"
    changes = Changes(folder, home / "data")
    library = Library.load(folder, cache=home / "cache")
    chosen = [library.phrases[i * len(library.phrases) // _EDITS] for i in range(_EDITS)]

    def edit(library: Library, phrase: Phrase, note: str) -> tuple[float, float]:
        started, worked = time.monotonic(), time.process_time()
        plan = replaced(Shelf(library, folder), [(phrase, msgspec.structs.replace(phrase, note=note))])
        changes.apply(plan.summary, plan.files)
        return (time.monotonic() - started) * 1000, (time.process_time() - worked) * 1000

    timed = [edit(library, phrase, "one") for phrase in chosen]
    stale = []
    for phrase in chosen[:8]:
        started = time.monotonic()
        again = Library.load(folder, cache=home / "cache")
        edit(again, again.find(phrase.id), "two")
        stale.append((time.monotonic() - started) * 1000)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    warm, busy = [wall for wall, _ in timed], [worked for _, worked in timed]
    os.write(writer, msgspec.msgpack.encode((warm, busy, stale, memory)))
    os._exit(0)


def _writing(home: Path) -> list[float]:
    """What the disk alone takes for one version of the pack."""
    data = (home / "library/personal/big.toml").read_bytes()
    samples = []
    for number in range(10):
        started = time.monotonic()
        with (home / f"written{number}").open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        samples.append((time.monotonic() - started) * 1000)
    return samples


def _commands(home: Path, phrases: list[Phrase]) -> list[float]:
    environ = os.environ | {"PHRASEBOOK_HOME": str(home)}
    samples = []
    for number in range(_COLD):
        command = [sys.executable, "-m", "phrasebook", "edit", phrases[number * 100].code, "--note", "three"]
        started = time.monotonic()
        subprocess.run(command, env=environ, check=True, capture_output=True)
        samples.append((time.monotonic() - started) * 1000)
    return samples


if __name__ == "__main__":
    edit_in_large_pack()
    killed_and_crowded()
