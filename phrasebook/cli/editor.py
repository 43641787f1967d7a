"""One phrase in the person's own text editor, as TOML; a mistake is shown there and the editor opens again."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import msgspec

from phrasebook.cli.asking import on_keyboard
from phrasebook.cli.output import complain
from phrasebook.errors import PackError, PhrasebookError, UsageError
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.pack.fields import KNOWN, Home, read_phrase
from phrasebook.pack.lines import key_text
from phrasebook.toml.errors import TomlTrouble, read_toml
from phrasebook.toml.places import key_lines, normal_newlines

T = TypeVar("T")

_NOTE = "#! "
"""Begins the lines that we write into the text and take out again."""

_EMPTY = {
    "category": '["", ""]',
    "title": '""',
    "code": '""',
    "keywords": '[""]',
    "variants": '[""]',
    "images": '["images/"]',
    "send": "true",
    "valid_from": "2026-06-01",
    "valid_until": "2026-06-20",
    "apps": '[""]',
    "note": '""',
}
"""Shown as a comment for keys that the phrase doesn't have."""


def as_text(phrase: Phrase) -> str:
    """The phrase as TOML for an editor: every key, those it doesn't have as comments."""
    keys = [key for key in KNOWN if key != "id"]
    empty = {key: f"# {key} = {value}" for key, value in _EMPTY.items()} | {"text": 'text = ""'}
    lines = [key_text(phrase, key) or empty[key] for key in keys]
    return "\n".join(lines) + "\n" + phrase.extra


def from_text(text: str, phrase: Phrase) -> Phrase:
    """The phrase as the text has it, under the id and at the place of `phrase`.

    Raises:
        MistakeError: it isn't TOML, or breaks a rule of the format.
    """
    source = normal_newlines(text)
    table = read_toml(source)
    if isinstance(table, TomlTrouble):
        raise MistakeError(table.line, table.message, table.hint)
    if list(table) == ["phrase"] and isinstance(table["phrase"], list) and len(table["phrase"]) == 1:
        table = table["phrase"][0]
    table.pop("id", None)
    read = read_phrase(table, Home(phrase.scope, phrase.department, phrase.pack))
    if isinstance(read, Phrase):
        return msgspec.structs.replace(read, id=phrase.id, line=phrase.line, provisional=phrase.provisional)
    lines = key_lines(source)
    raise MistakeError(lines.get((read[0].key,), 1), f"{read[0].key}: {read[0].message}", read[0].hint)


class MistakeError(PackError):
    """Something in the edited text is wrong, on this line of it (from 1)."""

    def __init__(self, line: int, message: str, hint: str) -> None:
        super().__init__(t(f"第 {line} 行：{message}", f"line {line}: {message}"), hint)
        self.line = line


def can_open() -> bool:
    """Whether somebody can edit: at a terminal, or with an editor that they chose themselves."""
    return on_keyboard() or bool(os.environ.get("VISUAL") or os.environ.get("EDITOR"))


def edited(text: str, accept: Callable[[str], T]) -> T | None:
    """What `accept` makes of the text once it was edited; None if it is left as it was, or empty.

    When `accept` raises, the reason is shown in the text and the editor opens again.

    Raises:
        PhrasebookError: it can't be accepted and the person gives up; the text is kept in the file that is named.
        UsageError: there is no editor.
    """
    command = _command()
    handle, name = tempfile.mkstemp(prefix="phrasebook-", suffix=".toml")
    os.close(handle)
    path = Path(name)
    shown, refused = text, ""
    while True:
        path.write_text(shown, encoding="utf-8")
        _open([*command, name])
        now = _without_notes(path.read_text(encoding="utf-8-sig", errors="replace"))
        if now in (text, "") or not _says_anything(now):
            path.unlink()
            return None
        try:
            result = accept(now)
        except PhrasebookError as error:
            complain(error.message, error.hint)
            if now == refused or not _again():
                raise PackError(
                    t("什么也没有改", "nothing was changed"),
                    t(f"您写的内容在 {name}", f"what you wrote is in {name}"),
                ) from error
            refused = now
            shown = _with_note(now, error)
            continue
        path.unlink()
        return result


def _command() -> list[str]:
    chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        return shlex.split(chosen) if sys.platform != "win32" else [chosen]
    for name in ("sensible-editor", "editor", "nano", "vim", "vi", "notepad"):
        if found := shutil.which(name):
            return [found]
    raise UsageError(
        t("没有文本编辑器", "there is no text editor"), t("设置环境变量 EDITOR", "set the environment variable EDITOR")
    )


def _open(command: list[str]) -> None:
    try:
        code = subprocess.run(command, check=False).returncode
    except OSError as error:
        Path(command[-1]).unlink()
        raise UsageError(
            t(f"打不开编辑器 {command[0]}", f"the editor {command[0]} can't be started"),
            t("改环境变量 EDITOR", "change the environment variable EDITOR"),
        ) from error
    if code:
        raise PackError(
            t(
                f"编辑器以 {code} 结束，什么也没有改；内容在 {command[-1]}",
                f"the editor ended with {code}; nothing was changed, the text is in {command[-1]}",
            )
        )


def _again() -> bool:
    """Whether to open the editor again; without a keyboard the editor itself decides, by leaving the text alone."""
    import typer  # the question only

    return not on_keyboard() or typer.confirm(t("再改一改？", "Edit it again?"), default=True, err=True)


def _with_note(text: str, error: PhrasebookError) -> str:
    """The text with what is wrong above the line where it stands."""
    lines = text.split("\n")
    line = error.line - 1 if isinstance(error, MistakeError) else 0
    note = [_NOTE + part for part in (error.message, error.hint) if part]
    return "\n".join([*lines[:line], *note, *lines[line:]])


def _without_notes(text: str) -> str:
    return "\n".join(line for line in normal_newlines(text).split("\n") if not line.startswith(_NOTE))


def _says_anything(text: str) -> bool:
    """Whether there is more than comments."""
    try:
        return bool(tomllib.loads(text))
    except tomllib.TOMLDecodeError:
        return True
