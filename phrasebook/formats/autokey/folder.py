"""What lies in AutoKey's folder: phrases and the titles of the folders that they are in."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from phrasebook.formats.autokey.macros import read_macros
from phrasebook.formats.autokey.windows import apps_of
from phrasebook.formats.base import FormatError, Remark, Source
from phrasebook.formats.loose import json_of, mapping_of, one_line, refusal, text_of, texts_of
from phrasebook.formats.snippets import MAX_FOREIGN, Snippet
from phrasebook.formats.wording import Draft, left_behind
from phrasebook.language import t
from phrasebook.model import Category

SEND_KEYS = "kb"
_ROOT = PurePosixPath()
_FOLDER_FILES = ("folder.json", ".folder.json")


def looks_like_autokey(source: Source) -> bool:
    """Whether a phrase has its JSON beside it, or a folder its own."""
    names = source.names()
    known = set(names)
    likely = [name for name in names if name.name in _FOLDER_FILES]
    likely += [json_name for name in names if name.suffix == ".txt" for json_name in _json_names(name)]
    for name in [name for name in likely if name in known][:20]:
        try:
            kind = mapping_of(json_of(source.inside(name))).get("type")
        except FormatError:
            continue
        if kind in ("phrase", "folder", "script"):
            return True
    return False


def title_of(source: Source) -> str:
    """What the folder itself is called: its name if it doesn't say, "" if that is AutoKey's own."""
    name = source.path.name
    return _Folders(source).title(_ROOT) or ("" if name in ("autokey", "data") else name)


def read_folder(source: Source) -> tuple[list[Snippet], list[Remark]]:
    """The phrases below a folder, and what isn't read.

    Raises:
        FormatError: there are too many files.
    """
    folders = _Folders(source)
    names = set(source.names())
    snippets: list[Snippet] = []
    remarks: list[Remark] = []
    for name in source.names():
        if any(part.startswith(".") for part in name.parts):
            continue
        if name.suffix == ".py":
            why = t("Python 脚本不会运行", "a Python script; scripts never run")
            remarks.append(Remark(str(name), why, refused=True))
        if name.suffix != ".txt":
            continue
        try:
            text = source.inside(name).text()
            settings = next((found for one in _json_names(name) if (found := _settings(source, one, names))), {})
        except FormatError as error:
            remarks.append(refusal(str(name), error))
            continue
        folder = name.parent
        snippets.append(snippet_of(text, settings, str(name), folders.category(folder), folders.apps(folder)))
    return snippets, remarks


def snippet_of(
    text: str, settings: Mapping[str, Any], place: str, category: Category, apps: tuple[str, ...] = ()
) -> Snippet:
    """A phrase: its text, and what its JSON says; `apps` are those of the folders around it."""
    sends_keys = settings.get("sendMode", SEND_KEYS) == SEND_KEYS
    draft = read_macros(text, sends_keys=sends_keys) if len(text) <= MAX_FOREIGN else as_read(text, {})
    abbreviation = mapping_of(settings.get("abbreviation"))
    own = _apps(settings)
    return Snippet(
        place=place,
        triggers=texts_of(abbreviation.get("abbreviations")) or texts_of(abbreviation.get("abbreviation")),
        title=text_of(settings.get("description")) or PurePosixPath(place).stem,
        text=draft.wording(),
        category=category,
        apps=own or apps,
        lost=(*draft.lost, *_lost(settings, own)),
    )


def as_read(text: str, codes: Mapping[str, str]) -> Draft:
    """A text that is our wording already."""
    draft = Draft()
    draft.put(text)
    return draft


class _Folders:
    """The folders by their paths, each read once."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names = set(source.names())
        self._known: dict[PurePosixPath, Mapping[str, Any]] = {}

    def title(self, path: PurePosixPath) -> str:
        """What a folder is called; "" if it doesn't say."""
        return one_line(text_of(self._settings(path).get("title")))

    def category(self, path: PurePosixPath) -> Category:
        """The titles of the folders that lead to this one; AutoKey's own `data` isn't one of them."""
        paths = [PurePosixPath(*path.parts[: depth + 1]) for depth in range(len(path.parts))]
        if paths and paths[0].name == "data" and PurePosixPath("autokey.json") in self._names:
            paths.pop(0)
        titles = [self.title(one) or one.name for one in paths]
        return tuple(titles) if len(titles) < 3 else (titles[0], " / ".join(titles[1:]))

    def apps(self, path: PurePosixPath) -> tuple[str, ...]:
        """What the innermost folder with a filter for all below it limits its phrases to."""
        for one in (path, *path.parents):
            filter_ = mapping_of(self._settings(one).get("filter"))
            if filter_.get("isRecursive") is True and (apps := _apps(self._settings(one))):
                return apps
        return ()

    def _settings(self, path: PurePosixPath) -> Mapping[str, Any]:
        if path not in self._known:
            files = (path / name for name in _FOLDER_FILES)
            found = (_settings(self._source, name, self._names) for name in files)
            self._known[path] = next(filter(None, found), {})
        return self._known[path]


def _settings(source: Source, name: PurePosixPath, names: Container[PurePosixPath]) -> Mapping[str, Any]:
    """What a JSON file says; nothing if it isn't there or can't be read, as AutoKey itself goes on without."""
    if name not in names:
        return {}
    try:
        return mapping_of(json_of(source.inside(name)))
    except FormatError:
        return {}


def _json_names(name: PurePosixPath) -> tuple[PurePosixPath, ...]:
    """Where a phrase's JSON may lie: since version 0.96 beside it, before that hidden."""
    return name.with_name(f"{name.stem}.json"), name.with_name(f".{name.stem}.json")


def _apps(settings: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The programs of a window filter; () without one, None when it says more than names."""
    filter_ = mapping_of(settings.get("filter"))
    regex = text_of(filter_.get("regex")) or text_of(settings.get("filter"))
    if not regex:
        return ()
    return None if filter_.get("isInverted") is True else apps_of(regex)


def _lost(settings: Mapping[str, Any], apps: tuple[str, ...] | None) -> Iterator[str]:
    hotkey = mapping_of(settings.get("hotkey"))
    if key := text_of(hotkey.get("hotKey")):
        keys = "+".join((*texts_of(hotkey.get("modifiers")), key))
        yield left_behind(t(f"热键 {keys}", f"the hotkey {keys}"))
    if apps is None:
        yield left_behind(t("窗口过滤", "its window filter"))
