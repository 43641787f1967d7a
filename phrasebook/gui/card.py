"""The picker's body: grounds, lines and border; rounded and with a shadow where the desktop composites."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPixmap

from phrasebook.gui.theme import RADIUS, Theme, colour

SHADOW = 24
"""Room around the card for its shadow, in pixels."""


def paint_card(
    painter: QPainter, card: QRect, theme: Theme, *, rounded: bool, sides: Sequence[QRect], lines: Sequence[QRect]
) -> None:
    """Paint the card's ground, the grounds of its `sides`, the 1 px `lines` between them, and its border."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = QPainterPath()
    radius = RADIUS if rounded else 0
    outline.addRoundedRect(QRectF(card), radius, radius)
    painter.fillPath(outline, colour(theme.ground))
    for side in sides:
        part = QPainterPath()
        part.addRect(QRectF(side))
        # Cutting every side with the outline would cost a path per paint; only those in the corners need it.
        touches = rounded and side.bottom() > card.bottom() - RADIUS
        painter.fillPath(outline.intersected(part) if touches else part, colour(theme.side))
    for line in lines:
        painter.fillRect(line, colour(theme.line))
    painter.setPen(colour(theme.edge))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, rounded)  # square corners would blur
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)


class Shadow:
    """A soft shadow, drawn once in small and stretched around the card."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.ratio = ratio
        self._corner = SHADOW + 2 * RADIUS
        side = 2 * self._corner + 2
        self._patch = QPixmap(round(side * ratio), round(side * ratio))
        self._patch.setDevicePixelRatio(ratio)
        self._patch.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._patch)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        steps = SHADOW
        for step in range(steps):
            # Rings laid over each other, each fainter than the last: close to a Gaussian, without blurring anything.
            nearness = (step + 1) / steps
            painter.setBrush(QColor(0, 0, 0, round(theme.shadow * nearness * 0.12)))
            grown = SHADOW - step
            box = QRectF(SHADOW, SHADOW, side - 2 * SHADOW, side - 2 * SHADOW).adjusted(-grown, -grown, grown, grown)
            painter.drawRoundedRect(box.translated(0, 4), RADIUS + grown, RADIUS + grown)
        painter.end()

    def paint(self, painter: QPainter, card: QRect) -> None:
        """Around `card`, out to SHADOW pixels from it."""
        corner = self._corner
        outer = card.adjusted(-SHADOW, -SHADOW, SHADOW, SHADOW)
        middle = 2
        across = (
            (outer.left(), corner, 0, corner),
            (outer.left() + corner, outer.width() - 2 * corner, corner, middle),
            (outer.right() + 1 - corner, corner, corner + middle, corner),
        )
        down = (
            (outer.top(), corner, 0, corner),
            (outer.top() + corner, outer.height() - 2 * corner, corner, middle),
            (outer.bottom() + 1 - corner, corner, corner + middle, corner),
        )
        for x, wide, from_x, from_wide in across:
            for y, high, from_y, from_high in down:
                source = QRectF(
                    from_x * self.ratio, from_y * self.ratio, from_wide * self.ratio, from_high * self.ratio
                )
                painter.drawPixmap(QRectF(x, y, wide, high), self._patch, source)
