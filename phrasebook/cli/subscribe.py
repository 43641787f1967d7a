"""subscribe, unsubscribe, update, subscriptions: an agent's side of publishing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from phrasebook.cli.asking import progress
from phrasebook.cli.options import Json, example
from phrasebook.cli.output import complain, print_json, print_lines, say
from phrasebook.cli.status import subscription_line
from phrasebook.errors import UsageError
from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.sharing.subscription import Subscription
    from phrasebook.sharing.update import Report

DryRun = Annotated[bool, typer.Option("--dry-run", help=t("只看不做", "Show what would be done."))]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    app.command(
        help=t(
            "订阅公司的话术（粘贴主管给的加入码）",
            "Get a company's packs: paste the join string that your lead gave you.",
        ),
        epilog=example("phrasebook subscribe /mnt/share/phrases#1:9f86… --department 售后组"),
    )(subscribe)
    app.command(
        help=t("退订：去掉公司的话术", "Stop getting a company's packs, and remove them."),
        epilog=example("phrasebook unsubscribe 蓝天"),
    )(unsubscribe)
    app.command(help=t("取来最新的公司话术", "Get the newest packs now."), epilog=example("phrasebook update --wait"))(
        update
    )
    app.command(
        help=t("订阅了什么、何时确认过", "What is subscribed to, and when it was confirmed."),
        epilog=example("phrasebook subscriptions"),
    )(subscriptions)


def subscribe(
    join: Annotated[str, typer.Argument(metavar="JOIN-STRING", help=t("加入码，整条粘贴", "All of the join string."))],
    department: Annotated[
        list[str] | None,
        typer.Option("--department", "-d", metavar="D", help=t("您的部门（可重复）", "Your department (repeatable).")),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=t("给它起个名字", "What to call it."))
    ] = None,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Verify a company and get its packs; only then is it put into the settings."""
    from phrasebook.settings.edit import write_setting
    from phrasebook.sharing.join import parse_join
    from phrasebook.sharing.subscription import Subscription, folder_of, parse_subscription
    from phrasebook.sharing.update import rehearse
    from phrasebook.sharing.update import update as bring

    told = parse_join(join)
    known = {one.name: one for one in _all()}
    same = next((one.name for one in known.values() if one.join.fingerprint == told.fingerprint), None)
    chosen = name or same or _free_name(told.url, known)
    subscription = Subscription(chosen, told, tuple(dict.fromkeys(department or [])))
    parse_subscription(chosen, str(subscription))  # names that can't be kept are refused before anything is done
    if same and same != chosen:
        raise UsageError(
            t(f"已经订阅了这家公司，叫 {same}", f"this company is subscribed to already, as {same}"),
            t(f"先 phrasebook unsubscribe {same}", f"first `phrasebook unsubscribe {same}`"),
        )
    if chosen in known and chosen != same:
        raise UsageError(
            t(f"已经有叫 {chosen} 的订阅", f"there is a subscription {chosen}"),
            t("换个 --name", "choose another --name"),
        )
    folders = Folders.default()
    folder = folder_of(folders, chosen)
    if dry_run:
        report = rehearse(subscription, folder, progress=progress)
    else:
        fresh = not folder.exists()
        try:
            report = bring(subscription, folder, wait=True, progress=progress)
        except Exception:  # whatever it was: a company that couldn't be verified leaves nothing behind
            if fresh:
                shutil.rmtree(folder, ignore_errors=True)
            raise
        write_setting(folders.settings_file, f"subscriptions.{chosen}", str(subscription))
    if json:
        print_json(
            {**_report_data(report), "url": told.url, "departments": list(subscription.departments), "dry_run": dry_run}
        )
        return
    say(
        t(f"已订阅 {chosen}：", f"Subscribed to {chosen}:")
        if not dry_run
        else t("可以订阅：", "This would be subscribed to:")
    )
    print_lines(_news_lines(report))


def unsubscribe(
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("订阅的名字", "The subscription's name."))],
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Take a subscription out of the settings, and its packs off the disk."""
    from phrasebook.locks import locked
    from phrasebook.settings.edit import write_setting
    from phrasebook.sharing.subscription import folder_of

    folders = Folders.default()
    (subscription,) = _named(name)
    if not dry_run:
        write_setting(folders.settings_file, f"subscriptions.{name}", None)
        folder = folder_of(folders, name)
        if folder.exists():
            with locked(folder / "lock", wait=True):
                shutil.rmtree(folder, ignore_errors=True)
    if json:
        print_json({"name": name, "join": str(subscription.join), "dry_run": dry_run})
        return
    done = (
        t(f"已退订 {name}", f"Unsubscribed from {name}")
        if not dry_run
        else t(f"会退订 {name}", f"Would unsubscribe from {name}")
    )
    say(done + t("；想恢复：", "; to come back:"))
    print_lines(
        [f"phrasebook subscribe '{subscription.join}'" + "".join(f" -d {one}" for one in subscription.departments)]
    )


def update(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help=t("只更新这个", "Only this subscription."))
    ] = None,
    wait: Annotated[
        bool, typer.Option("--wait", help=t("后台正在更新时，等它完成", "Wait for an update that is under way."))
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Bring subscriptions up to date; one that fails doesn't keep the others from it."""
    from phrasebook.sharing.errors import SharingError
    from phrasebook.sharing.subscription import folder_of
    from phrasebook.sharing.update import rehearse
    from phrasebook.sharing.update import update as bring

    wanted = _named(name) if name else _all()
    results: list[dict[str, Any]] = []
    failed = False
    for subscription in wanted:
        folder = folder_of(Folders.default(), subscription.name)
        try:
            if dry_run:
                report = rehearse(subscription, folder, progress=progress)
            else:
                report = bring(subscription, folder, wait=wait, progress=progress)
        except SharingError as error:
            failed = True
            complain(f"{subscription.name}: {error.message}", error.hint)
            results.append({"name": subscription.name, "error": error.message, "hint": error.hint})
            continue
        results.append(_report_data(report) | {"dry_run": dry_run})
        if not json:
            print_lines(f"{subscription.name}: {line}" for line in _news_lines(report))
    if json:
        print_json(results)
    elif not wanted:
        say(
            t(
                "没有订阅；用 phrasebook subscribe 加入码",
                "Nothing is subscribed to; use `phrasebook subscribe JOIN-STRING`",
            )
        )
    if failed:
        raise typer.Exit(1)


def subscriptions(json: Json = False) -> None:
    """List what is subscribed to."""
    from phrasebook.sharing.standings import standing
    from phrasebook.sharing.subscription import folder_of

    folders = Folders.default()
    found = [standing(one, folder_of(folders, one.name)) for one in _all()]
    if json:
        print_json(found)
        return
    for one in found:
        departments = ", ".join(one["departments"]) or t("只有公共", "public only")
        print_lines([f"{one['name']}  {one['url']}  ({departments})"])
        count = len(one["packs"])
        print_lines([t(f"  {count} 个话术包；", f"  {count} pack(s); ") + subscription_line(one)])


def _all() -> tuple[Subscription, ...]:
    from phrasebook.settings import Settings
    from phrasebook.sharing.subscription import subscriptions as parsed

    return parsed(Settings.load(Folders.default().settings_file).subscriptions)


def _named(name: str) -> tuple[Subscription, ...]:
    known = _all()
    found = tuple(one for one in known if one.name == name)
    if not found:
        names = ", ".join(one.name for one in known)
        raise UsageError(
            t(f"没有叫 {name} 的订阅", f"there is no subscription {name}"),
            t(f"有：{names or '（无）'}", f"there are: {names or '(none)'}"),
        )
    return found


def _free_name(url: str, known: dict[str, Subscription]) -> str:
    """A name after the host or the folder, for settings.toml."""
    from urllib.parse import unquote, urlsplit

    parts = urlsplit(url)
    base = parts.hostname or unquote(url).rstrip("/").rpartition("/")[2] or "company"
    base = base.replace(":", "-").lstrip(".") or "company"
    return next(name for name in (base, *(f"{base}-{n}" for n in range(2, 1000))) if name not in known)


def _report_data(report: Report) -> dict[str, Any]:
    return {
        "name": report.name,
        "changed": report.changed,
        "busy": report.busy,
        "version": report.version,
        "news": [
            {
                "pack": n.pack,
                "scope": n.place,
                "added": n.added,
                "changed": n.changed,
                "removed": n.removed,
                "names": list(n.names),
            }
            for n in report.news
        ],
        "refused": list(report.refused),
        "requests": report.requests,
        "bytes": report.bytes,
    }


def _news_lines(report: Report) -> Iterator[str]:
    if report.busy:
        yield t("正在由另一个进程更新（--wait 等它）", "being updated by another process (--wait waits for it)")
    elif not report.changed:
        yield t("已是最新", "up to date")
    elif not report.news:
        yield t("还没有话术", "no packs yet") if report.version <= 1 else t("已更新", "updated")
    for news in report.news:
        counts = "  ".join(
            f"{sign}{n}" for sign, n in (("+", news.added), ("~", news.changed), ("-", news.removed)) if n
        )
        yield f"{news.place}/{news.pack}  {counts}"
    if report.refused:
        yield t(
            f"{len(report.refused)} 个文件不合规矩，没有采用",
            f"{len(report.refused)} file(s) broke the rules and were left out",
        )
