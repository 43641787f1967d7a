import json
from pathlib import Path

import pytest
from typer.testing import Result

from tests.unit.cli.conftest import Run

Editor = Run


@pytest.fixture
def editor(home: Path, monkeypatch: pytest.MonkeyPatch) -> Editor:
    """Have $EDITOR be a shell script that gets the file as $1 and the number of the call as $N."""

    def use(script: str) -> None:
        count = home / "count"
        count.write_text("0")
        path = home / "editor"
        path.write_text(f'#!/bin/sh\nN=$(($(cat {count})+1)); echo $N > {count}\ncp "$1" {home}/seen$N\n{script}\n')
        path.chmod(0o755)
        monkeypatch.setenv("EDITOR", str(path))

    monkeypatch.delenv("VISUAL", raising=False)
    return use  # type: ignore[return-value]  # a test's shorthand


def shown(run: Run, code: str) -> dict[str, object]:
    return dict(json.loads(run("show", code, "--json").stdout))


def kept(result: Result) -> str:
    """What was written in the editor, from where the message says it is."""
    path = Path(result.stderr.rpartition("is in ")[2].strip())
    text = path.read_text()
    path.unlink()
    return text


def test_by_options_only_that_changes(run: Run, home: Path) -> None:
    before = (home / "library/public/p.toml").read_text()
    result = run("edit", "thdz", "--note", "新备注", "--keyword", "", "--json")
    assert json.loads(result.stdout)["note"] == "新备注"
    after = (home / "library/public/p.toml").read_text()
    start, end = before.index("[[phrase]]"), before.index("[[phrase]]", 20)
    assert after[start : after.index("[[phrase]]", 20)] == before[start:end].replace(
        'keywords = ["退到哪里"]\nnote = "自营仓"', 'note = "新备注"'
    )
    assert after.count("\nid = ") == 4, "phrases without an id got theirs"


def test_taking_fields_away(run: Run) -> None:
    assert run("edit", "fh", "--code", "", "--category", "", "--app", "", "--title", "t").exit_code == 0
    found = json.loads(run("search", "今天发货", "--json").stdout)[0]
    assert (found["code"], found["category"], found["title"]) == ("", [], "t")
    assert run("edit", found["id"], "--title", "").exit_code == 0
    assert shown(run, str(found["id"]))["title"] == "今天发货"


def test_pictures(run: Run, home: Path) -> None:
    run("edit", "cmb", "--text", "尺码", "--image", "")
    assert shown(run, "cmb")["images"] == []
    run("edit", "cmb", "--image", home / "library/public/images/a.png")
    assert shown(run, "cmb")["images"] == ["images/a.png"]


def test_what_is_refused(run: Run, home: Path) -> None:
    before = (home / "library/public/p.toml").read_bytes()
    assert "is taken by" in run("edit", "fh", "--code", "me").stderr
    assert run("edit", "fh", "--text", "").exit_code == 1
    assert run("edit", "none", "--text", "x").exit_code == 1
    assert run("edit", "fh", "--valid-from", "x").exit_code == 2
    assert (home / "library/public/p.toml").read_bytes() == before


def test_a_dry_run(run: Run, home: Path) -> None:
    before = (home / "library/public/p.toml").read_bytes()
    assert '+ note = "x"' in run("edit", "thdz", "--note", "x", "--dry-run").stdout
    assert (home / "library/public/p.toml").read_bytes() == before


def test_without_a_terminal_it_says_what_it_needs(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EDITOR", raising=False)
    monkeypatch.delenv("VISUAL", raising=False)
    result = run("edit", "fh")
    assert (result.exit_code, "--text" in result.stderr) == (2, True)


def test_in_the_editor(run: Run, home: Path, editor: Editor) -> None:
    editor("""sed -i 's/^title = .*/title = "新标题"/' "$1" """)
    assert run("edit", "thdz").exit_code == 0
    seen = (home / "seen1").read_text()
    assert 'text = """\n请寄' in seen
    assert "# variants = " in seen
    assert "[[phrase]]" not in seen
    found = shown(run, "thdz")
    assert (found["title"], found["extra"]) == ("新标题", {"colour": "red"})


def test_left_as_it_was(run: Run, home: Path, editor: Editor) -> None:
    before = (home / "library/public/p.toml").read_bytes()
    for script in ("true", ': > "$1"', 'sed -i "s/^[^#]/# &/" "$1"'):
        editor(script)
        result = run("edit", "fh")
        assert (result.exit_code, "nothing was changed" in result.stderr) == (0, True)
    assert (home / "library/public/p.toml").read_bytes() == before


def test_a_mistake_is_shown_and_the_text_kept(run: Run, home: Path, editor: Editor) -> None:
    editor("""if [ $N = 1 ]; then sed -i 's/^text = .*/text = “新”/' "$1"; else sed -i 's/“新”/"新"/' "$1"; fi""")
    result = run("edit", "fh")
    assert result.exit_code == 0
    assert "full-width" in result.stderr
    assert "#!   " not in (home / "seen2").read_text()
    note, hint, line = (home / "seen2").read_text().split("\n")[2:5]
    assert note.startswith("#! line 3: ")
    assert "full-width" in hint
    assert line == "text = “新”"
    assert shown(run, "fh")["text"] == "新"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('code = "me"', "is taken by"),
        ("send = 1", "line 1: send: must be true or false"),
        ('text = "a"\ntext = "b"', "the same key is written twice"),
        ('images = ["images/none.png"]', "isn't there"),
    ],
)
def test_given_up_with_the_text_kept(run: Run, editor: Editor, home: Path, wrong: str, said: str) -> None:
    text = wrong if wrong.startswith("text") else f'{wrong}\ntext = "a"'
    editor(f"cat > \"$1\" <<'END'\n{text}\nEND")
    before = (home / "library/public/p.toml").read_bytes()
    result = run("edit", "fh")
    assert result.exit_code == 1
    assert said in result.stderr
    assert kept(result) == text + "\n"
    assert (home / "library/public/p.toml").read_bytes() == before


def test_an_editor_that_fails(run: Run, editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    editor("exit 3")
    result = run("edit", "fh")
    assert (result.exit_code, "ended with 3" in result.stderr) == (1, True)
    kept(result)
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert run("edit", "fh").exit_code == 2


def test_what_others_did_while_the_editor_was_open(run: Run, home: Path, editor: Editor) -> None:
    path = home / "library/public/p.toml"
    editor(f"""sed -i 's/自营仓/by hand/' {path}; sed -i 's/^title = .*/title = "新标题"/' "$1" """)
    assert run("edit", "thdz").exit_code == 0
    found = shown(run, "thdz")
    assert (found["title"], found["note"]) == ("新标题", "by hand")
    editor(f"""sed -i 's/by hand/theirs/' {path}; sed -i 's/by hand/mine/' "$1" """)
    result = run("edit", "thdz")
    assert (result.exit_code, "just changed in the file" in result.stderr) == (1, True)
    assert "mine" in kept(result)
    assert shown(run, "thdz")["note"] == "theirs"


def test_a_starter_phrase(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(home / "fresh"))
    count = len(json.loads(run("list", "--json").stdout))
    result = run("edit", "nh", "--note", "mine")
    assert "starter phrases were copied" in result.stderr
    assert shown(run, "nh")["note"] == "mine"
    assert len(json.loads(run("list", "--json").stdout)) == count
    assert run("undo").exit_code == 0
    assert shown(run, "nh")["note"] != "mine"
