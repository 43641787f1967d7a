"""What lint says about packs before they are published; an error stops."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from phrasebook.cli.output import say
from phrasebook.cli.sources import library_choice
from phrasebook.errors import PackError
from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.sharing.bundle import Bundle


def check(bundles: Sequence[Bundle], library: Path | None, *, quiet: bool) -> None:
    """Lint the packs by the rules of phrasebook and of the library; warnings go to stderr.

    Raises:
        PackError: there is an error.
    """
    from phrasebook.library import starter_folder
    from phrasebook.lint import Context, Level, lint, read_rules
    from phrasebook.settings import Settings

    rules = read_rules([starter_folder() / "rules", library_choice(library) / "rules"])
    variables = frozenset(Settings.load(Folders.default().settings_file).variables)
    context = Context(
        complete=False,
        variables=variables,
        sources={bundle.pack.path: bundle.data.decode("utf-8-sig") for bundle in bundles},
    )
    found = lint([bundle.pack for bundle in bundles], rules, context)
    errors = [finding for finding in found if finding.level is Level.ERROR]
    shown = [finding for finding in found if finding.level is not Level.HINT]
    if not quiet or errors:
        for finding in shown:
            say(f"{finding.path}:{finding.line}: {finding.level.name_for_people}: {finding.message}")
    if errors:
        raise PackError(
            t(f"有 {len(errors)} 处错误，没有发布", f"{len(errors)} error(s); not published"),
            errors[0].hint or t("改好再发布", "put that right, then publish"),
        )
