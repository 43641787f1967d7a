"""`phrasebook lint`: what it looks at, what it prints, what it ends with."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from phrasebook.folders import Folders
from phrasebook.model import Outcome, Scope
from phrasebook.usage import Usage
from tests.unit.cli.conftest import Run

BAD = '[[phrase]]\ncategory = ["售后"]\ntitle = "一"\ntext = "您加我微信"\n'
HINT = '[[phrase]]\ntext = "好的呢"\n'
FINE = '[[phrase]]\ncategory = ["售后"]\ntext = "好的呢"\n'


@pytest.fixture
def there(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of its own."""
    folder = home / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def findings(run: Run, *arguments: object) -> list[dict[str, Any]]:
    return list(json.loads(run("lint", "--json", *arguments).stdout))


def rules(run: Run, *arguments: object) -> list[str]:
    return [one["rule"] for one in findings(run, *arguments)]


def test_a_file(run: Run, there: Path) -> None:
    (there / "bad.toml").write_text(BAD)
    result = run("lint", "bad.toml")
    assert result.exit_code == 1
    assert result.stdout == (
        "bad.toml:4:10: error off-platform: “加我微信” leads customers off the platform [一]\n"
        "    → stay in this chat; pictures and videos can be sent here\n"
    )
    assert result.stderr == "1 phrase in 1 pack: 1 error\n"


def test_nothing_found(run: Run, there: Path) -> None:
    (there / "fine.toml").write_text(FINE)
    result = run("lint", "fine.toml")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 phrase in 1 pack: nothing found\n")
    assert findings(run, "fine.toml") == []


def test_only_errors_end_with_one(run: Run, there: Path) -> None:
    (there / "hint.toml").write_text(HINT)
    assert run("lint", "hint.toml").exit_code == 0
    (there / "bad.toml").write_text(BAD)
    assert run("lint", "hint.toml", "bad.toml", "--level", "error").exit_code == 1


def test_the_level_says_what_is_shown(run: Run, there: Path) -> None:
    (there / "all.toml").write_text(HINT + '[[phrase]]\ncategory = ["a"]\ntext = "好的，（呢"\n' + BAD)
    assert sorted(rules(run, "all.toml")) == ["no-category", "off-platform", "unpaired-brackets"]
    assert sorted(rules(run, "all.toml", "--level", "warning")) == ["off-platform", "unpaired-brackets"]
    result = run("lint", "all.toml", "--level", "error")
    assert "unpaired" not in result.stdout
    assert "2 more not shown" in result.stderr


def test_json_says_everything(run: Run, there: Path) -> None:
    (there / "bad.toml").write_text(BAD)
    (finding,) = findings(run, "bad.toml")
    assert re.fullmatch("[0-9a-f]{20}", finding.pop("id"))
    assert finding == {
        "path": "bad.toml",
        "line": 4,
        "column": 10,
        "level": "error",
        "rule": "off-platform",
        "message": "“加我微信” leads customers off the platform",
        "hint": "stay in this chat; pictures and videos can be sent here",
        "title": "一",
        "key": "text",
        "item": None,
        "span": [1, 5],
    }
    assert run("lint", "bad.toml", "--json").stdout == run("lint", "bad.toml", "--format", "json").stdout


def test_annotations_of_github_are_escaped(run: Run, there: Path) -> None:
    folder = there / "a,b:c"
    folder.mkdir()
    (folder / "p.toml").write_text('[[phrase]]\ncategory = ["a"]\ntext = "{{a%b\x07}}"\n'.replace("\x07", "c=1"))
    result = run("lint", folder, "--format", "github")
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac/p.toml,line=3,col=9,title=broken-placeholder::{{a%25bc=1}}")
    assert "%0AWrite" in line
    assert result.stderr == ""


def test_hints_are_notices_and_whole_files_have_no_line(run: Run, there: Path) -> None:
    (there / "hint.toml").write_text(HINT)
    (there / "torn.toml").write_bytes(b"\xff\xfe\x00")
    lines = run("lint", "hint.toml", "torn.toml", "--format", "github").stdout.splitlines()
    assert lines[0].startswith("::notice file=hint.toml,line=1,col=1,title=no-category::")
    assert lines[1].startswith("::error file=torn.toml,line=1,col=1,title=unreadable::")
    (there / "con.toml").write_text(FINE)
    (line,) = run("lint", "con.toml", "--format", "github").stdout.splitlines()
    assert line.startswith("::error file=con.toml,title=unreadable::")


def test_files_are_apart_and_a_hint_is_said_once(run: Run, there: Path) -> None:
    (there / "a.toml").write_text(BAD)
    (there / "b.toml").write_text(BAD.replace("一", "二"))
    lines = run("lint", "a.toml", "b.toml").stdout.splitlines()
    assert [line.partition(":")[0] for line in lines if not line.startswith(" ")] == ["a.toml", "", "b.toml"]
    assert [line for line in lines if line.startswith(" ")] == [
        "    → stay in this chat; pictures and videos can be sent here"
    ]


def test_the_library_without_arguments(run: Run, home: Path) -> None:
    assert rules(run) == ["no-category", "no-category"]
    (home / "library/public/q.toml").write_text(FINE.replace('text = "', 'code = "FH"\ntext = "'))
    (finding,) = [one for one in findings(run) if one["rule"] == "duplicate-code"]
    assert (Path(finding["path"]).name, finding["line"]) == ("q.toml", 3)
    (home / "library/lost.toml").write_text(FINE)
    assert "unreadable" in rules(run)


def test_a_file_in_a_library_is_judged_with_the_rest_of_it(run: Run, home: Path) -> None:
    pack = home / "library/personal/mine.toml"
    pack.parent.mkdir()
    pack.write_text('[[phrase]]\ncategory = ["a"]\ntext = "{{phrase:fh}}{{phrase:nope}}13800138000"\n')
    assert [(one["rule"], one["level"]) for one in findings(run, pack)] == [
        ("missing-phrase", "error"),
        ("own-phone", "warning"),
    ]
    assert {Path(one["path"]).name for one in findings(run, pack)} == {"mine.toml"}
    assert rules(run, home / "library/personal") == rules(run, pack)


def test_a_file_anywhere_belongs_to_whom_the_person_says(run: Run, there: Path) -> None:
    (there / "p.toml").write_text('[[phrase]]\ncategory = ["a"]\ntext = "{{phrase:fh}}13800138000"\n')
    assert [(one["rule"], one["level"]) for one in findings(run, "p.toml")] == [
        ("missing-phrase", "warning"),
        ("phone", "error"),
    ]
    assert "own-phone" in rules(run, "p.toml", "--scope", "personal")
    assert "phone" in rules(run, "p.toml", "--scope", "department/售后组")


def test_a_file_named_twice_is_read_once(run: Run, there: Path) -> None:
    (there / "bad.toml").write_text(BAD.replace("text", 'id = "aaaaaaaaaaaaaaaaaaaa"\ntext'))
    assert rules(run, "bad.toml", there / "bad.toml", there) == ["off-platform"]


def test_folders(run: Run, home: Path, there: Path) -> None:
    (there / "x").mkdir()
    (there / "x/bad.toml").write_text(BAD)
    (there / "x/.hidden.toml").write_text("nonsense")
    assert rules(run, "x") == ["off-platform"]
    assert rules(run, home / "library") == rules(run)
    assert rules(run, home / "library/department") == rules(run, home / "library/department/售后组") == []


def test_rules_of_the_library_and_of_the_person(run: Run, home: Path, there: Path) -> None:
    (home / "library/public/q.toml").write_text(FINE)
    team = home / "library/rules"
    team.mkdir()
    (team / "team.toml").write_text('[[rule]]\nname = "team"\nlevel = "error"\nwords = ["好的呢"]\n')
    own = there / "own"
    own.mkdir()
    (own / "own.toml").write_text('[[rule]]\nname = "own"\nwords = ["好的"]\n')
    assert "team" in rules(run)
    assert run("lint").exit_code == 1
    assert {"own", "team"} <= set(rules(run, "--rules", own))
    (team / "team.toml").write_text('[[rule]]\nname = "no-category"\nlevel = "off"\n')
    assert rules(run) == []


def test_a_wrong_rules_file_is_reported_with_its_line(run: Run, home: Path) -> None:
    team = home / "library/rules"
    team.mkdir()
    (team / "team.toml").write_text('[[rule]]\nname = "a"\nwords = ["今天"]\n[[rule]]\nname = "b"\nlevel = "x"\n')
    (problem, *others) = findings(run)
    assert (problem["rule"], problem["line"], Path(problem["path"]).name) == ("rules-file", 6, "team.toml")
    assert "a" in [one["rule"] for one in others]
    assert run("lint").exit_code == 1


def test_list_rules(run: Run, there: Path) -> None:
    listed = run("lint", "--list-rules")
    assert listed.exit_code == 0
    rows = [line.split("\t") for line in listed.stdout.splitlines()]
    assert {"superlative", "duplicate-code", "phone"} <= {row[0] for row in rows}
    assert all(len(row) == 4 and row[3] for row in rows)
    data = json.loads(run("lint", "--list-rules", "--json").stdout)
    assert [one["name"] for one in data] == [row[0] for row in rows]
    (phone,) = [one for one in data if one["name"] == "phone"]
    assert (phone["level"], phone["scopes"]) == ("error", ["public", "department"])


def test_usage_tells_which_phrase_wants_another_wording(run: Run, home: Path) -> None:
    pack = '[[phrase]]\nid = "bbbbbbbbbbbbbbbbbbbb"\ncategory = ["售前", "接待"]\ntext = "在的呢"\n'
    (home / "library/public/q.toml").write_text(pack)
    folders = Folders.default()
    folders.make()
    usage = Usage(folders.usage_file)
    for _ in range(150):
        usage.record("b" * 20, Scope.PUBLIC, ("售前", "接待"), "chat", Outcome.PASTED, 3, 5.0, 0)
    usage.close()
    (finding,) = [one for one in findings(run) if one["rule"] == "single-wording"]
    assert (finding["line"], finding["level"]) == (4, "hint")
    assert "21 times a day" in finding["message"]


def test_variables_of_the_settings_are_known(run: Run, home: Path, there: Path) -> None:
    (there / "p.toml").write_text('[[phrase]]\ncategory = ["a"]\ntext = "我是{{shop}}的"\n')
    assert rules(run, "p.toml") == ["unknown-placeholder"]
    (home / "settings.toml").write_text('[variables]\nshop = "小店"\n')
    assert rules(run, "p.toml") == []
    (home / "settings.toml").write_text("[variables\n")
    result = run("lint", "p.toml")
    assert result.exit_code == 0
    assert "settings.toml" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothere.toml",),
        ("--level", "grave"),
        ("--format", "xml"),
        ("--json", "--format", "github"),
        ("--rules", "nothere"),
        ("--scope", "personal"),
        ("p.toml", "--scope", "everybody"),
    ],
)
def test_wrong_usage(run: Run, there: Path, arguments: tuple[str, ...]) -> None:
    (there / "p.toml").write_text(FINE)
    result = run("lint", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr


def test_a_folder_without_packs(run: Run, there: Path) -> None:
    result = run("lint", there)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no pack" in result.stderr


def test_the_starter_library_is_clean(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / "empty"))
    result = run("lint")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing found" in result.stderr
    assert not (tmp_path / "empty/data").exists(), "looking leaves nothing behind"


def test_control_characters_never_reach_the_terminal(run: Run, there: Path) -> None:
    folder = there / "a\x1b[31mb"
    folder.mkdir()
    (folder / "bad.toml").write_text(BAD)
    for shape in ("text", "github"):
        assert "\x1b" not in run("lint", folder, "--format", shape).stdout


DOCS = Path(__file__).parent.parent.parent.parent / "docs"


@pytest.mark.parametrize(
    ("guide", "section"), [("guide.md", "House rules for wording"), ("guide.zh-CN.md", "用语规范"), ("lint.md", "")]
)
def test_what_the_guides_show_works(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, guide: str, section: str
) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / "empty"))
    text = (DOCS / guide).read_text(encoding="utf-8")
    text = text.partition(f"\n## {section}\n")[2].partition("\n## ")[0] if section else text
    shown = re.findall(r"```(toml)?\n(.*?)```", text, re.DOTALL)
    commands = [line for kind, block in shown if not kind and section for line in block.splitlines()]
    assert len(commands) == (3 if section else 0)
    for command in commands:
        assert run(*command.split()[1:]).exit_code == 0, command
    own = tmp_path / "own"
    own.mkdir()
    (pack,) = [block for kind, block in shown if kind and "[[phrase]]" in block]
    (rule,) = [block for kind, block in shown if kind and "[[rule]]" in block]
    (own / "rules.toml").write_text(rule)
    (tmp_path / "p.toml").write_text(pack)
    assert rules(run, tmp_path / "p.toml", "--rules", own) == ["no-category"], "no mistake in it, and let off"
    for phrase, expected in (("隔壁家也有", "competitors"), ("长" * 101, "auto-reply-length")):
        (tmp_path / "q.toml").write_text(f'[[phrase]]\ncategory = ["售前", "自动回复"]\ntext = "{phrase}"\n')
        assert rules(run, tmp_path / "q.toml", "--rules", own, "--level", "warning") == [expected]


def test_the_page_on_lint_names_every_rule(run: Run) -> None:
    page = (DOCS / "lint.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| (`[^|]*`) \| (\w+) \|", page, re.MULTILINE))
    listed = {name: level for names, level in named.items() for name in re.findall("`(.*?)`", names)}
    rows = [line.split("\t") for line in run("lint", "--list-rules").stdout.splitlines()]
    assert listed == {row[0]: row[1] for row in rows}
