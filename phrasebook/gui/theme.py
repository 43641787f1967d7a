"""Colours and fonts, light and dark. Every text colour stands at least 4.5 : 1 against the grounds it is used on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette

from phrasebook.model import Scope

INPUT, HEADING, BODY, SMALL = 20, 15, 14, 12
"""Font sizes in pixels."""

RADIUS = 10
"""The corner of the window where the desktop composites, in pixels."""

_FAMILIES = (
    "PingFang SC",
    "Microsoft YaHei UI",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
    "Apple Color Emoji",
    "Segoe UI Emoji",
    "Noto Color Emoji",
)
_GENERIC = {"sans serif", "sans-serif", "sans", "serif", "monospace"}
"""Family names that only say the desktop has none of its own."""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by what they are for. `soft` is the grey that can be read on `selection` and `chip`."""

    dark: bool
    ground: str
    side: str
    line: str
    text: str
    grey: str
    soft: str
    selection: str
    hover: str
    accent: str
    on_accent: str
    mark: str
    chip: str
    chip_on_selection: str
    danger: str
    danger_ground: str
    warning: str
    warning_ground: str
    shadow: int
    """How dark the shadow is at the window's edge, 0..255."""

    @property
    def edge(self) -> str:
        """The 1 px border of the window."""
        return "#43474f" if self.dark else "#d5d8de"


LIGHT = Theme(
    dark=False,
    ground="#ffffff",
    side="#f6f7f9",
    line="#e5e7eb",
    text="#1b1f27",
    grey="#6b7280",
    soft="#5b6472",
    selection="#e8f0fe",
    hover="#f3f5f8",
    accent="#2563eb",
    on_accent="#ffffff",
    mark="#c2410c",
    chip="#eef0f3",
    chip_on_selection="#ffffff",
    danger="#b91c1c",
    danger_ground="#fef2f2",
    warning="#92400e",
    warning_ground="#fffbeb",
    shadow=26,
)
DARK = Theme(
    dark=True,
    ground="#1f2126",
    side="#26292f",
    line="#34373f",
    text="#eceef2",
    grey="#9aa0ab",
    soft="#a8aeb9",
    selection="#2f3b55",
    hover="#272a31",
    accent="#6ea8fe",
    on_accent="#10192b",
    mark="#f5b84b",
    chip="#333741",
    chip_on_selection="#25304a",
    danger="#f87171",
    danger_ground="#3a2327",
    warning="#f5b84b",
    warning_ground="#352c1c",
    shadow=90,
)

SCOPE_COLOURS = {Scope.PUBLIC: "#3b82f6", Scope.DEPARTMENT: "#10b981", Scope.PERSONAL: "#f59e0b"}


def theme_of(choice: str) -> Theme:
    """The theme for the settings' `system`, `light` or `dark`; a system that doesn't say is light."""
    if choice in ("light", "dark"):
        return DARK if choice == "dark" else LIGHT
    return DARK if QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT


@lru_cache
def colour(name: str) -> QColor:
    """A QColor made once."""
    return QColor(name)


@lru_cache
def _families() -> tuple[str, ...]:
    """The desktop's own font where it has one, then the first of each script that is installed."""
    installed = set(QFontDatabase.families())
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
    own = () if system.casefold() in _GENERIC else (system,)
    return (*own, *(family for family in _FAMILIES if family in installed)) or (system,)


@lru_cache
def font(size: int, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The interface's font in pixels."""
    made = QFont()
    made.setFamilies(list(_families()))
    made.setPixelSize(size)
    made.setWeight(weight)
    return made


def palette(theme: Theme) -> QPalette:
    """Qt's palette in the theme's colours; bases are transparent because the window paints all grounds itself."""
    made = QPalette()
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.ground,
        role.WindowText: theme.text,
        role.Text: theme.text,
        role.ButtonText: theme.text,
        role.PlaceholderText: theme.grey,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.ToolTipBase: theme.side,
        role.ToolTipText: theme.text,
    }
    for which, name in colours.items():
        made.setColor(which, colour(name))
    made.setColor(role.Base, Qt.GlobalColor.transparent)
    return made


def stylesheet(theme: Theme) -> str:
    """What Qt's own widgets need: the menu, and the form's fields and buttons."""
    return f"""
    QMenu {{ background: {theme.ground}; color: {theme.text}; border: 1px solid {theme.edge}; padding: 4px }}
    QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 6px }}
    QMenu::item:selected {{ background: {theme.selection}; color: {theme.accent} }}
    QMenu::item:disabled {{ color: {theme.grey} }}
    QMenu::separator {{ height: 1px; background: {theme.line}; margin: 4px 8px }}
    QLineEdit[search=true] {{ background: transparent; color: {theme.text}; border: none; padding: 0;
      placeholder-text-color: {theme.grey};
      selection-background-color: {theme.accent}; selection-color: {theme.on_accent} }}
    QLabel[grey=true] {{ color: {theme.grey}; background: transparent }}
    QLineEdit[field=true] {{ background: {theme.ground}; color: {theme.text}; border: 1px solid {theme.line};
      border-radius: 6px; padding: 0 8px; min-height: 30px; placeholder-text-color: {theme.danger};
      selection-background-color: {theme.accent}; selection-color: {theme.on_accent} }}
    QLineEdit[calm=true] {{ placeholder-text-color: {theme.grey} }}
    QTextEdit[field=true] {{ background: {theme.ground}; color: {theme.text}; border: 1px solid {theme.line};
      border-radius: 6px; padding: 6px 10px; placeholder-text-color: {theme.grey};
      selection-background-color: {theme.accent}; selection-color: {theme.on_accent} }}
    QTextEdit[field=true]:focus {{ border-color: {theme.accent} }}
    QTextEdit[field=true][missing=true] {{ border-color: {theme.danger} }}
    QPushButton[chip=true] {{ background: {theme.chip}; color: {theme.soft}; border: none; border-radius: 4px;
      padding: 0 8px; min-height: 22px }}
    QPushButton[chip=true]:hover {{ background: {theme.selection}; color: {theme.accent} }}
    QLineEdit[field=true]:focus {{ border-color: {theme.accent} }}
    QLineEdit[field=true][missing=true] {{ border-color: {theme.danger} }}
    QPushButton[button=true] {{ background: {theme.chip}; color: {theme.text}; border: none; border-radius: 6px;
      padding: 0 12px; min-height: 30px }}
    QPushButton[button=true]:hover {{ background: {theme.selection} }}
    QPushButton[primary=true] {{ background: {theme.accent}; color: {theme.on_accent} }}
    QPushButton[primary=true]:hover {{ background: {theme.accent} }}
    QPushButton[primary=true]:disabled {{ background: {theme.chip}; color: {theme.grey} }}
    QToolTip {{ background: {theme.side}; color: {theme.text}; border: 1px solid {theme.edge}; padding: 4px }}
    """
