"""Looking things up: search, list, show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from phrasebook.cli import copy
from phrasebook.cli.data import changed_note, origin_data, phrase_data, place_name, row, title
from phrasebook.cli.options import CodeOrId, InCategory, InScope, Json, LibraryFolder, example, folder
from phrasebook.cli.output import bold, dim, print_json, print_lines, print_table, say
from phrasebook.cli.search import search as run_search
from phrasebook.cli.sources import open_library, selected
from phrasebook.language import t
from phrasebook.model import Phrase

if TYPE_CHECKING:
    from phrasebook.library import Library


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    app.command(
        help=t("查找话术：中文、拼音、首字母、编码都行", "Find phrases: Chinese, pinyin, initials or codes."),
        epilog=example("phrasebook search 退货 -n 5"),
    )(search)
    app.command(
        "list",
        help=t("列出话术，过期的也在内", "List phrases, those out of date included."),
        epilog=example("phrasebook list --scope department/售后组 --category 售后组/交接"),
    )(list_phrases)
    app.command(
        help=t("显示一条话术的全部内容", "Show everything about a phrase."), epilog=example("phrasebook show thdz")
    )(show)
    copy.add_to(app)


def search(
    ctx: typer.Context,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help=t("要找什么", "What to look for."))],
    limit: Annotated[int, typer.Option("-n", min=1, metavar="N", help=t("最多几条", "At most so many."))] = 10,
    scope: InScope = None,
    category: InCategory = None,
    app: Annotated[
        str | None,
        typer.Option("--app", metavar="NAME", help=t("在这个聊天程序里", "As in a window of this program.")),
    ] = None,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Find phrases."""
    run_search(query, limit=limit, scope=scope, category=category, app=app, json=json, library=folder(ctx, library))


def list_phrases(
    ctx: typer.Context,
    scope: InScope = None,
    category: InCategory = None,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """List phrases."""
    opened = open_library(folder(ctx, library))
    phrases = selected(opened, scope, category)
    if json:
        print_json([phrase_data(phrase) | origin_data(opened, phrase) for phrase in phrases])
    else:
        print_table([_row(opened, phrase) for phrase in phrases])


def show(ctx: typer.Context, phrase: CodeOrId, json: Json = False, library: LibraryFolder = None) -> None:
    """Show a phrase."""
    opened = open_library(folder(ctx, library))
    found = opened.find(phrase)
    data = phrase_data(found) | origin_data(opened, found) | {"path": str(opened.path_of(found))}
    if json:
        print_json(data)
        return
    print_lines(_shown(found, data))
    if data["original_changed"] and (original := opened.original_of(found)):
        print_lines(["", bold(note := changed_note(), [(0, len(note))]), original.text])
        say(
            t(
                "用它的新版：phrasebook remove（去掉您的一份）；继续用您的：改一改文字，提示就没了",
                "to have it: `phrasebook remove` your copy; to keep yours: edit its text, and this is said no more",
            )
        )


def _row(library: Library, phrase: Phrase) -> tuple[str, ...]:
    code, name, *more = row(phrase)
    note = t(f"（{changed_note()}）", f" ({changed_note()})") if library.original_changed(phrase) else ""
    return code, name + note, *more


def _shown(phrase: Phrase, data: dict[str, Any]) -> list[str]:
    """A phrase for reading: the text, then what is known about it."""
    lines = [bold(name := title(phrase), [(0, len(name))]), "", phrase.text]
    for variant in phrase.variants:
        lines += ["", dim(t("—— 另一种说法 ——", "— variant —")), variant]
    lines.append("")
    told_otherwise = ("title", "text", "variants", "path", "pack", "scope", "department", "extra", "original_changed")
    passed_over = (*told_otherwise, "provisional", "line")
    for key, value in data.items():
        if key in passed_over or value in ("", [], None, False):
            continue
        shown = ", ".join(value) if isinstance(value, list) else str(value)
        lines.append(f"{dim(key)}: {shown}")
    lines.append(f"{dim('scope')}: {place_name(phrase)}")
    lines.append(f"{dim('file')}: {data['path']}:{phrase.line}")
    lines += phrase.extra.splitlines()
    return lines
