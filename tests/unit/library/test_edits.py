from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from phrasebook.errors import LibraryError, PackError
from phrasebook.library import Library
from phrasebook.library.changes import Changes
from phrasebook.library.edits import added, merged, moved, removed, renamed, replaced
from phrasebook.library.plans import Plan, Shelf
from phrasebook.model import Phrase, Scope

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PUBLIC = """# 公共
[[phrase]]
id = "aaaaaaaaaaaaaaaaaaaa"
category = ["售后", "退货"]
text = "a"
code = "aa"
images = ["images/a.png"]

[[phrase]]
id = "bbbbbbbbbbbbbbbbbbbb"
category = ["售后"]
text = "b"
images = ["images/a.png", "images/b.png"]
"""
PERSONAL = """[[phrase]]
id = "cccccccccccccccccccc"
category = ["售前", "接待"]
text = "c"
code = "cc"
"""


class Desk:
    """A library, and what is done to it."""

    def __init__(self, folder: Path, data: Path, own: Path | None = None) -> None:
        self.folder = folder
        self.own = own or folder
        self.changes = Changes(self.own, data)

    @property
    def shelf(self) -> Shelf:
        return Shelf(Library.load(self.folder), self.own)

    def phrase(self, letter: str) -> Phrase:
        return self.shelf.library.find(letter * 20)

    def do(self, plan: Plan) -> Plan:
        self.changes.apply(plan.summary, plan.files)
        assert not Library.load(self.own).problems
        return plan

    def texts(self) -> dict[str, list[str]]:
        packs = Library.load(self.own).packs
        return {str(pack.path.relative_to(self.own)): [p.text for p in pack.phrases] for pack in packs}

    def pictures(self) -> list[str]:
        return sorted(str(path.relative_to(self.own)) for path in self.own.rglob("*.png"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    folder = tmp_path / "library"
    (folder / "public/images").mkdir(parents=True)
    (folder / "personal").mkdir()
    (folder / "public/p.toml").write_text(PUBLIC)
    (folder / "personal/我.toml").write_text(PERSONAL)
    for name in "ab":
        (folder / f"public/images/{name}.png").write_bytes(PNG + name.encode())
    return Desk(folder, tmp_path / "data")


def changed(phrase: Phrase, **fields: object) -> Phrase:
    return msgspec.structs.replace(phrase, **fields)


def new(**fields: object) -> Phrase:
    usual = {"id": "", "scope": Scope.PERSONAL, "pack": "我", "title": "", "text": "new"}
    return Phrase(**(usual | fields))  # type: ignore[arg-type]  # a test's shorthand


def test_adding(desk: Desk, tmp_path: Path) -> None:
    picture = tmp_path / "尺码.png"
    picture.write_bytes(PNG)
    plan = desk.do(added(desk.shelf, [new(pack="新", valid_from=date(2026, 6, 1))], [picture]))
    (phrase,) = plan.phrases
    assert phrase.images == ("images/尺码.png",)
    assert phrase.title == "new"
    found = desk.shelf.library.find(phrase.id)
    assert (found.title, found.pack, found.valid_from) == ("new", "新", date(2026, 6, 1))
    assert desk.texts() == {"public/p.toml": ["a", "b"], "personal/我.toml": ["c"], "personal/新.toml": ["new"]}
    desk.changes.undo()
    assert desk.texts() == {"public/p.toml": ["a", "b"], "personal/我.toml": ["c"]}
    assert desk.pictures() == ["public/images/a.png", "public/images/b.png"]


@pytest.mark.parametrize("code", ["cc", "CC"])
def test_a_code_is_used_once_in_a_scope(desk: Desk, code: str) -> None:
    with pytest.raises(PackError, match=r"is taken by .*我\.toml:1"):
        added(desk.shelf, [new(code=code, pack="another")])
    with pytest.raises(PackError, match="is taken by"):
        added(desk.shelf, [new(code="x"), new(code="X")])
    with pytest.raises(PackError, match="is taken by"):
        replaced(desk.shelf, [(desk.phrase("b"), changed(desk.phrase("b"), code="aa"))])
    desk.do(added(desk.shelf, [new(scope=Scope.PUBLIC, pack="p", code=code)]))
    desk.do(replaced(desk.shelf, [(desk.phrase("c"), changed(desk.phrase("c"), note="own code stays"))]))


def test_pictures_with_the_same_name(desk: Desk, tmp_path: Path) -> None:
    same, other = tmp_path / "same/a.png", tmp_path / "other/a.png"
    for path, data in ((same, PNG + b"a"), (other, PNG + b"other")):
        path.parent.mkdir()
        path.write_bytes(data)
    public = new(scope=Scope.PUBLIC, pack="p")
    assert desk.do(added(desk.shelf, [public], [same])).phrases[0].images == ("images/a.png",)
    assert desk.do(added(desk.shelf, [public], [other])).phrases[0].images == ("images/a-2.png",)
    inside = desk.folder / "public/images/b.png"
    assert desk.do(added(desk.shelf, [public], [inside])).phrases[0].images == ("images/b.png",)
    assert desk.do(added(desk.shelf, [public], [Path("images/b.png")])).phrases[0].images == ("images/b.png",)


def test_pictures_that_are_none(desk: Desk, tmp_path: Path) -> None:
    with pytest.raises(PackError, match="can't be read"):
        added(desk.shelf, [new()], [tmp_path / "none.png"])
    (tmp_path / "text.png").write_text("text")
    with pytest.raises(PackError, match="isn't PNG"):
        added(desk.shelf, [new()], [tmp_path / "text.png"])
    with pytest.raises(PackError, match="isn't there"):
        replaced(desk.shelf, [(desk.phrase("a"), changed(desk.phrase("a"), images=("images/no.png",)))])
    with pytest.raises(PackError, match="isn't there"):
        added(desk.shelf, [new(images=("images/no.png",))])


def test_a_title_made_from_the_text_follows_it(desk: Desk) -> None:
    plan = desk.do(replaced(desk.shelf, [(desk.phrase("a"), changed(desk.phrase("a"), text="new text"))]))
    assert plan.phrases[0].title == "new text"
    assert "title" not in (desk.folder / "public/p.toml").read_text()
    desk.do(replaced(desk.shelf, [(desk.phrase("a"), changed(desk.phrase("a"), title="own"))]))
    desk.do(replaced(desk.shelf, [(desk.phrase("a"), changed(desk.phrase("a"), text="newer"))]))
    assert desk.phrase("a").title == "own"


def test_nothing_changed_is_nothing_to_do(desk: Desk) -> None:
    assert replaced(desk.shelf, [(desk.phrase("a"), desk.phrase("a"))]).files == ()
    assert moved(desk.shelf, [desk.phrase("a")], scope=Scope.PUBLIC, category=("售后", "退货")).files == ()


def test_moving_to_another_category_stays_in_place(desk: Desk) -> None:
    desk.do(moved(desk.shelf, [desk.phrase("a")], category=("大促",)))
    assert (desk.folder / "public/p.toml").read_text() == PUBLIC.replace('["售后", "退货"]', '["大促"]')


def test_moving_to_another_scope_takes_pictures_along(desk: Desk) -> None:
    (desk.folder / "department/售后组/images").mkdir(parents=True)
    (desk.folder / "department/售后组/images/a.png").write_bytes(PNG + b"another")
    plan = desk.do(moved(desk.shelf, [desk.phrase("b")], scope=Scope.DEPARTMENT, department="售后组"))
    assert plan.phrases[0].images == ("images/a-2.png", "images/b.png")
    assert desk.pictures() == [
        "department/售后组/images/a-2.png",
        "department/售后组/images/a.png",
        "department/售后组/images/b.png",
        "public/images/a.png",  # still needed
    ]
    assert desk.texts() == {"public/p.toml": ["a"], "department/售后组/p.toml": ["b"], "personal/我.toml": ["c"]}
    desk.do(moved(desk.shelf, [desk.phrase("a")], scope=Scope.PERSONAL, pack="我"))
    assert desk.texts()["personal/我.toml"] == ["c", "a"]
    assert desk.phrase("a").scope is Scope.PERSONAL
    assert "public/images/a.png" not in desk.pictures()
    for _ in range(2):
        desk.changes.undo()
    assert (desk.folder / "public/p.toml").read_text() == PUBLIC
    assert len(desk.pictures()) == 3


def test_moving_where_the_code_is_taken(desk: Desk) -> None:
    desk.do(added(desk.shelf, [new(scope=Scope.PUBLIC, pack="p", code="cc")]))
    with pytest.raises(PackError, match=r"taken by .*p\.toml"):
        moved(desk.shelf, [desk.phrase("c")], scope=Scope.PUBLIC, pack="p")
    with pytest.raises(PackError, match="device name"):
        moved(desk.shelf, [desk.phrase("c")], scope=Scope.PERSONAL, pack="con")


def test_pictures_stay_where_something_cannot_be_read(desk: Desk) -> None:
    (desk.folder / "public/q.toml").write_text('[[phrase]]\ntext = "x"\n[[phrase]]\nimages = 1\n')
    plan = moved(desk.shelf, [desk.phrase("b")], scope=Scope.PERSONAL, pack="我")
    desk.changes.apply(plan.summary, plan.files)
    assert "public/images/b.png" in desk.pictures()


def test_removing_keeps_pictures(desk: Desk) -> None:
    plan = desk.do(removed(desk.shelf, [desk.phrase("a"), desk.phrase("c")]))
    assert [phrase.id for phrase in plan.phrases] == ["a" * 20, "c" * 20]
    assert desk.texts() == {"public/p.toml": ["b"], "personal/我.toml": []}
    assert len(desk.pictures()) == 2


def test_renaming_a_category(desk: Desk) -> None:
    desk.do(renamed(desk.shelf, ("售后",), ("售后服务",)))
    assert [p.category for p in desk.shelf.library.phrases] == [("售后服务", "退货"), ("售后服务",), ("售前", "接待")]
    desk.do(renamed(desk.shelf, ("售前", "接待"), ("接待",)))
    assert desk.phrase("c").category == ("接待",)
    with pytest.raises(LibraryError, match="exists"):
        renamed(desk.shelf, ("售后服务",), ("接待",))
    with pytest.raises(LibraryError, match="three levels"):
        renamed(desk.shelf, ("售后服务",), ("售后", "服务"))
    with pytest.raises(LibraryError, match="no category"):
        renamed(desk.shelf, ("售后服务",), ("x",), Scope.PERSONAL)


def test_merging_categories(desk: Desk) -> None:
    desk.do(merged(desk.shelf, [("售后",), ("售前", "接待")], ("服务",)))
    assert [p.category for p in desk.shelf.library.phrases] == [("服务", "退货"), ("服务",), ("服务",)]
    desk.do(merged(desk.shelf, [("服务",)], ("服务", "退货")))
    assert {p.category for p in desk.shelf.library.phrases} == {("服务", "退货")}
    desk.do(merged(desk.shelf, [("服务", "退货")], ("服务",)))
    assert {p.category for p in desk.shelf.library.phrases} == {("服务",)}
    with pytest.raises(LibraryError, match="no category"):
        merged(desk.shelf, [("none",)], ("服务",))


def test_adding_beside_the_starter_library(desk: Desk, tmp_path: Path) -> None:
    own = Desk(desk.folder, tmp_path / "data", tmp_path / "own")
    plan = added(own.shelf, [new(code="cc")])
    assert not plan.copies
    own.do(plan)
    assert own.texts() == {"personal/我.toml": ["new"]}
    own.changes.undo()
    with pytest.raises(PackError, match="is taken by"):
        added(own.shelf, [new(code="cc")], keep_starter=True)
    assert own.do(added(own.shelf, [new()], keep_starter=True)).copies
    assert own.texts() == {"public/p.toml": ["a", "b"], "personal/我.toml": ["c", "new"]}


@pytest.mark.parametrize(
    "do",
    [
        lambda desk: replaced(desk.shelf, [(desk.phrase("c"), changed(desk.phrase("c"), text="d"))]),
        lambda desk: removed(desk.shelf, [desk.phrase("c")]),
        lambda desk: moved(desk.shelf, [desk.phrase("a")], scope=Scope.PERSONAL, pack="我"),
    ],
)
def test_changing_the_starter_library_copies_it(desk: Desk, tmp_path: Path, do: Callable[[Desk], Plan]) -> None:
    own = Desk(desk.folder, tmp_path / "data", tmp_path / "own")
    before = {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()}
    plan = own.do(do(own))
    assert plan.copies
    assert {path: path.read_bytes() for path in desk.folder.rglob("*") if path.is_file()} == before
    assert (own.own / "public/images/a.png").exists()
    assert set(own.texts()) == {"public/p.toml", "personal/我.toml"}
    own.changes.undo()
    assert not list(own.own.rglob("*.*"))
