"""search: from the words on the command line to matches. Without typer, because people wait for it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebook.cli.data import match_data, row
from phrasebook.cli.output import complain, print_json, print_table, say
from phrasebook.cli.sources import category_of, open_library, scope_of
from phrasebook.errors import SettingsError
from phrasebook.folders import Folders
from phrasebook.language import t
from phrasebook.model import Window

if TYPE_CHECKING:
    from phrasebook.search.spelling import Spelling


def search(
    query: Sequence[str],
    *,
    limit: int = 10,
    scope: str | None = None,
    category: str | None = None,
    app: str | None = None,
    json: bool = False,
    library: Path | None = None,
) -> None:
    """Find phrases and print them, the best first."""
    wanted_scope, department = scope_of(scope)
    wanted_category = category_of(category)
    opened = open_library(library)
    from phrasebook.indexing import indexed  # numpy; not before the words are known to be right

    folders = Folders.default()
    matches = indexed(opened, folders.cache).best(
        " ".join(query),
        _boosts(folders.usage_file, app or ""),
        scope=wanted_scope,
        department=department,
        category=wanted_category,
        app=Window(0, program=app) if app else None,
        limit=limit,
        today=date.today(),
        spelling=_spelling(folders.settings_file),
    )
    if json:
        print_json([match_data(match) for match in matches])
    elif matches:
        print_table([row(match.phrase) for match in matches])
    else:
        say(t("没有找到", "nothing found"))


def _spelling(settings_file: Path) -> Spelling:
    """How the person types, by the settings; a mistake there is told, and the search goes on without them."""
    from phrasebook.search.spelling import PLAIN, Spelling  # numpy, loaded with the index anyway

    if not settings_file.exists():
        return PLAIN
    from phrasebook.settings import Settings  # TOML, for those who have set anything

    try:
        said = Settings.load(settings_file).search
    except SettingsError as error:
        complain(error.message, error.hint)
        return PLAIN
    return Spelling(said.double_pinyin, said.fuzzy_pinyin)


def _boosts(usage_file: Path, program: str) -> dict[str, float]:
    """How much each phrase is used; nothing before anything was."""
    if not usage_file.exists():
        return {}
    from phrasebook.usage import Usage  # SQLite, for those who have used anything

    usage = Usage(usage_file)
    try:
        return dict(usage.boosts(program))
    finally:
        usage.close()
