import json
from pathlib import Path

import pytest

from phrasebook.formats.autokey import AutoKeyFormat
from phrasebook.formats.autokey.macros import read_macros
from phrasebook.formats.autokey.windows import apps_of, filter_of
from phrasebook.formats.base import FormatError
from phrasebook.formats.source import source_of
from tests.unit.formats.foreign import DATA, phrase, read, refused, said, write

FORMAT = AutoKeyFormat()


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("a<cursor>b", "a{{cursor}}b"),
        ("<date format=%m月%d日>", "{{date:%m月%d日}}"),
        ('<date format="%d %b %Y">', "{{date:%d %b %Y}}"),
        ("一<enter>二<tab>三", "一\n二\t三"),
        ("a \\<b\\> c", "a <b> c"),
        ("x < y > z <html> {{date}}", "x < y > z <html> {{{{date}}"),
    ],
)
def test_macros(text: str, wording: str) -> None:
    draft = read_macros(text, sends_keys=True)
    assert (draft.wording(), draft.lost) == (wording, [])


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("<script name=list_menu args=>", "{{ask:list_menu}}"),
        ("<system command='rm -rf ~'>", "{{ask:rm -rf ~}}"),
        ("<file name=/etc/passwd>", "{{ask:passwd}}"),
        ("<script>", "{{ask:script}}"),
        ("<date format=%V>", "{{ask:date}}"),
        ("<date>", "{{ask:date}}"),
        ('<date format="%Y>', '{{date:"%Y}}'),
        ("a<ctrl>+<shift>+v<left><F5>b", "ab"),
    ],
)
def test_macros_that_would_run_become_questions(text: str, wording: str) -> None:
    draft = read_macros(text, sends_keys=True)
    assert draft.wording() == wording
    assert draft.lost or text.startswith('<date format="')


def test_what_is_pasted_holds_no_keys() -> None:
    assert read_macros("<enter><cursor>", sends_keys=False).wording() == "<enter>{{cursor}}"


@pytest.mark.parametrize(
    ("regex", "apps"),
    [
        ("(?i).*(WeChat|千牛).*", ("WeChat", "千牛")),
        (".* - gedit", ("- gedit",)),
        ("konsole.Konsole", ("konsole",)),
        ("^Firefox$", ("Firefox",)),
        ("gimp|inkscape", ("gimp", "inkscape")),
        ("a\\.b", ("a.b",)),
        ("[a-z]+", None),
        ("(?!x).*", None),
        ("", ()),
    ],
)
def test_window_filters(regex: str, apps: tuple[str, ...] | None) -> None:
    assert apps_of(regex) == apps


@pytest.mark.parametrize("apps", [("WeChat",), ("a.b", "c|d"), ("(x)", "千牛 *")])
def test_apps_come_back(apps: tuple[str, ...]) -> None:
    assert apps_of(filter_of(apps) or "") == apps


def test_the_sample() -> None:
    folder = DATA / "autokey"
    assert FORMAT.detects(source_of(folder)) == 95
    reading = read(FORMAT, folder)
    assert reading.category == ()
    assert [(item.place, item.category, item.title, item.code, item.keywords, item.apps) for item in reading.items] == [
        ("data/First phrase.txt", (), "First phrase", "", (), ("- gedit",)),
        ("data/Macros.txt", (), "Macros", "", (), ()),
        ("data/bare.txt", (), "bare", "", (), ()),
        ("data/售后/按键.txt", ("售后话术",), "按键", "key", (";key",), ("konsole",)),
        ("data/售后/退货地址.txt", ("售后话术",), "退货地址", "thdz", ("；退货",), ("WeChat", "千牛")),
    ]
    assert reading.items[4].text == "亲，退货请寄：仓库一{{cursor}}\n{{date:%m月%d日}}前有效"
    assert refused(reading) == ["data/Insert Date.py"]
    assert "data/First phrase.txt: not carried over: the hotkey <ctrl>+<f7>" in said(reading)


@pytest.mark.parametrize(
    "settings",
    [
        "{",
        "[]",
        "null",
        '{"abbreviation": 1, "description": [], "filter": 5, "hotkey": "x", "sendMode": {}}',
        '{"abbreviation": {"abbreviations": {"a": 1}}, "filter": {"regex": [1]}}',
    ],
)
def test_settings_of_wrong_types_leave_the_text(tmp_path: Path, settings: str) -> None:
    (tmp_path / "a.txt").write_text("内容")
    (tmp_path / "a.json").write_text(settings)
    (item,) = read(FORMAT, tmp_path).items
    assert (item.title, item.text, item.code, item.apps) == ("a", "内容", "", () if "5" not in settings else ("5",))


def test_a_phrase_that_is_no_text_is_refused_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    (tmp_path / "b.txt").write_text("内容")
    (tmp_path / "c.txt").write_text(" \n")
    reading = read(FORMAT, tmp_path)
    assert [item.title for item in reading.items] == ["b"]
    assert refused(reading) == ["a.txt", "c.txt"]


def test_a_folder_without_phrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no phrases"):
        read(FORMAT, tmp_path)
    assert FORMAT.detects(source_of(tmp_path)) == 0


def test_what_is_written(tmp_path: Path) -> None:
    phrases = [
        phrase(
            title="退货/地址",
            text="<date x> {{date:%d %b}}{{cursor}}",
            code="th",
            category=("售后", "退货"),
            apps=("千牛",),
        ),
        phrase(id="1" * 20, title="退货:地址", text="二", category=("售后", "退货")),
        phrase(id="2" * 20, title="folder", text="三"),
    ]
    folder = write(FORMAT, phrases, tmp_path / "out", "店铺")
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    assert names == [
        "folder 2.json",
        "folder 2.txt",
        "folder.json",
        "售后/folder.json",
        "售后/退货/folder.json",
        "售后/退货/退货 地址 2.json",
        "售后/退货/退货 地址 2.txt",
        "售后/退货/退货 地址.json",
        "售后/退货/退货 地址.txt",
    ]
    assert (folder / "售后/退货/退货 地址.txt").read_text() == '\\<date x> <date format="%d %b"><cursor>'
    settings = json.loads((folder / "售后/退货/退货 地址.json").read_text())
    assert settings["abbreviation"]["abbreviations"] == ["th"]
    assert settings["modes"] == [1]
    assert settings["sendMode"] == "<ctrl>+v"
    reading = read(FORMAT, folder)
    assert reading.category == ("店铺",)
    assert {item.title for item in reading.items} == {"退货/地址", "退货:地址", "folder"}
    assert FORMAT.losses(phrases) == []


def test_what_a_phrase_of_autokeys_loses() -> None:
    phrases = [phrase(text="{{clipboard}}{{date+1d}}{{ask:a}}", note="n", variants=("x",), keywords=("k",))]
    assert [loss.field for loss in FORMAT.losses(phrases)] == ["text", "text", "text", "keywords", "variants", "note"]
