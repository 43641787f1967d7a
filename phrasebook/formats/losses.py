"""What of a phrase a foreign format has no place for, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from phrasebook.formats.base import Exported, Item, Remark
from phrasebook.formats.wording import no_place, same_wording
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.pack.fields import default_title

_NAMES = {
    "category": ("分类", "category"),
    "title": ("标题", "title"),
    "text": ("内容", "text"),
    "code": ("快捷编码", "code"),
    "keywords": ("关键词", "keywords"),
    "variants": ("备选说法", "variants"),
    "images": ("图片", "pictures"),
    "send": ("自动发送", "send"),
    "valid_from": ("生效日期", "valid from"),
    "valid_until": ("失效日期", "valid until"),
    "apps": ("限定的程序", "apps"),
    "note": ("备注", "note"),
    "extra": ("自定义的键", "other keys"),
}


def fields_lost(phrase: Phrase, held: Iterable[str]) -> Iterator[Remark]:
    """A remark for each field that the phrase uses and the format, which holds only `held`, has no place for."""
    for field, (zh, en) in _NAMES.items():
        if field not in held and getattr(phrase, field):
            yield lost(phrase, field, no_place(t(zh, en)))


def scopes_lost(phrases: Sequence[Exported]) -> list[Remark]:
    """That the phrases' scopes, departments and packs won't be told apart, if there are several."""
    if len({(one.phrase.scope, one.phrase.department, one.phrase.pack) for one in phrases}) < 2:
        return []
    return [
        Remark(
            "",
            t("范围和原来的文件没有地方放，导回来时会在一处", "scope and pack: read back, they are all in one"),
            field="scope",
        )
    ]


def lost(phrase: Phrase, field: str, message: str) -> Remark:
    """A loss of one field of a phrase."""
    return Remark(phrase.title, message, field=field)


def left_out(phrase: Phrase, message: str) -> Remark:
    """The whole phrase can't be written."""
    return Remark(phrase.title, message, refused=True)


def differences(phrase: Phrase, item: Item | None, held: Iterable[str]) -> Iterator[Remark]:
    """A remark for each field that is held, and yet read back otherwise."""
    if item is None:
        yield left_out(phrase, t("写出去就读不回来了", "written, it couldn't be read back"))
        return
    for field in held:
        before, after = getattr(phrase, field), getattr(item, field)
        if field == "title":
            after = after or default_title(item.text, item.images)
        if before != after and not (field in ("text", "variants") and _say_the_same(before, after)):
            zh, en = _NAMES[field]
            yield lost(phrase, field, t(f"{zh}读回来会不一样", f"{en}: read back, it won't be the same"))


def _say_the_same(before: str | tuple[str, ...], after: str | tuple[str, ...]) -> bool:
    if isinstance(before, str) and isinstance(after, str):
        return same_wording(before, after)
    return len(before) == len(after) and all(map(same_wording, before, after))
