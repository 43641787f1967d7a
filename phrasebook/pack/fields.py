"""One `[[phrase]]` table to a Phrase, or to everything that is wrong with it. Pure: no file is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any

import tomli_w

from phrasebook.language import t
from phrasebook.model import Phrase, Scope
from phrasebook.pack.ids import ID

MAX_TEXT = 20_000
MAX_TITLE = 200
MAX_CODE = 32
MAX_VARIANTS = 50
MAX_IMAGES = 20
MAX_LEVELS = 2

KNOWN = (
    "id",
    "category",
    "title",
    "text",
    "code",
    "keywords",
    "variants",
    "images",
    "send",
    "valid_from",
    "valid_until",
    "apps",
    "note",
)
"""The keys of a phrase, in the order in which they are written."""

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CODE = re.compile(r"[\w-]*")


@dataclass(frozen=True, slots=True)
class Home:
    """Where a phrase lies."""

    scope: Scope
    department: str
    pack: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with one key."""

    key: str
    message: str
    hint: str = ""


def read_phrase(table: dict[str, Any], home: Home, line: int = 0) -> Phrase | list[Trouble]:
    """The phrase that a table of the file means, without an id if it holds none; or what is wrong with it.

    `line` is where its header stands.
    """
    reader = Reader(table)
    text = reader.text("text", MAX_TEXT).rstrip("\n")
    images = reader.texts("images", MAX_IMAGES, trouble=image_name_trouble)
    if not text.strip():
        text = ""
        if not images and not reader.troubles:
            reader.add("text", t("没有文字，也没有图片", "there is neither a text nor a picture"))
    phrase = Phrase(
        id=reader.identity(),
        scope=home.scope,
        department=home.department,
        pack=home.pack,
        category=reader.category(),
        title=reader.text("title", MAX_TITLE).strip() or default_title(text, images),
        text=text,
        code=reader.code(),
        keywords=reader.texts("keywords"),
        variants=tuple(v.rstrip("\n") for v in reader.texts("variants", MAX_VARIANTS, MAX_TEXT)),
        images=images,
        send=reader.flag("send"),
        valid_from=reader.day("valid_from"),
        valid_until=reader.day("valid_until"),
        apps=reader.texts("apps"),
        note=reader.text("note"),
        extra=reader.unknown(),
        line=line,
    )
    if phrase.valid_from and phrase.valid_until and phrase.valid_until < phrase.valid_from:
        reader.add("valid_until", t("早于 valid_from", "is before valid_from"))
    return reader.troubles or phrase


def default_title(text: str, images: tuple[str, ...]) -> str:
    """The title of a phrase that has none: the first line of its text, else the name of its first picture."""
    first = text.strip().split("\n", 1)[0].strip()
    return (first or (PurePosixPath(images[0]).stem if images else ""))[:MAX_TITLE].rstrip()


def image_name_trouble(name: str) -> str:
    """Why a picture's path can't be inside the pack's folder; "" when it can."""
    path, windows = PurePosixPath(name), PureWindowsPath(name)
    if "\\" in name or windows.drive or path.is_absolute() or ".." in path.parts or not path.name:
        return t(
            f"图片必须在话术文件所在的文件夹里：{name}",
            f"pictures must be inside the pack's folder: {name}",
        )
    return ""


@dataclass(slots=True)
class Reader:
    """The keys of one TOML table, each read as the type it must have; what is wrong is collected."""

    table: dict[str, Any]
    troubles: list[Trouble] = field(default_factory=list)

    def add(self, key: str, message: str, hint: str = "") -> None:
        """Note what is wrong with `key`."""
        self.troubles.append(Trouble(key, message, hint))

    def text(self, key: str, limit: int = 0) -> str:
        """A string of at most `limit` characters (0: any number); "" when it is missing or wrong."""
        value = self.table.get(key, "")
        if not isinstance(value, str):
            self._wrong_type(key, value, t("文字", "a text"), t('写成 "…"', 'write it as "…"'))
            return ""
        return value if self._fits(key, value, limit) else ""

    def texts(
        self, key: str, most: int = 0, limit: int = 0, *, trouble: Callable[[str], str] | None = None
    ) -> tuple[str, ...]:
        """A list of at most `most` strings of at most `limit` characters (0: any number); blank ones are dropped.

        `trouble` says why a string can't be used ("" when it can).
        """
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._wrong_type(key, value, t("文字的列表", "a list of texts"), t('写成 ["…", "…"]', 'write ["…", "…"]'))
            return ()
        items = tuple(item for item in value if item and not item.isspace())
        if most and len(items) > most:
            self.add(key, t(f"有 {len(items)} 个，最多 {most} 个", f"has {len(items)} entries; {most} is the limit"))
            return ()
        for item in items:
            if not self._fits(key, item, limit):
                return ()
            if trouble and (message := trouble(item)):
                self.add(key, message)
                return ()
        return items

    def flag(self, key: str) -> bool:
        """True or false."""
        value = self.table.get(key, False)
        if not isinstance(value, bool):
            self._wrong_type(key, value, t("true 或 false", "true or false"), t("写成 true，不加引号", "no quotes"))
            return False
        return value

    def day(self, key: str) -> date | None:
        """A local date."""
        value = self.table.get(key)
        if value is None or (isinstance(value, date) and not isinstance(value, datetime)):
            return value
        self._wrong_type(
            key, value, t("日期", "a date"), t("写成 2026-06-18，不加引号", "write 2026-06-18, without quotes")
        )
        return None

    def category(self) -> tuple[str, ...]:
        """One or two levels, or none."""
        levels = self.texts("category")
        if len(levels) > MAX_LEVELS:
            self.add(
                "category",
                t(f"有 {len(levels)} 级，最多两级", f"has {len(levels)} levels; two is the limit"),
                t('写成 ["一级", "二级"]', 'write ["first", "second"]'),
            )
            return ()
        return levels

    def code(self) -> str:
        """The short code."""
        code = self.text("code", MAX_CODE)
        if _CODE.fullmatch(code):
            return code
        self.add(
            "code",
            t(f"快捷编码 {code!r} 里有不能用的字符", f"the code {code!r} holds characters that can't be used"),
            t("只能用字母、数字、- 和 _", "use letters, digits, - and _ only"),
        )
        return ""

    def identity(self) -> str:
        """The id; "" when there is none yet."""
        value = self.text("id")
        if not value or ID.fullmatch(value):
            return value
        self.add(
            "id",
            t("不是 20 位小写十六进制数", "isn't 20 lower-case hex digits"),
            t("删掉这一行，会自动补上", "remove the line; a new one will be made"),
        )
        return ""

    def unknown(self) -> str:
        """The keys that this version doesn't know, as TOML text."""
        unknown = {key: value for key, value in self.table.items() if key not in KNOWN}
        if not unknown:
            return ""
        try:
            return tomli_w.dumps(unknown)
        except (RecursionError, ValueError):  # nested almost without end; a number of thousands of hex digits
            self.add(next(iter(unknown)), t("这个值无法写回文件", "this value couldn't be written back"))
            return ""

    def _fits(self, key: str, value: str, limit: int) -> bool:
        if limit and len(value) > limit and len(value.rstrip("\n")) > limit:
            size = len(value)
            self.add(key, t(f"有 {size} 个字，最多 {limit} 个", f"has {size} characters; {limit} is the limit"))
            return False
        if bad := _CONTROL.search(value):
            code = f"U+{ord(bad[0]):04X}"
            self.add(key, t(f"有控制字符 {code}", f"holds the control character {code}"), t("删掉它", "remove it"))
            return False
        return True

    def _wrong_type(self, key: str, value: object, wanted: str, hint: str) -> None:
        if isinstance(value, list) and value:
            strange = next((item for item in value if not isinstance(item, str)), "")
            found = t(f"有{type_name(strange)}的列表", f"a list with {type_name(strange)} in it")
        else:
            found = type_name(value)
        self.add(key, t(f"应当是{wanted}，却是{found}", f"must be {wanted}, not {found}"), hint)


_TYPES = {
    str: ("文字", "a text"),
    bool: ("true 或 false", "true or false"),
    int: ("数字", "a number"),
    float: ("数字", "a number"),
    list: ("列表", "a list"),
    dict: ("表", "a table"),
    date: ("日期", "a date"),
    datetime: ("带时间的日期", "a date with a time"),
    time: ("时间", "a time"),
}


def type_name(value: object) -> str:
    """What a TOML value is, for people."""
    return t(*_TYPES[type(value)])
