"""What one cell means: categories, lists, dates, scopes. And how a text is written so that no spreadsheet runs it."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from phrasebook.language import t
from phrasebook.model import Category, Scope

_DANGEROUS = r"=+\-@＝＋－＠\t\r"
"""What may make a spreadsheet run a cell: https://owasp.org/www-community/attacks/CSV_Injection."""

_GUARD = re.compile(rf"'*[{_DANGEROUS}]")
_GUARDED = re.compile(rf"'+[{_DANGEROUS}]")

_CATEGORY = re.compile(r"\s*[/>\\／＞＼－→»]\s*|\s+-+\s+")
_BAR = re.compile(r"[|｜]")
_BETWEEN_BARS = re.compile(r"(?:[^|｜\\]|\\.|\\$)+", re.DOTALL)
_ESCAPED = re.compile(r"\\([|｜\\])")
_PLAIN_LIST = re.compile(r"[|｜，,、；;\n]")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+\d{1,2}[:：时].*)?")
_COMPACT_DATE = re.compile(r"(20\d\d)(\d\d)(\d\d)")
_NO_DATE = frozenset(("长期", "永久", "长期有效", "永久有效", "不限", "无", "-", "--", "/", "none", "never", "forever"))
_SERIAL = range(36526, 73051)
"""Days since 1899-12-30 from 2000 to 2099: a date cell whose format was lost."""

_SCOPES: dict[str, Scope] = {
    word: scope
    for scope, words in {
        Scope.PUBLIC: "公共 团队 公司 企业 店铺 全员 全店 共享 公用 public team company shared",
        Scope.DEPARTMENT: "部门 小组 department",
        Scope.PERSONAL: "个人 我的 私人 自用 personal private my",
    }.items()
    for word in words.split()
}
_SCOPE_TAIL = re.compile(r"(?:的)?(?:快捷)?(?:话术|短语|回复)?(?:库|包)?$")
_SCOPE_SPLIT = re.compile(r"\s*[/\\:：\-－—>·(（\[【]\s*")
_YES = frozenset(("是", "true", "1", "yes", "y", "√", "✓", "对", "发送", "开"))
_NO = frozenset(("", "否", "false", "0", "no", "n", "×", "✗", "不", "不发送", "关"))


class ValueTroubleError(ValueError):
    """A cell that can't be understood; the message is for people."""


def guarded(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet might take it for a formula."""
    return f"'{text}" if _GUARD.match(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


def split_category(cell: str) -> Category:
    """The levels in a cell, as many as there are: 售后/退换货, 售后 > 退换货, 售后－退换货."""
    return tuple(level for level in _CATEGORY.split(cell.strip()) if level)


def split_list(cell: str) -> tuple[str, ...]:
    r"""The values in a cell. Where there is a `|` it alone separates, and `\|` is one of a value; else 、，,;； do."""
    if _BAR.search(cell):
        parts = [_ESCAPED.sub(r"\1", part[0]) for part in _BETWEEN_BARS.finditer(cell)]
    else:
        parts = _PLAIN_LIST.split(cell)
    return tuple(stripped for part in parts if (stripped := part.strip()))


def joined_list(values: tuple[str, ...]) -> str:
    """One cell that `split_list` takes apart again."""
    if len(values) == 1 and not _PLAIN_LIST.search(values[0]):
        return values[0]
    parts = [re.sub(r"[|｜\\]", r"\\\g<0>", value) for value in values]
    return "|".join(parts) + ("|" if len(parts) == 1 else "")


def split_variants(cell: str) -> tuple[str, ...]:
    """The wordings in a cell: between bars, else one a line."""
    parts = _BAR.split(cell) if _BAR.search(cell) else cell.split("\n")
    return tuple(stripped for part in parts if (stripped := part.strip()))


def read_date(cell: str) -> date | None:
    """The day in a cell; None if it is empty or says "for ever".

    Raises:
        ValueTroubleError: it can't be understood, or there is no such day.
    """
    plain = unicodedata.normalize("NFKC", cell).strip()
    if not plain or plain.casefold() in _NO_DATE:
        return None
    try:
        if match := _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if plain.isascii() and plain.isdigit() and len(plain) == 5 and int(plain) in _SERIAL:
            return date(1899, 12, 30) + timedelta(days=int(plain))
    except ValueError:  # the 31st of June
        pass
    raise ValueTroubleError(
        t(f"日期「{cell[:30]}」看不懂，请写成 2026-06-18", f"the date {cell[:30]!r} isn't understood; write 2026-06-18")
    )


def read_flag(cell: str) -> bool:
    """Yes or no.

    Raises:
        ValueTroubleError: neither.
    """
    plain = cell.strip().casefold()
    if plain in _YES or plain in _NO:
        return plain in _YES
    raise ValueTroubleError(t(f"「{cell[:30]}」不是 是 或 否", f"{cell[:30]!r} is neither yes nor no"))


def read_scope(cell: str) -> tuple[Scope | None, str]:
    """The scope in a cell, and the department if it names one: 公共, 团队话术, 部门/售后组; (None, "") if neither."""
    head, *rest = _SCOPE_SPLIT.split(cell.strip(), maxsplit=1)
    scope = _SCOPES.get(_SCOPE_TAIL.sub("", head.casefold())) or _SCOPES.get(head.casefold())
    if scope is None or (rest and scope is not Scope.DEPARTMENT):
        return None, ""
    return scope, rest[0].rstrip(")）]】 ").strip() if rest else ""
