"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from phrasebook.cli.sources import open_library
from phrasebook.language import t

Json = Annotated[bool, typer.Option("--json", help=t("输出一个 JSON 文档", "Print one JSON document."))]
LibraryFolder = Annotated[
    Path | None,
    typer.Option("--library", metavar="DIR", help=t("读取另一个话术库文件夹", "Read another library folder.")),
]
InScope = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="S",
        help=t(
            "只要这个范围：public、personal、department 或 department/部门",
            "Only this scope: public, personal, department or department/NAME.",
        ),
    ),
]
InCategory = Annotated[
    str | None,
    typer.Option(
        "--category", metavar="A/B", help=t("只要这个分类：一级 或 一级/二级", "Only this category: A or A/B.")
    ),
]


def _codes(ctx: typer.Context, incomplete: str) -> list[str]:
    """For the shell: the codes that begin so."""
    library = open_library(folder(ctx, ctx.params.get("library")), quiet=True)
    return sorted({phrase.code for phrase in library.phrases if phrase.code and phrase.code.startswith(incomplete)})


CodeOrId = Annotated[
    str,
    typer.Argument(metavar="CODE|ID", help=t("快捷编码或 id", "A short code or an id."), autocompletion=_codes),
]


def example(line: str) -> str:
    """The last line of a command's help."""
    return t(f"例：{line}", f"Example: {line}")


def folder(ctx: typer.Context, option: Path | None) -> Path | None:
    """The folder given with --library, behind the command or before it."""
    chosen = option or ctx.find_root().params.get("library")
    return Path(chosen) if chosen else None
