"""Pictures in a workbook: those that lie over the cells of a row, and those that WPS puts into a cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from phrasebook.formats.archive import Archive
from phrasebook.formats.base import FormatError, Source
from phrasebook.formats.xlsx.package import Package, SheetPart, local
from phrasebook.pack.images import MAX_IMAGE

_CELL_IMAGES = "cellimages.xml"


def pictures_on_rows(package: Package, part: SheetPart) -> dict[int, list[str]]:
    """Row (from 1) → the parts with the pictures whose upper edge lies on it.

    Raises:
        FormatError: a drawing can't be read.
    """
    found: dict[int, list[str]] = {}
    for relation in package.relations(part.path).values():
        if relation.kind != "drawing" or relation.target not in package.names:
            continue
        handler = _Anchors()
        package.parse(relation.target, handler)
        media = package.relations(relation.target)
        for row, reference in handler.anchored:
            picture = media.get(reference)
            if picture and picture.kind == "image" and picture.target in package.names:
                found.setdefault(row + 1, []).append(picture.target)
    return found


def cell_pictures(package: Package) -> dict[str, str]:
    """The names by which cells show pictures (WPS: `=DISPIMG("ID_…",1)`) → the parts that hold these."""
    part = next((name for name in package.names if name.endswith(f"/{_CELL_IMAGES}")), "")
    if not part:
        return {}
    handler = _Anchors()
    try:
        package.parse(part, handler)
        media = package.relations(part)
    except FormatError:  # the phrases can do without
        return {}
    targets = {name: media[reference].target for name, reference in handler.named if reference in media}
    return {name: target for name, target in targets.items() if target in package.names}


class PicturesInside(Mapping[str, bytes]):
    """Pictures in a workbook by their parts' names, each read only when it is asked for.

    Raises:
        FormatError: (on access) one is too large or damaged.
    """

    def __init__(self, source: Source, names: Iterable[str]) -> None:
        self._source = source
        self._names = frozenset(names)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        with Archive(self._source) as archive:
            return archive.read(name, MAX_IMAGE)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class _Anchors(ContentHandler):
    """Where pictures are anchored, or what they are called."""

    def __init__(self) -> None:
        super().__init__()
        self.anchored: list[tuple[int, str]] = []
        """(row from 0, id of the picture's relation)."""
        self.named: list[tuple[str, str]] = []
        self._in_from = self._in_row = False
        self._row = ""
        self._name = ""

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX's name
        tag = local(name)
        if tag == "from":
            self._in_from, self._row = True, ""
        elif tag == "row":
            self._in_row = self._in_from
        elif tag == "cNvPr":
            self._name = attrs.get("name", "")
        elif tag == "blip":
            reference = next((value for key, value in attrs.items() if local(key) == "embed"), "")
            if reference and self._row.strip().isdigit() and len(self._row) < 9:
                self.anchored.append((int(self._row), reference))
            if reference:
                self.named.append((self._name, reference))

    def characters(self, content: str) -> None:
        if self._in_row:
            self._row += content

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX's name
        tag = local(name)
        if tag == "from":
            self._in_from = False
        elif tag == "row":
            self._in_row = False
