from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from phrasebook import files
from phrasebook.errors import LibraryError, PackError
from phrasebook.library.changes import Change, Changes, FileChange


@pytest.fixture(autouse=True)
def no_power_cuts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waiting for the disk takes most of the time; test_refusals.py looks at it."""
    monkeypatch.setattr(files.os, "fsync", lambda _: None)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "personal").mkdir(parents=True)
    (folder / "personal/a.toml").write_bytes(b"one\n")
    return folder


@pytest.fixture
def changes(library: Path, tmp_path: Path) -> Changes:
    return Changes(library, tmp_path / "data")


def put(path: Path, data: bytes | None) -> FileChange:
    return FileChange(path, lambda _: data)


def add(path: Path, text: str) -> FileChange:
    return FileChange(path, lambda data: (data or b"") + text.encode())


def content(library: Path) -> dict[str, bytes]:
    return {str(file.relative_to(library)): file.read_bytes() for file in library.rglob("*") if file.is_file()}


def test_several_files_at_once_and_back(library: Path, changes: Changes) -> None:
    before = content(library)
    change = changes.apply(
        "all", [add(library / "personal/a.toml", "two\n"), put(library / "public/images/b.png", b"\x89PNG")]
    )
    assert content(library) == {"personal/a.toml": b"one\ntwo\n", "public/images/b.png": b"\x89PNG"}
    assert [file.name for file in change.files] == ["a.toml", "b.png"]
    assert changes.undo() == change
    assert content(library) == before
    with pytest.raises(LibraryError, match="nothing to undo"):
        changes.undo()


def test_a_removed_file_comes_back(library: Path, changes: Changes) -> None:
    changes.apply("gone", [put(library / "personal/a.toml", None)])
    assert content(library) == {}
    changes.undo()
    assert content(library) == {"personal/a.toml": b"one\n"}


def test_the_log_outlives_the_process_and_holds_a_hundred(library: Path, changes: Changes, tmp_path: Path) -> None:
    for number in range(103):
        changes.apply(f"change {number}", [add(library / "personal/a.toml", f"{number}\n")])
    again = Changes(library, tmp_path / "data")
    log = again.log()
    assert [change.summary for change in log] == [f"change {number}" for number in range(102, 2, -1)]
    assert again.log(2) == log[:2]
    for expected in log:
        assert again.undo().number == expected.number
    assert content(library)["personal/a.toml"] == b"one\n0\n1\n2\n"
    with pytest.raises(LibraryError, match="nothing to undo"):
        again.undo()


def test_twenty_versions_are_kept(library: Path, changes: Changes, tmp_path: Path) -> None:
    for number in range(25):
        changes.apply("", [put(library / "personal/a.toml", f"{number}\n".encode())])
    versions = sorted((tmp_path / "data").rglob("versions/personal/a/*.toml"))
    assert [version.read_text() for version in versions] == [f"{number}\n" for number in range(4, 24)]


def test_versions_where_files_have_one_name(
    library: Path, changes: Changes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(18, "another disk")

    monkeypatch.setattr(os, "link", refuse)
    changes.apply("", [put(library / "personal/a.toml", b"two\n")])
    assert [version.read_bytes() for version in (tmp_path / "data").rglob("versions/*/*/*")] == [b"one\n"]


def test_nothing_to_change_is_no_change(library: Path, changes: Changes) -> None:
    inode = (library / "personal/a.toml").stat().st_ino
    change = changes.apply("", [put(library / "personal/a.toml", b"one\n"), put(library / "personal/no.toml", None)])
    assert (change.number, change.files, changes.log()) == (0, (), ())
    assert (library / "personal/a.toml").stat().st_ino == inode


def test_a_path_given_twice_is_changed_twice(library: Path, changes: Changes) -> None:
    path = library / "personal/a.toml"
    changes.apply("", [add(path, "two\n"), add(path, "three\n")])
    assert path.read_bytes() == b"one\ntwo\nthree\n"


def test_what_make_raises_goes_through(library: Path, changes: Changes) -> None:
    def make(_: bytes | None) -> bytes:
        raise PackError("no")

    before = content(library)
    with pytest.raises(PackError, match="no"):
        changes.apply("", [add(library / "personal/a.toml", "x"), FileChange(library / "personal/b.toml", make)])
    assert content(library) == before


def test_a_rehearsal_writes_nothing(library: Path, changes: Changes, tmp_path: Path) -> None:
    path = library / "personal/a.toml"
    assert changes.rehearse([add(path, "x"), put(library / "personal/b.toml", None)]) == {path: (b"one\n", b"one\nx")}
    assert content(library) == {"personal/a.toml": b"one\n"}
    assert not (tmp_path / "data").exists()


def test_a_file_saved_meanwhile_is_read_again(library: Path, changes: Changes) -> None:
    path = library / "personal/a.toml"
    asked: list[bytes | None] = []

    def make(data: bytes | None) -> bytes:
        asked.append(data)
        if len(asked) == 1:
            path.write_bytes(b"by hand\n")
        return (data or b"") + b"mine\n"

    changes.apply("", [FileChange(path, make), add(library / "personal/b.toml", "b")])
    assert asked == [b"one\n", b"by hand\n"]
    assert content(library) == {"personal/a.toml": b"by hand\nmine\n", "personal/b.toml": b"b"}


def test_a_file_saved_all_the_time_is_left_alone(library: Path, changes: Changes) -> None:
    path = library / "personal/a.toml"
    count = 0

    def make(_: bytes | None) -> bytes:
        nonlocal count
        count += 1
        path.write_text("x" * count)
        return b"mine"

    with pytest.raises(LibraryError, match="all the time"):
        changes.apply("", [FileChange(path, make), add(library / "new/b.toml", "b")])
    assert content(library) == {"personal/a.toml": b"x" * count}
    assert not (library / "new").exists()


def test_undo_keeps_what_was_edited_elsewhere_by_hand(library: Path, changes: Changes) -> None:
    path = library / "personal/a.toml"
    lines = [f"line {number}\n" for number in range(30)]
    path.write_text("".join(lines))
    changes.apply("", [put(path, "".join([*lines[:14], "mine\n", *lines[15:]]).encode())])
    path.write_text(path.read_text().replace("line 3\n", "by hand\n") + "more\n")
    changes.undo()
    assert path.read_text() == "".join([*lines[:3], "by hand\n", *lines[4:], "more\n"])


@pytest.mark.parametrize(
    "by_hand",
    [
        lambda path: path.write_text(path.read_text().replace("mine", "theirs")),
        lambda path: path.write_text(path.read_text() * 2),
        lambda path: path.unlink(),
    ],
)
def test_undo_refuses_what_was_edited_itself(
    library: Path, changes: Changes, by_hand: Callable[[Path], object]
) -> None:
    path, other = library / "personal/a.toml", library / "personal/b.toml"
    changes.apply("", [put(path, b"mine\n"), put(other, b"b\n")])
    by_hand(path)
    before = content(library)
    with pytest.raises(LibraryError, match="has been changed since") as refusal:
        changes.undo()
    assert "versions" in refusal.value.hint
    assert content(library) == before
    assert len(changes.log()) == 1


def test_undone_by_hand_is_undone(library: Path, changes: Changes) -> None:
    changes.apply("first", [add(library / "personal/a.toml", "two\n")])
    changes.apply("second", [add(library / "personal/a.toml", "three\n")])
    (library / "personal/a.toml").write_bytes(b"one\ntwo\n")
    assert changes.undo().summary == "second"
    assert changes.undo().summary == "first"
    assert content(library) == {"personal/a.toml": b"one\n"}


def test_links_stay_links_and_lead_nowhere_else(library: Path, changes: Changes, tmp_path: Path) -> None:
    (library / "personal/link.toml").symlink_to(library / "personal/a.toml")
    (library / "personal/out.toml").symlink_to(tmp_path / "out.toml")
    (tmp_path / "out.toml").write_text("theirs")
    changes.apply("", [add(library / "personal/link.toml", "two\n"), add(library / "personal/a.toml", "three\n")])
    assert (library / "personal/link.toml").is_symlink()
    assert (library / "personal/a.toml").read_bytes() == b"one\ntwo\nthree\n"
    for path in (library / "personal/out.toml", library / "../x.toml"):
        with pytest.raises(LibraryError, match="out of the library"):
            changes.apply("", [add(path, "mine")])
    assert (tmp_path / "out.toml").read_text() == "theirs"


def test_permissions_are_kept(library: Path, changes: Changes) -> None:
    path = library / "personal/a.toml"
    path.chmod(0o640)
    changes.apply("", [add(path, "two\n")])
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_nothing_of_its_own_stays_in_the_library(library: Path, changes: Changes) -> None:
    changes.apply("", [add(library / "personal/a.toml", "two\n"), add(library / "personal/b.toml", "b")])
    assert sorted(path.name for path in library.rglob("*")) == ["a.toml", "b.toml", "personal"]


def test_each_library_has_its_own_log(library: Path, changes: Changes, tmp_path: Path) -> None:
    changes.apply("", [add(library / "personal/a.toml", "two\n")])
    assert Changes(tmp_path / "other" / "library", tmp_path / "data").log() == ()


def test_holding_may_be_nested(library: Path, changes: Changes) -> None:
    with changes.held(), changes.held():
        assert isinstance(changes.apply("", [add(library / "personal/a.toml", "two\n")]), Change)
