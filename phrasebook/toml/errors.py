"""What is wrong with a TOML text that tomllib refuses, in words that help somebody who edits by hand."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

from phrasebook.language import t
from phrasebook.toml.places import unclosed_string

_FULL_WIDTH = dict(zip("“”‘’＂＇＝［］，＃｛｝：．　", "\"\"''\"'=[],#{}:. ", strict=True))
"""What Chinese input methods type where TOML wants the ASCII sign beside it."""

_LONG_KEY = re.compile(r"""(?<![^\s\[{,])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){100}""")
"""A key of more than a hundred parts: tomllib's memory grows with their square (200,000 parts take it all)."""


@dataclass(frozen=True, slots=True)
class TomlTrouble:
    """Why a text isn't TOML, and where: line and column from 1, in code points."""

    line: int
    column: int
    message: str
    hint: str = ""


def read_toml(source: str) -> dict[str, Any] | TomlTrouble:
    r"""What tomllib makes of the text (with `\n` line ends), or what is wrong with it. Never raises."""
    if long_key := _LONG_KEY.search(source):
        line, column = _place(source, long_key.start())
        return TomlTrouble(line, column, t("名字里的点太多", "a key of too many parts"))
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        return _explained(str(error), source)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; tables nested without end
        return TomlTrouble(1, 1, t("这个文件 TOML 读不了", "TOML can't read this file") + f": {type(error).__name__}")


def _place(source: str, offset: int) -> tuple[int, int]:
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def _explained(said: str, source: str) -> TomlTrouble:
    """What tomllib said, in our words and with its place."""
    match = re.search(r" \(at line (\d+), column (\d+)\)$", said)
    if match:
        line, column = int(match[1]), int(match[2])
        said = said[: match.start()]
    else:
        said = said.removesuffix(" (at end of document)")
        line, column = _place(source, len(source))
    if said.startswith(("Unterminated string", "Expected \"'''\"")):
        said = "Unterminated string"
    if said == "Unterminated string" and (opened := unclosed_string(source)) is not None:
        line, column = _place(source, opened)
    lines = source.split("\n")
    row = lines[line - 1] if line <= len(lines) else ""
    message, hint = _words(said)
    return TomlTrouble(line, column, message, _full_width_hint(row, column) or hint)


def _full_width_hint(row: str, column: int) -> str:
    """A hint when the sign at the place is the Chinese twin of the one that TOML wants."""
    sign = row[column - 1 : column]
    if sign not in _FULL_WIDTH or not sign:
        return ""
    wanted = _FULL_WIDTH[sign]
    return t(
        f"这里是全角的「{sign}」，请换成英文半角的 {wanted}",
        f"here stands the full-width {sign}; write the ASCII {wanted}",
    )


def _words(said: str) -> tuple[str, str]:
    """Message and hint for a message of tomllib's."""
    triple = t('多行文字请写在三个引号之间："""…"""', 'put texts of several lines between three quotes: """…"""')
    if said.startswith("Unterminated string"):
        return t("引号没有闭合", "a string isn't closed"), t("补上结尾的引号", "add the closing quote")
    if said.startswith("Illegal character '\\n'"):
        return t("引号里换了行", "a line ends inside quotes"), triple
    if said.startswith("Illegal character"):
        name = said.removeprefix("Illegal character ")
        return t(f"有不允许的字符 {name}", f"the character {name} isn't allowed here"), t("删掉它", "remove it")
    if said.startswith("Unescaped"):
        return (
            t("反斜杠 \\ 没有写对", "a backslash that means nothing"),
            t("写成 \\\\，或用单引号包住文字", "write \\\\, or put the text in single quotes"),
        )
    if said.startswith(("Cannot overwrite", "Cannot declare", "Duplicate inline", "Cannot redefine", "Cannot mutate")):
        return t("同一个名字写了两次", "the same key is written twice"), t("留下一个", "keep one of them")
    if said.startswith("Invalid value"):
        return (
            t("等号后面的值看不懂", "the value after = can't be understood"),
            t('文字要加英文引号："…"', 'texts stand in ASCII quotes: "…"'),
        )
    if said.startswith("Invalid date"):
        return t("没有这样的日期", "there is no such date"), t("写成 2026-06-18", "write it as 2026-06-18")
    if said.startswith("Unclosed"):
        return (
            t("列表没写完，或者中间少了逗号", "a list isn't closed, or a comma is missing in it"),
            t('写成 ["甲", "乙"]', 'write ["a", "b"]'),
        )
    if said.startswith("Expected newline"):
        return (
            t("这一行后面多了东西", "there is something left over after the value"),
            t('文字里的引号写成 \\"，或者用 """…"""', 'write \\" for quotes inside a text, or use """…"""'),
        )
    if said.startswith(("Expected '='", "Invalid initial character", "Invalid statement")):
        return (
            t("这一行不是「名字 = 值」", "this line isn't `key = value`"),
            t("名字用英文，后面跟等号；备注行以 # 开头", "a key, an equals sign, a value; comments start with #"),
        )
    if said.startswith("Expected ']"):
        return t("方括号没有闭合", "a bracket isn't closed"), t("写成 [[phrase]]", "write [[phrase]]")
    return said, ""
