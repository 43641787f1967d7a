"""`make fuzz`: damaged files for every reader, until the time is over. Nothing may crash, hang, or take much memory.

Each file is a sample (tests/data/formats) or one of the contract's hostile ones, changed in a few places; in zips their
entries are changed as well as their bytes. A reader must end in items or in a FormatError. The readers run in a process
of their own with bounded memory, so that a reader that takes too much of it fails like any other.
"""

from __future__ import annotations

import argparse
import io
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from pathlib import Path
from types import FrameType

from phrasebook.errors import PhrasebookError
from phrasebook.formats import FORMATS, detect
from phrasebook.formats.base import Format, Reading, ReadOptions
from phrasebook.formats.source import source_of
from phrasebook.importing.gallery import digest_on_disk
from phrasebook.importing.planning import make_plan
from phrasebook.importing.target import OnConflict, Target
from phrasebook.library import Library
from phrasebook.phrases import Phrases
from tests.contracts.test_formats import DATA, NOT_OF_ANY_KIND, SAMPLES

_MEMORY = 2 * 2**30
"""Bytes of address space; the readers of 50,000 rows take 0.3 GiB."""

_SECONDS = 20
"""Of processor time for one file; the samples take milliseconds."""

_TOKENS = (
    b"\0 \xff \xef\xbb\xbf \xfe\xff \r \n \t , ; | \" ' = + - @ # # [[ ]] {{ }} { } [ ] < > & &a; <!DOCTYPE <![CDATA[ "
    b"\\ \\u0000 \\ud800 null true 1e999 -1 999999999999 0x7fffffff *a &a !!python/object: ../../ /etc/passwd C:\\ PK "
    b"_x0000_ {{ask: {{phrase: #{combo: %snippet: $|$ trigger: replace: matches: [[phrase]] text <c <row <v> r= t="
).split(b" ")


class Hung(BaseException):
    """A reader took too long. No Exception, so that nothing catches it."""


def main() -> int:
    """Fuzz until the time is over; the number of different failures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--format", action="append", help="only these formats")
    chosen = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGVTALRM, _hung)
    chance = random.Random(chosen.seed)
    kept = Path(tempfile.mkdtemp(prefix="phrasebook-fuzz-"))
    readers = [one for one in FORMATS if one.reads and (not chosen.format or one.name in chosen.format)]
    print(f"seed {chosen.seed}; what fails is kept in {kept}", flush=True)
    ended: Counter[str] = Counter()
    failures: Counter[str] = Counter()
    end = time.monotonic() + chosen.minutes * 60
    while time.monotonic() < end:
        one = chance.choice(readers)
        with tempfile.TemporaryDirectory(prefix="phrasebook-fuzz-") as scratch:
            path = _damaged(one, chance, Path(scratch))
            outcome = _tried(one, path)
            if outcome not in ("items", "said why not"):
                failures[outcome] += 1
                if failures[outcome] == 1:
                    _keep(path, kept / f"{len(failures)}")
                    print(f"{one.name}: {outcome}", flush=True)
            ended[outcome if outcome in ("items", "said why not") else "failed"] += 1
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ended.total()} files: {dict(ended)}; peak memory {peak:.0f} MB; {len(failures)} different failures")
    return len(failures)


def _hung(number: int, frame: FrameType | None) -> None:
    raise Hung


def _tried(one: Format, path: Path) -> str:
    """How reading the file, detecting it, and planning its import end."""
    signal.setitimer(signal.ITIMER_VIRTUAL, _SECONDS)
    try:
        source = source_of(path)
        _plan(path, one.read(source, ReadOptions()))
        _plan(path, detect(source_of(path)).read(source, ReadOptions()))
    except PhrasebookError as error:
        return "said why not" if error.message else "an error without words"
    except (Exception, Hung) as error:  # that is what we are looking for
        frames = traceback.extract_tb(error.__traceback__)
        ours = [frame for frame in frames if "phrasebook/" in frame.filename] or frames
        return f"{type(error).__name__} at {ours[-1].filename.rpartition('phrasebook/')[2]}:{ours[-1].lineno}: {error}"[
            :200
        ]
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return "items"


def _plan(path: Path, reading: Reading) -> None:
    empty = Library(path.parent, (), Phrases([]), ())
    make_plan([(path, reading)], empty, Target(on_conflict=OnConflict.REPLACE), digest_on_disk())


def _damaged(one: Format, chance: random.Random, scratch: Path) -> Path:
    """A file or folder for this format, changed in a few places."""
    sample = DATA / chance.choice(SAMPLES[one.name])
    if sample.is_dir():
        return _damaged_folder(sample, chance, scratch / "folder")
    data = sample.read_bytes() if chance.random() < 0.9 else chance.choice(list(NOT_OF_ANY_KIND.values()))[: 2**20]
    path = scratch / f"file{sample.suffix}"
    path.write_bytes(_changed(data, chance))
    return path


def _damaged_folder(sample: Path, chance: random.Random, folder: Path) -> Path:
    files = [path for path in sample.rglob("*") if path.is_file()]
    unlucky = chance.choice(files)
    for path in files:
        target = folder / path.relative_to(sample)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        target.write_bytes(_changed(data, chance) if path == unlucky or chance.random() < 0.2 else data)
    return folder


def _changed(data: bytes, chance: random.Random) -> bytes:
    if data.startswith(b"PK") and chance.random() < 0.8:
        try:
            return _changed_inside(data, chance)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError):  # a sample that is torn
            pass
    for _ in range(chance.choice((1, 1, 2, 4, 16))):
        data = _mutated(data, chance)
    return data


def _changed_inside(data: bytes, chance: random.Random) -> bytes:
    """The zip with one or all of its entries changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        unlucky = chance.choice(names) if names else ""
        for name in names:
            if chance.random() < 0.02:
                continue
            entry = source.read(name) if source.getinfo(name).file_size < 2**20 else b""
            target.writestr(name, _mutated(entry, chance) if name == unlucky or chance.random() < 0.05 else entry)
    return out.getvalue()


def _mutated(data: bytes, chance: random.Random) -> bytes:
    """The bytes with one change: a bit, a token, a piece lost, doubled, moved, or the end cut off."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    end = min(end, start + chance.choice((1, 8, 64, 4096)))
    match chance.randrange(8):
        case 0 if start < len(data):
            return data[:start] + bytes([data[start] ^ 1 << chance.randrange(8)]) + data[start + 1 :]
        case 1:
            return data[:start] + data[end:]
        case 2:
            return data[:start] + data[start:end] * chance.choice((2, 3, 100)) + data[end:]
        case 3:
            return data[:start]
        case 4:
            other = chance.randrange(len(data) + 1)
            return data[:other] + data[start:end] + data[other:]
        case 5:
            return data[:start] + chance.randbytes(chance.choice((1, 4, 32))) + data[start:]
        case 6:
            return data[:start] + chance.choice(_TOKENS) * chance.choice((1, 1, 1, 50, 5000)) + data[start:]
    return data[:start] + chance.choice(_TOKENS) + data[end:]


def _keep(path: Path, target: Path) -> None:
    target.mkdir(parents=True)
    files = [path] if path.is_file() else [one for one in path.rglob("*") if one.is_file()]
    for one in files:
        place = target / one.relative_to(path.parent)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(one.read_bytes())


if __name__ == "__main__":
    sys.exit(min(main(), 1))
