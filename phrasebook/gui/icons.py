"""Icons drawn in code, crisp at every scale: nothing to load, and they take the theme's colours."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPainterPath, QPen, QPixmap

from phrasebook.gui.theme import colour

SIDE = 16
"""Icons are drawn on a square of this many units and scaled to the box they are asked for."""


def draw(icon: Callable[[QPainter], None], painter: QPainter, box: QRectF, ink: str, stroke: float = 1.5) -> None:
    """Draw one of the icons below into `box`."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / SIDE, box.height() / SIDE)
    pen = QPen(colour(ink), stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    icon(painter)
    painter.restore()


def search(painter: QPainter) -> None:
    """A magnifying glass."""
    painter.drawEllipse(QPointF(7, 7), 4.5, 4.5)
    painter.drawLine(QPointF(10.4, 10.4), QPointF(14, 14))


def picture(painter: QPainter) -> None:
    """A framed landscape: the phrase has pictures."""
    painter.drawRoundedRect(QRectF(2, 3, 12, 10), 2, 2)
    painter.drawEllipse(QPointF(5.6, 6.4), 0.9, 0.9)
    painter.drawPolyline([QPointF(2.8, 12), QPointF(6.6, 8.8), QPointF(8.6, 10.6), QPointF(11, 7.6), QPointF(13.6, 11)])


def plane(painter: QPainter) -> None:
    """A paper plane: the reply is sent, not only pasted."""
    painter.drawPolygon([QPointF(2, 7.4), QPointF(14, 2), QPointF(9.6, 14), QPointF(7.4, 9)])
    painter.drawLine(QPointF(7.4, 9), QPointF(14, 2))


def warning(painter: QPainter) -> None:
    """A triangle with a mark of exclamation."""
    painter.drawPolygon([QPointF(8, 2.2), QPointF(14.4, 13.4), QPointF(1.6, 13.4)])
    painter.drawLine(QPointF(8, 6.4), QPointF(8, 9.4))
    painter.drawPoint(QPointF(8, 11.4))


def pause(painter: QPainter) -> None:
    """Two bars in a circle."""
    painter.drawEllipse(QPointF(8, 8), 6, 6)
    painter.drawLine(QPointF(6.4, 6), QPointF(6.4, 10))
    painter.drawLine(QPointF(9.6, 6), QPointF(9.6, 10))


def tick(painter: QPainter) -> None:
    """It is done."""
    painter.drawPolyline([QPointF(3, 8.6), QPointF(6.6, 12), QPointF(13, 4.6)])


def back(painter: QPainter) -> None:
    """An arrow to the left."""
    painter.drawPolyline([QPointF(7, 3.5), QPointF(2.5, 8), QPointF(7, 12.5)])
    painter.drawLine(QPointF(2.5, 8), QPointF(13.5, 8))


def forth(painter: QPainter) -> None:
    """An arrow to the right: where the reply goes."""
    painter.drawLine(QPointF(2.5, 8), QPointF(13, 8))
    painter.drawPolyline([QPointF(9, 4), QPointF(13, 8), QPointF(9, 12)])


def bubble(painter: QPainter) -> None:
    """An empty speech bubble: nothing found, nothing written yet."""
    painter.drawPath(_bubble(QRectF(1.5, 2, 13, 9.5)))


def _bubble(box: QRectF) -> QPainterPath:
    radius = box.height() * 0.3
    whole = QPainterPath()
    whole.addRoundedRect(box, radius, radius)
    tail = QPainterPath(QPointF(box.left() + box.width() * 0.26, box.bottom() - 0.5))
    tail.lineTo(box.left() + box.width() * 0.26, box.bottom() + box.height() * 0.32)
    tail.lineTo(box.left() + box.width() * 0.56, box.bottom() - 0.5)
    tail.closeSubpath()
    return whole.united(tail)


@cache
def app_icon(paused: bool = False) -> QIcon:
    """The icon of phrasebook: a bubble with two lines on a rounded square; grey with bars while paused."""
    made = QIcon()
    for side in (16, 22, 24, 32, 48, 64, 128):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(side / SIDE, side / SIDE)
        _paint_app_icon(painter, paused)
        painter.end()
        made.addPixmap(pixmap)
    return made


def _paint_app_icon(painter: QPainter, paused: bool) -> None:
    ground = colour("#6b7280" if paused else "#2563eb")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(0.5, 0.5, 15, 15), 3.8, 3.8)
    painter.setBrush(colour("#ffffff"))
    painter.drawPath(_bubble(QRectF(3, 3.5, 10, 7)))
    pen = QPen(ground, 1.2)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    if paused:
        painter.drawLine(QPointF(6.8, 5.6), QPointF(6.8, 8.4))
        painter.drawLine(QPointF(9.2, 5.6), QPointF(9.2, 8.4))
    else:
        painter.drawLine(QPointF(5.2, 6), QPointF(10.8, 6))
        painter.drawLine(QPointF(5.2, 8.2), QPointF(8.6, 8.2))
