"""Key combinations as the settings hold them, in pynput's syntax; pynput itself opens the display when imported."""

from __future__ import annotations

import re

from phrasebook.language import t

MODIFIERS = frozenset(
    (
        *("alt", "alt_gr", "alt_l", "alt_r", "cmd", "cmd_l", "cmd_r"),
        *("ctrl", "ctrl_l", "ctrl_r", "shift", "shift_l", "shift_r"),
    )
)

KEYS = frozenset(
    (
        *("backspace", "caps_lock", "delete", "down", "end", "enter", "esc", "home", "insert", "left", "menu"),
        *("num_lock", "page_down", "page_up", "pause", "print_screen", "right", "scroll_lock", "space", "tab", "up"),
        *("media_next", "media_play_pause", "media_previous"),
        *("media_volume_down", "media_volume_mute", "media_volume_up"),
        *(f"f{number}" for number in range(1, 21)),
    )
)
"""pynput's names (pynput.keyboard.Key)."""

_ALIASES = {"control": "ctrl", "option": "alt", "win": "cmd", "super": "cmd", "return": "enter", "escape": "esc"}


def combo_trouble(combo: str, *, global_hotkey: bool = False) -> tuple[str, str]:
    """What is wrong with a combination such as `<ctrl>+<alt>+<space>`, and a hint; ("", "") when nothing is.

    A `global_hotkey` must not be a key that people type.
    """
    parts = _parts(combo)
    bad = next((part for part in parts if not _known(part)), None)
    if bad is not None or not parts:
        return t(f"看不懂按键组合 {combo!r}", f"the key combination {combo!r} can't be understood"), _proposal(parts)
    names = [part.strip("<>").lower() if len(part) > 1 else part.lower() for part in parts]
    if len(set(names)) < len(names):
        return t("同一个键写了两次", "a key stands there twice"), ""
    if sum(name not in MODIFIERS for name in names) != 1 or names[-1] in MODIFIERS:
        return (
            t("要以一个普通键结尾", "it must end in one key that isn't a modifier"),
            t("例如 <ctrl>+<alt>+<space>", "for example <ctrl>+<alt>+<space>"),
        )
    typed = len(names[-1]) == 1 or names[-1] in ("space", "enter", "tab", "backspace")
    if global_hotkey and typed and not any(name.startswith(("ctrl", "alt", "cmd")) for name in names):
        return (
            t("这个键打字时要用", "people type with this key"),
            t("加上 <ctrl>、<alt> 或 <cmd>", "add <ctrl>, <alt> or <cmd>"),
        )
    return "", ""


def _parts(combo: str) -> list[str]:
    """The parts between plus signs; a plus may itself be a part (`<ctrl>++`)."""
    parts, start = [], 0
    for position, character in enumerate(combo):
        if character == "+" and position != start:
            parts.append(combo[start:position])
            start = position + 1
    return [*parts, combo[start:]] if combo else []


def _known(part: str) -> bool:
    if len(part) == 1:
        return part.isprintable()
    name = part[1:-1].lower()
    return bool(re.fullmatch(r"<[^<>]+>", part)) and (name in MODIFIERS or name in KEYS or name.isdecimal())


def _proposal(parts: list[str]) -> str:
    """The combination as it may have been meant: Ctrl+Alt+Space is written <ctrl>+<alt>+<space>."""
    meant = []
    for part in parts:
        name = part.strip(" <>").lower()
        name = _ALIASES.get(name, name)
        meant.append(name if len(name) == 1 else f"<{_closest(name)}>")
    if not meant or not all(_known(part) for part in meant):
        return t("写成 <ctrl>+<alt>+<space> 这样", "write it like <ctrl>+<alt>+<space>")
    combo = "+".join(meant)
    return t(f"是不是 {combo}？", f"did you mean {combo}?")


def _closest(name: str) -> str:
    if name in MODIFIERS or name in KEYS or not name:
        return name
    from rapidfuzz import process  # only an error needs it

    close = process.extractOne(name, sorted(MODIFIERS | KEYS), score_cutoff=70)
    return close[0] if close else name
