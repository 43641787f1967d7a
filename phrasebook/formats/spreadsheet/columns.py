"""Phrases to a table that people edit and `rows` reads back: only the columns that are needed, the important first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from phrasebook.formats.base import Exported, Remark
from phrasebook.formats.beside import Beside
from phrasebook.formats.spreadsheet.values import joined_list
from phrasebook.language import t
from phrasebook.model import Phrase

_COLUMNS: tuple[tuple[str, str, Callable[[Phrase], str]], ...] = (
    ("一级分类", "Category1", lambda phrase: phrase.category[0] if phrase.category else ""),
    ("二级分类", "Category2", lambda phrase: phrase.category[1] if len(phrase.category) > 1 else ""),
    ("标题", "Title", lambda phrase: phrase.title),
    ("内容", "Text", lambda phrase: phrase.text),
    ("编码", "Code", lambda phrase: phrase.code),
    ("关键词", "Keywords", lambda phrase: joined_list(phrase.keywords)),
)
_OPTIONAL: tuple[tuple[str, str, Callable[[Phrase], str]], ...] = (
    ("生效日期", "Valid from", lambda phrase: phrase.valid_from.isoformat() if phrase.valid_from else ""),
    ("失效日期", "Valid until", lambda phrase: phrase.valid_until.isoformat() if phrase.valid_until else ""),
    ("适用程序", "Apps", lambda phrase: joined_list(phrase.apps)),
    ("自动发送", "Send", lambda phrase: t("是", "yes") if phrase.send else ""),
    ("备注", "Note", lambda phrase: phrase.note),
)
_PLACE: tuple[tuple[str, str, Callable[[Phrase], str]], ...] = (
    ("范围", "Scope", lambda phrase: t(*_SCOPE_WORDS[phrase.scope.value])),
    ("部门", "Department", lambda phrase: phrase.department),
    ("话术文件", "Pack", lambda phrase: phrase.pack),
    ("id", "id", lambda phrase: phrase.id),
)
_SCOPE_WORDS: dict[str, tuple[str, str]] = {
    "public": ("公共", "public"),
    "department": ("部门", "department"),
    "personal": ("个人", "personal"),
}


def written_rows(phrases: Sequence[Exported], beside: Beside) -> Iterator[list[str]]:
    """The header, then a row for each phrase. Pictures go into `beside`."""
    plain = [one.phrase for one in phrases]
    optional = [column for column in _OPTIONAL if any(column[2](phrase) for phrase in plain)]
    place = [column for column in _PLACE if column[1] != "Department" or any(phrase.department for phrase in plain)]
    variants = max((len(phrase.variants) for phrase in plain), default=0)
    pictures = any(phrase.images for phrase in plain)
    numbered = [f"{t('备选', 'Variant')}{number}" for number in range(1, variants + 1)]
    yield [
        *(t(zh, en) for zh, en, _ in _COLUMNS),
        *numbered,
        *([t("图片", "Image")] if pictures else []),
        *(t(zh, en) for zh, en, _ in (*optional, *place)),
    ]
    for one in phrases:
        phrase = one.phrase
        yield [
            *(cell(phrase) for _, _, cell in _COLUMNS),
            *phrase.variants,
            *[""] * (variants - len(phrase.variants)),
            *([joined_list(beside.names(one))] if pictures else []),
            *(cell(phrase) for _, _, cell in (*optional, *place)),
        ]


def lost(phrases: Sequence[Exported]) -> list[Remark]:
    """What a table can't say."""
    unknown = sum(bool(one.phrase.extra) for one in phrases)
    edges = sum(_has_edges(one.phrase) for one in phrases)
    remarks = []
    if unknown:
        message = t(f"{unknown} 条话术里这个版本不认识的字段", f"unknown keys of {unknown} phrases")
        remarks.append(Remark("", message, field="extra"))
    if edges:
        message = t(
            f"{edges} 条话术的分类、关键词、程序名首尾的空格",
            f"blanks around categories, keywords and program names of {edges} phrases",
        )
        remarks += [Remark("", message, field=field) for field in ("category", "keywords", "apps")]
    return remarks


def _has_edges(phrase: Phrase) -> bool:
    return any(value != value.strip() for value in (*phrase.category, *phrase.keywords, *phrase.apps))
