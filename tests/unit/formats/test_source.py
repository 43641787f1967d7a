import os
from pathlib import Path, PurePosixPath

import pytest

from phrasebook.formats import source
from phrasebook.formats.base import FormatError
from phrasebook.formats.source import AnyOf, File, Folder, Pictures, source_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    inside = tmp_path / "inside"
    (inside / "a").mkdir(parents=True)
    (inside / "a/x.txt").write_text("x")
    (inside / ".hidden").write_text("h")
    (inside / ".git").mkdir()
    (inside / ".git/config").write_text("no")
    (tmp_path / "secret").write_text("secret")
    return inside


def test_a_file_is_read_in_parts_and_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("\ufeff您好\r\n".encode())
    one = source_of(path)
    assert one.start(3) == b"\xef\xbb\xbf"
    assert one.text() == "您好\n"
    assert one.data() == path.read_bytes()
    assert one.names() == ()


def test_what_is_no_text_is_said_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("标题\n您好您好您好\n".encode() * 10 + b"\xff")
    with pytest.raises(FormatError, match=r"a\.csv:21: "):
        File(path).text()


def test_sizes_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * 100)
    monkeypatch.setattr(source, "MAX_FILE", 99)
    with pytest.raises(FormatError, match="limit"):
        File(path).data()
    monkeypatch.setattr(source, "MAX_ARCHIVE", 99)
    with pytest.raises(FormatError, match="limit"):
        File(path).stream()


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for read in (File(tmp_path / "pipe").start, File(tmp_path / "pipe").data):
        with pytest.raises(FormatError, match="regular"):
            read()


def test_a_missing_path_says_so(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="there is no"):
        source_of(tmp_path / "nothing")


def test_a_folder_lists_its_files(folder: Path) -> None:
    one = source_of(folder)
    assert one.names() == (PurePosixPath(".hidden"), PurePosixPath("a/x.txt"))
    assert one.inside(PurePosixPath("a/x.txt")).text() == "x"


def test_links_out_of_a_folder_are_left_out(folder: Path) -> None:
    (folder / "link").symlink_to(folder.parent / "secret")
    (folder / "all").symlink_to(folder.parent)
    (folder / "ours").symlink_to(folder / "a/x.txt")
    (folder / "circle").symlink_to(folder / "circle")
    one = Folder(folder)
    assert PurePosixPath("ours") in one.names()
    assert not {"link", "all", "circle"} & {name.parts[0] for name in one.names()}
    for name in ("link", "all/secret", "../secret", "a/../../secret"):
        with pytest.raises(FormatError, match="leads out"):
            one.inside(PurePosixPath(name))


def test_too_many_files_are_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "MAX_FILES", 1)
    with pytest.raises(FormatError, match="more than 1"):
        Folder(folder).names()


def test_pictures_are_read_when_asked_for(tmp_path: Path) -> None:
    both = AnyOf({"a": b"1"}, Pictures({"a": tmp_path / "gone", "b": tmp_path / "b"}))
    (tmp_path / "b").write_bytes(b"2")
    assert (both["a"], both["b"]) == (b"1", b"2")
    assert (set(both), len(both)) == ({"a", "b"}, 2)
    assert "c" not in both
    with pytest.raises(KeyError):
        both["c"]
