"""Subscribed packs behind the user's own: who wins, what a copy remembers, and what needs no second reading."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Semaphore, Thread

import msgspec
import pytest

from phrasebook import libraries
from phrasebook.errors import LibraryError
from phrasebook.folders import Folders
from phrasebook.library import Library
from phrasebook.library.changes import Changes
from phrasebook.library.edits import merged, moved, removed, renamed, replaced
from phrasebook.library.plans import Plan, Shelf
from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack import read
from phrasebook.search import Index
from tests.unit.library.subscribed import PNG, Subscribed, phrase

_SWAPS = 120


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    return Folders.default()


@pytest.fixture
def blue(home: Folders) -> Subscribed:
    """A subscription with a public pack and one of 售后组."""
    one = Subscribed(home, "蓝天")
    one.publish({"public/p.toml": phrase(1, "在的", code="zd"), "department/售后组/d.toml": phrase(2, "退款")})
    return one


def write(home: Folders, name: str, text: str) -> Path:
    path = home.library / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def said(library: Library) -> list[tuple[str, str]]:
    return [(one.text, library.subscription_of(one)) for one in library.phrases]


def change(home: Folders, act: Callable[[Shelf], Plan]) -> Library:
    """The library after an edit."""
    plan = act(Shelf(libraries.load(home), home.library))
    Changes(home.library, home.data).apply(plan.summary, plan.files)
    return libraries.load(home)


def edited(home: Folders, old: Phrase, **fields: object) -> Library:
    return change(home, lambda shelf: replaced(shelf, [(old, msgspec.structs.replace(old, **fields))]))


def test_they_are_read_beside_the_own_library_and_instead_of_the_starter(home: Folders, blue: Subscribed) -> None:
    library = libraries.load(home)
    assert said(library) == [("在的", "蓝天"), ("退款", "蓝天")]
    assert library.folder == home.library, "where the first own phrase goes"
    assert library.problems == ()
    write(home, "personal/我的.toml", phrase(3, "我的"))
    assert said(libraries.load(home)) == [("在的", "蓝天"), ("退款", "蓝天"), ("我的", "")]
    assert said(libraries.load(home, home.library)) == [("我的", "")], "a folder that is named is read alone"


def test_what_the_settings_do_not_name_is_not_read(home: Folders, blue: Subscribed) -> None:
    home.settings_file.write_text("")
    assert libraries.choose(home).shared == ()
    home.settings_file.write_text("[subscriptions")
    assert len(libraries.choose(home).shared) == 1, "a slip in the settings takes nobody's phrases away"


def test_the_same_code_means_the_personal_phrase_then_the_departments(home: Folders, blue: Subscribed) -> None:
    blue.publish(
        {"public/p.toml": phrase(1, "公共", code="a"), "department/售后组/d.toml": phrase(2, "部门", code="a")}
    )
    assert libraries.load(home).find("a").text == "部门"
    write(home, "public/own.toml", phrase(3, "自己的公共", code="a"))
    assert libraries.load(home).find("a").text == "部门"
    write(home, "personal/own.toml", phrase(4, "个人", code="a"))
    library = libraries.load(home)
    assert library.find("a").text == "个人"
    assert library.problems == ()


def test_an_edit_makes_a_personal_copy_that_wins(home: Folders, blue: Subscribed) -> None:
    original = libraries.load(home).find("zd")
    library = edited(home, original, text="在的，您请说")
    copy = library.find("zd")
    assert (copy.id, copy.scope, copy.text) == (original.id, Scope.PERSONAL, "在的，您请说")
    assert said(library) == [("退款", "蓝天"), ("在的，您请说", "")]
    assert library.original_of(copy) == original
    assert not library.original_changed(copy)
    blue.publish({"public/p.toml": phrase(1, "在的呢", code="zd")})
    library = libraries.load(home)
    assert library.original_changed(library.find("zd"))
    library = edited(home, library.find("zd"), category=("售前",))
    assert library.original_changed(library.find("zd")), "nobody has looked at its wording"
    library = edited(home, library.find("zd"), text="在的呢，您说")
    assert not library.original_changed(library.find("zd"))
    library = change(home, lambda shelf: removed(shelf, [shelf.library.find("zd")]))
    assert said(library) == [("在的呢", "蓝天")], "without the copy the original is back"


def test_an_edit_that_changes_nothing_copies_nothing(home: Folders, blue: Subscribed) -> None:
    original = libraries.load(home).find("zd")
    assert replaced(Shelf(libraries.load(home), home.library), [(original, original)]).files == ()


def test_a_copy_brings_its_pictures(home: Folders, blue: Subscribed) -> None:
    blue.publish({"public/p.toml": phrase(1, "尺码表", images=["images/a.png"]), "public/images/a.png": PNG})
    library = libraries.load(home)
    assert [path.read_bytes() for path in library.images_of(library.phrases[0])] == [PNG]
    library = edited(home, library.phrases[0], text="这是尺码表")
    assert library.images_of(library.phrases[0]) == (home.library / "personal/images/a.png",)
    assert library.images_of(library.phrases[0])[0].read_bytes() == PNG


def test_what_is_subscribed_to_is_read_only(home: Folders, blue: Subscribed) -> None:
    blue.publish({"public/p.toml": phrase(1, "在的", code="zd", category=["售前"])})
    write(home, "personal/a.toml", phrase(3, "我的", category=["售后"]))
    shelf = Shelf(libraries.load(home), home.library)
    one = shelf.library.find("zd")
    refused: tuple[Callable[[], Plan], ...] = (
        lambda: moved(shelf, [one], pack="x"),
        lambda: removed(shelf, [one]),
        lambda: renamed(shelf, ("售前",), ("前",)),
        lambda: merged(shelf, [("售前",)], ("前",)),
    )
    for act in refused:
        with pytest.raises(LibraryError, match=r"read only|subscribed"):
            act()
    assert len(renamed(shelf, ("售后",), ("后",)).files) == 1


def test_the_same_id_in_two_subscriptions_loses_nothing(home: Folders, blue: Subscribed) -> None:
    Subscribed(home, "白云").publish({"public/p.toml": phrase(1, "白云的")})
    library = libraries.load(home)
    assert sorted(text for text, _ in said(library)) == sorted(["白云的", "在的", "退款"])
    assert len({one.id for one in library.phrases}) == 3
    assert library.problems == ()


def test_an_update_that_leaves_a_pack_alone_leaves_it_the_same(
    home: Folders, blue: Subscribed, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(home, "personal/我的.toml", phrase(1, "我的在的", code="zd"))
    before = libraries.load(home)
    index = Index(before.phrases)
    blue.publish({**blue.files, "department/售后组/d.toml": phrase(2, "退款三天")})
    parsed: list[Path] = []
    parse = read.parse_pack

    def noted(data: bytes, path: Path, scope: Scope, department: str) -> Pack:
        parsed.append(path)
        return parse(data, path, scope, department)

    monkeypatch.setattr(read, "parse_pack", noted)
    after = libraries.load(home, previous=before)
    assert [path.name for path in parsed] == ["d.toml"]
    same = [any(pack is old for old in before.packs) for pack in after.packs]
    assert [pack.name for pack, kept in zip(after.packs, same, strict=True) if not kept] == ["d"]
    assert [match.phrase.text for match in index.updated(after.phrases).best("退款三天")] == ["退款三天"]
    assert after.fingerprint != before.fingerprint


def test_a_second_start_parses_nothing(home: Folders, blue: Subscribed, monkeypatch: pytest.MonkeyPatch) -> None:
    libraries.load(home)
    write(home, "personal/我的.toml", phrase(3, "我的"))
    libraries.load(home, home.library)  # somebody looks at the own packs alone

    def refuse(*_: object) -> None:
        raise AssertionError("parsed")

    monkeypatch.setattr(read, "parse_pack", refuse)
    assert len(libraries.load(home).phrases) == 3


def test_a_snapshot_that_is_cleared_away_while_it_is_read_is_read_anew(
    home: Folders, blue: Subscribed, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = libraries.choose
    chosen: list[libraries.Choice] = []

    def choose(folders: Folders, only: Path | None = None) -> libraries.Choice:
        chosen.append(true(folders, only))
        if len(chosen) == 1:
            blue.publish({"public/p.toml": phrase(1, "新")}, forget=True)
        return chosen[-1]

    monkeypatch.setattr(libraries, "choose", choose)
    assert said(libraries.load(home)) == [("新", "蓝天")]
    assert len(chosen) == 2


def test_old_text_never_stands_beside_a_new_picture(home: Folders, blue: Subscribed) -> None:
    blue.publish({"public/p.toml": phrase(1, "旧", images=["images/a.png"]), "public/images/a.png": PNG})
    library = libraries.load(home)
    blue.publish({"public/p.toml": phrase(1, "新", images=["images/a.png"]), "public/images/a.png": PNG + b"new"})
    assert library.images_of(library.phrases[0])[0].read_bytes() == PNG


def test_what_is_wrong_in_a_subscribed_pack_is_for_its_lead(home: Folders, blue: Subscribed) -> None:
    blue.publish({"public/p.toml": phrase(1, "好") + "[[phrase]]\ntext = 3\n"})
    (problem,) = libraries.load(home).problems
    assert "lead" in problem.hint


def test_whoever_reads_while_snapshots_are_swapped_sees_one_of_them(home: Folders, blue: Subscribed) -> None:
    names = [f"public/{name}.toml" for name in "abcdefgh"]
    wanted, done = Semaphore(0), Semaphore(0)

    def swap() -> None:
        for turn in range(_SWAPS):
            wanted.acquire()
            blue.publish({name: phrase(number, str(turn)) for number, name in enumerate(names)}, prune=True)
            done.release()

    blue.publish({name: phrase(number, "first") for number, name in enumerate(names)})
    Thread(target=swap, daemon=True).start()
    library = None
    for _ in range(_SWAPS // 3):
        wanted.release(3)  # which come while this reading is under way, or a moment later
        library = libraries.load(home, previous=library)
        assert len({one.text for one in library.phrases}) == 1
        assert len(library.phrases) == len(names)
        for _ in range(3):
            assert done.acquire(timeout=60)
    assert {one.text for one in libraries.load(home).phrases} == {str(_SWAPS - 1)}
