"""The fields of a phrase as options of a command, and what they set."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from phrasebook.cli.sources import category_of
from phrasebook.errors import UsageError
from phrasebook.language import t

Title = Annotated[
    str | None,
    typer.Option(
        "--title", metavar="TEXT", help=t("标题（默认：文字的第一行）", "Title; the text's first line by default.")
    ),
]
Text = Annotated[
    str | None,
    typer.Option(
        "--text", metavar="TEXT", help=t("文字；- 表示从标准输入读", "The text; - reads it from standard input.")
    ),
]
Category = Annotated[
    str | None, typer.Option("--category", metavar="A/B", help=t("分类：一级 或 一级/二级", "Category: A or A/B."))
]
Code = Annotated[str | None, typer.Option("--code", metavar="CODE", help=t("快捷编码", "Short code."))]
Keywords = Annotated[
    list[str] | None,
    typer.Option(
        "--keyword",
        metavar="WORDS",
        help=t("客户会怎么说；可以写多个", "What customers say; may be given several times."),
    ),
]
Variants = Annotated[
    list[str] | None,
    typer.Option(
        "--variant", metavar="TEXT", help=t("另一种说法；可以写多个", "Another wording; may be given several times.")
    ),
]
Images = Annotated[
    list[Path] | None,
    typer.Option("--image", metavar="FILE", help=t("图片文件；可以写多个", "A picture; may be given several times.")),
]
Apps = Annotated[
    list[str] | None,
    typer.Option(
        "--app", metavar="NAME", help=t("只在这个聊天程序里用", "Only offered in this program; several times.")
    ),
]
Note = Annotated[
    str | None, typer.Option("--note", metavar="TEXT", help=t("给同事看的备注", "For colleagues, never pasted."))
]
Send = Annotated[
    bool | None, typer.Option("--send/--no-send", help=t("粘贴后按发送键", "Press the send key after pasting."))
]
ValidFrom = Annotated[
    str | None,
    typer.Option("--valid-from", metavar="DATE", help=t("从这一天起（含）", "From this day on (2026-06-01).")),
]
ValidUntil = Annotated[
    str | None, typer.Option("--valid-until", metavar="DATE", help=t("到这一天止（含）", "Until this day, inclusive."))
]
ToScope = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="S",
        help=t("放到这个范围：public、personal 或 department/部门", "Where to: public, personal or department/NAME."),
    ),
]
ToPack = Annotated[
    str | None, typer.Option("--pack", metavar="NAME", help=t("放到这个话术文件", "The pack (file) it goes to."))
]


def fields(**given: Any) -> dict[str, Any]:
    """The fields of a Phrase that options set, by the options' names; those not given (None) are left out.

    Raises:
        UsageError: a date or a category is written wrongly.
    """
    known = {name: value for name, value in given.items() if value is not None}
    for name in ("keywords", "variants", "apps"):
        if name in known:
            known[name] = tuple(item for item in known[name] if item)
    for name in ("valid_from", "valid_until"):
        if name in known:
            known[name] = _day(name, known[name])
    if "category" in known:
        known["category"] = category_of(known["category"]) if known["category"] else ()
    return known


def _day(name: str, text: str) -> date | None:
    """The local date; None for an empty text, which takes it away."""
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        option = "--" + name.replace("_", "-")
        raise UsageError(
            t(f"{option} {text} 不是日期", f"{option} {text} is no date"),
            t("写成 2026-06-18", "write it as 2026-06-18"),
        ) from None
