"""settings.toml: what it may hold, and what holds where it is silent. A mistake is reported with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

from phrasebook.errors import SettingsError
from phrasebook.files import read_limited
from phrasebook.folders import Folders
from phrasebook.language import Language, t
from phrasebook.model import Window
from phrasebook.settings.combos import combo_trouble

__all__ = ["AppOverride", "AppSettings", "Folders", "SearchSettings", "Settings", "parse_settings"]

MAX_FILE = 2**20
MAX_WAIT = 5.0

THEMES = ("system", "light", "dark")
APP_KEYS = ("paste", "send_key", "wait", "files")
SEARCH_KEYS = ("fuzzy_pinyin", "double_pinyin", "count_unanswered")

DoublePinyin = Literal["", "xiaohe", "microsoft", "ziranma"]


@dataclass(frozen=True, slots=True)
class AppSettings:
    """How one program is pasted into."""

    paste: str = "<ctrl>+v"
    send_key: str = "<enter>"
    wait: float = 0.03
    """Seconds for which the program must have stopped reading the clipboard before the next key is pressed."""
    files: bool = False
    """It takes a picture as a file too. A plain text box would take the file's name as text."""


@dataclass(frozen=True, slots=True)
class AppOverride:
    """What the settings say about a program; None: nothing."""

    paste: str | None = None
    send_key: str | None = None
    wait: float | None = None
    files: bool | None = None


_TERMINAL = AppOverride(paste="<ctrl>+<shift>+v")
_SELECTION_TERMINAL = AppOverride(paste="<shift>+<insert>")
_TAKES_FILES = AppOverride(files=True)

BUILT_IN: Mapping[str, AppOverride] = {
    # Ctrl+Shift+V does nothing in these; Shift+Insert inserts the PRIMARY selection
    "xterm": _SELECTION_TERMINAL,
    "rxvt": _SELECTION_TERMINAL,
    # Ctrl+V is a character of its own in a terminal
    **dict.fromkeys(("alacritty", "foot", "ghostty", "gnome-terminal", "kgx", "kitty", "konsole"), _TERMINAL),
    **dict.fromkeys(("lxterminal", "mate-terminal", "ptyxis", "qterminal", "terminator", "terminology"), _TERMINAL),
    **dict.fromkeys(("tilix", "wezterm", "xfce4-terminal"), _TERMINAL),
    # Browsers read a pasted file and name the picture after it; chat programs take it as if it had been dropped
    **dict.fromkeys(("brave", "chrome", "chromium", "edge", "firefox", "opera", "vivaldi"), _TAKES_FILES),
    **dict.fromkeys(("dingtalk", "discord", "element", "feishu", "lark", "qq", "signal", "slack"), _TAKES_FILES),
    **dict.fromkeys(("telegram", "wechat", "weixin", "wxwork"), _TAKES_FILES),
}
"""Programs in which Ctrl+V doesn't paste, and those that take files. The settings go before these."""


@dataclass(frozen=True, slots=True)
class SearchSettings:
    """How queries are understood, and whether those that led nowhere are counted."""

    fuzzy_pinyin: bool = True
    """zh/z, ch/c, sh/s, l/n, ang/an, eng/en and ing/in stand for each other."""
    double_pinyin: DoublePinyin = ""
    """The scheme that is typed besides full pinyin and initials; empty: none."""
    count_unanswered: bool = True


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a person can set."""

    hotkey: str = "<ctrl>+<alt>+<space>"
    hotkeys: dict[str, str] = field(default_factory=dict)
    """Combination to phrase code: direct hotkeys."""
    variables: dict[str, str] = field(default_factory=dict)
    """For `{{agent}}` and the like."""
    send_key: str = "<enter>"
    language: Language | None = None
    """None: the system's."""
    theme: str = "system"
    apps: dict[str, AppOverride] = field(default_factory=dict)
    """A part of a program's name, in any letter case, to what is different there."""
    subscriptions: dict[str, str] = field(default_factory=dict)
    search: SearchSettings = SearchSettings()

    @classmethod
    def load(cls, path: Path) -> Settings:
        """What the file says; the defaults where there is no file.

        Raises:
            SettingsError: the file holds a key or a value that can't be used; the message has its line.
        """
        try:
            data = read_limited(path, MAX_FILE)
        except FileNotFoundError:
            return cls()
        except OSError as error:
            raise SettingsError(f"{path}: {error.strerror or error}") from error
        return parse_settings(data, path)

    def for_window(self, window: Window | None) -> AppSettings:
        """How to paste into this window.

        Every name in [apps], longest first, that is part of the program's name counts; then the built-in ones; then
        the general settings.
        """
        program = window.program.casefold() if window else ""
        found: list[AppOverride] = []
        if program:
            for names in (self.apps, BUILT_IN):
                fitting = [name for name in names if name.casefold() in program]
                found += [names[name] for name in sorted(fitting, key=len, reverse=True)]
        usual = AppSettings()
        return AppSettings(
            paste=next((app.paste for app in found if app.paste is not None), usual.paste),
            send_key=next((app.send_key for app in found if app.send_key is not None), self.send_key),
            wait=next((app.wait for app in found if app.wait is not None), usual.wait),
            files=next((app.files for app in found if app.files is not None), usual.files),
        )


def parse_settings(data: bytes, path: Path) -> Settings:
    """The settings that the bytes of the file at `path` mean.

    Raises:
        SettingsError: they hold a key or a value that can't be used.
    """
    # only a person with settings pays for TOML
    from phrasebook.toml.errors import TomlTrouble, read_toml
    from phrasebook.toml.places import normal_newlines

    try:
        source = normal_newlines(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(
            f"{path}:{line}: {t('不是 UTF-8 编码的文字', 'not text in UTF-8')}",
            t("用编辑器另存为 UTF-8", "save it as UTF-8 in your editor"),
        ) from error
    values = read_toml(source)
    if isinstance(values, TomlTrouble):
        raise SettingsError(f"{path}:{values.line}:{values.column}: {values.message}", values.hint)
    try:
        return _settings(values)
    except _WrongError as wrong:
        raise _placed(wrong, source, path) from None


class _WrongError(Exception):
    """A key or value that can't be used; `path` leads to it."""

    def __init__(self, path: tuple[str, ...], message: str, hint: str = "") -> None:
        super().__init__(message)
        self.path, self.message, self.hint = path, message, hint


def _placed(wrong: _WrongError, source: str, path: Path) -> SettingsError:
    """The error with the line of its key, or of the closest table above that has one."""
    from phrasebook.toml.places import key_lines

    lines = key_lines(source)
    line = next((lines[known] for n in range(len(wrong.path), 0, -1) if (known := wrong.path[:n]) in lines), 1)
    return SettingsError(f"{path}:{line}: {'.'.join(wrong.path)}: {wrong.message}", wrong.hint)


def _settings(values: dict[str, Any]) -> Settings:
    known: dict[str, Callable[[tuple[str, ...], Any], Any]] = {
        "hotkey": _hotkey,
        "hotkeys": _direct_hotkeys,
        "variables": _texts,
        "send_key": _chord,
        "language": _language,
        "theme": _theme,
        "apps": _apps,
        "subscriptions": _texts,
        "search": _search,
    }
    _check_keys((), values, tuple(known))
    return Settings(**{key: known[key]((key,), value) for key, value in values.items()})


def _check_keys(path: tuple[str, ...], table: dict[str, Any], known: tuple[str, ...]) -> None:
    for key in table:
        if key not in known:
            raise _WrongError((*path, key), t("没有这个设置", "there is no such setting"), _meant(key, known))


def _meant(word: str, known: tuple[str, ...]) -> str:
    from rapidfuzz import process  # only an error needs it

    close = process.extractOne(word, known, score_cutoff=60)
    if close:
        return t(f"是不是 {close[0]}？", f"did you mean {close[0]}?")
    return t(f"可以用：{'、'.join(known)}", f"there are: {', '.join(known)}")


def _text(path: tuple[str, ...], value: object) -> str:
    if not isinstance(value, str):
        raise _WrongError(path, t("应当是文字", "must be a text"), t('写成 "…"', 'write it as "…"'))
    return value


def _table(path: tuple[str, ...], value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _WrongError(path, t("应当是一个表", "must be a table"), t(f"写成 [{path[-1]}]", f"write [{path[-1]}]"))
    return value


def _texts(path: tuple[str, ...], value: object) -> dict[str, str]:
    return {name: _text((*path, name), text) for name, text in _table(path, value).items()}


def _chord(path: tuple[str, ...], value: object) -> str:
    return _combo(path, _text(path, value), global_hotkey=False)


def _hotkey(path: tuple[str, ...], value: object) -> str:
    return _combo(path, _text(path, value), global_hotkey=True)


def _combo(path: tuple[str, ...], combo: str, *, global_hotkey: bool) -> str:
    message, hint = combo_trouble(combo, global_hotkey=global_hotkey)
    if message:
        raise _WrongError(path, message, hint)
    return combo


def _direct_hotkeys(path: tuple[str, ...], value: object) -> dict[str, str]:
    codes = _texts(path, value)
    for combo in codes:
        _combo((*path, combo), combo, global_hotkey=True)
    return codes


def _one_of(path: tuple[str, ...], value: object, choices: tuple[str, ...]) -> str:
    text = _text(path, value)
    if text not in choices:
        raise _WrongError(path, t(f"不能是 {text!r}", f"can't be {text!r}"), _meant(text, choices))
    return text


def _theme(path: tuple[str, ...], value: object) -> str:
    return _one_of(path, value, THEMES)


def _language(path: tuple[str, ...], value: object) -> Language:
    return Language(_one_of(path, value, tuple(Language)))


def _apps(path: tuple[str, ...], value: object) -> dict[str, AppOverride]:
    return {name: _app((*path, name), app) for name, app in _table(path, value).items()}


def _app(path: tuple[str, ...], value: object) -> AppOverride:
    table = _table(path, value)
    _check_keys(path, table, APP_KEYS)
    chords = {key: _chord((*path, key), table[key]) for key in ("paste", "send_key") if key in table}
    return AppOverride(
        **chords,
        wait=_wait((*path, "wait"), table["wait"]) if "wait" in table else None,
        files=_flag((*path, "files"), table["files"]) if "files" in table else None,
    )


def _search(path: tuple[str, ...], value: object) -> SearchSettings:
    table = _table(path, value)
    _check_keys(path, table, SEARCH_KEYS)
    flags = {key: _flag((*path, key), given) for key, given in table.items() if key != "double_pinyin"}
    scheme = table.get("double_pinyin", "")
    if scheme != "":
        scheme = _one_of((*path, "double_pinyin"), scheme, get_args(DoublePinyin)[1:])
    return SearchSettings(double_pinyin=scheme, **flags)


def _flag(path: tuple[str, ...], value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError(path, t("应当是 true 或 false", "must be true or false"), t("不加引号", "without quotes"))
    return value


def _wait(path: tuple[str, ...], value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _WrongError(path, t("应当是秒数", "must be a number of seconds"), t("例如 0.05", "for example 0.05"))
    if not 0 <= value <= MAX_WAIT:
        raise _WrongError(
            path,
            t(f"应当在 0 到 {MAX_WAIT:g} 秒之间", f"must be 0 to {MAX_WAIT:g} seconds"),
            t("50 毫秒写成 0.05", "write 0.05 for 50 milliseconds"),
        )
    return float(value)
