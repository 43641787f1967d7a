"""espanso's match groups to items: https://espanso.org/docs/matches/basics/."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field

from phrasebook.formats.base import FormatError, Item, Remark
from phrasebook.formats.espanso.variables import TooLongError, form_template, render
from phrasebook.formats.espanso.yaml_nodes import (
    Mapping,
    Node,
    Scalar,
    documents,
    items_of,
    text_of,
    texts_of,
)
from phrasebook.formats.loose import one_line
from phrasebook.formats.plain import plain_text
from phrasebook.formats.triggers import Codes, codes_by_trigger
from phrasebook.formats.wording import left_behind
from phrasebook.language import t
from phrasebook.model import Category
from phrasebook.pack.fields import MAX_TEXT

PREFIX = ":"
"""What espanso's users write before a trigger: thx is typed :thx."""

MAX_TOTAL = 32 * 2**20
"""Characters of all texts together, more than a pack holds: a short file may use one long variable for every match."""

_ROOT = ("matches", "global_vars", "imports", "anchors")
_WORDINGS = ("replace", "markdown", "html", "form", "image_path")
"""In espanso's order of precedence."""


@dataclass(frozen=True, slots=True)
class Group:
    """A match file. Variables are shared within a `home`, for example a package."""

    matches: Sequence[Node]
    variables: Lookup[str, Mapping]
    imports: Sequence[str] = ()
    file: str = ""
    """Its name, for messages."""
    is_alone: bool = True
    """No other file is read with it, so that places need not name it."""
    home: str = ""
    """The folder of the package, as a path from the folder that is read; "" without one."""
    category: Category = ()

    def place(self, line: int) -> str:
        """Where something stands."""
        return t(f"第 {line} 行", f"line {line}") if self.is_alone else f"{self.file}:{line}"


@dataclass(slots=True)
class _Match:
    """A match on its way: what is known before the texts, which may name other matches."""

    group: Group
    node: Mapping
    triggers: list[str]
    code: str
    keywords: tuple[str, ...]
    lost: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.group.place(self.node.line)


def group_of(text: str, name: str, home: str = "", category: Category = (), *, is_alone: bool = True) -> Group | None:
    """The match group that a YAML text is; None if it is something else.

    Raises:
        FormatError: it is no YAML.
    """
    roots = [node for node in documents(text, name) if isinstance(node, Mapping)]
    roots = [root for root in roots if any(key in root.entries for key in _ROOT)]
    if not roots:
        return None
    matches: list[Node] = []
    for root in roots:
        node = root.get("matches")
        if isinstance(node, Scalar | Mapping):
            raise FormatError(
                t(f"{name}:{node.line}: matches 应当是列表", f"{name}:{node.line}: matches must be a list"),
                t("每条前面加 - ", "begin each entry with - "),
            )
        matches += items_of(node)
    return Group(
        matches,
        variables_of(node for root in roots for node in items_of(root.get("global_vars"))),
        tuple(path for root in roots for path in texts_of(root.get("imports"))),
        name,
        is_alone,
        home,
        category,
    )


def variables_of(nodes: Iterable[Node]) -> dict[str, Mapping]:
    """Variables by name; of two with one name the last counts."""
    named = ((text_of(node.get("name")), node) for node in nodes if isinstance(node, Mapping))
    return {name: node for name, node in named if name}


def read_groups(groups: Sequence[Group]) -> tuple[list[Item], list[Remark]]:
    """The items of match groups that belong together, and what could not be carried over.

    Raises:
        FormatError: with their variables filled in they have more than MAX_TOTAL characters.
    """
    items: list[Item] = []
    remarks: list[Remark] = []
    size = 0
    codes = Codes()
    matches = [_match(group, node, codes) for group in groups for node in group.matches]
    known = codes_by_trigger((match.code, match.triggers) for match in matches if isinstance(match, _Match))
    shared: dict[str, dict[str, Mapping]] = {}
    for group in groups:
        shared.setdefault(group.home, {}).update(group.variables)
    for match in matches:
        item = match if isinstance(match, Remark) else _item(match, shared[match.group.home], known)
        if isinstance(item, Remark):
            remarks.append(item)
        elif isinstance(match, _Match):
            items.append(item)
            size += len(item.text) + sum(map(len, item.variants))
            if size > MAX_TOTAL:
                why = t("变量展开后内容过多", "variables would unfold to too much")
                raise FormatError(
                    f"{match.group.file}:{match.node.line}: {why}",
                    t("这不像正常的话术文件，没有读取", "no one writes such a file; nothing was read"),
                )
            remarks += (Remark(match.place, message) for message in dict.fromkeys(match.lost))
    return items, remarks


def _match(group: Group, node: Node, codes: Codes) -> _Match | Remark:
    """What one entry of `matches` is found by, or why it is none."""
    if not isinstance(node, Mapping) or node.foreign:
        return Remark(group.place(node.line), t("不是一条 match", "no match"), refused=True)
    triggers = texts_of(node.get("trigger")) or texts_of(node.get("triggers"))
    code, keywords = codes.take(triggers, PREFIX)
    match = _Match(group, node, triggers, code, tuple(dict.fromkeys((*keywords, *texts_of(node.get("search_terms"))))))
    if node.get("regex"):
        match.lost.append(left_behind(t("正则触发词", "the regular expression that triggers it")))
    if node.twice:
        keys = "、".join(node.twice)
        match.lost.append(t(f"{keys} 写了两次，用的是后一个", f"{keys} is there twice; the last one counts"))
    return match


def _item(match: _Match, shared: Lookup[str, Mapping], codes: Lookup[str, str]) -> Item | Remark:
    """The item of a match, or why there is none."""
    node, place = match.node, match.place
    kind = next((key for key in _WORDINGS if node.get(key)), "")
    text = text_of(node.get(kind)) if kind else None
    if text is None or not text.strip():
        why = t("没有文字", "it has no text") if text or not kind else t(f"{kind} 不是文字", f"{kind} is no text")
        return Remark(place, why, refused=True)
    if len(text) > 4 * MAX_TEXT:
        return _too_long(place)
    wordings: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    if kind == "image_path":
        images = (_image(text.strip(), match.group.home),)
    else:
        variables = {**shared, **_caught(node), **_local(node, shared), **_form(node, kind, text)}
        try:
            drafts = render(_template(kind, text, match.lost), variables, codes)
        except TooLongError:
            return _too_long(place)
        for draft in drafts:
            match.lost += draft.lost
        wordings = tuple(dict.fromkeys(draft.wording().rstrip("\n") for draft in drafts))
    if not images and not any(wording.strip() for wording in wordings):
        return Remark(place, t("没有文字", "it has no text"), refused=True)
    return Item(
        place=place,
        category=match.group.category,
        title=one_line(text_of(node.get("label")) or ""),
        text=wordings[0] if wordings else "",
        code=match.code,
        keywords=match.keywords,
        variants=tuple(wording for wording in wordings[1:] if wording.strip()),
        images=images,
        note=text_of(node.get("comment")) or "",
    )


def _template(kind: str, text: str, lost: list[str]) -> str:
    """The template of a match's text."""
    if kind == "form":
        return form_template(text)
    if kind == "html":
        lost.append(left_behind(t("HTML 的格式（字体、颜色等）", "the formatting of its HTML")))
        return plain_text(text)
    if kind == "markdown":
        lost.append(
            t("Markdown 不会变成格式，记号按原样留在文字里", "Markdown makes no formatting; its marks stay in the text")
        )
    return text


def _local(node: Mapping, shared: Lookup[str, Mapping]) -> dict[str, Mapping]:
    """A match's own variables; one of type `global` is the shared one of its name."""
    variables = variables_of(items_of(node.get("vars")))
    return {
        name: shared.get(name, variable) if text_of(variable.get("type")) == "global" else variable
        for name, variable in variables.items()
    }


def _caught(node: Mapping) -> dict[str, Mapping]:
    """What a regular expression catches as variables; we ask for it."""
    names = re.findall(r"\(\?P?<(\w+)>", text_of(node.get("regex")) or "")
    return {name: Mapping(node.line, entries={"type": Scalar(node.line, value="form")}) for name in names}


def _form(node: Mapping, kind: str, layout: str) -> dict[str, Mapping]:
    """The variable that a match's own form stands for."""
    if kind != "form":
        return {}
    fields = node.get("form_fields")
    params = Mapping(node.line, entries={"fields": fields} if fields else {})
    return {"form1": Mapping(node.line, entries={"type": Scalar(node.line, value="form"), "params": params})}


def _image(path: str, home: str) -> str:
    """The path of a picture from the folder that is read, as far as espanso's own ($CONFIG/…) can be led back to it."""
    path = path.replace("\\", "/")
    if found := re.fullmatch(r"(?:\$CONFIG|%CONFIG%)/(match/packages/[^/]+/)?(.+)", path):
        packaged, path = found.groups()
        return f"{home}/{path}" if packaged and home else path
    absolute = path.startswith(("/", "~", "$", "%")) or path[1:2] == ":"
    return path if absolute or not home else f"{home}/{path}"


def _too_long(place: str) -> Remark:
    return Remark(place, t(f"超过 {MAX_TEXT} 个字", f"over {MAX_TEXT} characters"), refused=True)
