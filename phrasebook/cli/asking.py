"""Questions to a person at a terminal; elsewhere the error that says which option answers them."""

from __future__ import annotations

import sys

import typer

from phrasebook.cli.output import clean
from phrasebook.errors import UsageError
from phrasebook.language import t


def on_keyboard() -> bool:
    """Whether a person can answer."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def agreed(question: str, yes: bool) -> bool:
    """Whether the person says yes; `yes` is their `--yes`.

    Raises:
        UsageError: nobody is there to ask.
    """
    if yes:
        return True
    if not on_keyboard():
        raise UsageError(
            t(f"需要确认：{question}", f"this must be confirmed: {question}"),
            t(
                "没有终端时请加 --yes（或先用 --dry-run 看看）",
                "without a terminal add --yes (or look first with --dry-run)",
            ),
        )
    return typer.confirm(clean(question), err=True)


def passphrase(name: str) -> str:
    """The passphrase of a key, typed unseen.

    Raises:
        UsageError: nobody is there to ask.
    """
    _check_keyboard(name)
    return str(typer.prompt(t(f"密钥 {name} 的口令", f"Passphrase of the key {name}"), hide_input=True, err=True))


def new_passphrase(name: str) -> str:
    """A passphrase for a new key, typed unseen twice.

    Raises:
        UsageError: nobody is there to ask.
    """
    _check_keyboard(name)
    return str(
        typer.prompt(
            t(f"给密钥 {name} 想一个口令", f"Choose a passphrase for the key {name}"),
            hide_input=True,
            confirmation_prompt=t("再输一遍", "Once more"),
            err=True,
        )
    )


def _check_keyboard(name: str) -> None:
    if not on_keyboard():
        raise UsageError(
            t(f"密钥 {name} 需要口令", f"the key {name} needs its passphrase"),
            t(
                "没有终端时放在环境变量 PHRASEBOOK_PASSPHRASE 里",
                "without a terminal put it into PHRASEBOOK_PASSPHRASE",
            ),
        )


def progress(done: int, count: int, name: str) -> None:
    """How far a transfer of three files or more is, on one line that overwrites itself; only on a terminal."""
    if not sys.stderr.isatty() or count < 3:
        return
    shown = f"{done}/{count} {clean(name)[:40]}"
    sys.stderr.write(f"\r\x1b[K{shown}" if done < count else "\r\x1b[K")
    sys.stderr.flush()
