"""YAML as a person would write it, of texts, numbers, lists and mappings: quoted, and several lines as a block."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence

Value = str | int | bool | Sequence["Value"] | Mapping[str, "Value"]

_ESCAPED = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON writes as it is and YAML doesn't take, or takes for the end of a line."""

_NO_TEXTS = frozenset(("true", "false", "null", "yes", "no", "on", "off"))


def yaml_text(value: Mapping[str, Value]) -> str:
    """A YAML document."""
    return "\n".join(_mapping(value, "")) + "\n"


def _mapping(value: Mapping[str, Value], indent: str) -> Iterator[str]:
    for key, one in value.items():
        yield from _entry(f"{indent}{_key(key)}:", one, indent)


def _sequence(value: Sequence[Value], indent: str) -> Iterator[str]:
    for one in value:
        if isinstance(one, Mapping) and one:
            first, *rest = _mapping(one, indent + "  ")
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield from _entry(f"{indent}-", one, indent)


def _entry(start: str, value: Value, indent: str) -> Iterator[str]:
    """A key or a dash, and its value behind or below it."""
    if isinstance(value, str):
        if re.fullmatch("[a-z][a-z0-9]+", value) and value not in _NO_TEXTS:
            yield f"{start} {value}"
        elif _fits_block(value):
            yield f"{start} |-"
            yield from (f"{indent}  {line}" if line else "" for line in value.split("\n"))
        else:
            yield f"{start} {_quoted(value)}"
    elif isinstance(value, bool | int):
        yield f"{start} {str(value).lower()}"
    elif not value:
        yield f"{start} {'{}' if isinstance(value, Mapping) else '[]'}"
    else:
        yield start
        yield from _mapping(value, indent + "  ") if isinstance(value, Mapping) else _sequence(value, indent + "  ")


def _fits_block(text: str) -> bool:
    lines = text.split("\n")
    return (
        len(lines) > 1
        and bool(lines[0].strip())
        and bool(lines[-1].strip())
        and not any(line[:1] in (" ", "\t") or line[-1:] in (" ", "\t") for line in lines)
        and not re.search("[\x00-\x08\x0b-\x1f]", text)
        and not _ESCAPED.search(text)
    )


def _quoted(text: str) -> str:
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def _key(key: str) -> str:
    """A key as it is when it is a plain word, else quoted."""
    return key if re.fullmatch(r"[A-Za-z_]\w*", key, re.ASCII) else _quoted(key)
