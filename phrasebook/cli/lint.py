"""lint: what should be put right in the wording and the build of packs."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phrasebook.cli.options import LibraryFolder, example, folder
from phrasebook.errors import UsageError
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.lint import Rules, Usage
    from phrasebook.model import Pack

_USAGE_DAYS = 7
"""A week holds each of its days once."""


class _Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


class _Level(StrEnum):
    """As lint.Level, which help texts don't need to load."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


Paths = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="FILE|DIR",
        help=t(
            "话术文件、话术文件夹或话术库；不写就是您的话术库",
            "Packs, folders of packs, or libraries; yours if none is named.",
        ),
    ),
]
Format = Annotated[
    _Format,
    typer.Option("--format", help=t("text、json 或 github（代码评审里的批注）", "text, json or github (annotations).")),
]
Shown = Annotated[
    _Level, typer.Option("--level", help=t("只显示这一级和更重的", "Show this level and what is graver."))
]
OwnRules = Annotated[
    list[Path] | None,
    typer.Option("--rules", metavar="DIR", help=t("再加上这个文件夹里的规则", "Rules of this folder too.")),
]
Scope = Annotated[
    str | None,
    typer.Option(
        "--scope",
        metavar="S",
        help=t(
            "不在话术库里的文件算谁的：public（默认）、personal 或 department/部门",
            "Whose a file is that lies in no library: public (default), personal or department/NAME.",
        ),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t(
            "检查话术的用语和结构：违禁词、站外引流、个人信息、重复编码、写错的占位符等。有错误时退出码是 1。",
            "Check wording and build: forbidden words, contacts elsewhere, personal data, clashing codes, broken "
            "placeholders. Ends with 1 if there is an error.",
        ),
        epilog=example("phrasebook lint 售后.toml --level warning"),
    )(lint)


def lint(
    ctx: typer.Context,
    paths: Paths = None,
    format_: Format = _Format.TEXT,
    json: Annotated[bool, typer.Option("--json", help=t("同 --format json", "The same as --format json."))] = False,
    level: Shown = _Level.HINT,
    rules: OwnRules = None,
    scope: Scope = None,
    list_rules: Annotated[
        bool, typer.Option("--list-rules", help=t("列出所有规则和理由", "List all rules, with their reasons."))
    ] = False,
    library: LibraryFolder = None,
) -> None:
    """Check packs."""
    # all of this is loaded here alone, so that no other command waits for it
    from phrasebook.cli import lint_report as report
    from phrasebook.cli.lint_targets import targets_of
    from phrasebook.cli.output import print_json
    from phrasebook.cli.sources import library_choice
    from phrasebook.lint import Context, Level, read_rules
    from phrasebook.lint import lint as look

    shape = _shape(format_, json=json)
    own = library_choice(folder(ctx, library))
    targets = targets_of(list(paths or []), scope, own) if not list_rules or paths else None
    read = read_rules(_rule_folders(targets.libraries if targets else [], own, rules or []))
    if targets is None or list_rules:
        if shape is _Format.JSON:
            print_json([report.rule_data(rule) for rule in read])
        else:
            report.print_rules(read)
        return
    context = Context(
        problems=targets.problems,
        beside=targets.beside,
        complete=targets.complete,
        variables=_variables(),
        sources=targets.texts,
        usage=_usage(targets.packs, read),
    )
    findings = look(targets.packs, read, context)
    shown = [finding for finding in findings if finding.level.rank <= Level(level.value).rank]
    {
        _Format.TEXT: report.print_text,
        _Format.JSON: report.print_findings_json,
        _Format.GITHUB: report.print_github,
    }[shape](shown)
    if shape is _Format.TEXT:
        phrases = sum(len(pack.phrases) for pack in targets.packs)
        report.say_summary(shown, len(findings) - len(shown), phrases, len(targets.packs))
    if any(finding.level is Level.ERROR for finding in findings):
        raise typer.Exit(1)


def _shape(wanted: _Format, *, json: bool) -> _Format:
    if not json:
        return wanted
    if wanted is _Format.GITHUB:
        raise UsageError(t("--json 和 --format github 只能选一个", "--json and --format github exclude each other"))
    return _Format.JSON


def _rule_folders(libraries: list[Path], own: Path, added: list[Path]) -> list[Path]:
    """Ours, those of the libraries in question (else of the user's own), and what the person adds."""
    from phrasebook.library import starter_folder

    for added_folder in added:
        if not added_folder.is_dir():
            raise UsageError(
                t(f"没有文件夹 {added_folder}", f"there is no folder {added_folder}"),
                t("--rules 后面写放规则文件的文件夹", "--rules takes the folder that holds rules files"),
            )
    folders = [starter_folder() / "rules", *(one / "rules" for one in libraries or [own]), *added]
    return list({one.resolve(): one for one in folders}.values())


def _variables() -> frozenset[str]:
    """Names that the settings have a value for; none where the settings can't be read, which is said."""
    from phrasebook.cli.output import complain
    from phrasebook.errors import SettingsError
    from phrasebook.folders import Folders
    from phrasebook.settings import Settings

    try:
        return frozenset(Settings.load(Folders.default().settings_file).variables)
    except SettingsError as error:
        complain(error.message, error.hint)
        return frozenset()


def _usage(packs: list[Pack], rules: Rules) -> Usage | None:
    """How often each phrase was used within a week; None where nothing was noted or no rule asks."""
    from phrasebook.folders import Folders
    from phrasebook.lint import Usage

    file = Folders.default().usage_file
    if not file.exists() or rules.level("single-wording") is None:
        return None
    from phrasebook.usage import Usage as Noted

    noted = Noted(file)
    try:
        since = date.today() - timedelta(days=_USAGE_DAYS - 1)
        uses = {phrase.id: noted.count(phrase.id, since) for pack in packs for phrase in pack.phrases}
    finally:
        noted.close()
    return Usage(uses, _USAGE_DAYS) if any(uses.values()) else None
