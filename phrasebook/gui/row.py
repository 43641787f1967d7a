"""How one row looks: scope bar, title, category, code and Alt+n above, the text below. 54 px high."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter

from phrasebook.gui import icons
from phrasebook.gui.ink import Line
from phrasebook.gui.snippet import BEFORE_MARK, snippet
from phrasebook.gui.theme import BODY, SCOPE_COLOURS, SMALL, Theme, colour, font
from phrasebook.gui.words import category_name, pictures
from phrasebook.model import Match

ROW_HEIGHT = 54
DIRECT_ROWS = 9
"""Rows that Alt and a digit choose."""

_LEFT, _RIGHT, _GAP = 28, 18, 12
_FIRST_LINE, _SECOND_LINE = 23, 43
"""Baselines from the row's top."""


@lru_cache
def _number(row: int, theme: Theme) -> Line:
    return Line(f"Alt {row + 1}", font(SMALL), 80, theme)


@lru_cache
def _number_room() -> float:
    return QFontMetricsF(font(SMALL)).horizontalAdvance("Alt 8")


class RowInk:
    """A row laid out for a width in pixels."""

    def __init__(self, match: Match, row: int, width: int, theme: Theme) -> None:
        self.width = width
        self._theme = theme
        self._match = match
        self._phrase = phrase = match.phrase
        small, title = font(SMALL), font(BODY, QFont.Weight.DemiBold)
        found = match.positions
        room = float(width - _LEFT - _RIGHT)
        self._number = _number(row, theme) if row < DIRECT_ROWS else None
        # Alt+n keeps its column in every row, so that codes stand below each other.
        first = room - _number_room() - _GAP
        self._code = Line(phrase.code, small, first / 2, theme, found.get("code", ()))
        first -= self._code.width + 12 + _GAP if phrase.code else 0
        named = snippet(phrase.title, found.get("title", ()))  # the first line of the text may stand for a title
        self._title = Line(named.text, title, first, theme, named.marks, named.chips)
        self._category = Line(
            category_name(phrase.category), small, first - self._title.width - _GAP, theme, found.get("category", ())
        )
        self._badges = [icon for icon, there in ((icons.picture, phrase.images), (icons.plane, phrase.send)) if there]
        self._text = self._second_line(match, room - 20 * len(self._badges))

    def shows(self, match: Match, width: int) -> bool:
        """Whether this row would look the same for `match`."""
        same = self._phrase is match.phrase and self._match.positions == match.positions
        return same and self.width == width

    def _second_line(self, match: Match, room: float) -> Line:
        """The text from its start, or from shortly before its first mark if that would be cut off."""
        style = font(SMALL)
        phrase = match.phrase
        whole = snippet(phrase.text or pictures(len(phrase.images)), match.positions.get("text", ()))
        if whole.marks:
            start, end = whole.marks[0]
            # The last characters of a full line are where "…" stands.
            if QFontMetricsF(style).horizontalAdvance(whole.text[:end]) > room - 2 * SMALL:
                whole = whole.starting_at(max(start - BEFORE_MARK, 0))
        # Nothing wider than a screen is ever seen, and long texts take long to measure.
        return Line(whole.text[:400], style, room, self._theme, whole.marks, whole.chips)

    def paint(self, painter: QPainter, box: QRect, *, selected: bool, hovered: bool) -> None:
        """Paint into `box`, which is `width` wide."""
        theme = self._theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or hovered:
            painter.setBrush(colour(theme.selection if selected else theme.hover))
            painter.drawRoundedRect(box.adjusted(6, 2, -6, -2), 8, 8)
        painter.setBrush(colour(SCOPE_COLOURS[self._phrase.scope]))
        painter.drawRoundedRect(QRectF(box.left() + 14, box.top() + 14, 4, 26), 2, 2)
        faint = theme.soft if selected or hovered else theme.grey
        self._paint_first_line(painter, box, faint, theme.chip_on_selection if selected else theme.chip)
        painter.setPen(colour(faint))
        chip = theme.chip_on_selection if selected else theme.chip
        self._text.draw(painter, box.left() + _LEFT, box.top() + _SECOND_LINE, chip)
        right = float(box.right() + 1 - _RIGHT)
        for icon in self._badges:
            right -= 14
            icons.draw(icon, painter, QRectF(right, box.top() + _SECOND_LINE - 11, 14, 14), faint, 1.2)
            right -= 6
        painter.restore()

    def _paint_first_line(self, painter: QPainter, box: QRect, faint: str, chip: str) -> None:
        theme = self._theme
        base = box.top() + _FIRST_LINE
        right = float(box.right() + 1 - _RIGHT)
        painter.setPen(colour(faint))
        if self._number is not None:
            self._number.draw(painter, right - self._number.width, base)
        right -= _number_room() + _GAP
        if self._phrase.code:
            wide = self._code.width + 12
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(chip))
            painter.drawRoundedRect(QRectF(right - wide, box.top() + 10, wide, 18), 4, 4)
            painter.setPen(colour(theme.soft))
            self._code.draw(painter, right - wide + 6, base)
        painter.setPen(colour(theme.text))
        self._title.draw(painter, box.left() + _LEFT, base)
        painter.setPen(colour(faint))
        self._category.draw(painter, box.left() + _LEFT + self._title.width + _GAP - 2, base)
