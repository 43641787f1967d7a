from pathlib import Path

import pytest

from phrasebook.formats.base import FormatError
from phrasebook.importing import gallery
from phrasebook.importing.gallery import Gallery, Picture, Shelf, digest_of, digest_on_disk

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
GIF = b"GIF89a" + bytes(20)


def looked_at(name: str, data: bytes = PNG) -> Picture:
    picture = Gallery({name: data}).look(name)
    assert isinstance(picture, Picture)
    return picture


def test_the_content_says_what_it_is() -> None:
    assert looked_at("a.jpg", GIF).suffix == ".gif"
    assert looked_at("a").suffix == ".png"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("b.png", None, "isn't there"),
        ("https://x/y.png", None, "isn't downloaded"),
        ("a.png", b"text, no picture", "isn't PNG"),
        ("a.png", PNG + bytes(100), "limit"),
    ],
)
def test_what_cant_be_sent_is_said(name: str, data: bytes | None, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "MAX_IMAGE", 100)
    assert said in str(Gallery({} if data is None else {name: data}).look(name))


def test_a_picture_that_cant_be_read_is_said() -> None:
    class Torn(dict[str, bytes]):
        def __getitem__(self, key: str) -> bytes:
            raise FormatError("torn")

    assert Gallery(Torn({"a": b""})).look("a") == "torn"


def test_each_is_read_once_for_looking() -> None:
    asked: list[str] = []

    class Counted(dict[str, bytes]):
        def __getitem__(self, key: str) -> bytes:
            asked.append(key)
            return super().__getitem__(key)

    shown = Gallery(Counted({"a": PNG}))
    assert shown.look("a") == shown.look("a")
    assert asked == ["a"]


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("尺码表.png", "images/尺码表.png"),
        ("D:\\图\\尺 码?.PNG", "images/尺-码.png"),
        ("../../etc/passwd", "images/passwd.png"),
        ("xl/media/image1.png", "images/image1.png"),
        ("...", "images/picture.png"),
        ("con.png", "images/picture.png"),
        ("x" * 100 + ".png", f"images/{'x' * 40}.png"),
    ],
)
def test_names_are_ones_that_every_system_holds(wanted: str, name: str) -> None:
    assert Shelf(lambda path: "").name(Path("/lib/public"), looked_at(wanted)) == name


def test_equal_contents_share_a_name_and_others_never_do(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/a.png").write_bytes(PNG)
    shelf = Shelf(digest_on_disk())
    assert shelf.name(tmp_path, looked_at("a.png")) == "images/a.png"
    other = looked_at("a.png", PNG + b"2")
    assert shelf.name(tmp_path, other) == f"images/a-{other.digest[:8]}.png"
    assert shelf.name(tmp_path, looked_at("B.png")) == "images/B.png"
    assert shelf.name(tmp_path, looked_at("b.png", PNG + b"3")) != "images/b.png"


def test_digests_of_files(tmp_path: Path) -> None:
    digest = digest_on_disk()
    assert digest(tmp_path / "no") == ""
    (tmp_path / "a").write_bytes(PNG)
    assert digest(tmp_path / "a") == digest_of(PNG)
