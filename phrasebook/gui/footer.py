"""The bottom of the picker: where the reply goes and which keys do what; above it one line for what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from phrasebook.gui import icons
from phrasebook.gui.ink import Line
from phrasebook.gui.theme import SMALL, Theme, colour, font
from phrasebook.language import t
from phrasebook.model import Window

HEIGHT = 36
STRIP_HEIGHT = 32
_MARGIN, _GAP = 16, 14
_NEEDED = 2
"""Keys that must be there before a note may take room for its words; without them only its sign is painted."""

Hint = tuple[str, str]
"""A key and what it does."""


def list_hints() -> tuple[Hint, ...]:
    """The keys of the list, most needed first."""
    return (
        ("Enter", t("粘贴", "Paste")),
        ("Ctrl+Enter", t("发送", "Send")),
        ("Esc", t("返回", "Close")),
        ("Alt+1…9", t("直选", "Pick")),
        ("Tab", t("范围", "Scope")),
        ("Ctrl+↑↓", t("分类", "Category")),
        ("F2", t("编辑", "Edit")),
        ("Ctrl+N", t("新建", "New")),
    )


def form_hints(last: bool) -> tuple[Hint, ...]:
    """The keys of the form; Enter pastes from its last field."""
    return (
        ("Enter", t("粘贴", "Paste") if last else t("下一项", "Next")),
        ("Ctrl+Enter", t("发送", "Send")),
        ("Esc", t("返回", "Back")),
        ("Tab", t("换一项", "Move")),
    )


def editor_hints() -> tuple[Hint, ...]:
    """The keys of the editor."""
    return (
        ("Ctrl+Enter", t("保存", "Save")),
        ("Esc", t("返回", "Back")),
        ("Tab", t("下一项", "Next")),
        ("Ctrl+PgDn", t("换个说法", "Wording")),
    )


class Footer(QWidget):
    """The target at the left, beside it a note if there is one; keys at the right, as many as there is room for."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._target = self._note = ""
        self._hints: Sequence[Hint] = ()
        self.setFixedHeight(HEIGHT)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def show_target(self, target: Window | None) -> None:
        """Name the window that gets the reply."""
        names = dict.fromkeys(filter(None, (target.program, target.title))) if target else {}
        self._target = " · ".join(names) or t("还没有目标窗口", "No target window")
        self._name()
        self.update()

    def show_note(self, text: str) -> None:
        """Say something that can wait, until it is taken back with ""."""
        self._note = text
        self._name()
        self.update()

    def show_hints(self, hints: Sequence[Hint]) -> None:
        """Show other keys."""
        self._hints = hints
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Keys from the right in the order of need, as far as target and note leave room; the target takes the rest."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, base, small = self._theme, HEIGHT / 2 + 4.5, font(SMALL)
        target = Line(self._target, small, self.width() / 2 - _MARGIN, theme)
        note = Line(self._note, small, self.width() * 0.4, theme)
        left = _MARGIN + 20 + min(target.width, self.width() * 0.36) + 2 * _GAP
        beside = 20 + note.width + 2 * _GAP if self._note else 0.0
        pairs = self._fitting(self.width() - _MARGIN - left - beside)
        if self._note and len(pairs) < _NEEDED:
            note, beside = Line("", small, 0, theme), 14 + 2.0 * _GAP
            pairs = self._fitting(self.width() - _MARGIN - left - beside)
        right = self._paint_keys(painter, pairs, base)
        icons.draw(icons.forth, painter, QRectF(_MARGIN, HEIGHT / 2 - 7, 14, 14), theme.grey, 1.4)
        painter.setPen(colour(theme.grey))
        target = Line(self._target, small, right - beside - _MARGIN - 20, theme)
        target.draw(painter, _MARGIN + 20, base)
        if self._note:
            at = _MARGIN + 20 + target.width + 2 * _GAP
            icons.draw(icons.warning, painter, QRectF(at, HEIGHT / 2 - 7, 14, 14), theme.warning, 1.3)
            painter.setPen(colour(theme.warning))
            note.draw(painter, at + 20, base)

    def _paint_keys(self, painter: QPainter, pairs: list[tuple[Line, Line]], base: float) -> float:
        """Paint the keys and their meanings at the right edge; where they begin."""
        theme, right = self._theme, float(self.width() - _MARGIN)
        for key, meaning in reversed(pairs):
            right -= meaning.width
            painter.setPen(colour(theme.grey))
            meaning.draw(painter, right, base)
            right -= key.width + 12 + 6
            painter.setPen(colour(theme.line))
            painter.setBrush(colour(theme.chip))
            cap = QRectF(round(right) + 0.5, HEIGHT / 2 - 9.5, round(key.width) + 12, 19)
            painter.drawRoundedRect(cap, 4, 4)
            painter.setPen(colour(theme.soft))
            key.draw(painter, right + 6, base)
            right -= _GAP
        return right

    def _name(self) -> None:
        self.setAccessibleName(self._target)
        self.setAccessibleDescription(self._note)
        self.setToolTip(self._note)

    def _fitting(self, room: float) -> list[tuple[Line, Line]]:
        kept: list[tuple[Line, Line]] = []
        for key, meaning in self._hints:
            pair = Line(key, font(SMALL), 200, self._theme), Line(meaning, font(SMALL), 200, self._theme)
            room -= pair[0].width + 12 + 6 + pair[1].width + _GAP
            if room < 0:
                break
            kept.append(pair)
        return kept


class Tone(Enum):
    """How grave a line of the strip is."""

    PROBLEM = "problem"
    WARNING = "warning"
    DONE = "done"
    PAUSED = "paused"
    NOTICE = "notice"


class Strip(QWidget):
    """One line above the footer; hidden while there is nothing to say."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._texts: dict[Tone, str] = {}
        self.setFixedHeight(STRIP_HEIGHT)
        self.setVisible(False)

    @property
    def text(self) -> str:
        """The gravest line there is."""
        return next((self._texts[tone] for tone in Tone if self._texts.get(tone)), "")

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self.update()

    def say(self, tone: Tone, text: str) -> None:
        """Show a line, or with "" take it back."""
        self._texts[tone] = text
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.setVisible(bool(self.text))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """An icon and the line on a tinted ground."""
        tone = next((tone for tone in Tone if self._texts.get(tone)), Tone.NOTICE)
        theme = self._theme
        ground, ink, icon = {
            Tone.PROBLEM: (theme.danger_ground, theme.danger, icons.warning),
            Tone.WARNING: (theme.warning_ground, theme.warning, icons.warning),
            Tone.DONE: (theme.selection, theme.accent, icons.tick),
            Tone.PAUSED: (theme.warning_ground, theme.warning, icons.pause),
            Tone.NOTICE: (theme.selection, theme.accent, icons.bubble),
        }[tone]
        painter = QPainter(self)
        painter.fillRect(self.rect(), colour(ground))
        icons.draw(icon, painter, QRectF(_MARGIN, STRIP_HEIGHT / 2 - 8, 16, 16), ink, 1.4)
        painter.setPen(colour(ink))
        Line(self.text, font(SMALL), self.width() - 2 * _MARGIN - 24, theme).draw(painter, _MARGIN + 24, 20.5)
