from datetime import date
from pathlib import Path

from phrasebook.library import Library
from phrasebook.lint import Context, Level, lint
from phrasebook.model import Pack, Scope
from tests.unit.lint.samples import PATH, TODAY, found, in_source, names, our_rules, pack_of, phrase, read

OTHER = Path("/library/department/售后组/q.toml")


def places(packs: list[Pack], rule: str, **around: object) -> list[tuple[str, str, str]]:
    context = Context(today=TODAY, **around)  # type: ignore[arg-type]
    findings = lint(packs, our_rules(), context)
    return [(one.path.name, one.title, one.message) for one in findings if one.rule == rule]


def test_what_reading_reports_has_the_line_of_its_key() -> None:
    source = '[[phrase]]\ntext = "好的呢"\ncode = "a b"\ncategory = ["a"]\n[[phrase]]\ntext = 1\n'
    assert [(one.line, one.key, one.rule) for one in in_source(source)] == [
        (3, "code", "unreadable"),
        (6, "text", "unreadable"),
    ]


def test_a_missing_picture(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    (tmp_path / "public/p.toml").write_text('[[phrase]]\ntext = "图呢"\nimages = ["a.png"]\n')
    library = Library.load(tmp_path)
    (finding,) = lint(library.packs, our_rules(), Context(today=TODAY, problems=library.problems))
    assert (finding.rule, finding.line, finding.level) == ("missing-image", 3, Level.ERROR)


def test_equal_ids() -> None:
    packs = [pack_of(phrase(id="a" * 20, title="一")), pack_of(phrase(id="a" * 20, title="二"), path=OTHER)]
    assert places(packs, "duplicate-id") == [("q.toml", "二", f"the id {'a' * 20} is taken by p.toml:1")]
    provisional = [pack_of(phrase(provisional=True), phrase(provisional=True))]
    assert places(provisional, "duplicate-id") == []


def test_equal_codes_in_a_scope() -> None:
    one, two = phrase(id="a" * 20, code="FH", title="一"), phrase(id="b" * 20, code="fh", title="二", line=9)
    assert [title for _, title, _ in places([pack_of(one, two)], "duplicate-code")] == ["二"]
    elsewhere = phrase(id="b" * 20, code="fh", scope=Scope.DEPARTMENT, department="售后组")
    assert places([pack_of(one), pack_of(elsewhere, path=OTHER)], "duplicate-code") == []


def test_packs_beside_count_and_are_not_blamed() -> None:
    mine, theirs = pack_of(phrase(code="fh", id="a" * 20)), pack_of(phrase(code="fh", id="a" * 20), path=OTHER)
    assert [name for name, _, _ in places([mine], "duplicate-code", beside=[theirs])] == ["p.toml"]
    assert [name for name, _, _ in places([mine], "duplicate-id", beside=[theirs])] == ["p.toml"]


def test_a_library_reports_each_clash_once(tmp_path: Path) -> None:
    (tmp_path / "public").mkdir()
    text = '[[phrase]]\nid = "aaaaaaaaaaaaaaaaaaaa"\ntext = "好的呢"\ncode = "x"\ncategory = ["a"]\n'
    (tmp_path / "public/p.toml").write_text(text * 2)
    library = Library.load(tmp_path)
    findings = lint(library.packs, our_rules(), Context(today=TODAY, problems=library.problems))
    assert sorted(one.rule for one in findings) == ["duplicate-code", "duplicate-id"]


def test_codes_that_begin_others() -> None:
    phrases = [phrase(id=f"{i:020}", code=code, title=code) for i, code in enumerate(("fh", "fhsj", "FHX", "thdz"))]
    assert places([pack_of(*phrases)], "prefix-code") == [("p.toml", "fh", "the code fh begins fhsj, fhx")]


def test_codes_of_two_departments_never_meet() -> None:
    def department(name: str, code: str) -> Pack:
        path = Path(f"/library/department/{name}/d.toml")
        one = phrase(id=name.encode().hex()[:20], code=code, scope=Scope.DEPARTMENT, department=name, title=code)
        return pack_of(one, path=path, scope=Scope.DEPARTMENT, department=name)

    assert places([department("甲甲甲甲", "q"), department("乙乙乙乙", "qx")], "prefix-code") == []
    public = pack_of(phrase(code="qx", title="qx"))
    assert [title for _, title, _ in places([department("甲甲甲甲", "q"), public], "prefix-code")] == ["q"]


def test_categories() -> None:
    assert names(phrase(category=())) == ["no-category"]
    source = '[[phrase]]\ntext = "好的呢"\n\ncategory = ["售后", " "]\n'
    (finding,) = in_source(source)
    assert (finding.rule, finding.line) == ("empty-level", 4)
    assert in_source('[[phrase]]\ntext = """\ncategory = [""]好的呢"""\ncategory = ["a"]\n', "empty-level") == []


def test_dates() -> None:
    old, new = date(2026, 5, 31), date(2026, 6, 1)
    assert names(phrase(valid_until=old), phrase(id="1" * 20)) == ["expired"]
    assert names(phrase(valid_until=new)) == []
    assert names(phrase(valid_from=date(2030, 1, 1))) == []
    assert sorted(names(phrase(valid_until=old), phrase(valid_until=old, id="1" * 20))) == [
        "empty-category",
        "expired",
        "expired",
    ]


def test_a_file_that_cannot_be_read_at_all() -> None:
    from phrasebook.model import Problem

    problem = Problem(PATH, 0, "", "isn't text in UTF-8", "save it")
    (finding,) = lint([], our_rules(), Context(problems=[problem]))
    assert (finding.rule, finding.line, finding.column, finding.hint) == ("unreadable", 0, 0, "save it")


def test_equal_wordings() -> None:
    (finding,) = found(phrase("好的呢~", variants=("行呢~", "好的呢~")))
    assert (finding.rule, finding.key, finding.item) == ("same-variant", "variants", 1)


def test_lines_are_those_of_the_keys() -> None:
    source = """
[[phrase]]
category = []
title = "x"
text = "好的呢"
code = "ab"
valid_until = 2020-01-01
[[phrase]]
text = "好的呢，马上"
category = ["a"]
code = "ABC"
"""
    assert read(source).problems == ()
    assert [(one.rule, one.line) for one in in_source(source)] == [
        ("no-category", 3),
        ("prefix-code", 6),
        ("expired", 7),
    ]
