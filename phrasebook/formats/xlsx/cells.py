"""What a cell of a workbook shows, as text: shared strings, numbers, dates (ECMA-376, part 1, 18.3.1.4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from phrasebook.formats.base import FormatError
from phrasebook.formats.xlsx.package import Package, local
from phrasebook.language import t

MAX_CELL = 2**20
"""Characters of a cell. Excel takes 32,767; a phrase 20,000."""

_DATES = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Number formats that every workbook has: dates and times, those of Chinese and Japanese Excel included."""

_NOT_IN_FORMAT = re.compile(r'"[^"]*"|\\.|_.|\[[^\]]*\]')
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PICTURE = re.compile(r'=(?:_xlfn\.)?DISPIMG\("([^"]{1,200})"', re.IGNORECASE)
"""A picture in a cell, as WPS writes it."""


class Cells:
    """Knows the strings and number formats of a workbook."""

    def __init__(self, package: Package, pictures: Mapping[str, str]) -> None:
        """Read them. `pictures`: the name that a cell uses → the part with the picture.

        Raises:
            FormatError: they can't be read.
        """
        self._pictures = pictures
        self._strings = _strings(package)
        self._formats = _formats(package)
        self._epoch = datetime(1904, 1, 1) if package.from_1904 else datetime(1899, 12, 30)

    def text(self, kind: str, style: str, value: str) -> str:
        """The text of a cell of type `kind` ("n", "s", "str", "inlineStr", "b", "e", "d") with this content."""
        if kind == "s":
            index = int(value) if value.isdigit() else -1
            return self._strings[index] if 0 <= index < len(self._strings) else ""
        if kind in ("str", "inlineStr"):
            return unescaped(value)
        if kind == "b":
            return t("是", "yes") if value == "1" else t("否", "no")
        if kind == "e":  # a formula that failed
            return ""
        if kind == "d":
            return value.replace("T00:00:00", "").replace("T", " ")
        return self._number(value, self._formats.get(style, ""))

    def picture(self, text: str) -> str:
        """The part with the picture that a cell of this text shows; "" if it shows none."""
        match = _PICTURE.match(text)
        return self._pictures.get(match[1], "") if match else ""

    def _number(self, value: str, shown_as: str) -> str:
        try:
            number = float(value)
            if shown_as == "date":
                return _day(self._epoch + timedelta(days=number), number)
            if number.is_integer() and abs(number) < 1e15:
                plain = str(int(number))
                return plain.zfill(len(shown_as)) if shown_as.startswith("0") and number >= 0 else plain
            return f"{number:.15g}"
        except (ValueError, OverflowError):  # no number, or no day
            return value


def unescaped(text: str) -> str:
    """A string of a workbook, in which control characters are written _x000D_; line ends as in all of ours."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _day(moment: datetime, number: float) -> str:
    if number < 1:
        return moment.strftime("%H:%M")
    rounded = moment + timedelta(microseconds=500_000)
    midnight = (rounded.hour, rounded.minute, rounded.second) == (0, 0, 0)
    return rounded.date().isoformat() if midnight else rounded.strftime("%Y-%m-%d %H:%M:%S")


def _strings(package: Package) -> list[str]:
    part = package.part("sharedStrings")
    if not part:
        return []
    handler = _Strings(part)
    package.parse(part, handler)
    return handler.strings


def _formats(package: Package) -> dict[str, str]:
    """Style → "date", or zeros ("000") for numbers that are filled up with them."""
    part = package.part("styles")
    if not part:
        return {}
    try:
        found = package.elements(part, "numFmt", "cellXfs", "cellStyleXfs", "dxfs", "xf")
    except FormatError:  # colours and fonts are no reason to refuse a table
        return {}
    own = {one.get("numFmtId", ""): one.get("formatCode", "") for one in found if one[""] == "numFmt"}
    formats: dict[str, str] = {}
    inside, count = "", 0
    for one in found:
        if one[""] != "xf":
            inside = one[""] if one[""] != "numFmt" else inside
        elif inside == "cellXfs":
            formats[str(count)] = _shown_as(one.get("numFmtId", "0"), own)
            count += 1
    return formats


def _shown_as(number_format: str, own: Mapping[str, str]) -> str:
    code = own.get(number_format, "")
    if not code:
        return "date" if number_format.isdigit() and int(number_format) in _DATES else ""
    plain = _NOT_IN_FORMAT.sub("", code.partition(";")[0])
    if re.search(r"[ymdhs年月日]", plain, re.IGNORECASE):
        return "date"
    return plain if re.fullmatch(r"0{2,20}", plain) else ""


class _Strings(ContentHandler):
    """Collects the table of strings; how Chinese is pronounced (rPh) is passed over."""

    def __init__(self, part: str) -> None:
        super().__init__()
        self.strings: list[str] = []
        self._part = part
        self._parts: list[str] = []
        self._size = 0
        self._in_text = self._in_phonetic = False

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802  # SAX's name
        tag = local(name)
        if tag == "si":
            self._parts, self._size = [], 0
        elif tag == "rPh":
            self._in_phonetic = True
        elif tag == "t":
            self._in_text = not self._in_phonetic

    def characters(self, content: str) -> None:
        if self._in_text:
            self._parts.append(content)
            self._size += len(content)
            if self._size > MAX_CELL:
                raise too_long(f"{self._part} {len(self.strings) + 1}")

    def endElement(self, name: str) -> None:  # noqa: N802  # SAX's name
        tag = local(name)
        if tag == "t":
            self._in_text = False
        elif tag == "rPh":
            self._in_phonetic = False
        elif tag == "si":
            self.strings.append(unescaped("".join(self._parts)))


def too_long(place: str) -> FormatError:
    """The error for a cell that no spreadsheet makes."""
    return FormatError(f"{place}: {t(f'单元格超过 {MAX_CELL} 个字', f'the cell has over {MAX_CELL} characters')}")
