"""AutoKey's window filters (a regular expression that a window's title or class must begin with) and our `apps`."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SPECIAL = re.compile(r"(?<!\\)[\[\](){}*+?^$|]")
_ANYTHING = re.compile(r"(?<!\\)\.[*+]\??")


def apps_of(regex: str) -> tuple[str, ...] | None:
    """The programs or titles that a filter names; None when it says more than names."""
    plain = regex.removeprefix("(?i)").removeprefix("^").removesuffix("$")
    plain = re.sub(r"^\.\*\??|\.\*\??$", "", plain)
    if plain.startswith("(") and plain.endswith(")"):
        plain = plain[1:-1].removeprefix("?:")
    apps = []
    for part in re.split(r"(?<!\\)\|", plain):
        name = _ANYTHING.sub("", re.sub(r"^\^|\$$", "", part))
        if _SPECIAL.search(name):
            return None
        name = re.sub(r"\\(.)", r"\1", name).strip()
        first, dot, second = name.partition(".")
        apps.append(first if dot and first.casefold() == second.casefold() else name)  # gedit.Gedit: instance and class
    return tuple(dict.fromkeys(filter(None, apps)))


def filter_of(apps: Sequence[str]) -> str | None:
    """The filter for programs or titles; None for everywhere."""
    return f"(?i).*({'|'.join(map(re.escape, apps))}).*" if apps else None
