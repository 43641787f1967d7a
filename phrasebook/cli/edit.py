"""edit: what one phrase says, by options or in an editor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import typer

from phrasebook.cli import fields, typed
from phrasebook.cli.changing import Desk, DryRun, changing
from phrasebook.cli.data import title as title_of
from phrasebook.cli.options import CodeOrId, Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, say
from phrasebook.cli.sources import open_library
from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.model import Phrase


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t(
            "修改一条话术：用选项直接改，不写选项就打开编辑器；文件里别的内容不动",
            "Change a phrase: by options, without any in your editor. Everything else in its file stays.",
        ),
        epilog=example("phrasebook edit thdz --note 只用于自营仓 --valid-until 2026-06-20"),
    )(edit)


def edit(
    ctx: typer.Context,
    phrase: CodeOrId,
    text: fields.Text = None,
    title: fields.Title = None,
    category: fields.Category = None,
    code: fields.Code = None,
    keyword: fields.Keywords = None,
    variant: fields.Variants = None,
    image: fields.Images = None,
    app: fields.Apps = None,
    note: fields.Note = None,
    send: fields.Send = None,
    valid_from: fields.ValidFrom = None,
    valid_until: fields.ValidUntil = None,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Change a phrase; an option with an empty value ('') takes the field away."""
    given = fields.fields(
        text=text if text != "-" else typed.read_input(),
        title=title,
        category=category,
        code=code,
        keywords=keyword,
        variants=variant,
        apps=app,
        note=note,
        send=send,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    pictures = [path for path in image or () if str(path) not in ("", ".")]
    if image is not None:
        given["images"] = ()
    where = folder(ctx, library)
    if given:
        with changing(where, dry_run=dry_run) as desk:
            old = desk.shelf.library.find(phrase)
            _carry_out(desk, old, _with(old, given), pictures, json=json)
        return
    from phrasebook.cli import editor  # not where options say it all

    if not editor.can_open():
        raise UsageError(
            t("没有终端，开不了编辑器", "there is no terminal to edit in"),
            t("用选项写出要改什么，例如 --text", "say by options what to change, for example --text"),
        )
    _in_editor(where, phrase, dry_run=dry_run, json=json)


def _with(old: Phrase, given: dict[str, Any]) -> Phrase:
    """The phrase with these fields."""
    if "text" in given:
        given["text"] = typed.plain(given["text"])
    return msgspec.structs.replace(old, **given)


def _in_editor(library: Path | None, code: str, *, dry_run: bool, json: bool) -> None:
    from phrasebook.cli import editor  # as above

    old = open_library(library).find(code)

    def accept(text: str) -> bool:
        new = editor.from_text(text, old)
        with changing(library, dry_run=dry_run) as desk:
            _carry_out(desk, old, new, [], json=json)
        return True

    if editor.edited(editor.as_text(old), accept) is None:
        say(t("没有改动", "nothing was changed"))


def _carry_out(desk: Desk, old: Phrase, new: Phrase, pictures: list[Path], *, json: bool) -> None:
    from phrasebook.library.edits import replaced  # for commands that write only

    plan = replaced(desk.shelf, [(old, new)], pictures)
    desk.carry_out(plan, quiet=json)
    if json:
        print_json(desk.data(plan.phrases[0] if plan.phrases else old))
    if not plan.files:
        say(t("没有改动", "nothing was changed"))
    elif not desk.dry_run and (name := desk.shelf.library.subscription_of(old)):
        say(
            t(
                f"从 {name} 订阅来的不改；已存成您个人的一份，以后用您的：{title_of(plan.phrases[0])}",
                f"what came with {name} stays; your personal copy is used from now on: {title_of(plan.phrases[0])}",
            )
        )
    elif not desk.dry_run:
        say(t(f"已修改：{title_of(plan.phrases[0])}", f"changed: {title_of(plan.phrases[0])}"))
