"""YAML as a tree of nodes that keep their line and their text as it was written.

espanso takes `trigger: on`, `1:20` and `1.0` for text, so scalars are never turned into other values here. Aliases
share one node, and what a file would weigh with its aliases written out is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from phrasebook.formats.base import FormatError
from phrasebook.formats.loose import whole
from phrasebook.language import t

if TYPE_CHECKING:
    from ruamel.yaml import YAML

MAX_CHARACTERS = 8 * 2**20
"""About 20 s of ruamel.yaml. A package of 10,000 emoji has 0.5 MB."""

MAX_DEPTH = 50
MAX_WEIGHT = 1_000_000
"""Nodes, a long text for several; those behind aliases counted at every alias."""

_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "map", "seq"))
_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


@dataclass(slots=True)
class Node:
    """A value and the line it stands on, from 1."""

    line: int
    foreign: bool = False
    """It has a tag of its own, so nobody knows what it means."""
    weight: int = 1


@dataclass(slots=True)
class Scalar(Node):
    """A text, a number, a date …; `plain`: it isn't quoted."""

    value: str = ""
    plain: bool = False

    @property
    def is_null(self) -> bool:
        """Whether it says that there is no value."""
        return self.plain and self.value in _NULLS


@dataclass(slots=True)
class Sequence(Node):
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Mapping(Node):
    """Keys and values, merged ones (`<<`) among them."""

    entries: dict[str, Node] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    """Keys that were written more than once; the last one counts."""

    def get(self, key: str) -> Node | None:
        """The value of a key; None if it is missing or null."""
        node = self.entries.get(key)
        return None if isinstance(node, Scalar) and node.is_null else node


def documents(text: str, name: str) -> list[Node]:
    """The documents of a YAML text; `name` is the file's, for messages.

    Raises:
        FormatError: it is no YAML, too large, or nested too deeply; with its line.
    """
    if len(text) > MAX_CHARACTERS:
        size = f"{len(text) / 2**20:.1f}"
        raise FormatError(
            t(f"{name}: YAML 有 {size} 百万字，上限是 8", f"{name}: {size} million characters of YAML; 8 is the limit"),
            t("分成几个文件", "split it into several files"),
        )
    from ruamel.yaml.error import MarkedYAMLError, YAMLError
    from ruamel.yaml.reader import ReaderError

    composer = _Composer(name)
    try:
        for event in _reader().parse(text):
            composer.take(event)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise _broken(
            name, line, t(f"有不能用的字符 U+{_code(error):04X}", f"holds U+{_code(error):04X}, which YAML forbids")
        ) from error
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _broken(name, mark.line + 1 if mark else 0, _in_words(str(error.problem or ""))) from error
    except (YAMLError, ValueError, OverflowError) as error:  # an escape beyond Unicode, a version that is no number
        raise _broken(name, 0, t("不是完整的 YAML", "no complete YAML")) from error
    return composer.documents


def node_of(value: object, line: int = 0) -> Node:
    """The node that a value becomes when it is written as YAML and read again."""
    if isinstance(value, dict):
        return Mapping(line, entries={key: node_of(one, line) for key, one in value.items()})
    if isinstance(value, list):
        return Sequence(line, items=[node_of(one, line) for one in value])
    return Scalar(line, value=str(value))


def text_of(node: Node | None) -> str | None:
    r"""The text of a scalar, line ends as `\n`; None for anything else."""
    return whole(node.value) if isinstance(node, Scalar) and not node.foreign and not node.is_null else None


def texts_of(node: Node | None) -> list[str]:
    """The texts of a list, or of a text alone."""
    if isinstance(node, Sequence):
        return [text for text in map(text_of, node.items) if text is not None]
    text = text_of(node)
    return [] if text is None else [text]


def items_of(node: Node | None) -> list[Node]:
    """The items of a list; none for anything else."""
    return node.items if isinstance(node, Sequence) else []


def _reader() -> YAML:
    from ruamel.yaml import YAML
    from ruamel.yaml.scanner import Scanner

    class TabScanner(Scanner):
        """Takes a tab for a blank where no indentation is meant, as libyaml, which espanso reads with."""

        def scan_to_next_token(self) -> Any:
            super().scan_to_next_token()
            while self.reader.peek() == "\t":
                blanks = 1
                while self.reader.peek(blanks) in " \t":
                    blanks += 1
                if self.allow_simple_key and self.reader.peek(blanks) not in "#\n\0":
                    break
                self.reader.forward(blanks)
                super().scan_to_next_token()

    yaml = YAML(typ="safe", pure=True)
    yaml.Scanner = TabScanner
    return yaml


class _Composer:
    """Events to nodes. The stack holds what is open: a node, and for a mapping the key that waits for its value."""

    def __init__(self, name: str) -> None:
        self.documents: list[Node] = []
        self._name = name
        self._anchors: dict[str, Node] = {}
        self._stack: list[Node] = []
        self._keys: list[list[Node]] = []

    def take(self, event: Any) -> None:
        """The next event."""
        match type(event).__name__:
            case "ScalarEvent":
                plain = event.style is None and event.tag in (None, "!")
                weight = 1 + len(event.value) // 50
                self._add(self._named(event, Scalar(_line(event), _is_foreign(event), weight, event.value, plain)))
            case "AliasEvent":
                self._add(self._alias(event))
            case "SequenceStartEvent":
                self._open(self._named(event, Sequence(_line(event), _is_foreign(event))))
            case "MappingStartEvent":
                self._open(self._named(event, Mapping(_line(event), _is_foreign(event))))
            case "SequenceEndEvent" | "MappingEndEvent":
                self._close()
            case "DocumentStartEvent":
                self._anchors.clear()

    def _named(self, event: Any, node: Node) -> Node:
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _alias(self, event: Any) -> Node:
        node = self._anchors.get(event.anchor)
        if node is None or any(node is open_one for open_one in self._stack):
            raise _broken(
                self._name,
                _line(event),
                t(
                    f"别名 *{event.anchor} 没有指到前面写完的内容",
                    f"the alias *{event.anchor} leads to nothing complete",
                ),
            )
        return node

    def _open(self, node: Node) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise _broken(self._name, node.line, t("嵌套太深", "nested too deeply"))
        self._stack.append(node)
        self._keys.append([])

    def _close(self) -> None:
        node = self._stack.pop()
        waiting = self._keys.pop()
        if isinstance(node, Mapping):
            node.entries = _entries(waiting, node)
        self._add(node)

    def _add(self, node: Node) -> None:
        if not self._stack:
            self.documents.append(node)
            return
        parent = self._stack[-1]
        parent.weight += node.weight
        if parent.weight > MAX_WEIGHT:
            raise _broken(self._name, node.line, t("别名展开后内容过多", "its aliases would unfold to too much"))
        if isinstance(parent, Sequence):
            parent.items.append(node)
        else:
            self._keys[-1].append(node)


def _entries(flat: list[Node], node: Mapping) -> dict[str, Node]:
    """Keys and values in turns to a mapping; keys that are no text are left out, merged ones come after its own."""
    own: dict[str, Node] = {}
    merged: dict[str, Node] = {}
    for key, value in zip(flat[::2], flat[1::2], strict=False):
        if not isinstance(key, Scalar):
            continue
        if key.value == "<<" and key.plain:
            for source in _merged(value):
                merged = source.entries | merged
            continue
        if key.value in own:
            node.twice.append(key.value)
        own[key.value] = value
    return merged | own


def _merged(value: Node) -> Iterator[Mapping]:
    for source in value.items if isinstance(value, Sequence) else [value]:
        if isinstance(source, Mapping):
            yield source


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _is_foreign(event: Any) -> bool:
    return event.tag not in (None, "!") and str(event.tag) not in _TAGS


def _code(error: Any) -> int:
    return error.character if isinstance(error.character, int) else ord(error.character)


def _broken(name: str, line: int, why: str) -> FormatError:
    place = f"{name}:{line}" if line else name
    return FormatError(
        f"{place}: {why}", t("在编辑器里改好这一行，或从原程序重新导出", "correct this line, or export the file again")
    )


def _in_words(problem: str) -> str:
    """The parser's complaint, for people who write YAML by hand."""
    if "'\\t'" in problem:
        return t("这里的缩进用了制表符，YAML 只能用空格", "a tab indents here; YAML takes spaces only")
    if "mapping values are not allowed" in problem or "block end" in problem:
        return t("缩进或冒号不对", "the indentation or a colon is wrong")
    if re.search("unexpected end of stream|stream end|end of stream", problem):
        return t("没有写完，可能被截断了", "it ends too early, perhaps cut off")
    if "cannot start any token" in problem:
        return t("这里的字符要放进引号", "this character must stand in quotes")
    return t(f"不是正确的 YAML（{problem}）", f"no correct YAML ({problem})")
