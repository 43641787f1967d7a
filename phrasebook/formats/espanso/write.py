"""Phrases to espanso's matches, and to the files of a package."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from phrasebook.formats.base import Exported, Remark
from phrasebook.formats.beside import Beside
from phrasebook.formats.espanso.dialect import WORDING, EspansoDialect
from phrasebook.formats.espanso.package import MAIN, MANIFEST, VERSION
from phrasebook.formats.espanso.read import PREFIX, Group, read_groups
from phrasebook.formats.espanso.yaml_nodes import node_of
from phrasebook.formats.espanso.yaml_text import yaml_text
from phrasebook.formats.losses import differences, fields_lost, left_out, lost, scopes_lost
from phrasebook.formats.triggers import trigger_for, triggers_of
from phrasebook.language import t
from phrasebook.model import Category, Phrase
from phrasebook.pack.fields import default_title
from phrasebook.pack.names import name_trouble

_HELD = frozenset(("title", "text", "code", "keywords", "variants"))
_RESERVED = frozenset(("match", "packages", "config", "package", "base"))
"""File names that mean something to espanso."""


def match_of(phrase: Phrase, triggers: Mapping[str, str], image: str = "") -> tuple[dict[str, Any], list[Remark]]:
    """A phrase as a match, and what its wordings lose; an empty match when there is nothing to write.

    `image` is the path of the picture of a phrase without text.
    """
    losses: list[Remark] = []
    trigger, keywords = trigger_for(phrase, PREFIX)
    match: dict[str, Any] = {"trigger": trigger} if trigger else {}
    if phrase.title != default_title(phrase.text, phrase.images):
        match["label"] = phrase.title
    if phrase.text:
        texts, losses = _texts(phrase, EspansoDialect(triggers))
        match |= texts
    elif image:
        match["image_path"] = image
    else:
        return {}, []
    if keywords:
        match["search_terms"] = list(keywords)
    return match, losses


def losses_of(phrases: Sequence[Exported], *, packaged: bool = False) -> list[Remark]:
    """What a match file, or a package, loses of phrases: what it has no place for, and what is read otherwise."""
    triggers = triggers_of([one.phrase for one in phrases], PREFIX)
    remarks = scopes_lost(phrases)
    written: list[tuple[Phrase, dict[str, Any], frozenset[str]]] = []
    for one in phrases:
        phrase = one.phrase
        image = one.pictures[0].name if packaged and one.pictures else ""
        match, losses = match_of(phrase, triggers, image)
        if not match:
            remarks.append(left_out(phrase, t("只有图片，没有文字", "it has pictures and no text")))
            continue
        written.append((phrase, match, _HELD - {loss.field for loss in losses}))
        remarks += losses
        remarks += fields_lost(phrase, _HELD | {"category", "images"} if packaged else _HELD)
        remarks += _package_losses(one) if packaged else ()
    if packaged:
        written.sort(key=lambda one: category_file(one[0].category) or PurePosixPath(MAIN))
    group = Group([node_of(match, number) for number, (_, match, _) in enumerate(written)], {})
    again = {item.place: item for item in read_groups([group])[0]}
    for number, (phrase, _, fields) in enumerate(written):
        remarks += differences(phrase, again.get(group.place(number)), fields)
    return remarks


def package_files(phrases: Sequence[Exported], title: str) -> dict[PurePosixPath, bytes | Path]:
    """The files of a package. Its folder should have the name that the manifest says."""
    name = re.sub(r"[^a-z0-9]+", "-", title.casefold()).strip("-") or "phrasebook"
    triggers = triggers_of([one.phrase for one in phrases], PREFIX)
    beside = Beside("images")
    files: dict[PurePosixPath, list[dict[str, Any]]] = {PurePosixPath(MAIN): []}
    for one in phrases:
        image = beside.names(one)[0] if one.pictures and not one.phrase.text else ""
        match, _ = match_of(one.phrase, triggers, f"$CONFIG/match/packages/{name}/{image}" if image else "")
        if match:
            files.setdefault(category_file(one.phrase.category) or PurePosixPath(MAIN), []).append(match)
    head = phrases[0].head if phrases else None
    description = (head.description if head else "") or title or name
    manifest = {
        "name": name,
        "title": title or name,
        "description": description,
        "version": "0.1.0",
        "author": (head.maintainer if head else "") or "phrasebook",
    }
    return {
        PurePosixPath(MANIFEST): yaml_text(manifest).encode(),
        PurePosixPath("README.md"): f"# {title or name}\n\n{description}\n".encode(),
        **{path: yaml_text({"matches": matches}).encode() for path, matches in files.items()},
        **beside.files,
    }


def category_file(category: Category) -> PurePosixPath | None:
    """The match file of a category; None when there is no category, or it can't name a file."""
    for level in category:
        tricky = level.startswith("_") or level != level.strip(" .") or len(level.encode()) > 200
        taken = level.casefold() in _RESERVED or VERSION.fullmatch(level)
        if tricky or taken or name_trouble(level) or re.search(r'[<>"|?*]', level):
            return None
    return PurePosixPath(*category[:-1], f"{category[-1]}.yml") if category else None


def _texts(phrase: Phrase, dialect: EspansoDialect) -> tuple[dict[str, Any], list[Remark]]:
    """The template of a phrase's wordings, one of which comes out at random, and its variables."""
    wordings = [dialect.translate(phrase.text)]
    losses = [lost(phrase, "text", message) for message in dialect.lost]
    dialect.lost.clear()
    wordings += map(dialect.translate, phrase.variants)
    losses += (lost(phrase, "variants", message) for message in dialect.lost)
    variables = dialect.variables()
    replace = wordings[0]
    if len(wordings) > 1:
        replace = f"{{{{{WORDING}}}}}"
        variables.append({"name": WORDING, "type": "random", "params": {"choices": wordings}})
    return ({"replace": replace, "vars": variables} if variables else {"replace": replace}), losses


def _package_losses(one: Exported) -> Iterator[Remark]:
    phrase = one.phrase
    if phrase.category and not category_file(phrase.category):
        yield lost(phrase, "category", t("分类名不能用作文件名", "its category can't name a file"))
    if len(phrase.images) > (0 if phrase.text else 1):
        yield lost(phrase, "images", t("一条只能是文字，或一张图片", "a match is a text or one picture"))
