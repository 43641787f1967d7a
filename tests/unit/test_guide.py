"""The commands of the guide's section on spreadsheets do what it says, in both languages; and formats.md is true."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from phrasebook.formats import FORMATS
from phrasebook.formats.spreadsheet.headers import fields, names_of
from phrasebook.library import Library

ROOT = Path(__file__).parents[2]
SAMPLES = ROOT / "tests/data/formats"


def commands(guide: str, heading: str) -> list[str]:
    """The lines of the fenced blocks of one section."""
    text = (ROOT / "docs" / guide).read_text()
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return [line for block in re.findall(r"```\n(.*?)```", section, re.DOTALL) for line in block.splitlines()]


@pytest.mark.parametrize(
    ("guide", "heading"),
    [("guide.md", "From our Excel sheet to a pack"), ("guide.zh-CN.md", "把团队的 Excel 表变成话术")],
)
def test_from_our_excel_sheet_to_a_pack(
    guide: str, heading: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from phrasebook.cli.app import app

    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    shutil.copy(SAMPLES / "xlsx/团队话术.xlsx", "话术.xlsx")
    Path("旧表.csv").write_bytes("序号,场景,文案\n1,问候,您好，欢迎光临~\n".encode("gb18030"))
    Path("无表头.csv").write_text("zai,在的亲\nfh,今天发\n")

    lines = commands(guide, heading)
    assert len(lines) > 10
    for line in lines:
        program, *arguments = shlex.split(line)
        result = CliRunner().invoke(app, arguments)
        assert program == "phrasebook"
        assert result.exit_code == 0, (line, result.output)
    assert len(Library.load(tmp_path / "home/library").phrases) == 7
    assert "售前" in Path("手册.html").read_text()
    assert "# 售前" in Path("打字练习.txt").read_text("utf-8-sig")


def test_formats_md_names_every_format_and_heading() -> None:
    text = (ROOT / "docs/formats.md").read_text()
    table = text.partition("\n## ")[0].splitlines()
    for one in FORMATS:
        (row,) = [line for line in table if line.startswith("| `") and f"`{one.name}`" in line.split("|")[1]]
        assert row.count("✓") == one.reads + one.writes, one.name
        assert all(f"`{suffix}`" in row for suffix in one.suffixes[:1] if suffix), one.name
    for field in fields():
        assert f"| `{field}` | {' '.join(names_of(field))} |" in text
