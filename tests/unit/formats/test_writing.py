import stat
from pathlib import Path, PurePosixPath

import pytest

from phrasebook.errors import PhrasebookError
from phrasebook.formats.writing import TARGET, check_free, write_files


def test_a_file_and_what_lies_beside_it(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"picture")
    target = tmp_path / "out" / "x.csv"
    target.parent.mkdir()
    written = write_files(target, {TARGET: b"table", PurePosixPath("x_images/a.png"): picture})
    assert written == [tmp_path / "out/x_images/a.png", target]
    assert [path.read_bytes() for path in written] == [b"picture", b"table"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o644


def test_a_new_folder_appears_whole(tmp_path: Path) -> None:
    written = write_files(tmp_path / "lib", {PurePosixPath("public/a.toml"): b"x", PurePosixPath("b"): b"y"})
    assert [path.read_bytes() for path in written] == [b"x", b"y"]
    assert [path.name for path in tmp_path.iterdir()] == ["lib"]


def test_a_folder_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(PhrasebookError, match="no"):
        write_files(tmp_path / "lib", {PurePosixPath("a"): b"x", PurePosixPath("b"): tmp_path / "no"})
    assert list(tmp_path.iterdir()) == []


def test_an_existing_folder_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old")
    (tmp_path / "b").write_text("mine")
    write_files(tmp_path, {PurePosixPath("a"): b"new", PurePosixPath("c/d"): b"new"})
    assert [(tmp_path / name).read_text() for name in ("a", "b", "c/d")] == ["new", "mine", "new"]


def test_nothing_is_overwritten_unasked(tmp_path: Path) -> None:
    target = tmp_path / "x.csv"
    check_free(target, {TARGET: b"x"})
    target.write_text("mine")
    with pytest.raises(PhrasebookError, match=r"x\.csv is there already") as caught:
        check_free(target, {TARGET: b"x"})
    assert "--force" in caught.value.hint
    (tmp_path / "full").mkdir()
    check_free(tmp_path / "full", {PurePosixPath("a"): b"x"})
    (tmp_path / "full/mine").write_text("mine")
    with pytest.raises(PhrasebookError):
        check_free(tmp_path / "full", {PurePosixPath("a"): b"x"})


def test_a_picture_that_is_there_already_is_no_hindrance(tmp_path: Path) -> None:
    files = {TARGET: b"x", PurePosixPath("images/a.png"): b"picture"}
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.png").write_bytes(b"picture")
    check_free(tmp_path / "x.csv", files)
    (tmp_path / "images/a.png").write_bytes(b"another")
    with pytest.raises(PhrasebookError, match=r"a\.png"):
        check_free(tmp_path / "x.csv", files)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x"])
def test_names_that_leave_the_target_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PhrasebookError, match="outside"):
        write_files(tmp_path / "lib", {PurePosixPath(name): b"x"})
    assert not (tmp_path.parent / "x").exists()


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(PhrasebookError, match="there is no folder"):
        write_files(tmp_path / "no/x.csv", {TARGET: b"x"})
