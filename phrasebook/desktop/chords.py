"""Key combinations in pynput's syntax, as X11 keysyms."""

from __future__ import annotations

from dataclasses import dataclass

from phrasebook.errors import DesktopError
from phrasebook.language import t


@dataclass(frozen=True, slots=True)
class Chord:
    """Modifiers held while a key is pressed, all as keysyms, modifiers in the order they were written."""

    modifiers: tuple[int, ...]
    key: int


def parse(combo: str) -> Chord:
    """The chord of `<ctrl>+<alt>+<space>`, `<ctrl>+v`, `<enter>`.

    Raises:
        DesktopError: pynput doesn't know the combo, or it doesn't end in exactly one key that is no modifier.
    """
    from pynput.keyboard import HotKey, Key, KeyCode  # opens the display, so only where an adapter runs

    try:
        keys = HotKey.parse(combo)
    except ValueError as error:
        raise _unknown(combo) from error
    modifiers: list[int] = []
    plain: list[int] = []
    for key in keys:
        code = key.value if isinstance(key, Key) else key
        keysym = code.vk if code.vk is not None else _keysym_of_char(code)
        is_modifier = isinstance(key, Key) and key.name.split("_")[0] in {"ctrl", "alt", "shift", "cmd"}
        (modifiers if is_modifier else plain).append(keysym)
    if len(plain) != 1 or not isinstance(keys[-1], Key | KeyCode):
        raise _unknown(combo)
    return Chord(tuple(modifiers), plain[0])


def _keysym_of_char(code: object) -> int:
    char = str(getattr(code, "char", ""))
    point = ord(char)
    return point if point < 0x100 else 0x01000000 | point  # X11's rule for Unicode keysyms


def _unknown(combo: str) -> DesktopError:
    return DesktopError(
        t(f"看不懂按键组合 {combo}", f"The key combination {combo} can't be understood"),
        t("写成 <ctrl>+<alt>+<space> 这样", "Write it like <ctrl>+<alt>+<space>"),
    )
