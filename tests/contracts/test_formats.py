"""What every format keeps to: it knows its own files, gives back what it says it holds, and survives any other file."""

from __future__ import annotations

import io
import os
import string
import zipfile
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phrasebook.formats import FORMATS, by_name, by_suffix, detect
from phrasebook.formats.base import Exported, Format, FormatError, Item, Reading, ReadOptions
from phrasebook.formats.source import source_of
from phrasebook.formats.wording import same_wording
from phrasebook.formats.writing import write_files
from phrasebook.model import Phrase, Scope
from phrasebook.pack.fields import default_title

DATA = Path(__file__).parent.parent / "data" / "formats"
READERS = [one for one in FORMATS if one.reads]
WRITERS = [one for one in FORMATS if one.writes]
BOTH = [one for one in READERS if one.writes]
SAMPLES = {
    "toml": ["toml/售后.toml"],
    "library": ["library"],
    "csv": [
        "csv/semicolon.csv",
        "csv/一题多答.csv",
        "csv/千牛快捷短语.csv",
        "csv/合并单元格另存.csv",
        "csv/带图片.csv",
    ],
    "tsv": ["tsv/Unicode文本.txt", "tsv/no-mark.tsv"],
    "xlsx": ["xlsx/三个范围.xlsx", "xlsx/团队话术.xlsx", "xlsx/带图片.xlsx"],
    "json": ["json/show.json", "json/list.json"],
    "text": ["text/手册.txt"],
    "espanso": ["espanso/match/base.yml"],
    "espanso-package": ["espanso/shop-replies"],
    "beeftext": ["beeftext/version1.json", "beeftext/version7.json", "beeftext/version10.json"],
    "autokey": ["autokey/data"],
    "textexpander": [
        "textexpander/settings.textexpander",
        "textexpander/shop.textexpander",
        "textexpander/snippets.csv",
    ],
    "alfred": ["alfred/店铺.alfredsnippets"],
    "raycast": ["raycast/snippets.json"],
}
FIELDS = (
    "category",
    "title",
    "text",
    "code",
    "keywords",
    "variants",
    "images",
    "send",
    "valid_from",
    "valid_until",
    "apps",
    "note",
    "extra",
)
EXAMPLES = int(os.environ.get("PHRASEBOOK_EXAMPLES", "40"))
"""Libraries that go round through each format; `make fuzz` asks for more."""

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)

each_reader = pytest.mark.parametrize("one", READERS, ids=lambda one: one.name)


class TestEveryFormat:
    @pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
    def test_is_found_by_its_name(self, one: Format) -> None:
        assert by_name(one.name) is one
        assert one.title
        assert one.reads or one.writes

    @pytest.mark.parametrize("one", WRITERS, ids=lambda one: one.name)
    def test_names_the_suffixes_it_writes(self, one: Format) -> None:
        assert all(suffix == "" or suffix.startswith(".") for suffix in one.suffixes)
        assert by_suffix(one.suffixes[0]).writes

    @each_reader
    def test_has_samples_that_are_detected_and_read(self, one: Format) -> None:
        for name in SAMPLES[one.name]:
            source = source_of(DATA / name)
            assert detect(source) is one, name
            assert one.read(source, ReadOptions()).items, name

    @each_reader
    def test_detects_no_sample_of_another_with_more_certainty(self, one: Format) -> None:
        for other, names in SAMPLES.items():
            for name in names:
                source = source_of(DATA / name)
                assert other == one.name or one.detects(source) < by_name(other).detects(source), name


# characters that formats give a meaning, and some that encodings or XML stumble over
_TEXT = st.text(
    st.sampled_from("ab7中文，。|｜\\/\"'=+-@#:：;,\t\n {}[]<>&%$_*`~!?()（）\u2028\u00a0\u3000é😀\ufffd\u200d\ufffe"),
    max_size=30,
)
_WORDS = _TEXT.map(lambda text: " ".join(text.split()))
_WORD = _WORDS.filter(bool)
_KEYWORD = _WORD | st.sampled_from([" 首", "尾 "])
_TEXTS = _TEXT.map(lambda text: text.rstrip("\n")).filter(lambda text: bool(text.strip()))
_CODE = st.text(st.sampled_from(string.ascii_letters + string.digits + "-_中"), max_size=8)
_DAY = st.none() | st.dates(date(2020, 1, 1), date(2030, 12, 31))


@st.composite
def _libraries(draw: st.DrawFn) -> list[Phrase]:
    phrases = []
    for number in range(draw(st.integers(1, 4))):
        text = draw(_TEXTS)
        first, last = sorted((draw(_DAY), draw(_DAY)), key=lambda day: day or date.max)
        scope, department = draw(
            st.sampled_from([(Scope.PUBLIC, ""), (Scope.DEPARTMENT, "售后组"), (Scope.PERSONAL, "")])
        )
        phrases.append(
            Phrase(
                id=f"{number + 1:020x}",
                scope=scope,
                department=department,
                pack=draw(st.sampled_from(["常用", "a"])),
                category=tuple(draw(st.lists(_WORD, max_size=2))),
                title=draw(_WORDS) + f"题{number}",
                text=text,
                code=draw(_CODE.filter(lambda code: code not in {one.code for one in phrases} or not code)),
                keywords=tuple(dict.fromkeys(draw(st.lists(_KEYWORD, max_size=3)))),
                variants=tuple(draw(st.lists(_TEXTS, max_size=2))),
                images=draw(st.sampled_from([(), (), ("images/尺码 表.png",)])),
                send=draw(st.booleans()),
                valid_from=first,
                valid_until=last,
                apps=tuple(dict.fromkeys(draw(st.lists(_KEYWORD, max_size=2)))),
                note=draw(_WORDS),
                extra=draw(st.sampled_from(["", 'colour = "red"\n'])),
            )
        )
    return phrases


def _exported(phrases: Iterable[Phrase], folder: Path) -> list[Exported]:
    picture = folder / "尺码 表.png"
    picture.write_bytes(PNG)
    return [Exported(one, (picture,) if one.images else ()) for one in phrases]


def _value(field: str, found: Phrase | Item, reading: Reading | None) -> object:
    """A field for comparing; pictures by their content."""
    if field == "images":
        return tuple(reading.pictures[name] if reading else PNG for name in found.images)
    return getattr(found, field)


def _equal(before: object, after: object) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return same_wording(before, after)
    if isinstance(before, tuple) and isinstance(after, tuple):
        return len(before) == len(after) and all(map(_equal, before, after))
    return before == after


class TestRoundTrips:
    @pytest.mark.parametrize("one", BOTH, ids=lambda one: one.name)
    @given(phrases=_libraries())
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_what_no_loss_names_comes_back_equal(
        self, one: Format, phrases: list[Phrase], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        folder = tmp_path_factory.mktemp("out")
        exported = _exported(phrases, folder)
        losses = one.losses(exported)
        lost = {(loss.place, loss.field) for loss in losses}
        target = folder / f"out{one.suffixes[0]}"
        write_files(target, one.write(exported, "out"))
        reading = one.read(source_of(target), ReadOptions())
        items = {item.title or default_title(item.text, item.images): item for item in reading.items}
        for phrase in phrases:
            if any(loss.refused and loss.place == phrase.title for loss in losses) or (phrase.title, "title") in lost:
                continue
            item = items[phrase.title]
            for field in FIELDS:
                if not {(phrase.title, field), ("", field), (phrase.title, "")} & lost:
                    assert _equal(_value(field, phrase, None), _value(field, item, reading)), field

    @pytest.mark.parametrize("one", WRITERS, ids=lambda one: one.name)
    def test_pictures_of_one_name_are_told_apart(self, one: Format, tmp_path: Path) -> None:
        pictures = []
        for number in (1, 2):
            path = tmp_path / str(number) / "images" / "a.png"
            path.parent.mkdir(parents=True)
            path.write_bytes(PNG + bytes([number]))
            pictures.append(path)
        phrases = [
            Exported(
                Phrase(
                    id=f"{n:020x}",
                    scope=(Scope.PERSONAL, Scope.PUBLIC)[n - 1],  # in one folder they couldn't have one name
                    pack=f"p{n}",
                    title=f"t{n}",
                    text=f"x{n}",
                    images=("images/a.png",),
                ),
                (path,),
            )
            for n, path in enumerate(pictures, 1)
        ]
        files = one.write(phrases, "out")
        sent = [data.read_bytes() if isinstance(data, Path) else data for data in files.values()]
        beside = [data for data in sent if data.startswith(b"\x89PNG")]
        assert len(beside) in (0, 2)
        assert len(set(beside)) == len(beside)

    @pytest.mark.parametrize("one", WRITERS, ids=lambda one: one.name)
    def test_names_never_leave_the_target(self, one: Format) -> None:
        evil = Phrase(
            id="0" * 20,
            scope=Scope.PERSONAL,
            pack="p",
            category=("../..", "/etc"),
            title="../../x",
            text="a\n../b",
            code="c",
        )
        names = one.write([Exported(evil)], "../../out")
        assert all(not name.is_absolute() and ".." not in name.parts for name in names)


def _zip(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in entries.items():
            made.writestr(name, data)
    return out.getvalue()


_ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
    + b"a" * 1000
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 50) for n in range(8))
    + b"]><x>&i;</x>"
)
_PARTS = {"xl/workbook.xml": b"<workbook/>", "info.plist": b"<plist/>"}
_ALIASES = (
    b"a: &a [x,x,x,x,x,x,x,x,x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (98 + n, 98 + n, b",".join([b"*%c" % (97 + n)] * 9)) for n in range(12))
    + b"matches:\n  - trigger: x\n    replace: *m\n"
)

NOT_OF_ANY_KIND: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\n\t\n",
    "picture": PNG + bytes(range(256)) * 20,
    "random bytes": bytes((n * 7919 + 13) % 256 for n in range(5000)),
    "torn utf-8": "标题,内容\n问候,您好，欢迎光临本店\n".encode() * 20 + "好".encode()[:2] + b"\xff\n",
    "big5": "標題,內容\n問候,歡迎光臨本店，請問需要甚麼\n".encode("big5") * 20,
    "zip bomb": _zip({**_PARTS, "xl/worksheets/sheet1.xml": bytes(300 * 2**20), "a.json": b"{}"}),
    "zip with a path": _zip({**_PARTS, "../../evil.json": b'{"alfredsnippet": {"snippet": "x"}}'}),
    "torn zip": _zip({**_PARTS, "a.json": b"{}" * 500})[:300],
    "old excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000),
    "entity bomb": _ENTITIES,
    "entity bomb in a zip": _zip({"xl/workbook.xml": _ENTITIES, "info.plist": _ENTITIES, "a.json": b"{}"}),
    "yaml aliases": _ALIASES,
    "deep json": b"[" * 100_000,
    "deep yaml": b"a: " + b"[" * 20_000,
    "many brackets": b"[" + b"[]," * 100_000 + b"[]]",
    "torn json": b'[{"title": "a", "text": "b", "scope": "public", "pack": "x"}, {"tit',
    "open quote": '标题,内容\n一,"没有关上\n'.encode() + "二,三\n".encode() * 100,
    "huge cell": "标题,内容\n一,".encode() + "好".encode() * 200_000,
}


class TestHostileFiles:
    @pytest.mark.parametrize("name", NOT_OF_ANY_KIND)
    @pytest.mark.parametrize("suffix", [".csv", ".xlsx", ".json", ".txt", ".toml", ".yml", ".alfredsnippets", ""])
    def test_detection_ends_in_words_or_a_format(self, name: str, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"file{suffix}"
        path.write_bytes(NOT_OF_ANY_KIND[name])
        _expect_words(lambda: detect(source_of(path)).read(source_of(path), ReadOptions()))

    @pytest.mark.parametrize("name", NOT_OF_ANY_KIND)
    @each_reader
    def test_reading_ends_in_words_or_items(self, one: Format, name: str, tmp_path: Path) -> None:
        path = tmp_path / f"file{one.suffixes[0]}"
        path.write_bytes(NOT_OF_ANY_KIND[name])
        _expect_words(lambda: one.read(source_of(path), ReadOptions()))

    @pytest.mark.parametrize("name", ["empty", "blank", "picture", "random bytes", "old excel", "zip bomb", "torn zip"])
    @each_reader
    def test_what_holds_no_text_gives_nothing(self, one: Format, name: str, tmp_path: Path) -> None:
        path = tmp_path / f"file{one.suffixes[0]}"
        path.write_bytes(NOT_OF_ANY_KIND[name])
        try:
            items = one.read(source_of(path), ReadOptions()).items
        except FormatError:
            items = ()
        assert not items

    @each_reader
    def test_the_other_kind_of_thing_is_refused(self, one: Format, tmp_path: Path) -> None:
        folder, file = tmp_path / "folder", tmp_path / "file"
        folder.mkdir()
        file.write_text("x")
        for path in (folder, file) if "" not in one.suffixes else (file, folder):
            assert one.detects(source_of(path)) < 50
        with pytest.raises(FormatError):
            one.read(source_of(folder), ReadOptions())

    @pytest.mark.parametrize("one", [one for one in READERS if "" in one.suffixes], ids=lambda one: one.name)
    def test_a_link_out_of_a_folder_is_not_followed(self, one: Format, tmp_path: Path) -> None:
        secret = tmp_path / "secret.txt"
        secret.write_text('[[phrase]]\ntext = "secret"\n')
        folder = tmp_path / "folder"
        (folder / "personal").mkdir(parents=True)
        for name in ("personal/a.toml", "package.yml", "_manifest.yml", "a.txt", "a.json", ".a.json"):
            (folder / name).symlink_to(secret)
        (folder / "all").symlink_to(tmp_path)
        try:
            items = one.read(source_of(folder), ReadOptions()).items
        except FormatError:
            items = ()
        assert "secret" not in repr(items)


def _expect_words(read: Callable[[], Reading]) -> None:
    """Either it is read, or a FormatError says why not."""
    try:
        said = [remark.message for remark in read().remarks]
    except FormatError as error:
        said = [error.message]
    assert all(said)
