from pathlib import Path

import msgspec
import pytest

from phrasebook.library import Library, remembering
from phrasebook.library.changes import Changes
from phrasebook.library.edits import added, replaced
from phrasebook.library.plans import Shelf
from phrasebook.library.remembering import remember
from phrasebook.model import Phrase, Scope
from phrasebook.pack import read


def test_after_a_change_nothing_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembering, "_SMALL", 2)
    folder, cache = tmp_path / "library", tmp_path / "cache"
    changes = Changes(folder, tmp_path / "data")
    folder.mkdir()
    shelf = Shelf(Library.load(folder), folder)
    new = [Phrase(id="", scope=Scope.PERSONAL, pack="p", title="", text=text) for text in "abc"]
    plan = added(shelf, new)
    changes.apply(plan.summary, plan.files)

    library = Library.load(folder, cache)
    first = library.phrases[0]
    plan = replaced(Shelf(library, folder), [(first, msgspec.structs.replace(first, text="x\ny"))])
    remember(library, cache, changes.apply(plan.summary, plan.files))

    def refuse(*_: object) -> None:
        raise AssertionError("it was parsed")

    wanted = Library.load(folder)
    monkeypatch.setattr(read, "parse_pack", refuse)
    known = Library.load(folder, cache)
    assert list(known.phrases) == list(wanted.phrases)
    assert [phrase.text for phrase in known.phrases] == ["x\ny", "b", "c"]
    assert len(list(cache.rglob("*.msgpack"))) == 1
