"""What lint costs: CPU time of the whole command over a library, of a library in which nothing is right, and of texts
made to keep it busy. `python -m tests.bench.lint` runs this part alone.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from phrasebook.lint import lint, read_rules
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.write import write_pack
from tests.bench.corpus import make_corpus
from tests.bench.figures import machine, row

_RULES = Path(__file__).parent.parent.parent / "phrases" / "rules"
_GUILTY = "加我V信，全网最低价，好评返现5元，打13800138000或看 http://evil.top （急"
_HOSTILE = ("最", "加我", "好评", "1", "1 ", "（", "(^", "a.", "@a", "微", "一三", "不", "市路1", "国a發", "~_")


def measure(folder: Path, phrases: list[Phrase]) -> None:
    """Print the figures; `folder` is for the library."""
    sound = _written(folder / "sound", phrases)
    row(f"lint DIR, {len(phrases)} phrases: CPU", f"{_command(sound):.2f} s", "< 2 s")
    guilty = [msgspec.structs.replace(phrase, text=phrase.text + _GUILTY) for phrase in phrases]
    row("the same, six findings a phrase: CPU", f"{_command(_written(folder / 'guilty', guilty)):.2f} s")
    started = time.process_time()
    rules = read_rules([_RULES])
    row("reading the rules: CPU", f"{(time.process_time() - started) * 1000:.0f} ms")
    one = [Pack(Path("one.toml"), Scope.PUBLIC, "", "one", "one", phrases=(phrases[0],))]
    row("one phrase, as in a form: CPU", f"{_best(lambda: lint(one, rules), 20) * 1000:.1f} ms")
    for size in (10_000, 20_000):
        worst = max(_HOSTILE, key=lambda seed: _hostile(seed, size, rules))
        cost = _hostile(worst, size, rules)
        row(f"a hostile text of {size} characters: CPU", f"{cost * 1000:.0f} ms ({worst!r})", "linear")


def _hostile(seed: str, size: int, rules: object) -> float:
    from phrasebook.lint import Rules

    assert isinstance(rules, Rules)
    text = (seed * size)[:size]
    phrase = Phrase(id="0" * 20, scope=Scope.PUBLIC, pack="p", category=("a",), title="t", text=text, line=1)
    pack = Pack(Path("p.toml"), Scope.PUBLIC, "", "p", "p", phrases=(phrase,))
    return _best(lambda: lint([pack], rules), 2)


def _best(work: object, rounds: int) -> float:
    assert callable(work)
    samples = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        samples.append(time.process_time() - started)
    return min(samples)


def _written(folder: Path, phrases: list[Phrase]) -> Path:
    """A library of these phrases, 500 a pack."""
    (folder / "public").mkdir(parents=True)
    for n in range(0, len(phrases), 500):
        path = folder / "public" / f"pack{n}.toml"
        write_pack(Pack(path, Scope.PUBLIC, "", path.stem, path.stem, phrases=tuple(phrases[n : n + 500])))
    return folder


def _command(library: Path) -> float:
    """CPU seconds of the command, from its start to its end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "phrasebook", "lint", str(library)]
    environment = os.environ | {"PHRASEBOOK_HOME": str(library / "home")}
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    print(machine())
    with tempfile.TemporaryDirectory(prefix="phrasebook-bench-") as place:
        measure(Path(place), make_corpus(10_000))
