"""doctor: what works on this machine, and the one fix for what doesn't."""

from __future__ import annotations

import typer

from phrasebook.cli.options import Json, LibraryFolder, example
from phrasebook.language import t


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t("检查这台机器，说出怎么修", "See what works here, and how to mend what doesn't."),
        epilog=example("phrasebook doctor"),
    )(doctor)


def doctor(ctx: typer.Context, json: Json = False, library: LibraryFolder = None) -> None:
    """Check everything."""
