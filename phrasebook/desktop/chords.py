"""Key combinations in pynput's syntax, as X11 keysyms.

Read without pynput: importing it opens the display, and takes 4 MB of a program that runs all day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from phrasebook.errors import DesktopError
from phrasebook.language import t

MODIFIERS = (
    {"alt": 0xFFE9, "alt_l": 0xFFE9, "alt_r": 0xFFEA, "alt_gr": 0xFF7E}
    | {"cmd": 0xFFEB, "cmd_l": 0xFFEB, "cmd_r": 0xFFEC}
    | {"ctrl": 0xFFE3, "ctrl_l": 0xFFE3, "ctrl_r": 0xFFE4}
    | {"shift": 0xFFE1, "shift_l": 0xFFE1, "shift_r": 0xFFE2}
)
KEYS = (
    {"backspace": 0xFF08, "tab": 0xFF09, "enter": 0xFF0D, "esc": 0xFF1B, "space": 0x20, "delete": 0xFFFF}
    | {"home": 0xFF50, "left": 0xFF51, "up": 0xFF52, "right": 0xFF53, "down": 0xFF54}
    | {"page_up": 0xFF55, "page_down": 0xFF56, "end": 0xFF57, "insert": 0xFF63, "menu": 0xFF67}
    | {"caps_lock": 0xFFE5, "num_lock": 0xFF7F, "scroll_lock": 0xFF14, "pause": 0xFF13, "print_screen": 0xFF61}
    | {"media_volume_down": 0x1008FF11, "media_volume_mute": 0x1008FF12, "media_volume_up": 0x1008FF13}
    | {"media_play_pause": 0x1008FF14, "media_previous": 0x1008FF16, "media_next": 0x1008FF17}
    | {f"f{number}": 0xFFBD + number for number in range(1, 21)}
)
"""The keysyms of pynput's names (keysymdef.h, XF86keysym.h)."""

_PART = r"<\w+>|."


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers held while a key is pressed, all as keysyms, modifiers in the order they were written."""

    modifiers: tuple[int, ...]
    key: int


def parse(combo: str) -> Chord:
    """The chord of `<ctrl>+<alt>+<space>`, `<ctrl>+v`, `<enter>`; `<65>` is the key with this keysym.

    Raises:
        DesktopError: it isn't written so, or doesn't consist of modifiers and, at the end, one key that is none.
    """
    if not re.fullmatch(rf"(?:(?:{_PART})\+)*(?:{_PART})", combo):
        raise _unknown(combo)
    *held, last = re.findall(rf"({_PART})(?:\+|$)", combo)
    modifiers = tuple(MODIFIERS.get(part.strip("<>").lower(), 0) if len(part) > 1 else 0 for part in held)
    key = _key(last)
    if not key or 0 in modifiers or len(set(modifiers)) < len(modifiers):
        raise _unknown(combo)
    return Chord(modifiers, key)


def _key(part: str) -> int:
    """The keysym of a key that is no modifier; 0 for what isn't one."""
    if len(part) == 1:
        point = ord(part.lower()[0])
        return point if point < 0x100 else 0x01000000 | point  # X11's rule for Unicode keysyms
    name = part.strip("<>").lower()
    return int(name) if name.isdecimal() else KEYS.get(name, 0)


def _unknown(combo: str) -> DesktopError:
    return DesktopError(
        t(f"看不懂按键组合 {combo}", f"The key combination {combo} can't be understood"),
        t("写成 <ctrl>+<alt>+<space> 这样", "Write it like <ctrl>+<alt>+<space>"),
    )
