"""move, remove, undo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from phrasebook.cli import fields
from phrasebook.cli.asking import agreed
from phrasebook.cli.changing import Desk, DryRun, Yes, changes_of, changing, told
from phrasebook.cli.options import Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, print_table, say
from phrasebook.cli.sources import category_of, open_library, scope_of
from phrasebook.errors import PhrasebookError, UsageError
from phrasebook.language import t
from phrasebook.model import Phrase, Scope

if TYPE_CHECKING:
    from phrasebook.library.changes import Change

CodesOrIds = Annotated[list[str], typer.Argument(metavar="CODE|ID...", help=t("快捷编码或 id", "Short codes or ids."))]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    app.command(
        help=t(
            "把话术移到别的分类、话术文件或范围，图片跟着走",
            "Move phrases to another category, pack or scope; their pictures go along.",
        ),
        epilog=example("phrasebook move thdz thlc --category 售后/退换货 --scope department/售后组"),
    )(move)
    app.command(
        help=t("删除话术（phrasebook undo 可以撤销）", "Remove phrases; `phrasebook undo` brings them back."),
        epilog=example("phrasebook remove thdz"),
    )(remove)
    app.command(
        help=t(
            "撤销对话术库的修改：最近 100 次，重启后也行",
            "Take back changes of the library: the last 100, after a restart too.",
        ),
        epilog=example("phrasebook undo"),
    )(undo)


def move(
    ctx: typer.Context,
    phrases: CodesOrIds,
    category: fields.Category = None,
    pack: fields.ToPack = None,
    scope: fields.ToScope = None,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Move phrases."""
    if category is None and pack is None and scope is None:
        raise UsageError(
            t("没有写移到哪里", "where to isn't said"),
            t("用 --category、--pack 或 --scope", "--category, --pack or --scope"),
        )
    wanted = (category_of(category) if category else ()) if category is not None else None
    to, department = scope_of(scope)
    from phrasebook.library.edits import moved  # for commands that write only

    with changing(folder(ctx, library), dry_run=dry_run) as desk:
        found = _found(desk, phrases)
        if to is Scope.DEPARTMENT and not department:
            department = _only_department(desk)
        plan = moved(desk.shelf, found, scope=to, department=department, pack=pack or "", category=wanted)
        desk.carry_out(plan, quiet=json)
        if json:
            print_json([desk.data(phrase) for phrase in plan.phrases])
        if not plan.files:
            say(t("已经在那里了", "they are there already"))
        elif not dry_run:
            say(t(f"已移动：{told(plan.phrases)}", f"moved: {told(plan.phrases)}"))


def remove(
    ctx: typer.Context,
    phrases: CodesOrIds,
    yes: Yes = False,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Remove phrases."""
    from phrasebook.library.edits import removed  # for commands that write only

    where = folder(ctx, library)
    opened = open_library(where, quiet=True)
    asked = [opened.find(one) for one in phrases]
    count = len({phrase.id for phrase in asked})
    question = t(f"删除 {told(asked)}（{count} 条）？", f"Remove {told(asked)} ({count})?")
    if not dry_run and not agreed(question, yes):
        say(t("没有删除", "nothing was removed"))
        return
    with changing(where, dry_run=dry_run) as desk:
        plan = removed(desk.shelf, _found(desk, [phrase.id for phrase in asked]))
        desk.carry_out(plan, quiet=json)
        if json:
            print_json([desk.data(phrase) for phrase in plan.phrases])
        if not dry_run:
            say(
                t(
                    f"已删除 {len(plan.phrases)} 条；撤销：phrasebook undo",
                    f"removed {len(plan.phrases)}; to bring back: phrasebook undo",
                )
            )


def undo(
    ctx: typer.Context,
    count: Annotated[int, typer.Option("-n", min=1, metavar="N", help=t("撤销几次", "How many changes."))] = 1,
    listing: Annotated[
        bool, typer.Option("--list", help=t("只列出可以撤销的", "Only list what can be undone."))
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Take changes back, the latest first."""
    changes = changes_of(folder(ctx, library))
    if listing or dry_run:
        known = changes.log() if listing else changes.log(count)
        if json:
            print_json([_data(change) for change in known])
        else:
            print_table([_row(change) for change in known])
        return
    undone: list[Change] = []
    try:
        for _ in range(count):
            undone.append(changes.undo())
            say(t(f"已撤销：{undone[-1].summary}", f"undone: {undone[-1].summary}"))
    except PhrasebookError:
        if json and undone:
            print_json([_data(change) for change in undone])
        raise
    if json:
        print_json([_data(change) for change in undone])


def _found(desk: Desk, codes: list[str]) -> list[Phrase]:
    """The phrases, each once."""
    return list({phrase.id: phrase for phrase in map(desk.shelf.library.find, codes)}.values())


def _only_department(desk: Desk) -> str:
    """The department that is meant where none is named: the only one there is."""
    names = sorted({pack.department for pack in desk.shelf.library.packs if pack.department})
    if len(names) == 1:
        return names[0]
    raise UsageError(
        t("没有写是哪个部门", "no department is named"),
        t("写成 --scope department/部门：", "write --scope department/NAME: ") + ", ".join(names),
    )


def _row(change: Change) -> tuple[str, ...]:
    files = ", ".join(f"{path.parent.name}/{path.name}" for path in change.files[:3])
    return f"{change.time:%Y-%m-%d %H:%M}", change.summary, files + ("…" if len(change.files) > 3 else "")


def _data(change: Change) -> dict[str, Any]:
    return {
        "number": change.number,
        "time": change.time.isoformat(timespec="seconds"),
        "summary": change.summary,
        "files": [str(path) for path in change.files],
    }
