import plistlib
from pathlib import Path

import pytest

from phrasebook.formats.base import FormatError
from phrasebook.formats.source import source_of
from phrasebook.formats.textexpander import TextExpanderFormat
from phrasebook.formats.textexpander.macros import read_macros
from tests.unit.formats.foreign import DATA, phrase, read, read_bytes, refused, said, write

FORMAT = TextExpanderFormat()
SAMPLES = DATA / "textexpander"


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("您好 %clipboard%|完", "您好 {{clipboard}}{{cursor}}完"),
        ("减 50%%，还剩 5 %", "减 50%，还剩 5 %"),
        ("%Y-%m-%d", "{{date}}"),
        ("%H:%M", "{{time}}"),
        ("%m月%d日前", "{{date:%m月%d日}}前"),
        ("%@+3D%m月%d日%@-3D，今天%m月%d日", "{{date+3d:%m月%d日}}，今天{{date:%m月%d日}}"),
        ("%@-1W%@+2h%Y", "{{date-6d-22h:%Y}}"),
        ("%date:yyyy/MM/dd%", "{{date:%Y/%m/%d}}"),
        ("%filltext:name=仓库%", "{{ask:仓库}}"),
        ("%filltext:name=时间:default=10:30:width=20%", "{{ask:时间=10:30}}"),
        ("%fillarea:name=说明:default=:height=5%", "{{ask:说明=}}"),
        ("%fillpopup:name=快递:顺丰:default=圆通:中通%", "{{choose:快递|圆通|顺丰|中通}}"),
        ("%fillpopup:name=快递%", "{{ask:快递}}"),
        ("%fill:姓名% %filltext% %filltop%", "{{ask:姓名}} {{ask:text}} "),
        ("%snippet:;nh% %Snippet:;nh%", "{{phrase:nh}} {{phrase:nh}}"),
        ("一%key:enter%二%key:tab%", "一\n二\t"),
        ("%fillpartend%a %20 %E4 %zz {{x", "a %20 %E4 %zz {{{{x"),
        ("完%-", "完"),
    ],
)
def test_macros(text: str, wording: str) -> None:
    draft = read_macros(text, {";nh": "nh"})
    assert (draft.wording(), draft.lost) == (wording, [])


@pytest.mark.parametrize(
    ("text", "wording", "why"),
    [
        ("%1d.%1m.", "{{date:%d.%m}}.", "close"),
        ("%@+1M%Y", "{{ask:date}}", "months"),
        ("%date:w%", "{{ask:date}}", "can't be said"),
        ("%snippet:nowhere%", "{{ask:nowhere}}", "isn't there"),
        ("a%key:escape%b%<%^", "ab", "the key escape"),
        ("a%fillpart:name=称呼:default=yes%b%fillpartend%c", "abc", "kept"),
        ("a%fillpart:name=x%b%fillpart:name=y:default=yes%c%fillpartend%d%fillpartend%e", "ae", "left out"),
        ("a%fillpart:name=x:default=no%b", "a", "left out"),
    ],
)
def test_macros_of_which_something_is_lost(text: str, wording: str, why: str) -> None:
    draft = read_macros(text, {})
    assert draft.wording() == wording
    assert any(why in message for message in draft.lost)


def test_a_csv() -> None:
    reading = read(FORMAT, SAMPLES / "snippets.csv")
    first = reading.items[0]
    assert (first.place, first.code, first.keywords, first.title) == ("line 1", "thdz", (";thdz",), "退货地址")
    assert first.text == "亲，退货请寄：{{ask:仓库=一号仓}}，{{date+3d:%m月%d日}}前寄出{{cursor}}"
    assert reading.items[4].text == "{{phrase:thdz}} {{clipboard}}\n完"
    assert FORMAT.detects(source_of(SAMPLES / "snippets.csv")) == 80


def test_a_header_is_passed_over(tmp_path: Path) -> None:
    reading = read_bytes(FORMAT, "Abbreviation,Plain Text,Label\nnh,您好,\n", tmp_path, "x.csv")
    assert [item.code for item in reading.items] == ["nh"]


def test_a_group() -> None:
    reading = read(FORMAT, SAMPLES / "shop.textexpander")
    assert reading.category == ("店铺",)
    assert [(item.code, item.title, item.text) for item in reading.items] == [
        ("nh", "问好", "您好，{{ask:称呼}}"),
        ("rich", "", "带格式"),
    ]
    assert refused(reading) == ["snippetsTE2[2]", "snippetsTE2[3]", "snippetsTE2[4]"]
    assert "snippetsTE2[1]: not carried over: formatting and pictures" in said(reading)
    assert FORMAT.detects(source_of(SAMPLES / "shop.textexpander")) == 95


def test_settings_are_binary_and_have_groups() -> None:
    reading = read(FORMAT, SAMPLES / "settings.textexpander")
    assert [(item.code, item.category) for item in reading.items] == [("thdz", ("售后",)), ("nh", ())]


BOMB = """<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<plist><dict><key>snippetsTE2</key><array><dict><key>plainText</key><string>&b;</string></dict></array></dict></plist>"""


@pytest.mark.parametrize(
    "data",
    [
        BOMB.encode(),
        b"<?xml version='1.0'?><plist><dict><key>snippetsTE2</key>",
        b"<plist><dict><key>snippetsTE2</key><array><date>soon</date></array></dict></plist>",
        b"bplist00 snippetsTE2",
        plistlib.dumps({"snippetsTE2": []}, fmt=plistlib.FMT_BINARY)[:-5],
        b"<plist><array/></plist>",
    ],
)
def test_what_is_no_group_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FormatError):
        read_bytes(FORMAT, data, tmp_path, "x.textexpander")


def test_wrong_types_in_a_group(tmp_path: Path) -> None:
    root = {
        "snippetsTE2": [1, "x", [], {"plainText": [1]}, {"plainText": 5, "label": {}, "abbreviation": True}],
        "groupInfo": [],
    }
    reading = read_bytes(FORMAT, plistlib.dumps(root), tmp_path, "x.textexpander")
    assert [item.text for item in reading.items] == ["5"]
    assert len(refused(reading)) == 4


def test_what_is_written(tmp_path: Path) -> None:
    phrases = [
        phrase(title='退货, "地址"', text="50% {{choose:快递|顺丰|圆通}}\n{{ask:a=}}{{phrase:nh}}", code="th"),
        phrase(id="1" * 20, title="问好", text="{{date+1d:%m月%d日}}{{time-2h}}", code="nh", keywords=(";nh",)),
    ]
    path = write(FORMAT, phrases, tmp_path / "out.csv")
    assert path.read_text() == (
        'th,"50%% %fillpopup:name=快递:default=顺丰:圆通%\n%filltext:name=a:default=%%snippet:;nh%","退货, ""地址"""\n'
        ";nh,%@+1D%m月%d日%@-1D%@-2h%H:%M%@+2h,问好\n"
    )
    assert FORMAT.losses(phrases) == []


def test_what_a_row_loses() -> None:
    phrases = [
        phrase(text="{{agent}}", category=("a",), note="n"),
        phrase(id="1" * 20, text="{{ask:a:b}}"),
        phrase(id="2" * 20, text="{{date:%U}}"),
    ]
    assert [loss.field for loss in FORMAT.losses(phrases)] == ["text", "category", "note", "text", "text"]
