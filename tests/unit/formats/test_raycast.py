import json
from pathlib import Path

import pytest

from phrasebook.formats.base import FormatError
from phrasebook.formats.raycast import RaycastFormat
from phrasebook.formats.source import source_of
from tests.unit.formats.foreign import DATA, phrase, read, read_bytes, refused, said, write

FORMAT = RaycastFormat()
SAMPLE = DATA / "raycast/snippets.json"


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("{clipboard}{cursor}{clipboard offset=0}", "{{clipboard}}{{cursor}}{{clipboard}}"),
        ("{date} {time} {datetime} {day}", "{{date}} {{time}} {{date:%Y-%m-%d %H:%M}} {{date:%A}}"),
        ('{date offset="+2d -3h" format="yyyy/MM/dd"}', "{{date+1d+21h:%Y/%m/%d}}"),
        ("{time offset=+30m format='HH:mm'}", "{{time+30m}}"),
        ('{argument name="单号"} {argument}', "{{ask:单号}} {{ask:text}}"),
        ('{argument name="a" default="b"} {argument name="c" default=""}', "{{ask:a=b}} {{ask:c=}}"),
        ('{argument name="快递" options="顺丰, 圆通" default="圆通"}', "{{choose:快递|圆通|顺丰}}"),
        ("{clipboard | trim} {clipboard|raw}", "{{clipboard}} {{clipboard}}"),
        ("body {color: red} {x | y} {}", "body {color: red} {x | y} {}"),
    ],
)
def test_placeholders(tmp_path: Path, text: str, wording: str) -> None:
    reading = read_bytes(FORMAT, json.dumps([{"name": "n", "text": text}]), tmp_path, "x.json")
    assert [item.text for item in reading.items] == [wording]
    assert said(reading) == []


def test_the_sample() -> None:
    reading = read(FORMAT, SAMPLE)
    first = reading.items[0]
    assert (first.place, first.title, first.code, first.keywords) == ("[0]", "退货地址", "thdz", ("!thdz",))
    assert first.text == "请寄：{{ask:仓库=一号仓}}，{{date+3d:%m月%d日}}前{{cursor}}"
    assert (
        reading.items[3].text
        == "{{ask:uuid}} {{ask:selection}} {{ask:clipboard}} {{ask:date}} {{ask:date}} {{ask:browser-tab}}"
    )
    assert reading.items[4].text == "{{phrase:thdz}} {{ask:没有}}"
    assert "[2]: not carried over: the conversion uppercase" in said(reading)
    assert refused(reading) == ["[6]"]
    assert FORMAT.detects(source_of(SAMPLE)) == 90


@pytest.mark.parametrize(("text", "message"), [("{}", "no list"), ("[", "no complete JSON"), ("3", "no list")])
def test_what_is_no_list_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_bytes(FORMAT, text, tmp_path, "x.json")


@pytest.mark.parametrize(
    "text", ['[{"id": "0", "name": "x", "text": "y"}]', "[1]", "[]", '{"name": 1}', "[", "name,text"]
)
def test_other_json_isnt_claimed(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text)
    assert FORMAT.detects(source_of(path)) == 0


def test_wrong_types_are_refused_one_by_one(tmp_path: Path) -> None:
    values = [None, 1, "x", [], {}, {"text": []}, {"text": 5, "name": {}, "keyword": []}]
    reading = read_bytes(FORMAT, json.dumps(values), tmp_path, "x.json")
    assert [item.text for item in reading.items] == ["5"]
    assert len(refused(reading)) == 6


def test_what_is_written(tmp_path: Path) -> None:
    phrases = [
        phrase(title="退货", text="{{choose:快递|顺丰|圆通}}{{ask:a=b}}{{date+3d:%m月%d日}}{{phrase:nh}}", code="th"),
        phrase(id="1" * 20, title='说"好"', text="您好", code="nh", keywords=(";nh",)),
        phrase(id="2" * 20, title="无码", text="x"),
    ]
    path = write(FORMAT, phrases, tmp_path / "out.json")
    assert json.loads(path.read_text()) == [
        {
            "name": "退货",
            "text": '{argument name="快递" options="顺丰, 圆通" default="顺丰"}{argument name="a" default="b"}'
            '{date offset="+3d" format="MM月dd日"}{snippet name=\'说"好"\'}',
            "keyword": "th",
        },
        {"name": '说"好"', "text": "您好", "keyword": ";nh"},
        {"name": "无码", "text": "x"},
    ]
    assert FORMAT.losses(phrases) == []


def test_what_a_snippet_loses() -> None:
    phrases = [
        phrase(text="{{ask:a}}{{ask:b}}{{ask:c}}{{ask:d}}"),
        phrase(id="1" * 20, text="{cursor} as it stands"),
        phrase(id="2" * 20, text="{{choose:x|a, b|c}}"),
        phrase(id="3" * 20, text="x", category=("a",)),
    ]
    assert [loss.field for loss in FORMAT.losses(phrases)] == ["text", "text", "text", "category"]
