import json
from pathlib import Path

import pytest

from phrasebook.formats.base import FormatError
from phrasebook.formats.beeftext import BeeftextFormat
from phrasebook.formats.beeftext.variables import read_wording
from phrasebook.formats.source import source_of
from tests.unit.formats.foreign import DATA, by_code, phrase, read, read_bytes, refused, said, write

FORMAT = BeeftextFormat()
SAMPLES = DATA / "beeftext"


@pytest.mark.parametrize(
    ("snippet", "wording"),
    [
        ("您好 #{clipboard}#{cursor}", "您好 {{clipboard}}{{cursor}}"),
        ("#{date} #{time} #{dateTime}", "{{date}} {{time}} {{date:%Y-%m-%d %H:%M}}"),
        ("#{dateTime:yyyy-MM-dd}", "{{date}}"),
        ("#{dateTime:+1d-2h:HH:mm}", "{{time+22h}}"),
        ("#{dateTime:+1w:}", "{{date+7d:%Y-%m-%d %H:%M}}"),
        ("#{input:仓库} #{input:a\\}b}", "{{ask:仓库}} {{ask:a b}}"),
        ("#{combo:;nh} #{trim:;nh}", "{{phrase:nh}} {{phrase:nh}}"),
        ("一#{key:enter:2}二#{key:tab}#{delay:500}", "一\n\n二\t"),
        ("#{unknown} #{} #{input:} # {clipboard} {{date}}", "#{unknown} #{} #{input:} # {clipboard} {{{{date}}"),
        ("#{discordemoji", "#{discordemoji"),
    ],
)
def test_variables(snippet: str, wording: str) -> None:
    draft = read_wording(snippet, {";nh": "nh"})
    assert (draft.wording(), draft.lost) == (wording, [])


@pytest.mark.parametrize(
    ("snippet", "wording", "why"),
    [
        ("#{powershell:C:\\\\run.ps1:500}", "{{ask:run.ps1:500}}", "never read or run"),
        ("#{envVar:USERNAME}", "{{ask:USERNAME}}", "never read or run"),
        ("#{combo:nowhere}", "{{ask:nowhere}}", "isn't there"),
        ("#{upper:;nh}", "{{phrase:nh}}", "letter case"),
        ("#{dateTime:+1M:yyyy}", "{{ask:date}}", "can't be said"),
        ("#{dateTime:ww}", "{{ask:date}}", "can't be said"),
        ("#{dateTime:+30s:HH:mm}", "{{time}}", "seconds"),
        ("#{dateTime:d.M.}", "{{date:%d.%m.}}", "close"),
        ("a#{shortcut:Ctrl+A}b", "ab", "Ctrl+A"),
        ("a#{key:left:3}b", "ab", "left"),
    ],
)
def test_variables_of_which_something_is_lost(snippet: str, wording: str, why: str) -> None:
    draft = read_wording(snippet, {";nh": "nh"})
    assert draft.wording() == wording
    assert any(why in message for message in draft.lost)


def test_version_1_and_rich_text() -> None:
    (item,) = read(FORMAT, SAMPLES / "version1.json").items
    assert (item.code, item.title, item.text) == ("xxnh", "问好", "您好，请问有什么可以帮您？")
    reading = read(FORMAT, SAMPLES / "version7.json")
    (item,) = reading.items
    assert (item.code, item.category, item.text) == ("rich", ("售前",), "亲，今天发货\n{{cursor}}")
    assert said(reading) == ["combos[0]: not carried over: the formatting of its text"]


def test_version_10() -> None:
    reading = read(FORMAT, SAMPLES / "version10.json")
    item = by_code(reading)["thdz"]
    assert (item.category, item.note) == (("售后", "退换货"), "只用于自营仓")
    assert item.text == "亲，退货请寄：{{ask:仓库}}，{{date+3d:%m月%d日}}前寄出哦~{{cursor}}"
    assert by_code(reading)["nh"].keywords == (";nh",)
    assert "combos[5]: disabled in Beeftext, yet imported" in said(reading)
    assert FORMAT.detects(source_of(SAMPLES / "version10.json")) == 95


def test_csv_has_no_header() -> None:
    reading = read(FORMAT, SAMPLES / "combos.csv")
    assert [(item.place, item.code, item.title) for item in reading.items] == [
        ("line 1", "thdz", "退货地址"),
        ("line 3", "nh", ""),
        ("line 4", "sig", ""),
    ]
    assert reading.items[2].text == '他说"好的"'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "x.json:1: no complete JSON from column 2 on"),
        ("{}", "x.json has no combos"),
        ("[1]", "x.json has no combos"),
        ('{"combos": ' + "[" * 100_000, "nested too deeply"),
        ('a,b,c\nd,"e', "x.json:2: quotes don't match"),
        ("a,b,c,d", "x.json:1: 4 columns"),
        (" \n", "x.json is empty"),
        (f'{{"combos": {"9" * 5000}}}', "too long"),
    ],
)
def test_what_is_no_file_of_beeftexts_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_bytes(FORMAT, text, tmp_path, "x.json")


@pytest.mark.parametrize("combos", [None, 1, "x", {}, [None, 1, "x", [], {}], [{"snippet": []}, {"snippet": "  "}]])
def test_wrong_types_are_refused_one_by_one(tmp_path: Path, combos: object) -> None:
    document = {"combos": combos, "groups": [None, {"uuid": [], "name": {}}], "fileFormatVersion": "x"}
    reading = read_bytes(FORMAT, json.dumps(document), tmp_path, "x.json")
    assert reading.items == ()
    assert len(refused(reading)) == (len(combos) if isinstance(combos, list) else 0)


def test_halves_of_surrogate_pairs_are_joined_or_replaced(tmp_path: Path) -> None:
    reading = read_bytes(
        FORMAT, r'{"combos": [{"snippet": "\ud83d\ude00 \ud83d", "name": "\udc00"}]}', tmp_path, "x.json"
    )
    assert (reading.items[0].text, reading.items[0].title) == ("😀 \ufffd", "\ufffd")


def test_what_is_written_is_version_10(tmp_path: Path) -> None:
    phrases = [
        phrase(
            title="退货",
            text="{{ask:仓库}} {{date+1d:%m月%d日}} {{phrase:nh}}",
            code="thdz",
            category=("售后", "退货"),
            note="n",
        ),
        phrase(id="1" * 20, title="问好", text="您好", code="nh", keywords=(";nh",)),
    ]
    path = write(FORMAT, phrases, tmp_path / "out.json")
    document = json.loads(path.read_text())
    assert document["fileFormatVersion"] == 10
    assert [combo["snippet"] for combo in document["combos"]] == [
        "#{input:仓库} #{dateTime:+1d:MM月dd日} #{combo:;nh}",
        "您好",
    ]
    (group,) = document["groups"]
    assert group["name"] == "售后 / 退货"
    assert document["combos"][0]["group"] == group["uuid"]
    assert "group" not in document["combos"][1]
    assert FORMAT.losses(phrases) == []
    assert path.read_bytes() == write(FORMAT, phrases, tmp_path / "again.json").read_bytes()


def test_what_a_combo_loses() -> None:
    phrases = [
        phrase(text="{{choose:快递|顺丰|圆通}}{{ask:a=b}}{{agent}}", variants=("x",), keywords=("k",)),
        phrase(id="1" * 20, text="#{clipboard} as it stands"),
    ]
    assert [loss.field for loss in FORMAT.losses(phrases)] == ["text", "text", "text", "keywords", "variants", "text"]
