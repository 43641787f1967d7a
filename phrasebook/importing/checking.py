"""An item to a phrase, by the rules of a pack (pack/fields.py). What can be mended is mended and said."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from typing import Any

from phrasebook.formats.base import Item, Remark
from phrasebook.language import t
from phrasebook.model import Category, Phrase
from phrasebook.pack.fields import MAX_CODE, MAX_LEVELS, Home, read_phrase
from phrasebook.pack.ids import ID

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
"""What other programs end lines with; Excel and Word put vertical tabs into texts."""

_EDGES = re.compile(r"^[^\w]+|[^\w]+$")
_NOT_IN_CODE = re.compile(r"[^\w-]+")


def checked(item: Item, home: Home, category: Category, images: Sequence[str], said: list[Remark]) -> Phrase | Remark:
    """The phrase, without an id if the item has none that is proper, or why there can't be one.

    `category` and `images` are what counts, whatever the item says. What was mended goes into `said`.
    """
    table: dict[str, Any] = {
        "id": item.id if ID.fullmatch(item.id) else "",
        "category": list(_levels(item, category, said)),
        "title": _plain(item.title),
        "text": _plain(item.text),
        "code": _code(item, said),
        "keywords": [_plain(one) for one in item.keywords],
        "variants": [_plain(one) for one in item.variants],
        "images": list(images),
        "send": item.send,
        "apps": list(item.apps),
        "note": _plain(item.note),
    }
    table |= {key: day for key in ("valid_from", "valid_until") if (day := getattr(item, key))}
    if item.extra:
        table = tomllib.loads(item.extra) | table
    read = read_phrase(table, home)
    if isinstance(read, Phrase):
        return read
    reasons = t("；", "; ").join(f"{bad.key}: {bad.message}" for bad in read)
    return Remark(item.place, reasons, refused=True)


def _plain(text: str) -> str:
    return _LINE_ENDS.sub("\n", text)


def _levels(item: Item, category: Category, said: list[Remark]) -> Category:
    levels = tuple(level for level in (_plain(level).replace("\n", " ").strip() for level in category) if level)
    if len(levels) <= MAX_LEVELS:
        return levels
    joined = (*levels[: MAX_LEVELS - 1], "·".join(levels[MAX_LEVELS - 1 :]))
    message = t(
        f"分类有 {len(levels)} 级，最多两级，记作 {' / '.join(joined)}",
        f"a category of {len(levels)} levels became {' / '.join(joined)}",
    )
    said.append(Remark(item.place, message))
    return joined


def _code(item: Item, said: list[Remark]) -> str:
    """The code, without what a code can't hold: `:date` and `/date` become `date`."""
    wanted = unicodedata.normalize("NFKC", item.code).strip()
    if not wanted:
        return ""
    code = _NOT_IN_CODE.sub("-", _EDGES.sub("", wanted))
    if not code or len(code) > MAX_CODE:
        message = t(f"编码 {wanted[:40]} 不能用，去掉了", f"the code {wanted[:40]!r} can't be used and was left off")
        said.append(Remark(item.place, message))
        return ""
    if code != wanted:
        said.append(Remark(item.place, t(f"编码 {wanted} 记作 {code}", f"the code {wanted!r} became {code!r}")))
    return code
