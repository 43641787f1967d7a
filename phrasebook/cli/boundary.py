"""The one place where errors become words and exit codes: 0 done, 1 the request failed, 2 wrong usage."""

from __future__ import annotations

import os

from phrasebook.cli.output import complain
from phrasebook.errors import PhrasebookError
from phrasebook.language import t


def explain(error: Exception) -> int:
    """Say on stderr what went wrong, and return the exit code. With PHRASEBOOK_DEBUG set, a bug is raised again."""
    if isinstance(error, PhrasebookError):
        complain(error.message, error.hint)
        return error.exit_code
    if isinstance(error, OSError):
        complain(str(error))
        return 1
    if os.environ.get("PHRASEBOOK_DEBUG"):
        raise error
    complain(
        t(f"phrasebook 内部出错：{type(error).__name__}: {error}", f"a bug: {type(error).__name__}: {error}"),
        t("设置 PHRASEBOOK_DEBUG=1 再来一次，把显示的内容报告给我们", "report what PHRASEBOOK_DEBUG=1 shows"),
    )
    return 1
