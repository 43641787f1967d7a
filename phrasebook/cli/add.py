"""add: a new phrase, from options, standard input, the clipboard or an editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from phrasebook.cli import fields, typed
from phrasebook.cli.changing import Desk, DryRun, changing
from phrasebook.cli.options import Json, LibraryFolder, example, folder
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.cli.sources import scope_of
from phrasebook.errors import UsageError
from phrasebook.language import t
from phrasebook.model import Phrase, Scope

if TYPE_CHECKING:
    from phrasebook.library.plans import Plan


def add_to(app: typer.Typer) -> None:
    """Put this command into the program."""
    app.command(
        help=t(
            "添加一条话术；文字写在命令里，或来自标准输入、剪贴板、编辑器",
            "Add a phrase; its text is given here, on standard input, on the clipboard, or in an editor.",
        ),
        epilog=example("phrasebook add '亲，今天下单明天发~' --code mtf --category 售前/发货"),
    )(add)


def add(
    ctx: typer.Context,
    words: Annotated[
        str | None,
        typer.Argument(metavar="TEXT", help=t("文字；- 表示从标准输入读", "The text; - reads it from standard input.")),
    ] = None,
    text: fields.Text = None,
    title: fields.Title = None,
    category: fields.Category = None,
    code: fields.Code = None,
    keyword: fields.Keywords = None,
    variant: fields.Variants = None,
    image: fields.Images = None,
    scope: fields.ToScope = None,
    pack: fields.ToPack = None,
    app: fields.Apps = None,
    note: fields.Note = None,
    send: fields.Send = None,
    valid_from: fields.ValidFrom = None,
    valid_until: fields.ValidUntil = None,
    from_clipboard: Annotated[
        bool, typer.Option("--from-clipboard", help=t("文字取自剪贴板", "Take the text from the clipboard."))
    ] = False,
    in_editor: Annotated[
        bool, typer.Option("--editor", help=t("在编辑器里写", "Write it in your editor ($VISUAL, $EDITOR)."))
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
    library: LibraryFolder = None,
) -> None:
    """Add a phrase."""
    chosen, department = _scope(scope)
    given = fields.fields(
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
    pictures = [Path(path) for path in image or ()]
    given["text"] = _text(words, text, clipboard=from_clipboard, elsewhere=in_editor or bool(pictures))
    given.setdefault("title", "")
    phrase = Phrase(id="", scope=chosen, department=department, pack=pack or "", **given)

    def put(phrase: Phrase) -> None:
        with changing(folder(ctx, library), dry_run=dry_run) as desk:
            _put(desk, phrase, pictures, json=json)

    if not in_editor:
        put(phrase)
        return

    from phrasebook.cli import editor  # for this option only

    def accept(edited: str) -> bool:
        put(editor.from_text(edited, phrase))
        return True

    if editor.edited(editor.as_text(phrase), accept) is None:
        say(t("什么也没有添加", "nothing was added"))


def _scope(text: str | None) -> tuple[Scope, str]:
    """Where the phrase goes; personal if nobody says.

    Raises:
        UsageError: there is no such scope, or the department isn't named.
    """
    scope, department = scope_of(text)
    if scope is Scope.DEPARTMENT and not department:
        raise UsageError(
            t("没有写是哪个部门", "no department is named"),
            t("写成 --scope department/部门", "--scope department/NAME"),
        )
    return scope or Scope.PERSONAL, department


def _text(words: str | None, option: str | None, *, clipboard: bool, elsewhere: bool) -> str:
    """The text, from the one place that it was given in; "" if it is written elsewhere.

    Raises:
        UsageError: it is given twice, or nowhere.
    """
    sources = [one for one in (words, option) if one is not None]
    if len(sources) + clipboard > 1:
        raise UsageError(
            t("文字给了不止一次", "the text is given more than once"),
            t("只用一种：TEXT、--text、--from-clipboard", "use one of TEXT, --text, --from-clipboard"),
        )
    if clipboard:
        return typed.read_clipboard()
    if sources and sources[0] != "-":
        return typed.plain(sources[0])
    text = typed.read_input() if sources or (not elsewhere and typed.is_piped()) else ""
    if not text.strip() and not elsewhere:
        raise UsageError(
            t("没有文字", "there is no text"),
            t(
                "写上文字，或者 --text、--from-clipboard、--editor、--image",
                "give it as TEXT, --text, --from-clipboard, --editor, or give an --image",
            ),
        )
    return text


def _put(desk: Desk, phrase: Phrase, pictures: list[Path], *, json: bool) -> None:
    """Add the phrase and say so."""
    from phrasebook.library.edits import added  # for commands that write only

    pack = phrase.pack or _usual_pack(desk, phrase)
    plan: Plan = added(desk.shelf, [msgspec.structs.replace(phrase, pack=pack)], pictures)
    desk.carry_out(plan, quiet=json)
    new = plan.phrases[0]
    if json:
        print_json(desk.data(new))
    elif not desk.dry_run:
        print_lines([new.id])
    if desk.dry_run:
        return
    say(t(f"已添加到 {desk.place(new)}", f"added to {desk.place(new)}"))
    if desk.shelf.borrowed:
        starter = desk.shelf.library.folder
        say(
            t(
                f"您有了自己的话术库（{desk.shelf.folder}），自带的话术不再显示；要一起用：phrasebook import {starter}",
                f"you have a library of your own now ({desk.shelf.folder}), so the starter phrases aren't shown "
                f"any more; to have them too: phrasebook import {starter}",
            )
        )


def _usual_pack(desk: Desk, phrase: Phrase) -> str:
    """The first pack there is in this scope (of this department), else one named after it."""
    place = (phrase.scope, phrase.department)
    packs = () if desk.shelf.borrowed else desk.shelf.library.packs
    names = (pack.name for pack in packs if (pack.scope, pack.department) == place and not pack.subscription)
    return next(names, phrase.department or phrase.scope.value)
