"""formats: what can be imported and exported."""

from __future__ import annotations

import typer

from phrasebook.cli.options import Json, example
from phrasebook.cli.output import print_json, print_table
from phrasebook.language import t


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        "formats",
        help=t("能导入、导出哪些文件", "What can be imported and exported."),
        epilog=example("phrasebook formats"),
    )(formats)


def formats(json: Json = False) -> None:
    """List the formats."""
    from phrasebook.formats import FORMATS  # 0.1 s that other commands can do without

    if json:
        print_json(
            [
                {
                    "name": one.name,
                    "title": one.title,
                    "reads": one.reads,
                    "writes": one.writes,
                    "suffixes": list(one.suffixes),
                }
                for one in FORMATS
            ]
        )
        return
    reads, writes, folder = t("导入", "import"), t("导出", "export"), t("文件夹", "a folder")
    print_table(
        [
            (
                one.name,
                reads if one.reads else "",
                writes if one.writes else "",
                " ".join(suffix or folder for suffix in one.suffixes),
                one.title,
            )
            for one in FORMATS
        ]
    )
