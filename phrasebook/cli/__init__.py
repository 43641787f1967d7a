"""The command line. docs/architecture.md has its contract.

main ─ the language ─ quick (search, pick, send) or app (every command) ─ boundary (errors in words, exit codes)
"""

from __future__ import annotations

import contextlib
import gc
import os
import re
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from phrasebook import language
from phrasebook.cli.boundary import explain
from phrasebook.cli.quick import understood
from phrasebook.folders import Folders

_LANGUAGE = re.compile(r"""^[ \t]*language[ \t]*=[ \t]*["'](zh-CN|en)["']""", re.MULTILINE)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and end the process with its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    gc.disable()  # a command ends before garbage matters; the daemon turns it on again once it is ready
    prepare()
    if command := understood(given):
        _leave(_quickly(command))
    from phrasebook.cli.app import app  # help texts are put in words when this is imported

    app(args=given, prog_name="phrasebook")


def _quickly(command: Callable[[], None]) -> int:
    """The exit code of a short command."""
    try:
        command()
        sys.stdout.flush()
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # an agent must never see a traceback
        return explain(error)
    return 0


def _leave(code: int) -> NoReturn:
    """End the process without taking 10,000 phrases apart first, which takes 20 ms."""
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def prepare() -> None:
    """Everything that must be so before any command is imported: the language, one thread for numpy, UTF-8 out."""
    if chosen := _chosen_language():
        language.use(chosen)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # starting threads for numpy, unused by us, takes it 50 ms
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            if not stream.isatty():
                reconfigure(encoding="utf-8")
            reconfigure(errors="replace")


def _chosen_language() -> language.Language | None:
    """The language in the settings, read without TOML: a mistake elsewhere in the file mustn't change it."""
    try:
        text = Folders.default().settings_file.read_text("utf-8", "replace")
    except OSError:
        return None
    match = _LANGUAGE.search(text.partition("\n[")[0])
    return language.Language(match[1]) if match else None
