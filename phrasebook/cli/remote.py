"""What is asked of the running daemon. Without typer, because desktops bind `phrasebook pick` to a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from phrasebook.cli import client
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.errors import DesktopError
from phrasebook.folders import Folders
from phrasebook.language import t


def pick(query: Sequence[str] = ()) -> None:
    """Open the picker."""
    client.ask(Folders.default(), "pick", query=" ".join(query))


def send(phrase: str, *, enter: bool = False, json: bool = False) -> None:
    """Deliver a phrase to the focused window and print what became of it.

    Raises:
        DesktopError: it could only be copied.
    """
    delivery = client.ask(Folders.default(), "send", client.WHEN_DONE, phrase=phrase, enter=enter)
    if json:
        print_json(delivery)
    elif delivery.get("outcome") != "COPIED":
        print_lines([_delivery(delivery)])
    if delivery.get("outcome") == "COPIED":
        raise DesktopError(_delivery(delivery))


def status(*, json: bool = False) -> None:
    """Print what the daemon is doing."""
    report = client.ask(Folders.default(), "status")
    if json:
        print_json(report)
    else:
        print_lines(f"{key}: {_words(key, value)}" for key, value in report.items() if value not in (None, "", [], {}))


def stop() -> None:
    """End the daemon."""
    client.ask(Folders.default(), "stop")
    say(t("已结束", "ended"))


def _words(key: str, value: Any) -> str:
    if key == "last" and isinstance(value, dict):
        return _delivery(value)
    if isinstance(value, dict):
        return ", ".join(
            f"{name} {_words(name, inner)}" for name, inner in value.items() if inner not in (None, "", [])
        )
    if isinstance(value, list):
        return ", ".join(_words(key, inner) for inner in value)
    if isinstance(value, bool):
        return t("是", "yes") if value else t("否", "no")
    return str(value)


def _delivery(delivery: dict[str, Any]) -> str:
    """A delivery in one line."""
    outcome = {
        "PASTED": t("已粘贴", "pasted"),
        "SENT": t("已发送", "sent"),
        "COPIED": t("没有粘贴，内容在剪贴板里", "not pasted; it is on the clipboard"),
    }.get(str(delivery.get("outcome")), str(delivery.get("outcome")))
    reason = str(delivery.get("reason") or "")
    return f"{outcome} ({delivery.get('ms')} ms)" + (f": {reason}" if reason else "")
