"""categories: the tree, and putting it in order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from phrasebook.cli.changing import DryRun, changing
from phrasebook.cli.options import InScope, Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.cli.sources import category_of, open_library, scope_of
from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.model import Scope

if TYPE_CHECKING:
    from phrasebook.library import CategoryCount
    from phrasebook.library.plans import Plan

Old = Annotated[str, typer.Argument(metavar="A[/B]", help=t("现在的名字", "Its name now."))]
New = Annotated[str, typer.Argument(metavar="NEW", help=t("新的名字，一级 或 一级/二级", "Its new name, A or A/B."))]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    group = typer.Typer(
        help=t("两级分类和各有多少条；改名、合并", "The two-level tree of categories, with counts; rename and merge."),
        epilog=example("phrasebook categories --scope public"),
        invoke_without_command=True,
        rich_markup_mode=None,
    )
    group.callback()(categories)
    group.command(
        help=t("给分类改名，里面的话术都跟着改", "Rename a category, in all its phrases."),
        epilog=example("phrasebook categories rename 售前/接待 售前/开场白"),
    )(rename)
    group.command(
        help=t("把一个或几个分类并入另一个", "Put one or more categories into another."),
        epilog=example("phrasebook categories merge 售后/少货 售后/错货 售后/发错货"),
    )(merge)
    app.add_typer(group, name="categories")


def categories(ctx: typer.Context, scope: InScope = None, json: Json = False, library: LibraryFolder = None) -> None:
    """Print the tree of categories, unless something is to be done to it."""
    if ctx.invoked_subcommand:
        return
    counted = open_library(folder(ctx, library)).categories(_scope(scope))
    if json:
        print_json(_tree(counted))
        return
    for one in counted:
        name = one.category[-1] if one.category else t("（未分类）", "(none)")
        print_lines([f"{'  ' * (len(one.category) - 1)}{name}\t{one.count}"])


def rename(
    ctx: typer.Context,
    old: Old,
    new: New,
    scope: InScope = None,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Rename a category."""
    from phrasebook.library.edits import renamed  # for commands that write only

    before, after, wanted = category_of(old), category_of(new), _scope(scope)
    with changing(folder(ctx, library), dry_run=dry_run) as desk:
        plan = renamed(desk.shelf, before, after, wanted)
        desk.carry_out(plan, quiet=json)
    _say(plan, dry_run=dry_run, json=json)


def merge(
    ctx: typer.Context,
    old: Annotated[
        list[str], typer.Argument(metavar="A[/B]... INTO", help=t("最后一个是并入哪里", "The last one is where to."))
    ],
    scope: InScope = None,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Put categories into another one."""
    from phrasebook.library.edits import merged  # for commands that write only

    if len(old) < 2:
        raise UsageError(t("要写并入哪个分类", "where to isn't said"), "phrasebook categories merge A… INTO")
    *before, into = map(category_of, old)
    wanted = _scope(scope)
    with changing(folder(ctx, library), dry_run=dry_run) as desk:
        plan = merged(desk.shelf, before, into, wanted)
        desk.carry_out(plan, quiet=json)
    _say(plan, dry_run=dry_run, json=json)


def _scope(text: str | None) -> Scope | None:
    scope, department = scope_of(text)
    if department:
        raise UsageError(t("这里只能用 public、personal 或 department", "use public, personal or department here"))
    return scope


def _say(plan: Plan, *, dry_run: bool, json: bool) -> None:
    count = len(plan.phrases)
    if json:
        print_json({"summary": plan.summary, "phrases": [phrase.id for phrase in plan.phrases]})
    elif dry_run:
        say(t(f"会改 {count} 条话术", f"{count} phrase(s) would change"))
    else:
        say(t(f"{plan.summary}：{count} 条话术", f"{plan.summary}: {count} phrase(s)"))


def _tree(counted: tuple[CategoryCount, ...]) -> list[dict[str, Any]]:
    """First levels with their second levels inside."""
    tree: list[dict[str, Any]] = []
    for one in counted:
        node: dict[str, Any] = {"category": list(one.category), "count": one.count}
        if len(one.category) < 2:
            tree.append(node | {"children": []})
        else:
            tree[-1]["children"].append(node)
    return tree
