from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from phrasebook.errors import LibraryError, PhraseNotFoundError
from phrasebook.library import CategoryCount, Library, library_folder, starter_folder
from phrasebook.model import Scope

Put = Callable[[str, str], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    def write(name: str, text: str) -> Path:
        path = tmp_path / "library" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    return write


@pytest.fixture
def load(tmp_path: Path) -> Callable[[], Library]:
    return lambda: Library.load(tmp_path / "library")


def one(text: str, more: str = "") -> str:
    return f'[[phrase]]\ntext = "{text}"\n{more}\n'


def test_the_place_decides_the_scope(put: Put, load: Callable[[], Library]) -> None:
    put("personal/我的.toml", one("mine"))
    put("department/售后组/a.toml", one("theirs"))
    put("public/b.toml", one("all", 'scope = "personal"'))
    library = load()
    assert [(p.text, p.scope, p.department, p.pack) for p in library.phrases] == [
        ("all", Scope.PUBLIC, "", "b"),
        ("theirs", Scope.DEPARTMENT, "售后组", "a"),
        ("mine", Scope.PERSONAL, "", "我的"),
    ]
    assert library.problems == ()
    assert [library.path_of(p) for p in library.phrases] == [pack.path for pack in library.packs]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as raised:
        Library.load(tmp_path / "none")
    assert raised.value.hint
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError):
        Library.load(tmp_path / "file")


def test_a_bad_file_takes_nothing_else_down(put: Put, load: Callable[[], Library]) -> None:
    bad = put("public/a.toml", "“")
    put("public/b.toml", one("b"))
    library = load()
    assert [p.text for p in library.phrases] == ["b"]
    assert [problem.path for problem in library.problems] == [bad]


def test_a_file_that_breaks_keeps_the_phrases_it_had(put: Put, load: Callable[[], Library], tmp_path: Path) -> None:
    put("public/a.toml", one("a"))
    before = load()
    put("public/a.toml", "“")
    after = Library.load(tmp_path / "library", previous=before)
    assert after.phrases == before.phrases
    assert len(after.problems) == 1
    later = Library.load(tmp_path / "library", previous=after)
    assert later.phrases == before.phrases
    assert len(later.problems) == 1, "and the problem is told once"
    put("public/a.toml", "")
    assert Library.load(tmp_path / "library", previous=later).phrases == (), "an emptied file isn't a broken one"


def test_ids_are_unique(put: Put, load: Callable[[], Library]) -> None:
    same = 'id = "aaaaaaaaaaaaaaaaaaaa"'
    put("public/a.toml", one("first", same) + one("twin", same))
    second = put("personal/a.toml", one("second", same))
    library = load()
    assert len({p.id for p in library.phrases}) == 3
    assert [p.provisional for p in library.phrases] == [False, True, True]
    assert library.find("aaaaaaaaaaaaaaaaaaaa").text == "first"
    assert [(problem.path, problem.line, problem.key) for problem in library.problems][1] == (second, 1, "id")
    assert [p.id for p in load().phrases] == [p.id for p in library.phrases], "and stable"


def test_an_id_that_is_written_goes_before_a_provisional_one(put: Put, load: Callable[[], Library]) -> None:
    put("public/a.toml", one("a"))
    (phrase,) = load().phrases
    put("personal/b.toml", one("b", f'id = "{phrase.id}"'))
    library = load()
    assert library.find(phrase.id).text == "b"
    assert library.problems == ()


def test_a_code_twice_in_a_scope_is_reported_and_the_first_wins(put: Put, load: Callable[[], Library]) -> None:
    put("public/a.toml", one("first", 'code = "fh"'))
    second = put("public/b.toml", one("x") + one("second", 'code = "FH"'))
    library = load()
    assert len(library.phrases) == 3
    assert [(problem.path, problem.line, problem.key) for problem in library.problems] == [(second, 4, "code")]
    assert library.find("fh").text == "first"
    assert library.find("FH").text == "second", "as it is written"


def test_departments_may_share_a_code(put: Put, load: Callable[[], Library]) -> None:
    put("department/a/p.toml", one("a", 'code = "fh"'))
    put("department/b/p.toml", one("b", 'code = "fh"'))
    assert load().problems == ()
    assert load().find("fh").text == "a"


def test_personal_wins_over_department_over_public(put: Put, load: Callable[[], Library]) -> None:
    put("public/p.toml", one("public", 'code = "fh"'))
    assert load().find("fh").text == "public"
    put("department/x/p.toml", one("department", 'code = "fh"'))
    assert load().find("fh").text == "department"
    put("personal/p.toml", one("personal", 'code = "fh"'))
    library = load()
    assert library.find("fh").text == "personal"
    assert library.texts == {"fh": "personal"}
    assert library.problems == ()


@pytest.mark.parametrize("typed", ["thdz", "THDZ", " thdz ", "ｔｈｄｚ"])
def test_a_code_is_found_as_it_may_be_typed(put: Put, load: Callable[[], Library], typed: str) -> None:
    put("public/p.toml", one("a", 'code = "thdz"'))
    assert load().find(typed).text == "a"


def test_what_is_not_there_names_the_closest(put: Put, load: Callable[[], Library]) -> None:
    put("public/p.toml", one("a", 'code = "thdz"\ntitle = "退货地址"'))
    with pytest.raises(PhraseNotFoundError) as raised:
        load().find("thdx")
    assert "thdz" in raised.value.hint
    with pytest.raises(PhraseNotFoundError) as raised:
        load().find("zzzzzzzz")
    assert "search" in raised.value.hint
    with pytest.raises(PhraseNotFoundError):
        load().find("")


def test_pictures_are_found_beside_their_pack(put: Put, load: Callable[[], Library], tmp_path: Path) -> None:
    put("department/x/p.toml", one("a", 'images = ["images/a.png"]'))
    picture = tmp_path / "library/department/x/images/a.png"
    picture.parent.mkdir()
    assert load().phrases == (), "no picture, no phrase"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    library = load()
    assert library.images_of(library.phrases[0]) == (picture,)


def test_categories_are_a_tree_in_order(put: Put, load: Callable[[], Library]) -> None:
    put(
        "public/p.toml",
        one("1", 'category = ["售后", "退款"]')
        + one("2", 'category = ["售前"]')
        + one("3", 'category = ["售后"]')
        + one("4")
        + one("5", 'category = ["售后", "查件"]\nvalid_until = 2020-01-01'),
    )
    library = load()
    assert library.categories() == (
        CategoryCount(("售后",), 3),
        CategoryCount(("售后", "退款"), 1),
        CategoryCount(("售后", "查件"), 1),
        CategoryCount(("售前",), 1),
        CategoryCount((), 1),
    )
    assert library.categories(Scope.PERSONAL) == ()
    assert CategoryCount(("售后", "查件"), 1) not in library.categories(day=date(2026, 1, 1))


def test_the_starter_library_is_read_in_place_until_there_is_an_own_one(tmp_path: Path) -> None:
    assert library_folder(tmp_path / "none") == starter_folder()
    (tmp_path / "own/personal").mkdir(parents=True)
    assert library_folder(tmp_path / "own") == starter_folder()
    (tmp_path / "own/personal/a.toml").write_text("")
    assert library_folder(tmp_path / "own") == tmp_path / "own"


def test_the_starter_library_has_no_problems() -> None:
    library = Library.load(starter_folder())
    assert library.problems == ()
    assert len(library.phrases) >= 150
