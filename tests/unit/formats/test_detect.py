from pathlib import Path

import pytest

from phrasebook.errors import UsageError
from phrasebook.formats import FORMATS, by_name, by_suffix, detect
from phrasebook.formats.base import FormatError
from phrasebook.formats.source import source_of


def test_names_differ() -> None:
    assert len({one.name for one in FORMATS}) == len(FORMATS)


def test_a_slip_in_a_name_is_answered_with_the_closest() -> None:
    assert by_name(" CSV ").name == "csv"
    with pytest.raises(UsageError) as caught:
        by_name("xslx")
    assert "xlsx" in caught.value.hint


@pytest.mark.parametrize(
    ("suffix", "name"),
    [(".csv", "csv"), (".JSON", "json"), ("", "library"), (".md", "markdown"), (".yml", "espanso"), (".toml", "toml")],
)
def test_a_suffix_names_a_format(suffix: str, name: str) -> None:
    assert by_suffix(suffix).name == name


def test_an_unknown_suffix_is_answered_with_the_known() -> None:
    with pytest.raises(UsageError) as caught:
        by_suffix(".docx")
    assert ".xlsx" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xls", b"\xd0\xcf\x11\xe0" + bytes(100), r"\.xlsx"),
        ("a.xls", b"<html><table>", "web page"),
        ("a", b"%PDF-1.7", "PDF"),
        ("a.zip", b"PK\x05\x06" + bytes(18), "zip"),
        ("a", b"", "empty"),
        ("a.py", b"import os\n", "some other text"),
        ("a.csv", b"\xff\xff\xff", "UTF-8"),
        ("a.json", b'{"a": 1}', "phrase"),
    ],
)
def test_what_nobody_knows_is_called_by_its_name(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FormatError, match=said):
        detect(source_of(path)).read(source_of(path), None)  # type: ignore[arg-type]  # never looked at


def test_a_folder_of_other_things_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x")
    with pytest.raises(FormatError, match="folder"):
        detect(source_of(tmp_path))


def test_the_content_counts_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "export.xls"  # as some shops call their CSV
    path.write_bytes("标题\t内容\n一\t您好\n".encode("gb18030"))
    assert detect(source_of(path)).name == "tsv"
    path.write_text('[[phrase]]\ntext = "您好"\n')
    assert detect(source_of(path)).name == "toml"


def test_equals_are_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_text("title,text\na,b\n")
    monkeypatch.setattr("phrasebook.formats.FORMATS", (*FORMATS, by_name("csv").__class__("twin", ",")))  # type: ignore[call-arg]
    with pytest.raises(FormatError, match="csv, twin") as caught:
        detect(source_of(path.rename(tmp_path / "a")))
    assert "--format csv" in caught.value.hint
