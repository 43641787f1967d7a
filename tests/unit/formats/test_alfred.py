import io
import json
import zipfile
from pathlib import Path

import pytest

from phrasebook.formats.alfred import AlfredFormat
from phrasebook.formats.base import FormatError
from phrasebook.formats.source import source_of
from tests.unit.formats.foreign import DATA, phrase, read, read_bytes, refused, said, write

FORMAT = AlfredFormat()
SAMPLE = DATA / "alfred/店铺.alfredsnippets"


def zipped(files: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def snippet(text: object, **more: object) -> str:
    return json.dumps({"alfredsnippet": {"snippet": text, **more}})


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("{clipboard}{cursor}", "{{clipboard}}{{cursor}}"),
        ("{date} {time} {datetime}", "{{date}} {{time}} {{date:%Y-%m-%d %H:%M}}"),
        ("{date:short} {time:medium}", "{{date}} {{time}}"),
        ("{date:yyyy年MM月} {time:HH:mm:ss}", "{{date:%Y年%m月}} {{time:%H:%M:%S}}"),
        ("{date +1D:MM/dd} {date -1d +2h:MM/dd}", "{{date+1d:%m/%d}} {{date-22h:%m/%d}}"),
        ("[[{date -1d:YYYY-MM-dd}]]", "[[{{date-1d}}]]"),
        ("{query} {var:x} {x} {{date}}", "{query} {var:x} {x} {{{date}}}"),
    ],
)
def test_placeholders(tmp_path: Path, text: str, wording: str) -> None:
    reading = read_bytes(FORMAT, zipped({"a [1].json": snippet(text)}), tmp_path, "x.alfredsnippets")
    assert [item.text for item in reading.items] == [wording]
    assert said(reading) == []


@pytest.mark.parametrize(
    ("text", "wording", "why"),
    [
        ("{random:UUID}", "{{ask:random}}", "can't be said"),
        ("{clipboard:1}", "{{ask:clipboard}}", "can't be said"),
        ("{date +1M}", "{{ask:date}}", "can't be said"),
        ("{date:w}", "{{ask:date}}", "can't be said"),
        ("{date:full}", "{{date}}", "style full"),
        ("{snippet:nowhere}", "{{ask:nowhere}}", "isn't there"),
    ],
)
def test_placeholders_of_which_something_is_lost(tmp_path: Path, text: str, wording: str, why: str) -> None:
    reading = read_bytes(FORMAT, zipped({"a [1].json": snippet(text)}), tmp_path, "x.alfredsnippets")
    assert [item.text for item in reading.items] == [wording]
    assert why in said(reading)[0]


def test_the_sample() -> None:
    reading = read(FORMAT, SAMPLE)
    assert reading.category == ("店铺",)
    first = reading.items[0]
    assert (first.title, first.code, first.keywords) == ("退货地址", "thdz", (";thdz",))
    assert first.text == "请寄：{{clipboard}}，{{date+3d:%m月%d日}}前{{cursor}}"
    assert reading.items[3].text == "{{phrase:thdz}} {{phrase:thdz}}"
    assert refused(reading) == ["坏的 [20F9ED5D-0005].json:1"]
    assert FORMAT.detects(source_of(SAMPLE)) == 95


def test_a_zip_of_another_name_is_known_by_its_names(tmp_path: Path) -> None:
    path = tmp_path / "x.zip"
    path.write_bytes(zipped({"a [1].json": snippet("x")}))
    assert FORMAT.detects(source_of(path)) == 85
    path.write_bytes(zipped({"a.json": snippet("x")}))
    assert FORMAT.detects(source_of(path)) == 0


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"../a [1].json": snippet("x")}, "leads out"),
        ({"a [1].json": b" " * 300_000_000}, "MiB|times"),
        ({"readme.txt": "x"}, "no snippets"),
    ],
)
def test_what_is_dangerous_or_no_collection_is_refused(
    tmp_path: Path, files: dict[str, bytes | str], message: str
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    with pytest.raises(FormatError, match=message):
        read_bytes(FORMAT, buffer.getvalue(), tmp_path, "x.alfredsnippets")


def test_marks_that_cant_be_read_are_reported(tmp_path: Path) -> None:
    data = zipped({"info.plist": b"<plist>", "a [1].json": snippet("x", keyword="k")})
    reading = read_bytes(FORMAT, data, tmp_path, "x.alfredsnippets")
    assert [item.code for item in reading.items] == ["k"]
    assert refused(reading) == ["info.plist"]


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="isn't what Alfred exports"):
        read_bytes(FORMAT, "[]", tmp_path, "x.alfredsnippets")


@pytest.mark.parametrize(
    "text", ["null", "[]", "{}", '{"alfredsnippet": 1}', snippet([1]), snippet(None), snippet(" ")]
)
def test_wrong_types_are_refused_one_by_one(tmp_path: Path, text: str) -> None:
    files: dict[str, bytes | str] = {"a [1].json": text, "b [2].json": snippet("ok", name=[], keyword={})}
    reading = read_bytes(FORMAT, zipped(files), tmp_path, "x.alfredsnippets")
    assert [item.text for item in reading.items] == ["ok"]
    assert refused(reading) == ["a [1].json"]


def test_what_is_written(tmp_path: Path) -> None:
    phrases = [
        phrase(title="退货/地址", text="{{clipboard}}{{date+3d:%m月%d日}}{{phrase:nh}}", code="th"),
        phrase(id="1" * 20, title="问好", text="您好", code="nh", keywords=(";nh",)),
    ]
    path = write(FORMAT, phrases, tmp_path / "out.alfredsnippets")
    with zipfile.ZipFile(path) as archive:
        info, first, second = archive.namelist()
        assert info == "info.plist"
        assert first.startswith("退货 地址 [")
        assert (
            json.loads(archive.read(first))["alfredsnippet"]["snippet"] == "{clipboard}{date +3D:MM月dd日}{snippet:;nh}"
        )
        assert json.loads(archive.read(second))["alfredsnippet"]["keyword"] == ";nh"
    assert FORMAT.losses(phrases) == []
    assert path.read_bytes() == write(FORMAT, phrases, tmp_path / "again.alfredsnippets").read_bytes()


def test_what_a_snippet_loses() -> None:
    phrases = [phrase(text="{{ask:a}}", note="n"), phrase(id="1" * 20, text="{clipboard} as it stands")]
    assert [loss.field for loss in FORMAT.losses(phrases)] == ["text", "note", "text"]
