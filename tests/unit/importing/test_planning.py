from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from phrasebook.formats.base import Head, Item, Reading, Remark
from phrasebook.importing.applying import apply_plan
from phrasebook.importing.gallery import digest_on_disk
from phrasebook.importing.plan import Fate, Plan
from phrasebook.importing.planning import make_plan
from phrasebook.importing.target import OnConflict, Target
from phrasebook.library import Library
from phrasebook.library.changes import Changes
from phrasebook.model import Phrase, Scope

FILE = Path("表.csv")
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
ALL = frozenset(
    ("id", "scope", "department", "pack", "category", "title", "text", "code", "keywords", "variants", "note", "images")
)


class Desk:
    """A library on disk to import into."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "library"
        (self.folder / "personal").mkdir(parents=True)
        self.changes = Changes(self.folder, folder / "data")

    @property
    def library(self) -> Library:
        return Library.load(self.folder)

    def plan(
        self,
        *items: Item,
        target: Target | None = None,
        fields: frozenset[str] | None = None,
        pictures: Mapping[str, bytes] | None = None,
        **reading: object,
    ) -> Plan:
        one = Reading(items, pictures=pictures or {}, fields=fields, **reading)  # type: ignore[arg-type]  # as given
        return make_plan([(FILE, one)], self.library, target or Target(), digest_on_disk())

    def bring(self, *items: Item, **how: object) -> Plan:
        plan = self.plan(*items, **how)  # type: ignore[arg-type]  # as given
        if plan.changes:
            apply_plan(plan, self.library, self.changes, "import")
        assert self.library.problems == ()
        return plan

    def phrases(self) -> list[Phrase]:
        return list(self.library.phrases)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def item(text: str = "", place: str = "line 2", **fields: object) -> Item:
    return Item(place=place, text=text, **fields)  # type: ignore[arg-type]  # a test's fields are right


def fates(plan: Plan) -> list[Fate]:
    return [one.fate for one in plan.planned]


SKIP, REPLACE, KEEP = (Target(on_conflict=one) for one in (OnConflict.SKIP, OnConflict.REPLACE, OnConflict.KEEP_BOTH))


class TestNew:
    def test_phrases_land_where_the_file_says(self, desk: Desk) -> None:
        desk.bring(
            item("a", title="一", scope=Scope.PUBLIC, pack="售前", valid_until=date(2026, 6, 1)),
            item("b", title="二", scope=Scope.DEPARTMENT, department="售后组"),
            item("c", title="三"),
        )
        assert {(one.scope, one.department, one.pack, one.title) for one in desk.phrases()} == {
            (Scope.PUBLIC, "", "售前", "一"),
            (Scope.DEPARTMENT, "售后组", "表", "二"),
            (Scope.PERSONAL, "", "表", "三"),
        }
        assert all(not one.provisional for one in desk.phrases())

    def test_ids_are_kept_unless_taken(self, desk: Desk) -> None:
        desk.bring(item("a", id="a" * 20), item("b", id="a" * 20), item("c", id="7"))
        ids = {one.text: one.id for one in desk.phrases()}
        assert ids["a"] == "a" * 20
        assert len(set(ids.values())) == 3

    def test_what_the_user_says_goes_before_the_file(self, desk: Desk) -> None:
        target = Target(Scope.PUBLIC, pack="售前", category=("问候",))
        plan = desk.bring(item("a", category=("x", "y"), scope=Scope.PERSONAL), item("b"), target=target)
        assert {(one.scope, one.pack, one.category) for one in desk.phrases()} == {(Scope.PUBLIC, "售前", ("问候",))}
        assert [remark.message for _, remark in plan.remarks] == ["--category took the place of 1 categories"]

    def test_the_files_own_category_is_for_those_without(self, desk: Desk) -> None:
        desk.bring(item("a", category=("x",)), item("b"), category=("包名",))
        assert [one.category for one in desk.phrases()] == [("x",), ("包名",)]

    def test_a_new_pack_says_what_its_source_said(self, desk: Desk) -> None:
        heads = {(Scope.PUBLIC, "", "售后"): Head("售后话术", "退换货", "客服部")}
        desk.bring(item("a", scope=Scope.PUBLIC, pack="售后"), heads=heads)
        (pack,) = desk.library.packs
        assert (pack.title, pack.description, pack.maintainer) == ("售后话术", "退换货", "客服部")

    def test_an_existing_pack_keeps_every_byte(self, desk: Desk) -> None:
        path = desk.folder / "personal/表.toml"
        path.write_text("# 我的注释\n[[phrase]]\nid = 'aaaaaaaaaaaaaaaaaaaa'   # 留着\ntext = 'old'\n")
        before = path.read_text()
        desk.bring(item("new"))
        assert path.read_text().startswith(before)

    def test_what_breaks_a_rule_is_left_out_with_its_place(self, desk: Desk) -> None:
        plan = desk.bring(item("x" * 20_001, "line 7"), item("b"), remarks=(Remark("line 9", "no text", refused=True),))
        assert [remark.place for _, remark in plan.refused] == ["line 9", "line 7"]
        assert [one.text for one in desk.phrases()] == ["b"]


class TestTwice:
    @pytest.mark.parametrize("target", [SKIP, REPLACE, KEEP])
    def test_the_same_file_adds_nothing(self, desk: Desk, target: Target) -> None:
        rows = (
            item("a", title="一", code="c", category=("x",), keywords=("k",)),
            item("b", title="二", code="C"),
            item("b2", title="二"),
            item("您好\n在的"),
            item("a", title="一", code="c", category=("x",), keywords=("k",)),
            item("", images=("尺码.png",), title="图"),
        )
        first = desk.bring(*rows, target=target, pictures={"尺码.png": PNG})
        assert fates(first) == [Fate.NEW] * 4 + [Fate.SAME, Fate.NEW]
        before = desk.phrases()
        second = desk.bring(*rows, target=target, pictures={"尺码.png": PNG})
        assert set(fates(second)) == {Fate.SAME}
        assert desk.phrases() == before

    @pytest.mark.parametrize("target", [SKIP, REPLACE, KEEP])
    def test_also_when_it_conflicted_with_what_was_there(self, desk: Desk, target: Target) -> None:
        desk.bring(item("old", id="a" * 20, title="一", code="c"))
        rows = (item("new", id="a" * 20, title="一", code="c"), item("newer", title="一"))
        desk.bring(*rows, target=target)
        before = desk.phrases()
        desk.bring(*rows, target=target)
        assert desk.phrases() == before

    def test_an_empty_field_that_the_file_cant_say_makes_no_difference(self, desk: Desk) -> None:
        desk.bring(item("a", title="一", code="c", note="n", keywords=("k",)))
        assert fates(desk.plan(item("a", title="一"))) == [Fate.SAME]
        assert fates(desk.plan(item("a", title="一", code="c"), fields=ALL)) == [Fate.SKIPPED]

    def test_what_is_in_another_scope_is_not_the_same(self, desk: Desk) -> None:
        desk.bring(item("a", scope=Scope.PUBLIC))
        plan = desk.plan(item("a", scope=Scope.PERSONAL))
        assert fates(plan) == [Fate.NEW]
        assert "in the library" in plan.planned[0].similar


class TestConflicts:
    @pytest.mark.parametrize(
        ("known", "incoming", "reason"),
        [
            (item("a", id="a" * 20), item("b", id="a" * 20), "same id"),
            (item("a", code="Fh"), item("b", code="fh"), "code fh"),
            (item("a", title="一", category=("x",)), item("b", title="一", category=("x",)), "category and title"),
        ],
    )
    def test_are_told_by_id_code_or_title(self, desk: Desk, known: Item, incoming: Item, reason: str) -> None:
        desk.bring(known)
        plan = desk.plan(incoming)
        assert fates(plan) == [Fate.SKIPPED]
        assert reason in plan.planned[0].reason

    def test_a_title_made_of_the_text_is_none(self, desk: Desk) -> None:
        desk.bring(item("您好\n在的"))
        assert fates(desk.plan(item("您好\n请说"))) == [Fate.NEW]

    def test_rows_of_one_file_never_conflict_with_each_other(self, desk: Desk) -> None:
        plan = desk.bring(item("a", title="一", code="c"), item("b", "line 3", title="一", code="c"))
        assert fates(plan) == [Fate.NEW, Fate.NEW]
        assert [one.code for one in desk.phrases()] == ["c", ""]
        assert [remark.place for _, remark in plan.remarks] == ["line 3"]

    def test_an_unchanged_row_is_not_taken_for_the_old_one_of_its_neighbour(self, desk: Desk) -> None:
        desk.bring(item("a", title="一"), item("b", title="一"))
        plan = desk.plan(item("c", title="一"), item("b", title="一"), target=REPLACE)
        assert [(one.fate, one.existing and one.existing.text) for one in plan.planned] == [
            (Fate.REPLACED, "a"),
            (Fate.SAME, "b"),
        ]

    def test_replacing_keeps_the_id_the_place_and_what_the_file_cant_say(self, desk: Desk) -> None:
        desk.bring(item("a", title="一", code="c", note="n", scope=Scope.PUBLIC, pack="售前"))
        old = desk.phrases()[0]
        desk.bring(item("b", title="一", scope=Scope.PUBLIC), target=REPLACE)
        (new,) = desk.phrases()
        assert (new.id, new.pack, new.text, new.code, new.note) == (old.id, "售前", "b", "c", "n")

    def test_replacing_takes_away_what_the_file_says_is_empty(self, desk: Desk) -> None:
        desk.bring(item("a", title="一", code="c", note="n"))
        desk.bring(item("b", title="一", code="c"), target=REPLACE, fields=ALL)
        assert desk.phrases()[0].note == ""

    def test_replacing_never_takes_anothers_code(self, desk: Desk) -> None:
        desk.bring(item("a", id="a" * 20, code="one"), item("b", id="b" * 20, code="two"))
        desk.bring(item("c", id="a" * 20, code="two"), item("b", id="b" * 20, code="two"), target=REPLACE)
        assert {one.text: one.code for one in desk.phrases()} == {"c": "one", "b": "two"}

    def test_a_code_that_is_given_up_is_free(self, desk: Desk) -> None:
        desk.bring(item("a", id="a" * 20, code="one"))
        rows = (item("a", id="a" * 20, code="two"), item("b", code="one"))
        desk.bring(*rows, target=REPLACE, fields=ALL)
        assert {one.text: one.code for one in desk.phrases()} == {"a": "two", "b": "one"}

    def test_keeping_both_gives_a_new_id_and_leaves_the_code_to_the_old(self, desk: Desk) -> None:
        desk.bring(item("a", id="a" * 20, title="一", code="c"))
        plan = desk.bring(item("b", id="a" * 20, title="一", code="c"), target=KEEP)
        assert fates(plan) == [Fate.KEPT_BOTH]
        assert {one.text: one.code for one in desk.phrases()} == {"a": "c", "b": ""}
        assert len({one.id for one in desk.phrases()}) == 2

    def test_an_id_tells_where_a_phrase_lives_if_nobody_says(self, desk: Desk) -> None:
        desk.bring(item("a", id="a" * 20, scope=Scope.PUBLIC, pack="售前"))
        desk.bring(item("b", id="a" * 20), target=REPLACE)
        assert [(one.scope, one.pack, one.text) for one in desk.phrases()] == [(Scope.PUBLIC, "售前", "b")]


class TestPictures:
    def test_they_come_into_the_packs_folder(self, desk: Desk) -> None:
        desk.bring(item("x", images=("D:\\图\\尺码.png",)), pictures={"D:\\图\\尺码.png": PNG})
        assert desk.phrases()[0].images == ("images/尺码.png",)
        assert (desk.folder / "personal/images/尺码.png").read_bytes() == PNG

    def test_a_missing_one_is_said_and_the_text_comes_in(self, desk: Desk) -> None:
        plan = desk.bring(item("x", images=("no.png",)), item("", "line 3", images=("no.png",), title="t"))
        assert [one.text for one in desk.phrases()] == ["x"]
        assert [(remark.place, remark.refused) for _, remark in plan.remarks] == [
            ("line 2", False),
            ("line 3", False),
            ("line 3", True),
        ]

    def test_another_picture_of_the_same_name_gets_its_own(self, desk: Desk) -> None:
        desk.bring(item("x", images=("a.png",)), pictures={"a.png": PNG})
        plan = desk.bring(item("x", images=("a.png",)), pictures={"a.png": PNG + b"2"})
        assert fates(plan) == [Fate.NEW]
        assert len({one.images for one in desk.phrases()}) == 2

    def test_those_of_skipped_phrases_stay_out(self, desk: Desk) -> None:
        desk.bring(item("x", title="t"))
        desk.bring(item("y", title="t", images=("a.png",)), pictures={"a.png": PNG})
        assert not (desk.folder / "personal/images").exists()


def test_near_duplicates_are_reported(desk: Desk) -> None:
    sentence = "亲，付款后48小时内发出，系统会第一时间短信通知您哦"
    desk.bring(item(sentence, title="发货"))
    plan = desk.plan(item(sentence + "~！", title="发货时间"), item(f"{sentence}呢", "line 3"), item("别的", "line 4"))
    assert [one.similar for one in plan.planned] == [
        "'发货' in the library (but for punctuation)",
        "'发货' in the library (98%)",
        "",
    ]


def test_it_is_all_or_nothing_and_undone_at_once(desk: Desk) -> None:
    desk.bring(item("old", title="一", scope=Scope.PUBLIC, pack="售前"))
    before = {path: path.read_bytes() for path in desk.folder.rglob("*.toml")}
    desk.bring(
        item("new", title="一", scope=Scope.PUBLIC, images=("a.png",)),
        item("b"),
        target=REPLACE,
        pictures={"a.png": PNG},
    )
    assert len(desk.phrases()) == 2
    desk.changes.undo()
    assert {path: path.read_bytes() for path in desk.folder.rglob("*.toml")} == before
    assert not list(desk.folder.rglob("*.png"))
