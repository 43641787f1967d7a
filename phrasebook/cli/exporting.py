"""export: phrases to a file for another program, for a spreadsheet, or for reading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phrasebook.cli.options import InCategory, InScope, Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, say
from phrasebook.cli.sources import open_library, selected
from phrasebook.errors import PhrasebookError, UsageError
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.formats.base import Exported, Format, Remark
    from phrasebook.library import Library
    from phrasebook.model import Phrase

_SHOWN = 20
"""Losses that are shown one by one."""


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        "export",
        help=t(
            "把话术导出成表格、手册或别的程序的文件；先列出放不下的内容",
            "Export phrases to a spreadsheet, a handbook or another program's file; first says what it can't hold.",
        ),
        epilog=example("phrasebook export 话术.xlsx --scope public --category 售后"),
    )(export)


def export(
    ctx: typer.Context,
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help=t("写到哪里；后缀决定格式", "Where to; its suffix decides the format.")),
    ],
    file_format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help=t("格式（见 phrasebook formats）", "The format; see `formats`.")),
    ] = None,
    scope: InScope = None,
    category: InCategory = None,
    force: Annotated[bool, typer.Option("--force", help=t("覆盖已有的文件", "Overwrite what is there."))] = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Export phrases."""
    from phrasebook.formats.writing import check_free, write_files  # as all formats: not needed by other commands

    wanted = _format(file, file_format)
    opened = open_library(folder(ctx, library))
    exported = _exported(opened, selected(opened, scope, category))
    losses = wanted.losses(exported)
    _say_losses(losses, wanted)
    left_out = sum(loss.refused for loss in losses)
    if left_out == len(exported):
        raise PhrasebookError(t("没有可以导出的话术", "there is no phrase to export"))
    files = wanted.write(exported, file.stem if wanted.suffixes != ("",) else file.name)
    if not force:
        check_free(file, files)
    written = write_files(file, files)
    count = len(exported) - left_out
    if json:
        print_json(
            {
                "path": str(file),
                "format": wanted.name,
                "phrases": count,
                "files": [str(path) for path in written],
                "losses": [
                    {"place": loss.place, "field": loss.field, "message": loss.message, "refused": loss.refused}
                    for loss in losses
                ],
            }
        )
    say(t(f"导出了 {count} 条到 {file}（{wanted.title}）", f"{count} phrases are in {file} ({wanted.title})"))


def _format(file: Path, name: str | None) -> Format:
    from phrasebook.formats import by_name, by_suffix

    if name is None:
        return by_suffix(file.suffix)
    wanted = by_name(name)
    if not wanted.writes:
        raise UsageError(
            t(f"{wanted.title} 只能导入", f"{wanted.title}: can only be imported"),
            t("phrasebook formats 列出能导出的格式", "`phrasebook formats` lists what can be exported"),
        )
    return wanted


def _exported(library: Library, phrases: Sequence[Phrase]) -> list[Exported]:
    """The phrases with their pictures and what their packs say.

    Raises:
        PhrasebookError: there are none.
    """
    from phrasebook.formats.base import Exported, Head

    if not phrases:
        raise PhrasebookError(
            t("这个范围和分类里没有话术", "there is no phrase of this scope and category"),
            t("phrasebook categories 列出分类", "`phrasebook categories` lists the categories"),
        )
    heads = {pack.path: Head(pack.title, pack.description, pack.maintainer) for pack in library.packs}
    return [Exported(phrase, library.images_of(phrase), heads[library.path_of(phrase)]) for phrase in phrases]


def _say_losses(losses: Sequence[Remark], wanted: Format) -> None:
    """What won't be in the file, alike losses counted."""
    if not losses:
        return
    say(t(f"{wanted.title} 放不下：", f"{wanted.title} can't hold:"))
    counts = Counter(loss.message for loss in losses)
    places = {loss.message: loss.place for loss in reversed(losses)}
    for message, count in list(counts.items())[:_SHOWN]:
        where = places[message].replace("\n", " ")[:30]
        more = t(f" 等 {count} 条", f" and {count - 1} more") if count > 1 else ""
        say(f"  {message}{t('：', ': ')}{where}{more}" if where else f"  {message}")
    if len(counts) > _SHOWN:
        say(t(f"  还有 {len(counts) - _SHOWN} 种（--json 列出全部）", f"  and {len(counts) - _SHOWN} more: see --json"))
