"""Phrases as JSON with all their fields, as `phrasebook list --json` and `show --json` print them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import msgspec
import tomli_w

from phrasebook.formats.base import Exported, Files, FormatError, Item, Reading, ReadOptions, Remark, Source
from phrasebook.formats.beside import Beside
from phrasebook.formats.pictures import find_pictures
from phrasebook.language import t
from phrasebook.model import Phrase, Scope
from phrasebook.pack.fields import KNOWN

_MAX_BRACKETS = 4_000_000
"""Objects and lists take memory: 200,000 phrases with a few placeholders each have so many brackets and braces."""

_OURS = frozenset(("scope", "pack", "category", "keywords", "variants", "valid_from", "valid_until", "title", "id"))
_PASSED_OVER = frozenset(("line", "provisional", "path", "score", "positions"))
"""What commands print beside the fields of a phrase."""


class _Entry(msgspec.Struct, frozen=True):
    """A phrase as JSON has it; what is missing is empty."""

    id: str = ""
    scope: Scope | None = None
    department: str = ""
    pack: str = ""
    category: tuple[str, ...] = ()
    title: str = ""
    text: str = ""
    code: str = ""
    keywords: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    send: bool = False
    valid_from: date | None = None
    valid_until: date | None = None
    apps: tuple[str, ...] = ()
    note: str = ""
    extra: dict[str, Any] = {}


_FIELDS = frozenset(_Entry.__struct_fields__)


class JsonFormat:
    """A list of phrases."""

    name = "json"
    reads = writes = True
    suffixes = (".json",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("phrasebook JSON，全部字段", "phrasebook JSON, all fields")

    def detects(self, source: Source) -> int:
        """By the keys of the first phrase."""
        if source.is_folder:
            return 0
        try:
            first = _entries(source)[:1] if source.text().lstrip()[:1] in ("[", "{") else []
        except FormatError:
            return 15 if source.path.suffix.lower() == ".json" else 0  # read says what is wrong
        keys = set(first[0]) if first else set()
        if not keys & {"text", "images"}:
            return 0
        return 90 if {"scope", "pack"} <= keys else 60 if keys & _OURS else 30

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The phrases; one that isn't right is refused and the others go on.

        Raises:
            FormatError: it is no JSON, or no list of objects.
        """
        entries = _entries(source)
        items: list[Item] = []
        remarks: list[Remark] = []
        unknown: set[str] = set()
        for number, entry in enumerate(entries, start=1):
            place = t(f"第 {number} 条", f"entry {number}")
            read = _item(entry, place)
            if isinstance(read, Item):
                items.append(read)
                unknown |= entry.keys() - _FIELDS - _PASSED_OVER
            else:
                remarks.append(read)
        message = t("不认识这个键，没有读取", "an unknown key, passed over")
        remarks += [Remark(key[:40], message) for key in sorted(unknown)[:20]]
        said = {key for entry in entries for key in entry} & _FIELDS
        return Reading(tuple(items), tuple(remarks), find_pictures(source.path, items), fields=frozenset(said))

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """Nothing is lost."""
        return []

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """All fields of all phrases; pictures in a folder beside it."""
        beside = Beside(f"{title or 'phrases'}_images")
        entries = [_entry(one.phrase, beside.names(one)) for one in phrases]
        text = msgspec.json.format(msgspec.json.encode(entries), indent=2)
        return {PurePosixPath(): text + b"\n", **beside.files}


def _entries(source: Source) -> list[Any]:
    """The members of the list; a single object counts as a list of one.

    Raises:
        FormatError: it is something else.
    """
    text = source.text()
    if text.count("{") + text.count("[") > _MAX_BRACKETS:
        raise FormatError(f"{source.path}: {t('对象太多', 'too many objects')}", t("拆成几个文件", "split the file"))
    try:
        if text.lstrip().startswith("{"):
            return [msgspec.json.decode(text, type=dict[str, Any])]
        return msgspec.json.decode(text, type=list[dict[str, Any]])
    except msgspec.ValidationError as error:
        raise FormatError(
            t(f"{source.path}：应当是话术对象的列表", f"{source.path}: a list of phrases is expected") + f" ({error})"
        ) from error
    except msgspec.DecodeError as error:
        raise FormatError(
            f"{_place(source, text, str(error))}: {t('JSON 损坏或不完整', 'damaged or incomplete JSON')}",
            t("重新导出一次", "export it again"),
        ) from error
    except RecursionError as error:
        raise FormatError(f"{source.path}: {t('嵌套太深', 'nested too deeply')}") from error


def _place(source: Source, text: str, said: str) -> str:
    """The line of the byte at which msgspec stopped."""
    match = re.search(r"byte (\d+)", said)
    line = text.encode()[: int(match[1])].count(b"\n") + 1 if match else text.count("\n") + 1
    return f"{source.path}:{line}"


def _item(entry: dict[str, Any], place: str) -> Item | Remark:
    known = {key: value for key, value in entry.items() if value is not None}
    try:
        read = msgspec.convert(known, _Entry)
        extra = tomli_w.dumps(read.extra)
    except (msgspec.ValidationError, TypeError, ValueError, RecursionError) as error:
        return Remark(place, _in_words(str(error)), refused=True)
    values = msgspec.structs.asdict(read) | {"extra": extra}
    return Item(place=place, **values)


def _in_words(said: str) -> str:
    """What msgspec says about a value of the wrong type."""
    match = re.match(r"(?:Expected `(.+?)`, got `(.+?)`|(.+?))(?: - at `\$\.?(.*)`)?$", said, re.DOTALL)
    if not match or not match[1]:
        return t("值不对：", "a value is wrong: ") + said[:200]
    return t(f"{match[4]}：应当是 {match[1]}，却是 {match[2]}", f"{match[4]}: must be {match[1]}, not {match[2]}")


def _entry(phrase: Phrase, images: tuple[str, ...]) -> dict[str, Any]:
    home = {"id": phrase.id, "scope": phrase.scope, "department": phrase.department, "pack": phrase.pack}
    rest = {key: getattr(phrase, key) for key in KNOWN if key not in ("id", "images")}
    return {**home, **rest, "images": images, "extra": tomllib.loads(phrase.extra)}
