"""The hotkeys the settings ask for: which of them we hold, and what to say about the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from phrasebook.desktop.base import Desktop
from phrasebook.errors import DesktopError
from phrasebook.language import t

# In the order in which they are comfortable: each needs one hand, and no chat tool we know uses them.
PROPOSALS = ("<ctrl>+<alt>+<space>", "<ctrl>+<shift>+<space>", "<ctrl>+<alt>+j", "<ctrl>+<alt>+k", "<alt>+<f2>", "<f8>")


@dataclass(frozen=True, slots=True)
class Bound:
    """The hotkeys that are held, the picker's own one first, and those that aren't."""

    picker: str = ""
    held: tuple[str, ...] = ()
    taken: tuple[str, ...] = ()
    message: str = ""
    """What the agent should know; empty when all is well."""


def bind(
    desktop: Desktop, picker: str, direct: Mapping[str, str], fired: Callable[[str], None], *, paused: bool
) -> Bound:
    """Hold the picker's hotkey and the direct ones; while paused, none."""
    if not desktop.can_paste:
        return Bound(message="")
    wanted = () if paused else tuple(dict.fromkeys((picker, *direct)))
    try:
        taken = desktop.bind(wanted, fired)
    except DesktopError as error:
        return Bound(picker, (), wanted, f"{error.message} — {error.hint}")
    held = tuple(combo for combo in wanted if combo not in taken)
    return Bound(picker, held, taken, _about(taken, picker, desktop))


def _about(taken: tuple[str, ...], picker: str, desktop: Desktop) -> str:
    if not taken:
        return ""
    names = " ".join(taken)
    if picker not in taken:
        return t(
            f"{names} 被别的程序占用，请在设置里换掉", f"Another program holds {names}; choose others in the settings"
        )
    free = desktop.first_free(PROPOSALS)
    if free is None:
        return t(f"{names} 被别的程序占用", f"Another program holds {names}")
    return t(
        f"{names} 被别的程序占用；{free} 可以用：phrasebook settings set hotkey '{free}'",
        f"Another program holds {names}; {free} is free: phrasebook settings set hotkey '{free}'",
    )
