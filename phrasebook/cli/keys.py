"""keys: new, show, export."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from phrasebook.cli.asking import new_passphrase
from phrasebook.cli.options import Json, example
from phrasebook.cli.output import print_json, print_lines, say
from phrasebook.errors import UsageError
from phrasebook.folders import Folders
from phrasebook.language import t

DryRun = Annotated[bool, typer.Option("--dry-run", help=t("只看不做", "Show what would be done."))]
Name = Annotated[str | None, typer.Argument(metavar="[NAME]", help=t("密钥的名字", "The key's name."))]


def add_to(app: typer.Typer) -> None:
    """Put these commands into the program."""
    group = typer.Typer(
        help=t("发布用的签名密钥", "Signing keys, for publishing."),
        epilog=example("phrasebook keys new"),
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    group.command(
        help=t("生成一把密钥，打印可以给别人的那一行", "Make a key, and print the line that others may know."),
        epilog=example("phrasebook keys new wang"),
    )(new)
    group.command(
        help=t("显示可以给别人的那一行", "Show the line that others may know."), epilog=example("phrasebook keys show")
    )(show)
    group.command(
        help=t(
            "把（加密的）密钥文件拷出来，用于备份或换电脑",
            "Copy the (encrypted) key file, for backup or a new machine.",
        ),
        epilog=example("phrasebook keys export wang /media/usb"),
    )(export)
    app.add_typer(group, name="keys")


def keys_folder() -> Path:
    """Where this person's keys lie."""
    return Folders.default().config / "keys"


def new(
    name: Name = None,
    keyring: Annotated[
        bool,
        typer.Option(
            "--keyring",
            help=t("口令随机生成，交给系统密码库", "Let the system's keyring make up and keep the passphrase."),
        ),
    ] = False,
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Make a key."""
    import getpass
    import secrets

    from phrasebook.sharing.keys import ENVIRONMENT, check_new, into_keyring, new_key

    chosen = name or getpass.getuser()
    if dry_run:
        path = check_new(keys_folder(), chosen)
        say(t(f"会生成密钥 {path}", f"Would make the key {path}"))
        if json:
            print_json({"name": chosen, "line": None, "path": str(path), "dry_run": True})
        return
    if keyring:
        passphrase = secrets.token_urlsafe(24)
        into_keyring(chosen, passphrase)
    else:
        passphrase = os.environ.get(ENVIRONMENT) or new_passphrase(chosen)
    key = new_key(keys_folder(), chosen, passphrase)
    if json:
        print_json({"name": key.name, "line": key.line, "path": str(key.path)})
        return
    say(
        t(
            f"密钥在 {key.path}，请备份。这一行可以给别人：",
            f"The key is {key.path}; keep a copy. Others may know this line:",
        )
    )
    print_lines([key.line])


def show(name: Name = None, json: Json = False) -> None:
    """Show keys."""
    from phrasebook.sharing.keys import find_key, key_files

    keys = key_files(keys_folder()) if name is None else (find_key(keys_folder(), name),)
    if json:
        print_json([{"name": key.name, "line": key.line, "path": str(key.path)} for key in keys])
    elif keys:
        print_lines(key.line for key in keys)
    else:
        say(t("还没有密钥，用 phrasebook keys new 生成", "There is no key yet; make one with `phrasebook keys new`"))


def export(
    name: Annotated[str, typer.Argument(metavar="NAME", help=t("密钥的名字", "The key's name."))],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help=t("拷到哪个文件夹", "The folder to copy it to."))],
    dry_run: DryRun = False,
    json: Json = False,
) -> None:
    """Copy a key's two files."""
    from phrasebook.files import read_limited, write_atomic
    from phrasebook.sharing.keys import find_key

    key = find_key(keys_folder(), name)
    if not folder.is_dir():
        raise UsageError(t(f"没有文件夹 {folder}", f"there is no folder {folder}"))
    copies = []
    for source, mode in ((key.path, 0o600), (key.path.with_suffix(".pub"), 0o644)):
        target = folder / source.name
        if target.exists():
            raise UsageError(t(f"{target} 已经存在，没有覆盖", f"{target} exists already; not overwritten"))
        if not dry_run:
            write_atomic(target, read_limited(source, 2**16), mode=mode)
        copies.append(str(target))
    if json:
        print_json(copies)
        return
    if dry_run:
        say(t(f"会拷到：{'、'.join(copies)}", f"Would be copied to: {', '.join(copies)}"))
        return
    say(
        t(
            f"已拷到 {folder}（仍由口令保护）。在新电脑上放进 {keys_folder()}",
            f"Copied to {folder}, still encrypted. On another machine put both files into {keys_folder()}",
        )
    )
