"""One setting by its name: read it, or write it into settings.toml and leave everything else there as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from phrasebook.errors import SettingsError, UsageError
from phrasebook.files import read_limited, write_atomic
from phrasebook.language import t
from phrasebook.settings import APP_KEYS, MAX_FILE, SEARCH_KEYS, Settings, parse_settings

_SINGLE = ("hotkey", "send_key", "language", "theme")
_TABLES = ("hotkeys", "variables", "subscriptions")
_FLAGS = (("apps", "files"), ("search", "fuzzy_pinyin"), ("search", "count_unanswered"))


def key_path(key: str) -> tuple[str, ...]:
    """The path of `theme`, `search.fuzzy_pinyin`, `variables.agent`, `apps.NAME.paste` (NAME may hold dots).

    Raises:
        UsageError: no setting can have this name.
    """
    first, _, rest = key.partition(".")
    if first in _SINGLE and not rest:
        return (first,)
    if (first in _TABLES and rest) or (first == "search" and rest in SEARCH_KEYS):
        return first, rest
    name, _, last = rest.rpartition(".")
    if first == "apps" and name and last in APP_KEYS:
        return first, name, last
    names = [*_SINGLE, *(f"{table}.NAME" for table in _TABLES), *(f"search.{last}" for last in SEARCH_KEYS)]
    names += [f"apps.NAME.{last}" for last in APP_KEYS]
    raise UsageError(
        t(f"没有 {key} 这个设置", f"there is no setting {key}"), t("可以用：", "there are: ") + ", ".join(names)
    )


def value_of(settings: Settings, key: str) -> str | float | None:
    """What the settings say for `key`; None: nothing, so that a default holds.

    Raises:
        UsageError: no setting can have this name.
    """
    path = key_path(key)
    value: Any = getattr(settings, path[0])
    if path[0] == "search":
        value = getattr(value, path[1])
    elif len(path) > 1:
        value = value.get(path[1])
    if len(path) > 2 and value is not None:
        value = getattr(value, path[2])
    return None if value is None else value if isinstance(value, int | float) else str(value)


def write_setting(path: Path, key: str, value: str | None) -> None:
    """Put `value` into the file (None: take the key out), atomically; comments and order stay.

    Raises:
        UsageError: no setting can have this name.
        SettingsError: the value can't be used, or the file as it is can't be read. Nothing was changed then.
    """
    import tomlkit  # only who writes needs it
    from tomlkit.exceptions import TOMLKitError

    steps = key_path(key)
    try:
        source = read_limited(path, MAX_FILE).decode("utf-8-sig") if path.exists() else ""
        parse_settings(source.encode(), path)
        document = tomlkit.parse(source)
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise SettingsError(f"{path}: {error}") from error
    if value is None:
        _take_out(document, steps)
    else:
        table: Any = document
        for step in steps[:-1]:
            table = table.setdefault(step, tomlkit.table())
        table[steps[-1]] = _typed(steps, value)
    data = tomlkit.dumps(document).encode()
    parse_settings(data, path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(path, data)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error


def _take_out(document: Any, steps: tuple[str, ...]) -> None:
    """Delete a key, and the tables around it that hold nothing any more, not even a comment."""
    tables: list[Any] = [document]
    for step in steps[:-1]:
        tables.append(tables[-1].get(step, {}))
    if steps[-1] not in tables[-1]:
        return
    for table, step in zip(reversed(tables), reversed(steps), strict=True):
        del table[step]
        if table is document or table or "#" in table.as_string() or table.trivia.comment:
            return


def _typed(steps: tuple[str, ...], value: str) -> str | float | bool:
    kind = steps[0], steps[-1]
    if kind not in (*_FLAGS, ("apps", "wait")):
        return value
    if kind in _FLAGS:
        if value not in ("true", "false"):
            raise UsageError(t(f"{value} 不是 true 或 false", f"{value} is neither true nor false"))
        return value == "true"
    try:
        return float(value)
    except ValueError:
        raise UsageError(t(f"{value} 不是秒数", f"{value} isn't a number of seconds")) from None
