"""copy: a phrase onto the clipboard, without the daemon."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from phrasebook.cli.data import title
from phrasebook.cli.options import CodeOrId, LibraryFolder, example, folder
from phrasebook.cli.output import say
from phrasebook.cli.sources import open_library
from phrasebook.errors import DesktopError, PackError, UsageError
from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.placeholders import Question


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t("把一条话术放到剪贴板（不需要后台程序）", "Put a phrase on the clipboard; no daemon is needed."),
        epilog=example("phrasebook copy thdz --answer 退货仓地址=杭州市余杭区"),
    )(copy)


def copy(
    ctx: typer.Context,
    phrase: CodeOrId,
    answer: Annotated[
        list[str] | None,
        typer.Option("--answer", metavar="LABEL=VALUE", help=t("填写要问的项", "What a placeholder asks for.")),
    ] = None,
    library: LibraryFolder = None,
) -> None:
    """Put a phrase on the clipboard."""
    from phrasebook.placeholders import Values, questions, render  # for this command only
    from phrasebook.settings import Settings  # the same

    opened = open_library(folder(ctx, library))
    found = opened.find(phrase)
    if not found.text:
        raise PackError(
            t("这条话术只有图片", "this phrase has pictures only"),
            t("用热键或 phrasebook send 发送它", "deliver it with the hotkey or `phrasebook send`"),
        )
    settings = Settings.load(Folders.default().settings_file)
    clipboard = _pasted() if "clipboard" in found.text else ""
    values = Values(datetime.now().astimezone(), clipboard, settings.variables, opened.texts)
    given = _answers(answer or [])
    asked = questions(found.text, values)
    _check(asked, given)
    _copy(render(found.text, values, given).text)
    say(t(f"已复制：{title(found)}", f"copied: {title(found)}"))


def _answers(given: list[str]) -> dict[str, str]:
    answers = {}
    for one in given:
        label, equals, value = one.partition("=")
        if not equals or not label:
            raise UsageError(t(f"看不懂 --answer {one}", f"--answer {one} can't be understood"), "--answer LABEL=VALUE")
        answers[label] = value
    return answers


def _check(asked: tuple[Question, ...], given: dict[str, str]) -> None:
    """See that what is asked is answered, and nothing else; a text with a default may be left out, a choice may not.

    Raises:
        UsageError: it isn't; every missing option is named.
    """
    labels = {question.label for question in asked}
    if strange := [label for label in given if label not in labels]:
        known = ", ".join(labels) or t("没有", "nothing")
        raise UsageError(
            t(f"没有问「{strange[0]}」", f"{strange[0]!r} isn't asked for"),
            t(f"问的是：{known}", f"asked for: {known}"),
        )
    for question in asked:
        if not question.options and (question.default or question.optional):
            given.setdefault(question.label, question.default)
        value = given.get(question.label)
        if value is not None and question.options and value not in question.options:
            raise UsageError(
                t(f"「{question.label}」不能是 {value}", f"{question.label!r} can't be {value}"),
                t("可以选：", "choose from: ") + ", ".join(question.options),
            )
    if missing := [one for one in asked if not (one.optional or given.get(one.label, "").strip())]:
        raise UsageError(
            t("这条话术要先填几项", "this phrase asks for something first"),
            t("加上 ", "add ") + " ".join(f"--answer {_shown(question)}" for question in missing),
        )


def _shown(question: Question) -> str:
    return f"{question.label}={'|'.join(question.options) or '…'}"


def _copy(text: str) -> None:
    import pyperclip  # looks for a clipboard when imported

    try:
        with _outputs_kept():
            pyperclip.copy(text)
        taken = sys.platform != "linux" or pyperclip.paste() == text  # a dead display makes xclip fail in silence
    except pyperclip.PyperclipException as error:
        raise _no_clipboard() from error
    if not taken:
        raise _no_clipboard()


def _no_clipboard() -> DesktopError:
    """Why there is none here, and the one thing that helps."""
    by_hand = t("要文字本身：phrasebook show CODE", "for the text itself: phrasebook show CODE")
    if sys.platform != "linux":
        return DesktopError(t("没有可用的剪贴板", "no clipboard can be reached"), by_hand)
    wayland, display = os.environ.get("WAYLAND_DISPLAY"), os.environ.get("DISPLAY")
    if not wayland and not display:
        return DesktopError(
            t("这里没有图形桌面，也就没有剪贴板", "there is no graphical desktop here, so there is no clipboard"),
            t("在桌面的终端里运行（远程用 ssh -X）；", "run it in a terminal of the desktop (remotely: ssh -X); ")
            + by_hand,
        )
    program, package = ("wl-copy", "wl-clipboard") if wayland else ("xclip", "xclip")
    if not shutil.which(program):
        return DesktopError(
            t("没有可用的剪贴板", "no clipboard can be reached"),
            t(f"装上它：sudo apt install {package}", f"install it: sudo apt install {package}"),
        )
    return DesktopError(
        t(
            f"连不上桌面（{wayland or display}）的剪贴板",
            f"the clipboard of the desktop {wayland or display} can't be reached",
        ),
        t("在桌面自己的终端里运行；", "run it in a terminal of that desktop; ") + by_hand,
    )


@contextmanager
def _outputs_kept() -> Iterator[None]:
    """Programs like xclip stay behind to serve the clipboard; holding our outputs they would keep readers waiting."""
    sys.stdout.flush()
    sys.stderr.flush()
    kept = {number: os.dup(number) for number in (1, 2)}
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        for number in kept:
            os.dup2(nowhere, number)
        yield
    finally:
        os.close(nowhere)
        for number, copy_ in kept.items():
            os.dup2(copy_, number)
            os.close(copy_)


def _pasted() -> str:
    import pyperclip  # as above

    try:
        return str(pyperclip.paste())
    except pyperclip.PyperclipException:
        return ""  # the person is asked for it
