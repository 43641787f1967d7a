"""publish PACK…, and publish pull, log, rollback, status, refresh. Who may publish: cli/company.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from phrasebook.cli import company
from phrasebook.cli.options import Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, print_lines, print_table, say
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.sharing.history import Entry

At = Annotated[
    str | None,
    typer.Option("--at", metavar="ADDRESS", help=t("哪一家公司（有几家时）", "Which company, if there are several.")),
]
Key = Annotated[str | None, typer.Option("--key", metavar="NAME", help=t("用哪把密钥", "Which of your keys."))]
Yes = Annotated[bool, typer.Option("--yes", help=t("不再询问", "Don't ask."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=t("只看不做", "Show what would be done."))]
To = Annotated[
    str | None,
    typer.Option("--scope", metavar="S", help=t("发布到 public 或 department/部门", "To public or department/NAME.")),
]
Message = Annotated[
    str, typer.Option("--message", "-m", metavar="TEXT", help=t("给同事的说明", "A note for colleagues."))
]


class _Group(TyperGroup):
    """`publish PACK…` is `publish packs PACK…`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        known = (*self.commands, "--help", "-h")
        return super().parse_args(ctx, args if not args or args[0] in known else ["packs", *args])


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    group = typer.Typer(
        cls=_Group,
        help=t("把话术包发布给同事：publish 话术包…", "Publish packs to colleagues: publish PACK…"),
        epilog=example("phrasebook publish 常用 --message 双十一版"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        help=t("发布话术包（packs 可以不写）", "Publish packs (the word packs can be left out)."),
        epilog=example("phrasebook publish 常用 --dry-run"),
    )(packs)
    group.command(
        help=t("把已发布的话术包取到自己的话术库", "Get published packs into your own library."),
        epilog=example("phrasebook publish pull 常用"),
    )(pull)
    group.command(help=t("发布记录", "What was published."), epilog=example("phrasebook publish log"))(log)
    group.command(
        help=t("恢复旧版本（作为新版本发布）", "Publish an old version again."),
        epilog=example("phrasebook publish rollback 常用 --to 3"),
    )(rollback)
    group.command(
        help=t("谁可以签什么、何时到期", "Who signs what, and when it runs out."),
        epilog=example("phrasebook publish status"),
    )(status)
    group.command(
        help=t("确认已发布的内容仍然有效", "Confirm that what is published still counts."),
        epilog=example("phrasebook publish refresh"),
    )(refresh)
    company.add_to(group)
    app.add_typer(group, name="publish")


def packs(
    ctx: typer.Context,
    pack: Annotated[list[str], typer.Argument(metavar="PACK", help=t("名字或文件", "Names or files."))],
    scope: To = None,
    message: Message = "",
    remove: Annotated[bool, typer.Option("--remove", help=t("撤下，不再发布", "Take these packs back."))] = False,
    over: Annotated[
        int | None,
        typer.Option(
            "--over", metavar="VERSION", help=t("盖过您看过的这一版", "Replace this version, which you have seen.")
        ),
    ] = None,
    at: At = None,
    key: Key = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Publish packs, or take them back."""
    from phrasebook.cli.lead import at_desk
    from phrasebook.cli.publishing import gathered, publish_in, taken_back

    wanted = (
        taken_back(pack, scope) if remove else gathered(pack, scope, folder(ctx, library), dry_run=dry_run, json=json)
    )
    with at_desk(at) as desk:
        done = [
            publish_in(
                desk, place, bundles, names, over=over, message=message, key=key, yes=yes, dry_run=dry_run, json=json
            )
            for place, (bundles, names) in wanted.items()
        ]
    if json:
        print_json(done[0] if len(done) == 1 else done)


def pull(
    ctx: typer.Context,
    pack: Annotated[list[str] | None, typer.Argument(metavar="[PACK]…", help=t("名字", "Names; none: all."))] = None,
    scope: To = None,
    at: At = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Get published packs into the own library; a copy that was changed is kept beside."""
    from phrasebook.cli.lead import at_desk
    from phrasebook.cli.pulling import pulled
    from phrasebook.folders import Folders

    target = folder(ctx, library) or Folders.default().library
    with at_desk(at, writing=False) as desk:
        found = pulled(desk, target, pack or [], scope, yes=yes, dry_run=dry_run)
    if json:
        print_json([{"file": str(path), "what": what} for path, what in found])
    else:
        print_table([(what, str(path)) for path, what in found])


def log(
    scope: To = None,
    limit: Annotated[int, typer.Option("-n", min=1, metavar="N", help=t("最多几条", "At most so many."))] = 20,
    at: At = None,
    json: Json = False,
) -> None:
    """Print what was published, newest first."""
    from itertools import islice

    from phrasebook.cli.lead import at_desk
    from phrasebook.sharing.history import history
    from phrasebook.sharing.names import place_of
    from phrasebook.sharing.trust import places

    with at_desk(at, writing=False) as desk:
        view = desk.repository.load()
        wanted = [place_of(scope)] if scope else list(places(view.targets).values())
        entries = [entry for place in wanted for entry in islice(history(desk.repository, view, place), limit)]
    entries = sorted(entries, key=lambda entry: entry.at, reverse=True)[:limit]
    if json:
        print_json([_entry_data(entry) for entry in entries])
        return
    for entry in entries:
        names = ", ".join([*entry.packs, *(f"-{name}" for name in entry.removed)])
        print_table([(str(entry.version), entry.at, str(entry.place), entry.by, names, entry.message)])


def rollback(
    pack: Annotated[str, typer.Argument(metavar="PACK", help=t("名字", "A pack's name."))],
    to: Annotated[
        int,
        typer.Option("--to", metavar="VERSION", help=t("恢复到哪一版（见 log）", "The version, as `log` shows it.")),
    ],
    scope: To = None,
    message: Message = "",
    at: At = None,
    key: Key = None,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Publish an old version of a pack as a new one."""
    from phrasebook.cli.lead import at_desk
    from phrasebook.cli.publishing import publish_in, published_place
    from phrasebook.sharing.history import at_version

    with at_desk(at) as desk:
        view = desk.repository.load()
        place = published_place(desk, view, pack, scope)
        old = at_version(desk.repository, view, place, pack.rpartition("/")[2], to)
        current = view.snapshot.meta[f"{place.role}.json"].version
        note = message or t(f"恢复到第 {to} 版", f"back to version {to}")
        own = dict(desk.state.base)
        done = publish_in(
            desk, place, [old], [], over=current, message=note, key=key, yes=yes, dry_run=dry_run, json=json
        )
        desk.state.base = own  # the lead's own copy isn't what was published now: publishing it again must ask
    if json:
        print_json(done)


def status(at: At = None, json: Json = False) -> None:
    """Say who signs what, and when it runs out."""
    from phrasebook.cli.lead import at_desk
    from phrasebook.cli.standing import standing, standing_lines

    with at_desk(at, writing=False) as desk:
        data = standing(desk)
    if json:
        print_json(data)
    else:
        print_lines(standing_lines(data))


def refresh(
    if_older: Annotated[
        int,
        typer.Option(
            "--if-older", min=0, metavar="DAYS", help=t("几天内确认过就不做", "Only if not confirmed for so many days.")
        ),
    ] = 0,
    at: At = None,
    key: Key = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Sign the timestamp again, and whatever soon runs out and is ours to sign."""
    from phrasebook.cli.lead import at_desk, signer_for
    from phrasebook.sharing.company import confirmed_days
    from phrasebook.sharing.company import refresh as sign_again

    with at_desk(at) as desk:
        view = desk.repository.load()
        number = view.snapshot.version
        due = confirmed_days(view) >= if_older
        if due and not dry_run:
            number = sign_again(desk.repository, [signer_for(view.root.roles["snapshot"].keyids, key)])
    if json:
        print_json({"version": number, "due": due, "dry_run": dry_run})
    elif not due:
        say(t("最近确认过，不用再确认", "Confirmed lately; nothing to do"))
    elif dry_run:
        say(t(f"会确认版本 {number}", f"Would confirm version {number}"))
    else:
        say(t(f"已确认，版本 {number}，30 天内有效", f"Confirmed as version {number}, for 30 days"))


def _entry_data(entry: Entry) -> dict[str, Any]:
    return {
        "version": entry.version,
        "scope": str(entry.place),
        "at": entry.at,
        "by": entry.by,
        "message": entry.message,
        "packs": list(entry.packs),
        "removed": list(entry.removed),
    }
