import io
import struct
import zipfile
from pathlib import Path

import pytest

from phrasebook.formats import archive
from phrasebook.formats.archive import Archive, names_in
from phrasebook.formats.base import FormatError
from phrasebook.formats.source import File


def make(path: Path, entries: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return path


def test_entries_are_read(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a/b.txt": b"hello", "c": b""})
    with Archive(File(path)) as opened:
        assert opened.names == ("a/b.txt", "c")
        assert opened.read("a/b.txt") == b"hello"
        assert "c" in opened
        assert "d" not in opened
        with pytest.raises(FormatError, match="missing"):
            opened.read("d")
        with pytest.raises(FormatError, match="unpacks"):
            opened.read("a/b.txt", limit=4)


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "..\\x", "C:\\x", "\\\\host\\x"])
def test_names_that_lead_out_are_refused(name: str, tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {name: b"x"})
    with pytest.raises(FormatError, match="leads out"):
        Archive(File(path))


def test_bombs_are_refused_unopened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FormatError, match="200 times"):
        Archive(File(make(tmp_path / "ratio.zip", {"a": bytes(2 * 2**20)})))
    monkeypatch.setattr(archive, "MAX_TOTAL", 5)
    with pytest.raises(FormatError, match="unpacks"):
        Archive(File(make(tmp_path / "total.zip", {"a": b"123", "b": b"456"})))
    monkeypatch.setattr(archive, "MAX_ENTRIES", 1)
    with pytest.raises(FormatError, match="2 files"):
        Archive(File(make(tmp_path / "many.zip", {"a": b"1", "b": b"2"})))


def test_a_size_that_lies_doesnt_help(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a": bytes(10 * 2**20)})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        struct.pack_into("<I", data, data.index(signature) + offset, 100)
    path.write_bytes(data)
    with Archive(File(path)) as opened, pytest.raises(FormatError, match="damaged"):
        opened.read("a")


@pytest.mark.parametrize("cut", [10, 60, -30])
def test_damage_is_said(cut: int, tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a": b"hello" * 100})
    path.write_bytes(path.read_bytes()[:cut])
    assert names_in(File(path)) == ()
    with pytest.raises(FormatError, match="damaged"):
        Archive(File(path))


def test_a_password_is_said(tmp_path: Path) -> None:
    path = make(tmp_path / "a.zip", {"a": b"hello"})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(FormatError, match="password"):
        Archive(File(path))


def test_the_file_is_closed(tmp_path: Path) -> None:
    with Archive(File(make(tmp_path / "a.zip", {"a": b"x"}))) as opened:
        stream = opened.stream
    assert stream.closed
    assert isinstance(stream, io.IOBase)
