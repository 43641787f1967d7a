"""import: other programs' files, spreadsheets and packs into the library; all or nothing, undone by one `undo`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phrasebook.cli.asking import on_keyboard
from phrasebook.cli.changing import DryRun, Yes, changes_of
from phrasebook.cli.options import Json, LibraryFolder, example, folder
from phrasebook.cli.output import say
from phrasebook.cli.progress import bar
from phrasebook.cli.sources import category_of, scope_of
from phrasebook.errors import PhrasebookError, UsageError
from phrasebook.folders import Folders
from phrasebook.language import t

if TYPE_CHECKING:
    from phrasebook.formats.base import Reading
    from phrasebook.importing.plan import Plan
    from phrasebook.importing.target import Target
    from phrasebook.library import Library


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        "import",
        help=t(
            "导入表格、手册、话术文件和别的程序的片段；格式按内容识别",
            "Import spreadsheets, handbooks, packs and other programs' snippets; the content tells the format.",
        ),
        epilog=example("phrasebook import 话术.xlsx --scope department/售后组 --dry-run"),
    )(import_files)


def import_files(
    ctx: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE…", help=t("文件或文件夹", "Files or folders."), show_default=False)
    ],
    file_format: Annotated[
        str | None,
        typer.Option("--format", metavar="F", help=t("格式（见 phrasebook formats）", "The format; see `formats`.")),
    ] = None,
    scope: Annotated[
        str | None,
        typer.Option(
            "--scope",
            metavar="S",
            help=t(
                "放进这个范围：public、personal 或 department/部门；默认按文件里写的，没写就是 personal",
                "Into this scope: public, personal or department/NAME; else as the file says, else personal.",
            ),
        ),
    ] = None,
    category: Annotated[
        str | None,
        typer.Option("--category", metavar="A/B", help=t("全部放进这个分类", "All into this category.")),
    ] = None,
    pack: Annotated[
        str | None,
        typer.Option(
            "--pack",
            metavar="NAME",
            help=t("放进这个话术文件；默认用文件名", "Into this pack; else as the file is called."),
        ),
    ] = None,
    columns: Annotated[
        list[str] | None,
        typer.Option(
            "--map",
            metavar="COLUMN=FIELD",
            help=t("表格的这一列是哪个字段，可以写多次", "What a spreadsheet's column holds; may be repeated."),
        ),
    ] = None,
    on_conflict: Annotated[
        str | None,
        typer.Option(
            "--on-conflict",
            metavar="keep-both|replace|skip",
            help=t(
                "库里已有而内容不同的：都留、替换、跳过；默认跳过",
                "What to do with phrases that are there with other content; by default they are skipped.",
            ),
        ),
    ] = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Import files."""
    from phrasebook.cli import imported  # as all formats: not needed by other commands

    target = _target(scope, category, pack, on_conflict)
    mapped = _mapped(columns or [])
    into = folder(ctx, library)
    readings = [(path, _read(path, file_format, mapped)) for path in files]
    opened = _opened(into)
    plan = _planned(readings, opened, target)
    if plan.conflicts and on_conflict is None and not (yes or dry_run or json) and on_keyboard():
        target = _asked(plan, target)
        plan = _planned(readings, opened, target)
    if plan.refused and not plan.planned:
        imported.say_remarks(plan)
        raise PhrasebookError(t("没有一条能导入，什么也没有改", "no phrase could be imported; nothing was changed"))
    number = 0
    if plan.changes and not dry_run:
        changes = changes_of(into)
        with changes.held():
            if not _is_as(opened, now := _opened(into)):  # somebody was quicker
                opened, plan = now, _planned(readings, now, target)
            from phrasebook.importing.applying import apply_plan

            with bar(t("写入", "Writing")) as tell:
                tell(0, 0)
                number = apply_plan(plan, opened, changes, _summary(files, plan)).number
    imported.show(plan, dry_run=dry_run, json=json, change=number)
    if number and not opened.packs and not into:
        _say_starter(files)


def _target(scope: str | None, category: str | None, pack: str | None, on_conflict: str | None) -> Target:
    """What the options say about where to.

    Raises:
        UsageError: one of them is written wrongly.
    """
    from phrasebook.importing.target import OnConflict, Target
    from phrasebook.pack.names import name_trouble

    wanted, department = scope_of(scope)
    for name in (pack, department):
        if name and (trouble := name_trouble(name)):
            raise UsageError(f"{name}: {trouble}")
    if on_conflict is not None and on_conflict not in tuple(OnConflict):
        raise UsageError(
            t(f"--on-conflict 没有 {on_conflict}", f"--on-conflict can't be {on_conflict}"),
            t("可以用 keep-both、replace、skip", "use keep-both, replace or skip"),
        )
    return Target(wanted, department, pack or "", category_of(category), OnConflict(on_conflict or "skip"))


def _mapped(options: Sequence[str]) -> dict[str, str]:
    """The columns that --map names.

    Raises:
        UsageError: one is written wrongly, or there is no such field.
    """
    from phrasebook.formats.spreadsheet.headers import field_named

    columns: dict[str, str] = {}
    for option in options:
        column, sign, field = option.rpartition("=")
        if not sign or not column.strip():
            raise UsageError(
                t(f"--map {option} 不对", f"--map {option} isn't understood"),
                t("写成 --map 列名=字段", "write COLUMN=FIELD"),
            )
        columns[column.strip()] = field_named(field)
    return columns


def _read(path: Path, name: str | None, columns: dict[str, str]) -> Reading:
    """What the file holds.

    Raises:
        FormatError: it can't be read, or holds no phrase.
        UsageError: there is no such format, or it has no columns.
    """
    from phrasebook.formats import by_name, detect
    from phrasebook.formats.base import FormatError, ReadOptions
    from phrasebook.formats.source import source_of

    source = source_of(path)
    wanted = by_name(name) if name else detect(source)
    if columns and wanted.name not in ("csv", "tsv", "xlsx"):
        raise UsageError(
            t(f"{path} 是{wanted.title}，没有列", f"{path} is a {wanted.title} and has no columns"),
            t("去掉 --map", "leave --map out"),
        )
    try:
        with bar(t(f"读取 {path.name}", f"Reading {path.name}")) as tell:
            reading = wanted.read(source, ReadOptions(columns, tell))
    except FormatError as error:
        if path.name in error.message:
            raise
        raise FormatError(f"{path}: {error.message}", error.hint) from error
    if not reading.items and not any(remark.refused for remark in reading.remarks):
        raise FormatError(f"{path}: {t('里面没有话术', 'there is no phrase in it')}")
    return reading


def _opened(library: Path | None) -> Library:
    """The library to import into; an empty one where the user has none yet."""
    from phrasebook.library import Library
    from phrasebook.library.files import has_packs
    from phrasebook.phrases import Phrases

    folders = Folders.default()
    if library is None and not has_packs(folders.library):
        return Library(folders.library, (), Phrases([]), ())
    return Library.load(library or folders.library, cache=folders.cache)


def _is_as(before: Library, now: Library) -> bool:
    """Whether nobody has changed the library."""
    return before.fingerprint == now.fingerprint != "" or not (before.packs or now.packs)


def _planned(readings: Sequence[tuple[Path, Reading]], library: Library, target: Target) -> Plan:
    from phrasebook.importing.gallery import digest_on_disk
    from phrasebook.importing.planning import make_plan

    with bar(t("检查和比较", "Checking and comparing")) as tell:
        return make_plan(readings, library, target, digest_on_disk(), tell)


def _asked(plan: Plan, target: Target) -> Target:
    """The target, with what the person wants done about conflicts."""
    from dataclasses import replace

    from phrasebook.cli import imported
    from phrasebook.importing.target import OnConflict

    imported.say_conflicts(plan)
    answers = {"k": OnConflict.KEEP_BOTH, "r": OnConflict.REPLACE, "s": OnConflict.SKIP}
    question = t("k 都留 / r 用文件里的替换 / s 跳过", "k keep both / r replace by the file's / s skip")
    answer = ""
    while answer not in answers:
        answer = typer.prompt(question, default="s", err=True).strip().lower()[:1]
    return replace(target, on_conflict=answers[answer])


def _summary(files: Sequence[Path], plan: Plan) -> str:
    """What `undo` shows. Without phrases' texts."""
    names = t("、", ", ").join(path.name for path in files[:3]) + ("…" if len(files) > 3 else "")
    return t(f"导入 {names}（{len(plan.changes)} 条）", f"import {names} ({len(plan.changes)} phrases)")


def _say_starter(files: Sequence[Path]) -> None:
    """That from now on the user's own library is read, unless the starter library was what they imported."""
    from phrasebook.library import starter_folder

    starter = starter_folder()
    if any(path.resolve() == starter for path in files):
        return
    say(
        t(
            f"从现在起用您自己的话术库，自带的话术不再显示；要一起用：phrasebook import {starter}",
            f"your own library is in use from now on, so the starter phrases aren't shown any more; "
            f"to have them too: phrasebook import {starter}",
        )
    )
