import ast
import importlib.util
from pathlib import Path

import pytest
from Xlib import XK

from phrasebook.desktop.chords import KEYS, MODIFIERS, Chord, parse
from phrasebook.errors import DesktopError
from phrasebook.settings import combos


@pytest.mark.parametrize(
    ("combo", "names"),
    [
        ("<ctrl>+<alt>+<space>", ["Control_L", "Alt_L", "space"]),
        ("<Ctrl>+V", ["Control_L", "v"]),
        ("<shift>+<insert>", ["Shift_L", "Insert"]),
        ("<enter>", ["Return"]),
        ("<ctrl>++", ["Control_L", "plus"]),
        ("<ctrl>+<alt>+.", ["Control_L", "Alt_L", "period"]),
        ("<alt_r>+<f20>", ["Alt_R", "F20"]),
    ],
)
def test_a_combination_is_what_x11_calls_it(combo: str, names: list[str]) -> None:
    *held, key = (XK.string_to_keysym(name) for name in names)
    assert parse(combo) == Chord(tuple(held), key)


def test_what_no_keyboard_name_says() -> None:
    assert parse("<cmd>+<65>").key == 65
    assert parse("<alt_gr>+退").key == 0x01000000 + ord("退")


@pytest.mark.parametrize(
    "combo",
    ["", "+a", "<ctrl>+", "ctrl+v", "<ctl>+v", "<ctrl>", "<ctrl>+<alt>", "a+<ctrl>", "<ctrl>+a+b", "<ctrl>+<ctrl>+a"],
)
def test_what_is_none_is_refused(combo: str) -> None:
    with pytest.raises(DesktopError, match="can't be understood"):
        parse(combo)


def test_every_name_of_the_settings_is_known() -> None:
    assert set(MODIFIERS) == combos.MODIFIERS
    assert set(KEYS) == combos.KEYS


def test_pynput_agrees_on_the_keysyms() -> None:
    """Importing it needs a display; its table can be read without one."""
    package = importlib.util.find_spec("pynput")
    assert package is not None
    assert package.origin
    tree = ast.parse((Path(package.origin).parent / "keyboard" / "_xorg.py").read_text())
    table = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "Key")
    XK.load_keysym_group("xf86")
    theirs = {}
    for node in table.body:
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr=kind), args=[ast.Constant(value)])
            ):
                theirs[name] = XK.string_to_keysym(value if kind == "_from_symbol" else f"XF86_Audio{value}")
    assert theirs == MODIFIERS | KEYS
