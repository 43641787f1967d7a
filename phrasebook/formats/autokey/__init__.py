"""AutoKey (https://github.com/autokey/autokey): a folder of name.txt with name.json, or .name.json before version 0.96.

Python scripts are reported and not imported.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from phrasebook.formats.autokey.folder import as_read, looks_like_autokey, read_folder, snippet_of, title_of
from phrasebook.formats.autokey.macros import AutoKeyDialect
from phrasebook.formats.autokey.windows import filter_of
from phrasebook.formats.base import Exported, Files, FormatError, Reading, ReadOptions, Remark, Source
from phrasebook.formats.file_names import Names
from phrasebook.formats.snippets import Snippet, items_of, losses_of, with_text
from phrasebook.formats.triggers import trigger_for
from phrasebook.language import t
from phrasebook.model import Category, Phrase

_HELD = frozenset(("category", "title", "text", "code", "apps"))
_PASTE = "<ctrl>+v"
"""How AutoKey is to send what we write: key by key it loses Chinese."""

_HAS_ABBREVIATION = 1


class AutoKeyFormat:
    """A folder of AutoKey's phrases."""

    name = "autokey"
    reads = writes = True
    suffixes = ("",)

    @property
    def title(self) -> str:
        """What it is."""
        return t("AutoKey 短语文件夹", "AutoKey folder of phrases")

    def detects(self, source: Source) -> int:
        """By the JSON beside a phrase, or of a folder."""
        return 95 if source.is_folder and looks_like_autokey(source) else 0

    def read(self, source: Source, options: ReadOptions) -> Reading:
        """The phrases of a folder and of those in it.

        Raises:
            FormatError: there is no phrase.
        """
        snippets, refused = read_folder(source)
        if not snippets:
            raise FormatError(
                t(
                    f"{source.path} 里没有 AutoKey 的短语（.txt）",
                    f"{source.path} holds no phrases (.txt)",
                ),
                t("选 ~/.config/autokey/data 里的文件夹", "name a folder in ~/.config/autokey/data"),
            )
        items, remarks = items_of(snippets, as_read)
        category = tuple(filter(None, [title_of(source)]))
        return Reading(tuple(items), (*refused, *remarks), category=category)

    def losses(self, phrases: Sequence[Exported]) -> list[Remark]:
        """What a phrase of AutoKey's has no place for, and wordings that would be read otherwise."""
        return losses_of(phrases, _HELD, _snippets, as_read)

    def write(self, phrases: Sequence[Exported], title: str) -> Files:
        """The folder's files, a folder for each category; phrases without text are left out."""
        kept = with_text(phrases)
        places = _Places()
        files: dict[PurePosixPath, bytes] = {}
        for phrase in kept:
            path = places.take(phrase)
            settings, text, _ = _written(phrase)
            files[path] = text.encode()
            files[path.with_suffix(".json")] = _json(settings)
        titles = {category: category[-1] if category else title for category in places.folders}
        folders = {path / "folder.json": _json(_folder(titles[one])) for one, (path, _) in places.folders.items()}
        return {**folders, **files}


class _Places:
    """Where phrases and the folders of their categories lie."""

    def __init__(self) -> None:
        self.folders: dict[Category, tuple[PurePosixPath, Names]] = {(): (PurePosixPath(), Names("folder"))}

    def take(self, phrase: Phrase) -> PurePosixPath:
        """The place of a phrase's text."""
        path, names = self._folder(phrase.category)
        return path / f"{names.take(phrase.title)}.txt"

    def _folder(self, category: Category) -> tuple[PurePosixPath, Names]:
        if category not in self.folders:
            parent, names = self._folder(category[:-1])
            self.folders[category] = parent / names.take(category[-1]), Names("folder")
        return self.folders[category]


def _snippets(phrases: Sequence[Phrase]) -> Iterator[tuple[Snippet, list[str]]]:
    """The phrases as they are read back from their files, and in words what their wordings lose."""
    places = _Places()
    for phrase in phrases:
        path = places.take(phrase)
        settings, text, lost = _written(phrase)
        yield snippet_of(text, settings, str(path), phrase.category), lost


def _written(phrase: Phrase) -> tuple[dict[str, Any], str, list[str]]:
    """The JSON and the text of a phrase, and in words what its wording loses."""
    dialect = AutoKeyDialect()
    trigger = trigger_for(phrase)[0]
    settings = {
        "type": "phrase",
        "description": phrase.title,
        "matchCase": False,
        "omitTrigger": False,
        "prompt": False,
        "sendMode": _PASTE,
        **_common([trigger] if trigger else [], filter_of(phrase.apps)),
    }
    return settings, dialect.translate(phrase.text), dialect.lost


def _folder(title: str) -> dict[str, Any]:
    return {"type": "folder", "title": title, **_common([], None)}


def _common(abbreviations: list[str], regex: str | None) -> dict[str, Any]:
    """What the JSON of phrases and folders has in common; AutoKey wants all of it."""
    return {
        "modes": [_HAS_ABBREVIATION] if abbreviations else [],
        "usageCount": 0,
        "showInTrayMenu": False,
        "abbreviation": {
            "abbreviations": abbreviations,
            "backspace": True,
            "ignoreCase": False,
            "immediate": False,
            "triggerInside": False,
            "wordChars": r"[\w]",
        },
        "hotkey": {"modifiers": [], "hotKey": None},
        "filter": {"regex": regex, "isRecursive": False},
    }


def _json(value: dict[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=4) + "\n").encode()
