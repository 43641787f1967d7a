"""The daemon and what is asked of it: run, pick, send, status, stop."""

from __future__ import annotations

from typing import Annotated

import typer

from phrasebook.cli import remote, start
from phrasebook.cli.options import CodeOrId, Json, LibraryFolder, example, folder
from phrasebook.language import t


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    app.command(
        help=t("启动后台程序：绑定热键，等候使用", "Be the daemon: bind the hotkeys and wait."),
        epilog=example("phrasebook run --hotkey '<ctrl>+<alt>+<space>'"),
    )(run)
    app.command(
        help=t("打开选择窗口", "Open the picker of the running daemon."),
        epilog=example("phrasebook pick fh"),
    )(pick)
    app.command(
        help=t(
            "把一条话术发到当前窗口；没有粘贴成功时退出码是 1",
            "Deliver a phrase to the focused window; exit code 1 when it couldn't be pasted.",
        ),
        epilog=example("phrasebook send thdz --enter"),
    )(send)
    app.command(
        help=t("后台程序的状态", "What the daemon is doing: hotkeys, phrases, last delivery."),
        epilog=example("phrasebook status --json"),
    )(status)
    app.command(help=t("结束后台程序", "End the daemon."), epilog=example("phrasebook stop"))(stop)


def run(
    ctx: typer.Context,
    hotkey: Annotated[
        str | None,
        typer.Option("--hotkey", metavar="COMBO", help=t("这一次用的热键", "The hotkey for this time.")),
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Be the daemon."""
    start.run(hotkey=hotkey, library=folder(ctx, library))


def pick(
    query: Annotated[list[str] | None, typer.Argument(metavar="[QUERY]", help=t("先填好的查询", "A query."))] = None,
) -> None:
    """Open the picker."""
    remote.pick(query or [])


def send(
    phrase: CodeOrId,
    enter: Annotated[bool, typer.Option("--enter", help=t("粘贴后按发送键", "Press the send key after it."))] = False,
    json: Json = False,
) -> None:
    """Deliver a phrase."""
    remote.send(phrase, enter=enter, json=json)


def status(json: Json = False) -> None:
    """Print what the daemon is doing."""
    remote.status(json=json)


def stop() -> None:
    """End the daemon."""
    remote.stop()
