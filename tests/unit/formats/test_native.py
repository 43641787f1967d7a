from pathlib import Path, PurePosixPath

import pytest

from phrasebook.formats.base import Exported, FormatError, Head, ReadOptions
from phrasebook.formats.native import LibraryFormat, PackFormat
from phrasebook.formats.source import source_of
from phrasebook.model import Scope
from tests.unit.formats.foreign import phrase, read, refused, save


def test_a_folder_says_scopes_departments_and_packs(tmp_path: Path) -> None:
    phrases = [
        phrase(scope=Scope.PUBLIC, pack="售前", title="一"),
        phrase(scope=Scope.DEPARTMENT, department="售后组", pack="常用", title="二"),
        phrase(title="三", pack="我的"),
    ]
    save(LibraryFormat().write(phrases, "x"), tmp_path)
    reading = read(LibraryFormat(), tmp_path)
    assert {(item.title, item.scope, item.department, item.pack) for item in reading.items} == {
        ("一", Scope.PUBLIC, "", "售前"),
        ("二", Scope.DEPARTMENT, "售后组", "常用"),
        ("三", Scope.PERSONAL, "", "我的"),
    }


def test_what_packs_say_about_themselves_is_carried_over(tmp_path: Path) -> None:
    head = Head("售后话术", "退换货", "客服部")
    one = Exported(phrase(scope=Scope.PUBLIC, pack="a").phrase, head=head)
    save(LibraryFormat().write([one], "x"), tmp_path)
    assert read(LibraryFormat(), tmp_path).heads == {(Scope.PUBLIC, "", "a"): head}
    save(PackFormat().write([one], "x"), tmp_path / "b.toml")
    assert read(PackFormat(), tmp_path / "b.toml").heads == {(None, "", "b"): head}


def test_a_folder_of_packs_is_no_library_but_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[phrase]]\ntext = "x"\n')
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/b.toml").write_text('[[phrase]]\ntext = "y"\n')
    assert LibraryFormat().detects(source_of(tmp_path)) == 80
    assert [(item.scope, item.pack) for item in read(LibraryFormat(), tmp_path).items] == [(None, "a")]
    (tmp_path / "public").mkdir()
    (tmp_path / "public/c.toml").write_text('[[phrase]]\ntext = "z"\n')
    assert LibraryFormat().detects(source_of(tmp_path)) == 95
    assert [item.text for item in read(LibraryFormat(), tmp_path).items] == ["z"]


def test_a_broken_pack_is_said_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text('[[phrase]]\ntext = "x"\n')
    (tmp_path / "b.toml").write_text("format = 7\n[[phrase]]\ntext = 'y'\n")
    (tmp_path / "c.toml").write_text("[[phrase]]\ntext = 'z'\n\n[[phrase]]\ncode = 'a b'\ntext = 'q'\n")
    reading = read(LibraryFormat(), tmp_path)
    assert [item.text for item in reading.items] == ["x", "z"]
    assert refused(reading) == ["b.toml", "c.toml:5"]


@pytest.mark.parametrize("text", ["[tool]\na = 1\n", ""])
def test_other_toml_is_no_pack(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(text)
    assert PackFormat().detects(source_of(path)) < 20
    with pytest.raises(FormatError, match=r"\[\[phrase\]\]"):
        read(PackFormat(), path)


def test_a_page_about_packs_is_no_pack(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Packs\n\n```toml\n[[phrase]]\ntext = 'x'\n```\n")
    assert PackFormat().detects(source_of(tmp_path / "a.md")) == 0


def test_ids_are_kept_and_provisional_ones_arent(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text(f'[[phrase]]\nid = "{"a" * 20}"\ntext = "x"\n\n[[phrase]]\ntext = "y"\n')
    assert [item.id for item in read(PackFormat(), tmp_path / "a.toml").items] == ["a" * 20, ""]


def test_pictures_outside_of_the_folder_arent_there(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"secret")
    folder = tmp_path / "personal"
    (folder / "images").mkdir(parents=True)
    (folder / "images/link.png").symlink_to(tmp_path / "secret.png")
    (folder / "images/a.png").write_bytes(b"ours")
    (folder / "a.toml").write_text('[[phrase]]\nimages = ["images/a.png", "images/link.png", "images/no.png"]\n')
    assert dict(read(PackFormat(), folder / "a.toml").pictures) == {"images/a.png": b"ours"}


def test_one_file_tells_which_scopes_it_mixes() -> None:
    assert PackFormat().losses([phrase()]) == []
    (loss,) = PackFormat().losses([phrase(), phrase(scope=Scope.PUBLIC)])
    assert loss.field == "scope"


def test_a_file_is_given_to_the_reader_of_files(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        LibraryFormat().read(source_of(_file(tmp_path)), ReadOptions())
    assert PurePosixPath() in PackFormat().write([phrase()], "")


def _file(folder: Path) -> Path:
    path = folder / "a.toml"
    path.write_text('[[phrase]]\ntext = "x"\n')
    return path
