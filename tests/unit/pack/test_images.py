from pathlib import Path

import pytest

from phrasebook.model import Pack, Scope
from phrasebook.pack.images import MAX_IMAGE, is_picture
from phrasebook.pack.read import read_pack

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PICTURES = {
    "png": PNG,
    "jpeg": b"\xff\xd8\xff\xe0" + bytes(20),
    "gif": b"GIF89a" + bytes(20),
    "webp": b"RIFF\x01\x00\x00\x00WEBPVP8 " + bytes(20),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "library/public/images").mkdir(parents=True)
    return tmp_path / "library/public"


def pack_with(folder: Path, image: str) -> Pack:
    path = folder / "p.toml"
    path.write_text(f"[[phrase]]\ntext = 'a'\n[[phrase]]\ntext = 'b'\ncode = 'x'\nimages = ['{image}']\n")
    return read_pack(path, Scope.PUBLIC)


@pytest.mark.parametrize("content", PICTURES.values(), ids=PICTURES)
def test_pictures_are_told_by_content(folder: Path, content: bytes) -> None:
    (folder / "images/wrong name.txt").write_bytes(content)
    pack = pack_with(folder, "images/wrong name.txt")
    assert len(pack.phrases) == 2
    assert pack.problems == ()


def refused(folder: Path, image: str) -> str:
    """The message; the phrase is left out, the other stays, and the place is right."""
    pack = pack_with(folder, image)
    assert [phrase.text for phrase in pack.phrases] == ["a"]
    (problem,) = pack.problems
    assert (problem.line, problem.key) == (6, "images")
    return problem.message


def test_a_missing_picture(folder: Path) -> None:
    assert "isn't there" in refused(folder, "images/none.png")


def test_something_else_under_a_pictures_name(folder: Path) -> None:
    (folder / "images/a.png").write_bytes(b"#!/bin/sh\n")
    assert "isn't PNG" in refused(folder, "images/a.png")
    (folder / "images/b.png").write_bytes(b"")
    assert "isn't PNG" in refused(folder, "images/b.png")
    assert "not a picture" in refused(folder, "images")


def test_a_picture_that_is_too_large(folder: Path) -> None:
    with (folder / "images/a.png").open("wb") as file:
        file.write(PNG)
        file.truncate(MAX_IMAGE)
    assert len(pack_with(folder, "images/a.png").phrases) == 2
    with (folder / "images/a.png").open("ab") as file:
        file.write(b"x")
    assert "10 MiB" in refused(folder, "images/a.png")


def test_a_link_that_leaves_the_folder(folder: Path) -> None:
    outside = folder.parent / "secret.png"
    outside.write_bytes(PNG)
    (folder / "images/a.png").symlink_to(outside)
    assert "outside" in refused(folder, "images/a.png")
    (folder / "loop.png").symlink_to(folder / "loop.png")
    assert refused(folder, "loop.png")


def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    import os

    os.mkfifo(folder / "pipe.png")
    assert "not a picture" in refused(folder, "pipe.png")


def test_riff_alone_is_no_webp() -> None:
    assert not is_picture(b"RIFF\x00\x00\x00\x00WAVEfmt ")
