"""What `sync` tells people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.syncing.report import Report

_LISTED = 20
"""Phrases of each kind that are named; --json names all."""


def report_lines(report: Report) -> Iterator[str]:
    """What became of a sync."""
    if report.busy:
        yield t("另一个进程正在同步（--wait 等它）", "another process is syncing (--wait waits for it)")
        return
    counts = (
        (report.sent, t("条送出", "sent")),
        (len(report.received), t("条收到", "received")),
        (len(report.removed), t("条在别处删除", "deleted elsewhere")),
    )
    done = t("，", ", ").join(f"{count} {what}" for count, what in counts if count)
    yield done or t("没有变化", "nothing has changed")
    both = t("两处都改了，都留着", "edited on both; both are kept")
    yield from _few("+", [f"{title}  {both}" for title in report.copies])
    yield from _few("~", report.received)
    yield from _few("-", report.removed)
    yield from _few("!", (*report.waiting, *report.kept_back))
    for device in report.damaged:
        yield f"  ! {t(f'{device} 的文件打不开，跳过', f'the file of {device} cannot be opened; passed over')}"


def _few(sign: str, lines: Sequence[str]) -> Iterator[str]:
    for line in lines[:_LISTED]:
        yield f"  {sign} {line}"
    if (more := len(lines) - _LISTED) > 0:
        yield t(f"  {sign} …还有 {more} 条", f"  {sign} … and {more} more")


def status_lines(data: dict[str, Any]) -> Iterator[str]:
    """How syncing stands."""
    machines = t("、", ", ").join(data["machines"] or [data["name"]])
    yield f"{data['url']}  ({data['folder']})"
    yield t(f"  电脑：{machines}（这台：{data['name']}）", f"  machines: {machines} (this one: {data['name']})")
    when = data["synced"] or t("从未", "never")
    yield t(f"  {data['phrases']} 条个人话术，同步于 {when}", f"  {data['phrases']} personal phrase(s), synced {when}")
    if count := data["copies"]:
        yield t(f"  {count} 条有两个版本，请看看", f"  {count} phrase(s) stand beside another version; have a look")
    yield from _few("!", data["waiting"])
    if data["trouble"]:
        since = data["trouble_since"]
        yield f"  {t(f'自 {since} 起没有同步成', f'not synced since {since}')}: {data['trouble']}"
        if data["hint"]:
            yield f"  → {data['hint']}"
    if "pairing_code" in data:
        yield t(f"  配对码：{data['pairing_code']}", f"  pairing code: {data['pairing_code']}")
