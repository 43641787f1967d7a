"""Values of foreign JSON and plists, where anything may stand anywhere: a value of the wrong type counts as missing."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from phrasebook.formats.base import FormatError, Remark, Source
from phrasebook.language import t


def parse_json(text: str, name: object) -> Any:
    """The value of a JSON text; `name` is the file's, for messages.

    Raises:
        FormatError: it is none, with line and column.
    """
    try:
        return json.loads(text.removeprefix("\ufeff"))
    except json.JSONDecodeError as error:
        raise FormatError(
            t(
                f"{name}:{error.lineno}: 第 {error.colno} 列起不是完整的 JSON",
                f"{name}:{error.lineno}: no complete JSON from column {error.colno} on",
            ),
            t("重新导出一次", "export it again"),
        ) from error
    except RecursionError as error:
        raise FormatError(t(f"{name}: JSON 嵌套太深", f"{name}: the JSON is nested too deeply")) from error
    except ValueError as error:  # a number of more digits than Python takes
        raise FormatError(t(f"{name}: JSON 里有过长的数字", f"{name}: a number in the JSON is too long")) from error


def json_of(source: Source) -> Any:
    """The value of a JSON file.

    Raises:
        FormatError: it is none, or can't be read.
    """
    return parse_json(source.text(), source.path)


def plist_of(data: bytes, name: object) -> Any:
    """The value of a property list, XML or binary; entities in it are refused.

    Raises:
        FormatError: it is none.
    """
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        return plistlib.loads(data)
    except (ExpatError, ValueError, OverflowError, RecursionError, AttributeError, TypeError, LookupError) as error:
        # the last three: plistlib doesn't look at what a date or a binary offset table holds before it uses it
        raise FormatError(
            t(f"{name}: 不是完整的 plist", f"{name}: no complete property list"),
            t("重新导出一次", "export it again"),
        ) from error


def refusal(name: str, error: FormatError) -> Remark:
    """That a file of several wasn't read; its line, if the error names one, belongs to the place."""
    found = re.fullmatch(rf"(?s){re.escape(name)}(:\d+)?: (.*)", error.message)
    place, message = (name + (found[1] or ""), found[2]) if found else (name, error.message)
    return Remark(place, message, refused=True)


def text_of(value: object) -> str:
    """The text; a number as its digits, anything else as ""."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return ""


def texts_of(value: object) -> tuple[str, ...]:
    """The texts of a list that aren't empty; a text alone is a list of one."""
    found = [text_of(one) for one in value] if isinstance(value, list | tuple) else [text_of(value)]
    return tuple(filter(None, found))


def one_line(text: str) -> str:
    """The text on one line, as titles and categories are."""
    return " ".join(filter(None, map(str.strip, re.split("[\n\t\v\f]", whole(text)))))


def mapping_of(value: object) -> Mapping[str, Any]:
    """The mapping; an empty one for anything else."""
    return value if isinstance(value, Mapping) else {}


def list_of(value: object) -> Sequence[Any]:
    """The list; an empty one for anything else."""
    return value if isinstance(value, list | tuple) else ()


def whole(text: str) -> str:
    r"""The text with `\n` for line ends and every half of a surrogate pair joined to its other half, or replaced."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isprintable() or not any("\ud800" <= character <= "\udfff" for character in text):
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
