"""Imports point one way, function-level imports included. The picture is in docs/architecture.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "phrasebook"

# From the bottom up; a module may import what stands in a lower row, and its own package.
LAYERS = [
    {"language"},
    {"digest", "errors", "files", "locks", "toml"},
    {"model", "folders"},
    {"phrases"},
    {"pack", "placeholders", "usage", "settings", "desktop"},
    {"library", "search", "formats", "lint", "sharing"},
    {"delivery", "capturing", "indexing", "libraries", "watching", "importing", "syncing"},
    {"gui"},
    {"cli"},
    {"__main__"},
]
ONLY_IN = {
    "PySide6": {"gui"},
    "pynput": {"desktop"},
    "Xlib": {"desktop"},
    "ctypes": {"desktop"},
    "typer": {"cli"},
    "pyperclip": {"desktop", "cli"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def top(name: str) -> str:
    """phrasebook.search.index → search."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def rank(layer: str) -> int:
    return next((i for i, row in enumerate(LAYERS) if layer in row), -1)


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: relative import"
            if node.module == "phrasebook":
                yield from (f"phrasebook.{alias.name}" for alias in node.names if alias.name != "__version__")
            else:
                yield node.module


def layer_of(path: Path) -> str:
    first = path.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    own = layer_of(path)
    if own == "__init__":
        return
    assert rank(own) >= 0, f"{own} has no place in LAYERS"
    for name in imports(path):
        if name.split(".")[0] != "phrasebook":
            continue
        other = top(name)
        assert rank(other) >= 0, f"{other} has no place in LAYERS"
        assert other == own or rank(other) < rank(own), f"{path.relative_to(PACKAGE)} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_each_foreign_package_has_its_place(path: Path) -> None:
    for name in imports(path):
        allowed = ONLY_IN.get(name.split(".")[0])
        assert allowed is None or layer_of(path) in allowed, f"{path.relative_to(PACKAGE)} imports {name}"
