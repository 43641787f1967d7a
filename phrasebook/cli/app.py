"""All commands. Imported after the language is known, since help texts are put in words here."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from phrasebook import __version__
from phrasebook.cli import (
    add,
    categories,
    change,
    daemon,
    doctor,
    edit,
    exporting,
    find,
    formats,
    importing,
    keys,
    lint,
    publish,
    settings,
    subscribe,
    suggest,
    sync,
)
from phrasebook.cli.boundary import explain
from phrasebook.cli.options import LibraryFolder
from phrasebook.cli.usage import put_in_words, refuse
from phrasebook.language import t

put_in_words()


class _Commands(TyperGroup):
    """All commands; what one of them raises ends here."""

    def make_context(self, *args: Any, **extra: Any) -> Any:
        try:
            return super().make_context(*args, **extra)
        except Exception as error:  # whatever typer raises for wrong usage, wherever this version of it keeps that
            if not _is_usage(error):
                raise
            raise typer.Exit(refuse(error)) from error

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()  # here a closed pipe is noticed, not in Python's last breath
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise  # typer's own; of a closed pipe (`phrasebook list | head`) it says nothing
        except Exception as error:  # an agent must never see a traceback
            raise typer.Exit(refuse(error) if _is_usage(error) else explain(error)) from error
        return result


def _is_usage(error: Exception) -> bool:
    """Whether the words of the command were wrong (typer's ClickException, wherever this version of it keeps that)."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


app = typer.Typer(
    cls=_Commands,
    help=t(
        "客服快捷话术：按热键、打两个拼音字母、回车，回复就进了聊天窗口。",
        "Quick replies for customer-service agents: a hotkey, two letters, Enter, and the reply is in the chat window.",
    ),
    epilog=t("例：phrasebook run", "Example: phrasebook run"),
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"phrasebook {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_print_version, is_eager=True, help=t("显示版本", "Print the version.")),
    ] = False,
    library: LibraryFolder = None,
) -> None:
    """Options before the command."""


daemon.add_to(app)
find.add_to(app)
suggest.add_to(app)
categories.add_to(app)
add.add_to(app)
edit.add_to(app)
change.add_to(app)
importing.add_to(app)
exporting.add_to(app)
formats.add_to(app)
settings.add_to(app)
doctor.add_to(app)
lint.add_to(app)
publish.add_to(app)
subscribe.add_to(app)
keys.add_to(app)
sync.add_to(app)
