from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser
from pathlib import Path, PurePosixPath

import pytest
from PIL import Image

from phrasebook.formats.base import Exported, FormatError, ReadOptions
from phrasebook.formats.handbook.markdown import MarkdownFormat
from phrasebook.formats.handbook.page import HtmlFormat
from phrasebook.formats.handbook.text import TextFormat
from phrasebook.formats.source import File
from tests.unit.formats.foreign import phrase, read_bytes, said

EVIL = "<script>alert(1)</script>&\"'{{ask:<b>}}\n# [x](y) *a* `b` |c| 1. -"


def written(one: TextFormat | MarkdownFormat | HtmlFormat, *phrases: Exported, title: str = "手册") -> str:
    data = one.write(phrases, title)[PurePosixPath()]
    assert isinstance(data, bytes)
    return data.decode("utf-8-sig")


class Tags(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.attributes += attrs
        if tag not in ("meta", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_text_handbook_is_as_people_write_it() -> None:
    text = written(
        TextFormat(),
        phrase(category=("售前", "接待"), title="问候", text="您好~\n在的"),
        phrase(category=("售前",), title="在的", text="在的"),
        phrase(title="没有分类", text="一条"),
        phrase(category=("售后", "退款"), title="# 号", text="# 号\n\n\\x\n标题：y"),
    )
    assert text == (
        "title: 没有分类\n一条\n\n# 售前\n\n在的\n\n## 接待\n\ntitle: 问候\n您好~\n在的\n\n"
        "# 售后\n\n## 退款\n\n\\# 号\n\\\n\\x\n\\标题：y\n"
    )


def test_a_title_may_have_a_line_of_its_own(tmp_path: Path) -> None:
    reading = read_bytes(TextFormat(), "标题：一\n\n内容\n\nTitle: 二\n\n### 三\nx\n", tmp_path, "a.txt")
    assert [(item.title, item.text) for item in reading.items] == [("一", "内容"), ("三", "x")]
    assert said(reading) == ["line 7: there is no text under '二'"]


def test_a_text_without_phrases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"a\.txt: there is no phrase"):
        read_bytes(TextFormat(), "# 售前\n\n", tmp_path, "a.txt")


@pytest.mark.parametrize(
    ("name", "text", "sure"),
    [
        ("a.txt", "# 售前\n您好", 45),
        ("a.txt", "您好", 20),
        ("a.md", "# 售前\n您好", 45),
        ("a.md", "您好", 0),
        ("a.py", "# comment\nx = 1", 0),
        ("a.txt", '{"a": 1}', 0),
        ("a.txt", " ", 0),
    ],
)
def test_headings_tell_a_handbook(tmp_path: Path, name: str, text: str, sure: int) -> None:
    path = tmp_path / name
    path.write_text(text)
    assert TextFormat().detects(File(path)) == sure


def test_phrases_of_pictures_only_are_left_out_and_said() -> None:
    losses = TextFormat().losses([phrase(text="", images=("images/a.png",))])
    assert [loss.refused for loss in losses] == [True]


def test_the_page_is_whole_escaped_and_loads_nothing() -> None:
    page = written(
        HtmlFormat(),
        phrase(
            category=("<售前>", "&"), title=EVIL, text=EVIL, keywords=(EVIL,), note=EVIL, code="c", variants=(EVIL,)
        ),
        phrase(category=("<售前>",), title="b"),
        phrase(title="c"),
        title=EVIL,
    )
    tags = Tags(page)
    assert tags.open == []
    assert "script" not in tags.opened
    assert "b" not in tags.opened
    assert not [value for name, value in tags.attributes if name in ("src", "onclick")]
    assert not re.search(r"https?:|url\(|@import", page)
    assert "default-src 'none'" in page
    assert page.count("<article") == 3
    assert "<mark>{{ask:&lt;b&gt;}}</mark>" in page
    ids = [value for name, value in tags.attributes if name == "id"]
    links = [value for name, value in tags.attributes if name == "href"]
    assert {f"#{one}" for one in ids} == set(links)
    assert len(ids) == len(set(ids))


def test_pictures_are_part_of_the_page_and_made_smaller(tmp_path: Path) -> None:
    Image.new("RGBA", (3000, 100), "red").save(tmp_path / "large.png")
    Image.new("P", (10, 10)).save(tmp_path / "small.gif")
    (tmp_path / "torn.png").write_bytes((tmp_path / "large.png").read_bytes()[:50])
    files = tuple(tmp_path / name for name in ("large.png", "small.gif", "torn.png"))
    one = phrase(images=tuple(f"images/{path.name}" for path in files))
    page = written(HtmlFormat(), Exported(one.phrase, files))
    pictures = re.findall(r'src="data:image/\w+;base64,([^"]+)"', page)
    assert [Image.open(io.BytesIO(base64.b64decode(data))).size for data in pictures] == [(800, 27), (10, 10)]


def test_markdown_has_contents_and_escapes(tmp_path: Path) -> None:
    (tmp_path / "尺 码.png").write_bytes(b"x")
    one = phrase(
        category=("售前", "接待"), title="*a*", text="<b>\n# x\n1. y\n- z", code="c", images=("images/尺 码.png",)
    )
    text = written(MarkdownFormat(), Exported(one.phrase, (tmp_path / "尺 码.png",)), phrase(title="b"))
    assert "- [售前](#chapter-2) (1)\n  - 接待 (1)" in text
    assert '<a id="chapter-2"></a>' in text
    assert "#### \\*a\\* `c`" in text
    assert "> \\<b\\>  \n> \\# x  \n> 1\\. y  \n> \\- z  " in text
    assert "![尺 码](手册_images/尺%20码.png)" in text


def test_pages_are_never_read(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x")
    for one in (MarkdownFormat(), HtmlFormat()):
        assert one.detects(File(path)) == 0
        with pytest.raises(FormatError, match="only written"):
            one.read(File(path), ReadOptions())
