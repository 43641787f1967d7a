"""What a phrase shall say after a change: as reading will give it, and with what others changed meanwhile kept."""

from __future__ import annotations

import tomllib

import msgspec
import tomli_w

from phrasebook.errors import PackError
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.pack.fields import KNOWN, Trouble, default_title

SAYS = (*(key for key in KNOWN if key != "id"), "extra")
"""The fields that make up what a phrase says."""


def tidy(phrase: Phrase) -> Phrase:
    """The phrase as it will be read from its file: blank entries and newlines at the end dropped, a title made."""
    text = phrase.text.rstrip("\n")
    text = text if text.strip() else ""
    images = _filled(phrase.images)
    return msgspec.structs.replace(
        phrase,
        category=_filled(phrase.category),
        title=phrase.title.strip() or default_title(text, images),
        text=text,
        keywords=_filled(phrase.keywords),
        variants=tuple(variant.rstrip("\n") for variant in _filled(phrase.variants)),
        images=images,
        apps=_filled(phrase.apps),
        extra=_sorted(phrase.extra),
        line=0,
        provisional=False,
    )


def same(one: Phrase, other: Phrase, *, ids: bool = True) -> bool:
    """Whether both say the same, wherever they stand; with `ids` under the same id."""
    one, other = tidy(one), tidy(other)
    return (not ids or one.id == other.id) and all(getattr(one, key) == getattr(other, key) for key in SAYS)


def merged(now: Phrase, old: Phrase, new: Phrase) -> Phrase:
    """`now` with the change from `old` to `new` made to it.

    Raises:
        PackError: a key that changes isn't in `now` what it was in `old`, nor what it shall be.
    """
    changes = {key: getattr(new, key) for key in SAYS if getattr(new, key) != getattr(old, key)}
    for key, value in changes.items():
        if getattr(now, key) not in (getattr(old, key), value):
            raise PackError(
                t(
                    f"「{now.title}」的 {key} 刚在文件里被改过，没有覆盖它",
                    f"{key} of {now.title!r} was just changed in the file; nothing was written over it",
                ),
                t("看一看新的内容再改", "look at what it says now, then edit it again"),
            )
    return msgspec.structs.replace(now, id=new.id or old.id, **changes)


def refusal(trouble: Trouble, phrase: Phrase | None = None) -> PackError:
    """The error for a phrase that breaks a rule of the format."""
    said = f"{trouble.key}: {trouble.message}" if trouble.key else trouble.message
    name = default_title(phrase.title or phrase.text, phrase.images)[:30] if phrase else ""
    name = "".join(character for character in name if character.isprintable())
    return PackError(t(f"「{name}」{said}", f"{name!r}: {said}") if name else said, trouble.hint)


def gone(phrase: Phrase) -> PackError:
    """The error for a phrase that isn't in its file."""
    return PackError(
        t(f"「{phrase.title}」已经不在文件里了", f"{phrase.title!r} isn't in the file any more"),
        t("它刚被别处改过：重新查找后再试", "it was changed elsewhere: look it up again"),
    )


def expect(true: bool) -> None:
    """Give up rather than write what wasn't wanted.

    Raises:
        PackError: it isn't true.
    """
    if not true:
        raise PackError(
            t("这处修改没法安全地写进文件，什么也没有改", "the change can't be made safely; nothing was changed"),
            t("请用文本编辑器改这个文件", "change the file in a text editor"),
        )


def _filled(items: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(item for item in items if item and not item.isspace())


def _sorted(extra: str) -> str:
    """The same keys in an order of their own: which was written first says nothing."""
    return tomli_w.dumps(dict(sorted(tomllib.loads(extra).items()))) if extra else ""
