import ast
import importlib.util
from pathlib import Path

import pytest

from phrasebook.settings.combos import KEYS, MODIFIERS, combo_trouble


@pytest.mark.parametrize(
    "combo",
    [
        "<ctrl>+<alt>+<space>",
        "<ctrl>++",
        "<ctrl>+<alt>+.",
        "<f9>",
        "<Ctrl>+<F2>",
        "<cmd>+<65>",
        "<alt_gr>+退",
        "<pause>",
    ],
)
def test_what_pynput_understands(combo: str) -> None:
    assert combo_trouble(combo, global_hotkey=True) == ("", "")


@pytest.mark.parametrize(
    ("combo", "meant"),
    [
        ("Ctrl+Alt+Space", "<ctrl>+<alt>+<space>"),
        ("control+v", "<ctrl>+v"),
        ("<ctl>+a", "<ctrl>+a"),
        ("＜ctrl＞+a", "<ctrl>+a"),
        ("ctrl alt space", "<"),
        ("", "<ctrl>+<alt>+<space>"),
        ("<ctrl>+", "<ctrl>"),
    ],
)
def test_what_it_does_not_with_a_proposal(combo: str, meant: str) -> None:
    message, hint = combo_trouble(combo)
    assert message
    assert meant in hint


@pytest.mark.parametrize("combo", ["<ctrl>", "<ctrl>+<alt>", "<ctrl>+a+b", "a+<ctrl>", "<ctrl>+<ctrl>+a"])
def test_a_combination_ends_in_one_key(combo: str) -> None:
    assert combo_trouble(combo)[0]


@pytest.mark.parametrize("combo", ["a", "<shift>+a", "<enter>", "<space>", "+", "<shift>+<tab>"])
def test_a_hotkey_must_not_be_a_key_that_people_type(combo: str) -> None:
    assert combo_trouble(combo, global_hotkey=True)[0]
    assert not combo_trouble(combo)[0], "as a send key it is fine"


def test_pynput_agrees_on_the_names() -> None:
    """Importing it needs a display; its list of keys can be read without one."""
    package = importlib.util.find_spec("pynput")
    assert package is not None
    assert package.origin
    tree = ast.parse((Path(package.origin).parent / "keyboard" / "_base.py").read_text())
    key = next(node for node in ast.walk(tree) if isinstance(node, ast.ClassDef) and node.name == "Key")
    targets = [target for node in key.body if isinstance(node, ast.Assign) for target in node.targets]
    names = {target.id for target in targets if isinstance(target, ast.Name)}
    assert names >= MODIFIERS | KEYS
