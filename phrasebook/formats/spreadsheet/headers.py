"""Which column of a table says what: the names that shops and programs give to the fields of a phrase."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from phrasebook.errors import UsageError
from phrasebook.language import t

IGNORE = "ignore"
"""What --map gives a column that says nothing about phrases."""

SHEET = "sheet"
"""In --map: the name of a sheet, as if it were a column."""

_ALIASES: dict[str, str] = {
    "text": "内容 话术 话术内容 回复内容 短语 快捷短语 回复 文本 snippet text content"
    " 短语内容 话术正文 正文 文字 文字内容 文本内容 消息内容 回答 答案 答复 标准回复 标准话术 参考话术 回复话术"
    " 客服话术 推荐话术 快捷回复 快捷语 快捷回复内容 快捷短语内容 plaintext reply answer phrase message body response",
    "title": "标题 名称 话术标题 主题 name title label 话术名称 短语标题 短语名称 快捷短语标题 话术主题"
    " 问题 常见问题 客户问题 顾客问题 买家问题 标准问题 question subject",
    "code": "编码 快捷编码 快捷码 短码 缩写 触发 keyword abbreviation trigger code"
    " 短语编码 话术编码 快捷短语编码 代码 简码 快捷指令 快捷输入 shortcode shortcut",
    "category": "分组 分类 类别 分组名称 group category 话术分组 话术分类 短语分组 快捷短语分组 所属分组 所属分类"
    " 分类名称 目录 文件夹 栏目 folder",
    "category1": "一级分类 一级分组 大类 一级目录 一级类目 一级 分类一 分组一 大分类 主分类 category1",
    "category2": "二级分类 二级分组 小类 二级目录 二级类目 二级 分类二 分组二 小分类 子分类 子分组 category2"
    " subcategory",
    "keywords": "关键词 匹配关键词 触发词 标签 tags 关键字 搜索词 keywords 搜索关键词 同义词",
    "variants": "备选 同义话术 备选话术 备用话术 相似话术 其他说法 其它说法 另一种说法 variants variant alternatives",
    "images": "图片 附件 image images 图片名 图片名称 图片文件 图片文件名 配图 picture pictures",
    "note": "备注 说明 note notes 备注说明 使用说明 comment description remark",
    "scope": "范围 类型 scope 话术类型 短语类型 使用范围 可见范围 共享范围",
    "department": "部门 部门名称 所属部门 小组 department",
    "pack": "话术文件 话术包 pack",
    "valid_from": "生效 开始日期 生效日期 生效时间 开始时间 有效期开始 上线日期 validfrom start",
    "valid_until": "失效 结束日期 失效日期 失效时间 结束时间 过期日期 到期日期 有效期至 有效期 截止日期 下线日期"
    " validuntil end expires",
    "send": "自动发送 直接发送 send",
    "apps": "适用程序 适用软件 程序 apps",
    "id": "id",
}
"""Field → what its column may be called, folded."""

_FIELD_OF = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}

_NUMBERED = ("text", "title", "variants", "keywords", "images")
"""Fields of which a table may have several columns: 话术1, 话术2."""

LONGEST = 40
"""Characters of a header that may name a field, a remark in brackets included."""

_BRACKETS = re.compile(r"[(（\[【〔][^)）\]】〕]*[)）\]】〕]")
_NUMBER = re.compile(r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})$")
_LETTERS = re.compile(r"[A-Z]{1,2}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the field it holds."""

    index: int
    field: str
    numbered: bool = False
    """One of several (备选1, 备选2): its cells hold one value each."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns that are understood, and the headers that aren't, with the field that comes closest."""

    known: tuple[Column, ...]
    unknown: Mapping[str, str]

    def has(self, *fields: str) -> bool:
        """Whether there is a column for any of the fields."""
        return bool(self.of(*fields))

    def of(self, *fields: str) -> tuple[Column, ...]:
        """The columns for any of the fields."""
        return tuple(column for column in self.known if column.field in fields)


def folded(header: str) -> str:
    """A header without letter case, width, blanks and marks."""
    plain = unicodedata.normalize("NFKC", header).casefold()
    return re.sub(r"[\s*_:：\-\"'“”]", "", plain)


def field_of(header: str) -> tuple[str, bool]:
    """The field that a header names ("" if none) and whether it is numbered."""
    if len(header) > LONGEST:
        return "", False
    plain = folded(header)
    for name in (plain, folded(_BRACKETS.sub("", unicodedata.normalize("NFKC", header)))):  # 内容（必填）
        if name in _FIELD_OF:
            return _FIELD_OF[name], False
        stem = _NUMBER.sub("", name)
        if stem != name and (field := _FIELD_OF.get(stem, "")) in _NUMBERED:
            return field, True
    return "", False


def field_named(name: str) -> str:
    """The field that --map means.

    Raises:
        UsageError: there is none; the hint names the closest or all.
    """
    plain = folded(name)
    if plain in (IGNORE, "忽略", ""):
        return IGNORE
    for field in _ALIASES:
        if folded(field) == plain:
            return field
    if field := field_of(name)[0]:
        return field
    raise UsageError(
        t(f"没有字段 {name}", f"there is no field {name}"),
        t(f"可以用 {'、'.join([*_ALIASES, IGNORE])}", f"use one of {', '.join([*_ALIASES, IGNORE])}"),
    )


def read_headers(cells: Sequence[str], wanted: Mapping[str, str]) -> Columns:
    """The columns under these headers.

    `wanted` maps headers, or letters (A, B …) where no header is called so, to fields and goes before the aliases. Of
    two columns for one field the first counts, unless they are numbered.
    """
    chosen = _chosen(cells, wanted)
    found = {index: (field, False) for index, field in chosen.items()}
    for index, cell in enumerate(cells):
        if index not in found and (named := field_of(cell))[0]:
            found[index] = named
    known: list[Column] = []
    seen: set[str] = set()
    unknown: dict[str, str] = {}
    for index in sorted(found, key=lambda index: (index not in chosen, index)):
        field, numbered = found[index]
        if field in seen and not numbered:
            unknown[cells[index]] = field
        elif field != IGNORE:
            known.append(Column(index, field, numbered))
            seen.add(field)
    for index, cell in enumerate(cells):
        if cell.strip() and index not in found:
            unknown[cell] = closest(cell)
    return Columns(tuple(sorted(known, key=lambda column: column.index)), unknown)


def recognised(cells: Sequence[str]) -> int:
    """How many different fields these cells name; 0 for a row that can't be a header."""
    fields = {field for cell in cells if (field := field_of(cell)[0])}
    return len(fields) if fields & {"text", "images"} else 0


def closest(header: str) -> str:
    """The field whose names are most like this header, "" if none is."""
    from rapidfuzz import fuzz, process  # only what isn't understood needs it

    best = process.extractOne(folded(header[:LONGEST]), list(_FIELD_OF), scorer=fuzz.ratio, score_cutoff=60)
    return _FIELD_OF[best[0]] if best else ""


def names_of(field: str) -> tuple[str, ...]:
    """What the columns of a field may be called, for the documentation and its test."""
    return tuple(_ALIASES[field].split())


def fields() -> tuple[str, ...]:
    """All fields that a column can hold."""
    return tuple(_ALIASES)


def letter(index: int) -> str:
    """The letter over a column, from 0."""
    return (chr(64 + index // 26) if index >= 26 else "") + chr(65 + index % 26)


def is_letter(name: str) -> bool:
    """Whether --map names a column by its letter."""
    return bool(_LETTERS.fullmatch(name))


def _chosen(cells: Sequence[str], wanted: Mapping[str, str]) -> dict[int, str]:
    """The columns that --map speaks of."""
    names = [folded(cell) for cell in cells]
    chosen: dict[int, str] = {}
    for header, field in wanted.items():
        if folded(header) in names:
            chosen[names.index(folded(header))] = field_named(field)
        elif is_letter(header):
            index = sum((ord(sign) - 64) * 26**place for place, sign in enumerate(reversed(header))) - 1
            chosen[index] = field_named(field)
    return chosen
