import json
from pathlib import Path, PurePosixPath

import pytest

from phrasebook.formats import own_json
from phrasebook.formats.base import FormatError, Reading, ReadOptions
from phrasebook.formats.own_json import JsonFormat
from phrasebook.formats.source import File
from tests.unit.formats.foreign import phrase, read_bytes, said

JSON = JsonFormat()


def read(folder: Path, data: object) -> Reading:
    return read_bytes(JSON, data if isinstance(data, str) else json.dumps(data), folder, "a.json")


def test_all_fields_are_written_under_the_names_that_show_prints() -> None:
    files = JSON.write([phrase(keywords=("a",), extra='colour = "red"\n')], "t")
    data = files[PurePosixPath()]
    assert isinstance(data, bytes)
    (one,) = json.loads(data)
    assert one["keywords"] == ["a"]
    assert one["extra"] == {"colour": "red"}
    assert one["scope"] == "personal"
    assert "line" not in one


def test_one_object_is_a_list_of_one(tmp_path: Path) -> None:
    assert [item.text for item in read(tmp_path, {"text": "x"}).items] == ["x"]


def test_null_is_missing_and_what_is_missing_isnt_said(tmp_path: Path) -> None:
    reading = read(tmp_path, [{"text": "x", "valid_from": None}])
    assert reading.items[0].valid_from is None
    assert reading.fields == {"text", "valid_from"}


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ({"text": 7}, "text: must be str, not int"),
        ({"text": "x", "keywords": ["a", 1]}, "keywords[1]: must be str, not int"),
        ({"text": "x", "scope": "galaxy"}, "a value is wrong"),
        ({"text": "x", "valid_from": "soon"}, "a value is wrong"),
        ({"text": "x", "extra": {"a": None}}, "a value is wrong"),
    ],
)
def test_a_wrong_value_is_said_and_the_others_go_on(tmp_path: Path, entry: object, what: str) -> None:
    reading = read(tmp_path, [entry, {"text": "fine"}])
    assert [item.text for item in reading.items] == ["fine"]
    assert said(reading)[0].startswith(f"entry 1: {what}")


@pytest.mark.parametrize("text", ['[{"text": "a"},\n{"te', "[1, 2]", '"x"', "[" * 5000, '[{"a":' * 2000])
def test_what_is_no_list_of_phrases_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(FormatError, match=r"a\.json"):
        read(tmp_path, text)


def test_the_line_of_damage_is_said(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"a\.json:2: damaged"):
        read(tmp_path, '[{"text": "您好"},\n{"te')


def test_brackets_are_counted_before_they_take_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_json, "_MAX_BRACKETS", 3)
    with pytest.raises(FormatError, match="too many"):
        read(tmp_path, [{"text": "x", "a": [[]]}])


@pytest.mark.parametrize(
    ("data", "sure"),
    [
        ([{"scope": "public", "pack": "p", "text": "x"}], 90),
        ([{"title": "t", "text": "x"}], 60),
        ([{"name": "t", "text": "x", "keyword": "k"}], 30),
        ([{"trigger": "x"}], 0),
        ([], 0),
    ],
)
def test_its_keys_tell_whose_it_is(tmp_path: Path, data: object, sure: int) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(data))
    assert JSON.detects(File(path)) == sure
    assert JSON.detects(File(path)) >= 0


def test_pictures_lie_beside_it(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.png").write_bytes(b"picture")
    reading = read(tmp_path, [{"title": "t", "images": ["images/a.png"]}])
    assert reading.pictures["images/a.png"] == b"picture"
    assert JSON.read(File(tmp_path / "a.json"), ReadOptions()).items == reading.items
