"""settings: show, get, set, unset, path."""

from __future__ import annotations

from typing import Annotated

import typer

from phrasebook.cli.options import Json, example
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.folders import Folders
from phrasebook.language import t

Key = Annotated[
    str,
    typer.Argument(
        metavar="KEY",
        help=t(
            "例如 theme、variables.agent、apps.xterm.paste", "For example theme, variables.agent, apps.xterm.paste."
        ),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    group = typer.Typer(
        help=t("查看和修改设置", "See and change the settings."),
        epilog=example("phrasebook settings set variables.agent 小蓝"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(help=t("显示全部设置", "Show all settings."), epilog=example("phrasebook settings show"))(show)
    group.command(help=t("显示一项", "Show one."), epilog=example("phrasebook settings get hotkey"))(get)
    group.command(
        "set",
        help=t("修改一项，文件里别的内容不动", "Change one; everything else in the file stays."),
        epilog=example("phrasebook settings set 'hotkeys.<ctrl>+<alt>+1' thdz"),
    )(set_one)
    group.command(
        help=t("去掉一项，恢复默认", "Take one out, so that the default holds."),
        epilog=example("phrasebook settings unset theme"),
    )(unset)
    group.command(help=t("设置文件在哪里", "Where the file is."), epilog=example("phrasebook settings path"))(path)
    app.add_typer(group, name="settings")


def show(json: Json = False) -> None:
    """Show all settings."""
    import msgspec  # for this command only

    from phrasebook.settings import Settings  # the same

    data = msgspec.to_builtins(Settings.load(Folders.default().settings_file))
    for app in data["apps"].values():
        for key in [key for key, value in app.items() if value is None]:
            del app[key]
    if json:
        print_json(data)
        return
    for key, value in data.items():
        if not isinstance(value, dict):
            print_lines([f"{key} = {t('（跟随系统）', '(the system)') if value is None else value}"])
        for name, inner in value.items() if isinstance(value, dict) else ():
            rows = inner.items() if isinstance(inner, dict) else [("", inner)]
            print_lines(f"{'.'.join(part for part in (key, name, last) if part)} = {_shown(one)}" for last, one in rows)


def get(key: Key, json: Json = False) -> None:
    """Show one setting; nothing where none is set."""
    from phrasebook.settings import Settings  # for this command only
    from phrasebook.settings.edit import value_of  # the same

    value = value_of(Settings.load(Folders.default().settings_file), key)
    if json:
        print_json(value)
    elif value is not None:
        print_lines([_shown(value)])


def set_one(key: Key, value: Annotated[str, typer.Argument(metavar="VALUE", help=t("新的值", "The value."))]) -> None:
    """Change one setting."""
    from phrasebook.settings.edit import write_setting  # for this command only

    write_setting(Folders.default().settings_file, key, value)
    say(f"{key} = {value}")


def unset(key: Key) -> None:
    """Take one setting out."""
    from phrasebook.settings.edit import write_setting  # for this command only

    write_setting(Folders.default().settings_file, key, None)
    say(t(f"{key} 恢复默认", f"{key}: the default holds"))


def _shown(value: object) -> str:
    """A value as it is typed."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def path(json: Json = False) -> None:
    """Say where the file is."""
    file = str(Folders.default().settings_file)
    if json:
        print_json(file)
    else:
        print_lines([file])
