"""sync: on, now, status, off. One person's own phrases on several machines."""

from __future__ import annotations

import platform
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phrasebook.cli.asking import on_keyboard, progress
from phrasebook.cli.options import Json, example
from phrasebook.cli.output import complain, print_json, print_lines, say
from phrasebook.cli.sync_report import report_lines, status_lines
from phrasebook.errors import PhrasebookError
from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.syncing.report import Report
    from phrasebook.syncing.run import Sync

DryRun = Annotated[bool, typer.Option("--dry-run", help=t("只看不做", "Show what would be done."))]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    group = typer.Typer(
        help=t("在自己的几台电脑之间同步个人话术", "Your own phrases on all of your machines."),
        epilog=example("phrasebook sync on /mnt/share/phrases"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        name="on",
        help=t(
            "开始同步。第一台电脑得到配对码，其余的用 --pair",
            "Begin. The first machine gets a pairing code, the others take it with --pair.",
        ),
        epilog=example("phrasebook sync on sftp://wang@files.example.com/~/phrases --pair ABCD-…"),
    )(on)
    group.command(
        help=t("现在就同步（后台也会自动同步）", "Sync now. The daemon does it by itself, too."),
        epilog=example("phrasebook sync now --dry-run"),
    )(now)
    group.command(
        help=t("和哪里同步、最近一次、有什么要处理", "Where it syncs, when it last did, and what needs you."),
        epilog=example("phrasebook sync status"),
    )(status)
    group.command(
        help=t("停止同步；话术都留着", "Stop. The phrases stay, here and on the other machines."),
        epilog=example("phrasebook sync off"),
    )(off)
    app.add_typer(group, name="sync")


def sync_of(folders: Folders) -> Sync:
    """The syncing of the user's own library."""
    from phrasebook.syncing.run import Sync

    return Sync(folders.data / "sync", folders.library, folders.data, progress=progress)


def on(
    url: Annotated[str, typer.Argument(metavar="ADDRESS", help=t("能写入的地方", "A place that can be written to."))],
    pair: Annotated[
        str | None,
        typer.Option(
            "--pair",
            metavar="CODE",
            help=t("第一台电脑显示的配对码（不写就会问）", "The first machine's pairing code (asked for if left out)."),
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="NAME", help=t("这台电脑叫什么", "What to call this machine.")),
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Pair this machine with the others, or begin; then sync for the first time."""
    from phrasebook.sharing.pairing import key_of, new_key, pairing_code
    from phrasebook.syncing.remote import syncing_url

    address = syncing_url(url)
    code = pair if pair is not None or not on_keyboard() else _asked_code()
    key = key_of(code) if code else new_key()
    sync = sync_of(Folders.default())
    called = " ".join((name or platform.node() or "phrasebook").split())
    called = sync.turn_on(address, key, called, joining=bool(code), dry_run=dry_run).name
    shown = None if code or dry_run else pairing_code(key)
    if dry_run:
        if json:
            print_json({"url": address, "name": called, "paired": bool(code), "dry_run": True})
        else:
            say(t(f"可以和 {address} 同步", f"This machine could sync with {address}"))
        return
    if shown and not json:
        say(t("已开始同步。在另一台电脑上运行：", "Syncing is on. On your other machine run:"))
        print_lines([f"phrasebook sync on '{address}' --pair {shown}"])
        say(
            t(
                "谁有这个配对码，谁就能读和改您的个人话术：别发给别人",
                "Whoever has this code can read and change your personal phrases: keep it to yourself",
            )
        )
    own = _has_packs()
    try:
        report = sync.now(wait=True)
    except PhrasebookError as error:
        if json:  # the code must not be lost because the first sync failed
            print_json({"url": address, "name": called, "pairing_code": shown, "error": error.message})
        complain(error.message, error.hint)
        raise typer.Exit(error.exit_code) from error
    if json:
        print_json({"url": address, "name": called, "pairing_code": shown, **_data(report)})
    else:
        print_lines(report_lines(report))
    if not own and _has_packs():
        _say_starter()


def now(
    dry_run: DryRun = False,
    wait: Annotated[
        bool, typer.Option("--wait", help=t("后台正在同步时，等它完成", "Wait for a sync that is under way."))
    ] = False,
    all_gone: Annotated[
        bool,
        typer.Option(
            "--all-gone",
            help=t("个人话术确实全删了，也从别的电脑删掉", "All personal phrases were deleted on purpose."),
        ),
    ] = False,
    json: Json = False,
) -> None:
    """Sync once."""
    report = sync_of(Folders.default()).now(wait=wait, dry_run=dry_run, all_gone=all_gone)
    if json:
        print_json({**_data(report), "dry_run": dry_run})
        return
    if dry_run:
        say(t("会这样做：", "This would be done:"))
    print_lines(report_lines(report))


def status(
    code: Annotated[
        bool, typer.Option("--code", help=t("再显示一次配对码", "Show the pairing code again, for one more machine."))
    ] = False,
    json: Json = False,
) -> None:
    """Show how it stands."""
    from phrasebook.sharing.pairing import pairing_code
    from phrasebook.syncing.local import is_on, read_local, read_status

    folder = Folders.default().data / "sync"
    if not is_on(folder):
        if json:
            print_json({"on": False})
        else:
            say(t("没有开启；phrasebook sync on 地址", "Syncing is off; `phrasebook sync on ADDRESS`"))
        return
    local, known = read_local(folder), read_status(folder)
    data: dict[str, Any] = {
        "on": True,
        "url": local.url,
        "folder": f"personal/{local.person}",
        "name": local.name,
        "machines": known.devices,
        "phrases": known.phrases,
        "synced": _moment(known.synced),
        "copies": known.copies,
        "waiting": known.waiting,
        "trouble": known.trouble,
        "hint": known.hint,
        "trouble_since": _moment(known.since) if known.trouble else None,
    }
    if code:
        data["pairing_code"] = pairing_code(local.key)
    if json:
        print_json(data)
    else:
        print_lines(status_lines(data))


def off(dry_run: DryRun = False, json: Json = False) -> None:
    """Forget the key."""
    from phrasebook.errors import UsageError
    from phrasebook.syncing.local import is_on, read_local

    folders = Folders.default()
    folder = folders.data / "sync"
    if not is_on(folder):
        raise UsageError(t("这台电脑没有开启同步", "syncing is off on this machine already"))
    try:
        where: str | None = str(read_local(folder).url)
    except PhrasebookError:  # a damaged file is a reason to turn it off
        where = None
    if not dry_run:
        _turned_off(sync_of(folders), folder)
    if json:
        print_json({"url": where, "dry_run": dry_run})
        return
    if dry_run:
        say(t("会停止同步", "Syncing would be turned off"))
    else:
        say(t("已停止同步，话术都留着", "Syncing is off; the phrases stay"))
    if where:
        print_lines([f"phrasebook sync on '{where}' --pair …"])


def _turned_off(sync: Sync, folder: Path) -> None:
    try:
        sync.turn_off()
    except OSError as error:
        raise PhrasebookError(f"{error.filename or folder}: {error.strerror or error}") from error


def _has_packs() -> bool:
    from phrasebook.library.files import has_packs

    return has_packs(Folders.default().library)


def _say_starter() -> None:
    from phrasebook.library import starter_folder

    starter = starter_folder()
    say(
        t(
            f"从现在起用您自己的话术库，自带的话术不再显示。需要的话：phrasebook import {starter}",
            f"your own library is in use from now on, without the starter phrases; to have them too: "
            f"phrasebook import {starter}",
        )
    )


def _asked_code() -> str:
    question = t(
        "另一台电脑上的配对码（这是第一台就直接回车）", "Pairing code of your other machine (Enter: this is the first)"
    )
    return str(typer.prompt(question, default="", show_default=False, err=True)).strip()


def _moment(seconds: float) -> str | None:
    from phrasebook.sharing.standings import moment

    return moment(seconds)


def _data(report: Report) -> dict[str, Any]:
    return asdict(report)
