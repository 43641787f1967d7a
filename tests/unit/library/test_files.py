import os
from pathlib import Path

import pytest

from phrasebook.library.files import has_packs, pack_files
from phrasebook.model import Scope


@pytest.fixture
def library(tmp_path: Path) -> Path:
    for name in ("public", "department/售后组", "personal"):
        (tmp_path / "library" / name).mkdir(parents=True)
    return tmp_path / "library"


def found(library: Path) -> list[str]:
    return [str(file.path.relative_to(library)) for file in pack_files(library).files]


def problems(library: Path) -> list[str]:
    return [str(problem.path.relative_to(library)) for problem in pack_files(library).problems]


def test_scopes_in_order_and_names_sorted(library: Path) -> None:
    for name in ("personal/a.toml", "public/b.toml", "public/a.toml", "department/售后组/z.toml"):
        (library / name).write_text("")
    assert found(library) == ["public/a.toml", "public/b.toml", "department/售后组/z.toml", "personal/a.toml"]
    assert [file.scope for file in pack_files(library).files][2:] == [Scope.DEPARTMENT, Scope.PERSONAL]
    assert problems(library) == []


def test_what_is_no_pack_is_passed_over(library: Path) -> None:
    for name in ("public/.hidden.toml", "public/README.md", "public/a.toml~", "public/a.toml.bak", "README.md"):
        (library / name).write_text("")
    for name in ("public/images", "public/folder.toml", "department/.git", "rules", "public/deeper"):
        (library / name).mkdir()
    (library / "public/deeper/a.toml").write_text("")
    (library / "department/.git/a.toml").write_text("")
    (library / "rules/a.toml").write_text("")
    assert found(library) == []
    assert problems(library) == []
    assert not has_packs(library)


def test_packs_where_no_scope_is_are_reported(library: Path) -> None:
    (library / "a.toml").write_text("")
    (library / "department/b.toml").write_text("")
    assert found(library) == []
    assert problems(library) == ["a.toml", "department/b.toml"]


def test_links_out_of_the_library_are_not_followed(library: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.toml").write_text("")
    (library / "public/a.toml").symlink_to(outside / "a.toml")
    (library / "department/link").symlink_to(outside)
    (library / "personal").rmdir()
    (library / "personal").symlink_to(outside)
    assert found(library) == []
    assert sorted(problems(library)) == ["department/link", "personal", "public/a.toml"]


def test_links_within_the_library_are(library: Path) -> None:
    (library / "public/a.toml").write_text("")
    (library / "personal/b.toml").symlink_to(library / "public/a.toml")
    assert found(library) == ["public/a.toml", "personal/b.toml"]


def test_a_library_that_is_itself_a_link(library: Path, tmp_path: Path) -> None:
    (library / "public/a.toml").write_text("")
    (tmp_path / "link").symlink_to(library)
    assert len(pack_files(tmp_path / "link").files) == 1
    assert pack_files(tmp_path / "link").problems == ()


def test_broken_links_and_circles_are_reported(library: Path) -> None:
    (library / "public/a.toml").symlink_to(library / "none.toml")
    (library / "public/b.toml").symlink_to(library / "public/b.toml")
    assert found(library) == []
    assert problems(library) == ["public/a.toml", "public/b.toml"]


def test_names_that_other_systems_refuse_are_reported(library: Path) -> None:
    (library / "public/con.toml").write_text("")
    (library / "department/nul").mkdir()
    (library / "department/nul/a.toml").write_text("")
    assert found(library) == []
    assert sorted(problems(library)) == ["department/nul", "public/con.toml"]


@pytest.mark.skipif(os.getuid() == 0, reason="nothing is closed to root")
def test_a_closed_folder_is_an_error(library: Path) -> None:
    from phrasebook.errors import LibraryError

    (library / "public").chmod(0)
    try:
        with pytest.raises(LibraryError):
            pack_files(library)
    finally:
        (library / "public").chmod(0o755)
