"""suggest: replies for what a customer wrote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from phrasebook.cli.data import match_data, row
from phrasebook.cli.options import InScope, Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, print_table, say
from phrasebook.cli.sources import open_library, scope_of
from phrasebook.cli.typed import read_input
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.model import Match, Scope, Window


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t("顾客这样说，可以怎么回", "Find replies for what a customer wrote."),
        epilog=example("phrasebook suggest 什么时候发货呀"),
    )(suggest)


def suggest(
    ctx: typer.Context,
    text: Annotated[
        list[str],
        typer.Argument(
            metavar="TEXT",
            help=t("顾客说的话；- 表示从标准输入读", "What the customer wrote; - reads it from standard input."),
        ),
    ],
    previous: Annotated[
        list[str] | None,
        typer.Option(
            "--previous",
            metavar="TEXT",
            help=t(
                "这句话之前说过的；给两次：先是顾客的，再是您的",
                "What was said before it; given twice: the customer's words, then yours.",
            ),
        ),
    ] = None,
    limit: Annotated[int, typer.Option("-n", min=1, metavar="N", help=t("最多几条", "At most so many."))] = 5,
    scope: InScope = None,
    app: Annotated[
        str | None,
        typer.Option("--app", metavar="NAME", help=t("在这个聊天程序里", "As in a window of this program.")),
    ] = None,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Find replies for a message."""
    message = read_input() if text == ["-"] else " ".join(text)
    place = scope_of(scope)
    matches = _replies(message, previous or (), limit, place, app or "", folder(ctx, library))
    if json:
        print_json([match_data(match) for match in matches])
    elif matches:
        print_table([row(match.phrase) for match in matches])
    if not matches:
        say(
            t(
                "没有合适的话术。想按内容找，用 phrasebook search",
                "no reply fits; `phrasebook search` looks for words of the replies themselves",
            )
        )


def _replies(
    message: str,
    previous: Sequence[str],
    limit: int,
    place: tuple[Scope | None, str],
    program: str,
    option: Path | None,
) -> list[Match]:
    opened = open_library(option)
    from phrasebook.indexing import indexed  # numpy and SQLite; not before the words are known to be right
    from phrasebook.search.suggest import suggest as suggested
    from phrasebook.usage import Usage

    folders = Folders.default()
    index = indexed(opened, folders.cache)
    usage = Usage(folders.usage_file) if folders.usage_file.exists() else None
    try:
        return suggested(
            index,
            message,
            previous,
            learned=usage.learned if usage else None,
            boosts=usage.boosts(program) if usage else {},
            scope=place[0],
            department=place[1],
            app=Window(0, program=program) if program else None,
            limit=limit,
            today=date.today(),
        )
    finally:
        if usage:
            usage.close()
