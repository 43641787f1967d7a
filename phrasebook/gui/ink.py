"""Text laid out once and drawn often: one elided line with marks, and flowing text with chips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QTextCharFormat, QTextLayout, QTextLine, QTextOption

from phrasebook.gui.theme import Theme, colour
from phrasebook.model import Span
from phrasebook.placeholders import Kind, Piece

NARROW_SPACE = "\u202f"
"""Stands left and right of a chip's text, inside its ground; no line is broken there."""


def utf16(text: str, at: int) -> int:
    """Code points to the units Qt counts in: emoji take two."""
    return at + sum(char > "\uffff" for char in text[:at])


def mark_format(text: str, span: Span, ink: str) -> QTextLayout.FormatRange:
    """A stretch of `text` (code points) in the colour `ink`."""
    made = QTextLayout.FormatRange()
    made.start = utf16(text, span[0])
    made.length = utf16(text, span[1]) - made.start
    style = QTextCharFormat()
    style.setForeground(colour(ink))
    made.format = style
    return made


def x_of(line: QTextLine, at: int) -> float:
    """Where the cursor before the unit `at` stands."""
    return cast("tuple[float, int]", line.cursorToX(at))[0]


class Line:
    """One line of text in `width` pixels, with "…" where it was cut. Marks and chips are spans of code points."""

    def __init__(
        self,
        text: str,
        style: QFont,
        width: float,
        theme: Theme,
        marks: Sequence[Span] = (),
        chips: Sequence[Span] = (),
    ) -> None:
        shown = text
        if len(text) * style.pixelSize() > width:  # no character is wider than high: most lines needn't be measured
            shown = QFontMetricsF(style).elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0))
        kept = len(text) if shown == text else max(len(shown) - 1, 0)
        self._layout = QTextLayout(shown, style)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        inside = [(start, min(end, kept)) for start, end in marks if start < kept]
        labels = [(start, min(end, kept)) for start, end in chips if start + 1 < kept]  # more than its first space
        self._layout.setFormats(
            [mark_format(shown, span, theme.accent) for span in labels]
            + [mark_format(shown, span, theme.mark) for span in inside]
        )
        self._layout.beginLayout()
        line = self._layout.createLine()
        line.setLineWidth(1e6)
        self._layout.endLayout()
        self.width = line.naturalTextWidth()
        self._ascent = line.ascent()
        self._height = line.height()
        self._chips = [(x_of(line, utf16(shown, a)), x_of(line, utf16(shown, b))) for a, b in labels]

    def draw(self, painter: QPainter, x: float, baseline: float, chip: str = "") -> None:
        """Draw with the painter's pen; `chip` is the colour of the grounds of chips."""
        for left, right in self._chips if chip else ():
            painter.save()
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(chip))
            painter.drawRoundedRect(QRectF(x + left, baseline - self._ascent + 1, right - left, self._height - 2), 4, 4)
            painter.restore()
        self._layout.draw(painter, QPointF(x, baseline - self._ascent))


class Flow:
    """Pieces of a wording as wrapped lines; placeholders are chips. `height` is in pixels."""

    def __init__(self, pieces: Sequence[Piece], style: QFont, width: float, pitch: float, theme: Theme) -> None:
        self._theme = theme
        self._pitch = pitch
        self._chips: list[tuple[int, int, Piece]] = []
        texts: list[str] = []
        formats: list[QTextLayout.FormatRange] = []
        length = 0
        for piece in pieces:
            text = piece.text.replace("\n", "\u2028")
            if piece.kind is not Kind.LITERAL:
                text = f"{NARROW_SPACE}{text}{NARROW_SPACE}" if text else "\u200b"
                ink = {Kind.OPEN: theme.accent, Kind.BROKEN: theme.danger}.get(piece.kind, theme.text)
                wide = mark_format(text, (0, len(text)), ink)
                self._chips.append((length, length + wide.length, piece))
                wide.start = length
                formats.append(wide)
            texts.append(text)
            length += utf16(text, len(text))
        self._layout = QTextLayout("".join(texts), style)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        self._layout.setFormats(formats)
        self.height = self._break(width)

    def _break(self, width: float) -> float:
        y = 0.0
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLineWidth(width)
            line.setPosition(QPointF(0, y + (self._pitch - line.height()) / 2))
            y += max(self._pitch, line.height())
        self._layout.endLayout()
        return y

    def top_of(self, label: str) -> float | None:
        """How far below the flow's top the first chip of a label stands."""
        for start, _, piece in self._chips:
            if piece.label == label:
                return self._layout.lineForTextPosition(start).y()
        return None

    def draw(self, painter: QPainter, x: float, y: float, clip: QRectF, focused: str = "") -> None:
        """Draw what falls into `clip`; the chips of the label `focused` get a ring."""
        for start, end, piece in self._chips:
            self._draw_chip(painter, x, y, (start, end), piece, bool(focused) and piece.label == focused)
        self._layout.draw(painter, QPointF(x, y), [], clip)

    def _draw_chip(self, painter: QPainter, x: float, y: float, span: Span, piece: Piece, ring: bool) -> None:
        theme = self._theme
        for number in range(
            self._layout.lineForTextPosition(span[0]).lineNumber(),
            self._layout.lineForTextPosition(max(span[1] - 1, span[0])).lineNumber() + 1,
        ):
            line = self._layout.lineAt(number)
            start, stop = line.textStart(), line.textStart() + line.textLength()
            left, right = x_of(line, max(span[0], start)), x_of(line, min(span[1], stop))
            box = QRectF(x + left, y + line.y(), right - left, line.height()).adjusted(0, 0.5, 0, -0.5)
            if piece.kind is Kind.CURSOR:
                painter.fillRect(QRectF(box.left() - 1, box.top() + 2, 2, box.height() - 4), colour(theme.accent))
                continue
            ground = {Kind.OPEN: theme.selection, Kind.BROKEN: theme.danger_ground}.get(piece.kind, theme.chip)
            painter.setPen(colour(theme.accent) if ring else Qt.PenStyle.NoPen)
            painter.setBrush(colour(ground))
            painter.drawRoundedRect(box, 4, 4)
        painter.setPen(colour(theme.text))
