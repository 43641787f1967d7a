"""AutoKey's macros and our placeholders: https://github.com/autokey/autokey/wiki. Scripts and commands never run.

A phrase that is sent key by key also holds keys, <enter>; one that is pasted (how we write them) holds macros only.
"""

from __future__ import annotations

import re
import shlex

from phrasebook.formats import clocks
from phrasebook.formats.dialect import Dialect
from phrasebook.formats.wording import Draft
from phrasebook.language import t
from phrasebook.placeholders.syntax import Clock

_MACRO = re.compile(r"\\(?P<escaped>[<>])|<(?P<name>script|date|cursor|file|system)(?P<rest>\s[^<>]*)?>")
_MODIFIER = r"<(?:(?:left_|right_)?(?:ctrl|alt|shift|super|hyper|meta)|alt_gr)>\+"
_KEY = (
    r"<(?:left|right|up|down|backspace|tab|enter|escape|insert|delete|home|end|page_up|page_down|menu|pause"
    r"|scroll_lock|print_screen|capslock|numlock|f\d{1,2}|np_\w+|code\d+)>"
)
_KEYS = re.compile(rf"(?:{_MODIFIER})+(?:{_KEY}|.)|{_KEY}", re.IGNORECASE | re.DOTALL)
_WRITING = {"<enter>": "\n", "<tab>": "\t"}
_LIKE_MACRO = re.compile(r"<(?=(?:script|date|cursor|file|system)[\s>])")


def read_macros(text: str, *, sends_keys: bool) -> Draft:
    """A phrase's text as our wording."""
    draft = Draft()
    end = 0
    for found in _MACRO.finditer(text):
        _say(draft, text[end : found.start()], sends_keys)
        end = found.end()
        if found["escaped"]:
            draft.say(found["escaped"])
        else:
            _read_macro(draft, found["name"], _arguments(found["rest"] or ""))
    _say(draft, text[end:], sends_keys)
    return draft


def _say(draft: Draft, text: str, sends_keys: bool) -> None:
    """Text, with its keys as what they write."""
    end = 0
    for found in _KEYS.finditer(text) if sends_keys else ():
        draft.say(text[end : found.start()])
        end = found.end()
        if (written := _WRITING.get(found[0].lower())) is not None:
            draft.say(written)
        else:
            draft.lose(t(f"按键 {found[0]}", f"the key {found[0]}"))
    draft.say(text[end:])


def _read_macro(draft: Draft, name: str, arguments: dict[str, str]) -> None:
    if name == "cursor":
        draft.cursor()
    elif name == "date":
        form = arguments.get("format", "")
        pattern = clocks.from_strftime(form)
        if pattern is None or not form:
            draft.unsaid(t("日期", "date"), t(f"日期格式 {form} 表达不了", f"the date format {form} can't be said"))
        else:
            draft.clock(pattern)
    else:
        label = arguments.get("name") or arguments.get("command") or name
        why = t(f"<{name} …> 不会运行或读取", f"<{name} …> never runs and is never read")
        draft.unsaid(re.split(r"[/\\]", label)[-1], why)


def _arguments(rest: str) -> dict[str, str]:
    """format="%d %b" or format=%d; what is no assignment is passed over."""
    try:
        words = shlex.split(rest)
    except ValueError:  # a quote that isn't closed
        words = rest.split()
    return dict(word.split("=", 1) for word in words if "=" in word)


class AutoKeyDialect(Dialect):
    """AutoKey's macros: a date and the cursor are all it has."""

    def literal(self, text: str) -> str:
        r"""Text; what looks like a macro as `\<`."""
        return _LIKE_MACRO.sub(r"\\<", text)

    def cursor(self) -> str:
        """`<cursor>`."""
        return "<cursor>"

    def clock(self, clock: Clock) -> str | None:
        """`<date format=…>`."""
        if clock.shift or re.search(r"[<>\"\\]", clock.format):
            return None
        return (
            f'<date format="{clock.format}">' if re.search(r"[\s'=]", clock.format) else f"<date format={clock.format}>"
        )
