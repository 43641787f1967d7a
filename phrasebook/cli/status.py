"""What the daemon reports about itself, in words for a person; `--json` has it as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from phrasebook.language import t


def status_lines(report: dict[str, Any]) -> Iterator[str]:
    """A line for each thing there is to say. What this version has no words for is shown as it is."""
    rest = dict(report)
    version = rest.pop("version", "")
    if pid := rest.pop("pid", None):
        named = t(f"，版本 {version}", f", version {version}") if version else ""
        yield _line(t("后台程序", "daemon"), t(f"在运行，进程 {pid}", f"running, process {pid}") + named)
    yield from _desktop(rest.pop("desktop", {}))
    yield from _hotkeys(rest.pop("hotkeys", {}), paused=bool(rest.pop("paused", False)))
    yield from _library(rest.pop("library", {}), rest.pop("phrases", {}))
    for one in rest.pop("subscriptions", None) or ():
        yield _line(t("订阅", "subscribed to"), subscription_line(one))
    if count := rest.pop("deliveries", 0):
        yield _line(t("回复", "replies"), t(f"启动以来 {count} 条", f"{count} since the start"))
    if last := rest.pop("last", None):
        yield _line(t("上一条", "last reply"), delivery_line(last))
    if problem := rest.pop("problem", ""):
        yield _line(t("设置有误", "mistake in the settings"), problem)
    for key, value in rest.items():
        if value not in (None, "", [], {}):
            yield _line(key, _shown(value))


def delivery_line(delivery: dict[str, Any]) -> str:
    """What became of a reply."""
    outcome = {
        "PASTED": t("已粘贴", "pasted"),
        "SENT": t("已发送", "sent"),
        "COPIED": t("没有粘贴，内容在剪贴板里", "not pasted; it is on the clipboard"),
    }.get(str(delivery.get("outcome")), str(delivery.get("outcome")))
    reason = str(delivery.get("reason") or "")
    return t(f"{outcome}（{delivery.get('ms')} 毫秒）", f"{outcome} ({delivery.get('ms')} ms)") + (
        t("：", ": ") + reason if reason else ""
    )


def subscription_line(standing: dict[str, Any]) -> str:
    """How a subscription stands."""
    if since := standing.get("not_confirmed_since"):
        since = minute(since)
        told = t(f"自 {since} 起未确认", f"not confirmed since {since}")
    elif confirmed := standing.get("confirmed"):
        version, confirmed = standing.get("version"), minute(confirmed)
        told = t(f"版本 {version}，确认于 {confirmed}", f"version {version}, confirmed {confirmed}")
    else:
        told = t("还没有取到", "nothing has come yet")
    trouble = standing.get("trouble")
    return t(f"{standing.get('name')}，{told}", f"{standing.get('name')}, {told}") + (
        t(f"：{trouble}", f": {trouble}") if trouble else ""
    )


def minute(moment: str) -> str:
    """A moment as programs get it, for people: `2026-06-10 09:00`."""
    return moment[:16].replace("T", " ")


def _desktop(desktop: dict[str, Any]) -> Iterator[str]:
    if reason := desktop.get("reason"):
        only = "" if desktop.get("can_paste", True) else t("；只能复制", "; replies are only copied")
        yield _line(t("桌面", "desktop"), f"{reason}{only}")


def _hotkeys(hotkeys: dict[str, Any], *, paused: bool) -> Iterator[str]:
    held = " ".join(hotkeys.get("held") or ())
    if paused:
        yield _line(t("热键", "hotkeys"), t("已暂停，从托盘图标恢复", "paused; resume them from the tray icon"))
    elif held:
        yield _line(t("热键", "hotkeys"), held)
    if message := hotkeys.get("message"):
        yield _line(t("热键被占用", "hotkeys taken"), message)


def _library(library: dict[str, Any], phrases: dict[str, int]) -> Iterator[str]:
    if folder := library.get("folder"):
        yield _line(t("话术库", "library"), folder)
    names = {"public": t("公共", "public"), "department": t("部门", "department"), "personal": t("个人", "personal")}
    if counted := [f"{names.get(scope, scope)} {count}" for scope, count in phrases.items() if count]:
        yield _line(t("话术", "phrases"), t("，", ", ").join(counted))
    if problems := library.get("problems"):
        yield _line(
            t("读不了的", "problems"), t(f"{problems} 处，见 phrasebook doctor", f"{problems}: see phrasebook doctor")
        )


def _line(name: str, value: str) -> str:
    return t(f"{name}：{value}", f"{name}: {value}")


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_shown(inner)}" for name, inner in value.items() if inner not in (None, "", []))
    if isinstance(value, list):
        return ", ".join(map(_shown, value))
    if isinstance(value, bool):
        return t("是", "yes") if value else t("否", "no")
    return str(value)
