"""The parts of a workbook's zip and how they refer to each other (ECMA-376, part 2)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from phrasebook.formats.archive import MAX_ENTRY, Archive
from phrasebook.formats.base import FormatError
from phrasebook.language import t

_SMALL = 32 * 2**20
"""Bytes of a part that isn't a sheet or the table of strings."""


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet and where its rows are."""

    name: str
    path: str
    is_visible: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the last word of its type ("drawing", "image"), and the part."""

    kind: str
    target: str


class Package:
    """The parts of an opened workbook."""

    def __init__(self, archive: Archive, path: Path) -> None:
        """Find the workbook's sheets.

        Raises:
            FormatError: it isn't a workbook, or can't be read.
        """
        self._archive = archive
        self._path = path
        self.names = frozenset(archive.names)
        self.main = self._main()
        relations = self.relations(self.main)
        self.sheets: tuple[SheetPart, ...] = tuple(self._sheets(relations))
        if not self.sheets:
            raise FormatError(f"{path}: {t('里面没有工作表', 'there is no sheet in it')}")
        self.from_1904 = any(_true(one.get("date1904")) for one in self.elements(self.main, "workbookPr"))

    def part(self, kind: str) -> str:
        """The part of the workbook of this kind ("sharedStrings", "styles"); "" if it has none."""
        found = (relation.target for relation in self.relations(self.main).values() if relation.kind == kind)
        return next((target for target in found if target in self.names), "")

    def relations(self, name: str) -> Mapping[str, Relation]:
        """What a part refers to, by the ids it uses for that."""
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.names:
            return {}
        found = {}
        for one in self.elements(rels, "Relationship"):
            if one.get("TargetMode") != "External":
                target = one.get("Target", "")
                inside = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = one.get("Type", "").rpartition("/")[2]
                found[one.get("Id", "")] = Relation(kind, posixpath.normpath(inside))
        return found

    def elements(self, name: str, *tags: str) -> list[dict[str, str]]:
        """The attributes of all elements of these names in a part, in order; names without namespace.

        Raises:
            FormatError: the part can't be read.
        """
        collected = _Collected(tags)
        self.parse(name, collected, _SMALL)
        return collected.found

    def parse(self, name: str, handler: ContentHandler, limit: int = MAX_ENTRY) -> None:
        """Have `handler` told of everything in a part.

        Raises:
            FormatError: the part is missing, too large, no XML, or declares entities.
        """
        parser = make_parser()
        parser.forbid_dtd = True
        parser.setContentHandler(handler)
        try:
            for chunk in self._archive.chunks(name, limit):
                parser.feed(chunk)
            parser.close()
        except DefusedXmlException as error:
            message = t("里面有实体声明，正常的工作簿没有", "it declares entities, which no workbook does")
            raise FormatError(f"{self._path}: {name}: {message}") from error
        except SAXParseException as error:
            place = f"{self._path}: {name}:{error.getLineNumber()}"
            raise FormatError(
                f"{place}: {t('XML 损坏或不完整', 'damaged or incomplete XML')}",
                t("用 Excel 或 WPS 打开再另存一次", "open it in Excel or WPS and save it again"),
            ) from error
        except (SAXException, UnicodeError, LookupError) as error:  # LookupError: an unknown encoding
            raise FormatError(f"{self._path}: {name}: {t('XML 读不了', 'unreadable XML')}") from error

    def _main(self) -> str:
        for relation in self.relations("").values():
            if relation.kind == "officeDocument" and relation.target in self.names:
                return relation.target
        if "xl/workbook.xml" in self.names:
            return "xl/workbook.xml"
        raise FormatError(f"{self._path}: {t('不是 Excel 工作簿', 'no workbook')}")

    def _sheets(self, relations: Mapping[str, Relation]) -> Iterator[SheetPart]:
        for one in self.elements(self.main, "sheet"):
            relation = relations.get(one.get("id", ""))
            if relation and relation.kind == "worksheet" and relation.target in self.names:
                yield SheetPart(one.get("name", ""), relation.target, one.get("state", "visible") == "visible")


class _Collected(ContentHandler):
    """Notes the attributes of some elements."""

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__()
        self._tags = tags
        self.found: list[dict[str, str]] = []

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX's name
        if local(name) in self._tags:
            self.found.append({local(key): value for key, value in attrs.items()} | {"": local(name)})


def local(name: str) -> str:
    """A name without its namespace's prefix."""
    return name.rpartition(":")[2]


def _true(value: str | None) -> bool:
    return value in ("1", "true")
