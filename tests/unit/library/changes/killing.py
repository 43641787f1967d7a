"""Processes that change a library and are killed while they do; run by test_killing.py, each part as a program.

    python -m tests.unit.library.changes.killing every-step|random COUNT|together COUNT|imports COUNT

A program of its own, because forking is safe only where no other thread runs.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from phrasebook.library import Library
from phrasebook.library.changes import Changes, FileChange
from phrasebook.library.edits import added, moved, removed, replaced
from phrasebook.library.plans import Plan, Shelf
from phrasebook.model import Phrase, Scope
from phrasebook.pack.edit import appended
from phrasebook.pack.edit import replaced as with_replaced

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
_WRITES = ("os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate")

Texts = dict[str, tuple[str, str]]
"""What a library says: scope and text of each id."""


def phrase(text: str, **fields: object) -> Phrase:
    usual = {"id": "", "scope": Scope.PERSONAL, "pack": "p", "title": "", "text": text}
    return Phrase(**(usual | fields))  # type: ignore[arg-type]  # a test's shorthand


def said(folder: Path) -> Texts:
    library = Library.load(folder)
    assert not library.problems, library.problems
    return {one.id: (one.scope.value, one.text) for one in library.phrases}


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def in_child(work: Callable[[], None]) -> int:
    """Do the work in a process of its own; its exit code, negative for a signal."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        work()
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def die_before_write(number: int) -> None:
    """Have this process killed right before its n-th change of any file or folder."""
    left = number

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal left
        writes = event in _WRITES or (event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_CREAT)
        left -= bool(writes)
        if left == 0 and writes:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def every_step(folder: Path) -> str:
    """Kill at every single step of a change of four files, and of undoing it."""
    library, data = folder / "library", folder / "data"
    changes = Changes(library, data)

    def do(plan: Plan) -> None:
        changes.apply(plan.summary, plan.files)

    def move() -> None:
        shelf = Shelf(Library.load(library), library)
        do(moved(shelf, [shelf.library.find("code")], scope=Scope.DEPARTMENT, department="售后组"))

    def shelf() -> Shelf:
        library.mkdir(exist_ok=True)
        return Shelf(Library.load(library), library)

    (folder / "a.png").write_bytes(PNG)
    do(added(shelf(), [phrase("one", code="code")], [folder / "a.png"]))
    do(added(shelf(), [phrase("two")]))
    steps = 0
    for work, name in ((move, "move"), (lambda: changes.undo(), "undo")):
        before, texts, logged = files(library), said(library), len(changes.log())
        for number in range(1, 1000):
            code = in_child(lambda number=number, work=work: (die_before_write(number), work()))  # type: ignore[misc]
            assert code in (0, -signal.SIGKILL), (name, number, code)
            now = said_somewhere(library)
            assert set(texts) <= set(now), f"{name} {number}: a phrase is missing before anything was mended"
            with changes.held():  # which mends
                pass
            assert not [path for path in folder.rglob("*") if path.suffix in (".pending", ".tmp")], name
            done = files(library) != before
            assert done or len(changes.log()) == logged, (name, number)
            steps += 1
            if code == 0:
                assert done
                break
            if done:  # it was finished: begin again from where we were
                if name == "move":
                    changes.undo()
                else:
                    move()
                assert files(library) == before, f"{name} {number}: half done"
        else:
            raise AssertionError("it never came to its end")
        assert not list(library.rglob(".*")), "something of ours was left in the library"
    return f"killed at {steps} steps"


def said_somewhere(folder: Path) -> set[str]:
    """The ids in a library in which a change may be half done."""
    return {one.id for one in Library.load(folder).phrases}


def at_random(folder: Path, count: int) -> str:
    """Kill at random moments while `count` changes are made."""
    library, data = folder / "library", folder / "data"
    library.mkdir()
    (folder / "a.png").write_bytes(PNG)
    chance = random.Random(count)
    state: Texts = {}
    done = kills = 0
    while done < count:
        reader, writer = os.pipe()
        seed = chance.random()
        child = os.fork()
        if not child:
            os.close(reader)
            os._exit(_work(library, data, folder / "a.png", seed, writer, count - done))
        os.close(writer)
        time.sleep(chance.uniform(0.0, 0.3))  # not a cure: the random moment itself
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        kills += 1
        with os.fdopen(reader, encoding="utf-8") as lines:
            told = [json.loads(line) for line in lines if line.endswith("\n")]
        finished = [one["after"] for one in told if one["what"] == "done"]
        begun = [one["what"] == "begin" for one in told]
        done += len(finished)
        if finished:
            state = {key: (scope, text) for key, (scope, text) in finished[-1].items()}
        with Changes(library, data).held():
            pass
        now = said(library)
        changed = {key for key in state.keys() | now.keys() if state.get(key) != now.get(key)}
        assert len(changed) <= (1 if begun and begun[-1] else 0), f"{changed} changed, and nobody had said so"
        state = now
        assert not list(library.rglob(".*")), "something of ours was left in the library"
        assert not list(data.rglob("*.pending"))
    return f"{done} changes, {kills} times killed, {len(state)} phrases"


def _work(library: Path, data: Path, picture: Path, seed: float, pipe: int, count: int) -> int:
    """Change the library `count` times, saying before and after each what is done."""

    def tell(**what: object) -> None:
        os.write(pipe, json.dumps(what).encode() + b"\n")

    chance = random.Random(seed)
    changes = Changes(library, data)
    for _ in range(count):
        with changes.held():
            shelf = Shelf(Library.load(library), library)
            tell(what="begin")
            phrases = list(shelf.library.phrases)
            kind = chance.choice(("add", "edit", "edit", "move", "remove", "undo")) if len(phrases) > 3 else "add"
            if kind == "undo" and changes.log(1):
                changes.undo()
            else:
                plan = _plan(kind, shelf, phrases, picture, chance)
                changes.apply(plan.summary, plan.files)
            tell(what="done", after=said(library))
    return 0


def _plan(kind: str, shelf: Shelf, phrases: list[Phrase], picture: Path, chance: random.Random) -> Plan:
    if kind in ("add", "undo"):
        return added(shelf, [phrase(f"text {chance.random()}")], [picture] if chance.random() < 0.3 else [])
    one = chance.choice(phrases)
    if kind == "edit":
        return replaced(shelf, [(one, msgspec.structs.replace(one, text=f"text {chance.random()}"))])
    if kind == "remove":
        return removed(shelf, [one])
    return moved(shelf, [one], scope=Scope.PUBLIC if one.scope is Scope.PERSONAL else Scope.PERSONAL)


def together(folder: Path, count: int) -> str:
    """Eight processes change one pack `count` times each, every second time a phrase of their own, at once."""
    library, data = folder / "library", folder / "data"
    path = library / "personal/p.toml"

    def work(process: int) -> int:
        changes = Changes(library, data)
        last: Phrase | None = None
        for number in range(count):
            if last is None or number % 2 == 0:
                last = phrase(f"{process} {number}", id=f"{process:010x}{number:010x}", title=f"{process} {number}")
                change = partial(appended, phrases=[last])
            else:
                change = partial(with_replaced, phrase=last, changed=msgspec.structs.replace(last, note=f"{number}"))
            changes.apply("", [FileChange(path, partial(_through, change))])
        return 0

    children = []
    for process in range(8):
        child = os.fork()
        if not child:
            os._exit(work(process))
        children.append(child)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert codes == [0] * 8, codes
    phrases = Library.load(library).phrases
    wanted = {f"{process:010x}{number:010x}" for process in range(8) for number in range(0, count, 2)}
    assert {one.id for one in phrases} == wanted
    assert sum(bool(one.note) for one in phrases) == 8 * (count // 2)
    return f"8 processes, {8 * count} changes, all there"


def imports(folder: Path, count: int) -> str:
    """Kill `phrasebook import` and `undo` at random moments: a file's phrases are all there or none of them."""
    library, data = folder / "library", folder / "data"
    os.environ["PHRASEBOOK_HOME"] = str(folder)
    texts: dict[str, set[str]] = {}
    for name in "abc":
        texts[name] = {f"{name} 的第 {row} 条话术" for row in range(40)}
        rows = [f"{text},{name}{number},售后/{name}" for number, text in enumerate(sorted(texts[name]))]
        (folder / f"{name}.csv").write_text("\n".join(["内容,编码,分类", *rows]), encoding="utf-8")
    chance = random.Random(count)
    library.mkdir()
    there: set[str] = set()
    kills = finished = 0
    for _ in range(2):  # the first time everything is loaded, the second tells how long it takes
        started = time.monotonic()
        code = in_child(
            lambda: _command(["import", str(folder / "a.csv"), "--yes", "--library", str(folder / "other")])
        )
        assert code == 0
        usual = time.monotonic() - started
    for _ in range(count):
        name = chance.choice("abc")
        line = ["undo"] if name in there else ["import", str(folder / f"{name}.csv"), "--yes"]
        child = os.fork()
        if not child:
            os._exit(_command([*line, "--library", str(library)]))
        time.sleep(chance.uniform(0.0, 2 * usual))  # not a cure: the random moment itself
        os.kill(child, signal.SIGKILL)
        killed = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != 0
        kills += killed
        finished += not killed
        with Changes(library, data).held():
            pass
        now = {text for _, text in said(library).values()}
        there = {name for name, own in texts.items() if own <= now}
        assert now == {text for name in there for text in texts[name]}, "a file came in, or was taken back, in part"
        assert not list(library.rglob(".*")), "something of ours was left in the library"
    return f"{count} commands, {kills} of them killed, {finished} came to their end"


def _command(line: list[str]) -> int:
    from phrasebook.cli.app import app

    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        app(line, standalone_mode=False)
    return 0


def _through(change: Callable[[str], str], data: bytes | None) -> bytes:
    return change((data or b"").decode()).encode()


if __name__ == "__main__":
    part, *rest = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        parts: dict[str, Callable[[Path], str]] = {
            "every-step": every_step,
            "random": lambda folder: at_random(folder, int(rest[0])),
            "together": lambda folder: together(folder, int(rest[0])),
            "imports": lambda folder: imports(folder, int(rest[0])),
        }
        print(parts[part](Path(name)))
