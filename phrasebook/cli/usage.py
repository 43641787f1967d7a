"""typer's own words in our language: the headings of a help page, and what it says of words it can't understand.

typer 0.29 has most of them in English for good, older ones go through gettext. Here is one place for both: the
formatter gives way to one that puts headings in words, and complaints are said the way all others are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import typer

from phrasebook.cli.output import complain
from phrasebook.language import Language, current, t

_HELP = {
    "Options": "选项",
    "Arguments": "参数",
    "Commands": "命令",
    "Show this message and exit.": "显示这份说明",
    "Install completion for the current shell.": "给现在用的 shell 装上补全",
    "Show completion for the current shell, to copy it or customize the installation.": "显示补全脚本，供复制或修改",
}
"""Whole texts of a help page."""

_PIECES = (
    (re.compile(r"\[OPTIONS\]"), "[选项]"),
    (re.compile(r"COMMAND \[ARGS\]\.\.\."), "命令 [参数]..."),
    (re.compile(r"\[required\]"), "[必填]"),
    (re.compile(r"\[default: (.*?)\]"), r"[默认：\1]"),
)
"""Parts of a line of it."""

_COMPLAINTS = (
    (re.compile(r"Missing (?:argument|option|parameter)s?:? ?'?(.*?)'?\.?"), r"缺少 \1"),
    (re.compile(r"No such option: (\S+?)\.?(?: Did you mean (.*?)\??)?"), r"没有选项 \1"),
    (re.compile(r"No such option: (\S+) \(Possible options: (.*)\)"), r"没有选项 \1；是不是 \2？"),
    (re.compile(r"No such command '(.*?)'\. Did you mean (.*?)\?"), r"没有命令 \1；是不是 \2？"),
    (re.compile(r"No such command '(.*)'\."), r"没有命令 \1"),
    (re.compile(r"Missing command\."), "还要写一个命令"),
    (re.compile(r"Got unexpected extra arguments?(?:\(s\))? \((.*)\)"), r"多出了 \1"),
    (re.compile(r"Option '?(.*?)'? requires an argument\."), r"\1 后面要写值"),
    (re.compile(r"Option '?(.*?)'? does not take a value\."), r"\1 后面不能写值"),
    (re.compile(r"Invalid value for '?(.*?)'?: .*valid integer.*"), r"\1 要写整数"),
    (re.compile(r"Invalid value for '?(.*?)'?: .*(?:valid number|valid float).*"), r"\1 要写数字"),
    (re.compile(r"Invalid value for '?(.*?)'?: .*greater than or equal to (\S+)"), r"\1 不能小于 \2"),
    (re.compile(r"Invalid value for '?(.*?)'?: .*less than or equal to (\S+)"), r"\1 不能大于 \2"),
    (re.compile(r"Invalid value for '?(.*?)'?: .*(?:should be|is not one of) (.*)"), r"\1 只能是 \2"),
    (re.compile(r"Invalid value for '?(.*?)'?: (.*)"), r"\1 不对：\2"),
)
"""What is said of wrong usage; the first that fits the whole message counts."""


def put_in_words() -> None:
    """Have every help page speak the current language from now on."""
    context: Any = typer.Context.__base__  # typer's own, wherever this version of it has it
    formatter = context.formatter_class
    if getattr(formatter, "ours", False):
        return

    def write_usage(self: Any, prog: str, args: str = "", prefix: str | None = None) -> None:
        formatter.write_usage(self, prog, _help(args), prefix if prefix is not None else t("用法：", "Usage: "))

    def write_heading(self: Any, heading: str) -> None:
        if current() is Language.ZH:
            self.write(f"{'':>{self.current_indent}}{_help(heading)}：\n")
        else:
            formatter.write_heading(self, heading)

    def write_dl(self: Any, rows: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        formatter.write_dl(self, [(first, _help(second)) for first, second in rows], *args, **options)

    words = {"ours": True, "write_usage": write_usage, "write_heading": write_heading, "write_dl": write_dl}
    context.formatter_class = type("Formatter", (formatter,), words)


def refuse(error: Any) -> int:
    """Say what was wrong with the words of a command, and how it is written; returns the exit code."""
    if error.__class__.__name__ == "NoArgsIsHelpError":  # it is the help page itself
        error.show()
        return int(error.exit_code)
    hint = ""
    if (context := getattr(error, "ctx", None)) is not None:
        more = t(f"说明：{context.command_path} --help", f"more: {context.command_path} --help")
        hint = f"{' '.join(context.get_usage().split())}\n    {more}"
    complain(complaint(error.format_message()), hint)
    return int(error.exit_code)


def complaint(message: str) -> str:
    """A message of typer's in the current language; as it is where we have no words for it."""
    if current() is Language.ZH:
        for pattern, chinese in _COMPLAINTS:
            if found := pattern.fullmatch(message.strip()):
                return found.expand(chinese)
    return message


def _help(text: str) -> str:
    if current() is not Language.ZH:
        return text
    whole = _HELP.get(" ".join(text.split()))
    if whole is not None:
        return whole
    for pattern, chinese in _PIECES:
        text = pattern.sub(chinese, text)
    return text
