"""The whole phrase: its text with placeholders as chips, its pictures, and below what is known about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QLinearGradient, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from phrasebook.gui import icons
from phrasebook.gui.ink import Flow, Line
from phrasebook.gui.scrollbar import OverlayScrollBar
from phrasebook.gui.theme import BODY, HEADING, SCOPE_COLOURS, SMALL, Theme, colour, font
from phrasebook.gui.thumbnails import Thumbnails
from phrasebook.gui.words import where
from phrasebook.language import t
from phrasebook.model import Phrase
from phrasebook.placeholders import Kind, Piece, plain

MARGIN = 16
PITCH = 22
"""From one line of the text to the next, in pixels."""
_META_PITCH, _TILE, _GAP = 18, 72, 8


@dataclass(frozen=True, slots=True)
class Preview:
    """What the pane shows of a phrase: its wording as pieces, which wording it is, and how it was used."""

    phrase: Phrase
    pieces: tuple[Piece, ...]
    wording: int
    last_wording: int | None
    used: int
    images: tuple[Path, ...] = ()
    outdated: bool = False
    """It is a personal copy, and the original says something else by now."""

    def facts(self) -> tuple[str, ...]:
        """The lines at the bottom, most general first."""
        phrase = self.phrase
        lines = [where(phrase)]
        if self.outdated:
            lines.append(t("原话术已更新", "The original has changed"))
        if (count := len(phrase.wordings)) > 1:
            line = t("说法 {} / {}", "Wording {} of {}").format(self.wording + 1, count)
            if self.last_wording is not None:
                line += t("（上次用过第 {} 种）", " (last time: {})").format(self.last_wording + 1)
            lines.append(line)
        if phrase.send:
            lines.append(t("粘贴后直接发送", "Sent right after pasting"))
        if phrase.valid_until is not None:
            lines.append(t("{} 前有效", "Valid until {}").format(phrase.valid_until.isoformat()))
        if self.used:
            lines.append(
                t("本月使用 {} 次", "Used {} times this month").format(self.used)
                if self.used > 1
                else t("本月使用 1 次", "Used once this month")
            )
        return tuple(lines)


class PreviewPane(QAbstractScrollArea):
    """Paints one `Preview`; nothing is laid out by Qt, so that it can follow every key."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown: Preview | None = None
        self._theme = theme
        self._title: Flow | None = None
        self._body: Flow | None = None
        self._facts: list[Line] = []
        self._note: Flow | None = None
        self.thumbnails = Thumbnails(self)
        self.thumbnails.arrived.connect(self.viewport().update)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self._bar = OverlayScrollBar(self, theme)
        self.verticalScrollBar().setSingleStep(PITCH)

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        self._bar.set_theme(theme)
        self._lay_out()

    def show_preview(self, preview: Preview | None) -> None:
        """Show another phrase from its top, or nothing."""
        if preview == self.shown:
            return
        same = preview is not None and self.shown is not None and preview.phrase.id == self.shown.phrase.id
        self.shown = preview
        self.setAccessibleName(plain(preview.phrase.title) if preview else "")
        self.setAccessibleDescription("".join(piece.text for piece in preview.pieces) if preview else "")
        self._lay_out()
        if not same:
            self.verticalScrollBar().setValue(0)

    def forget(self) -> None:
        """Pictures may have changed."""
        self.thumbnails.forget()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out for the new width."""
        self._lay_out()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Title, text and pictures, scrolled; the facts stay at the bottom."""
        if self.shown is None or self._body is None or self._title is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QRectF(event.rect())
        top = MARGIN - self.verticalScrollBar().value()
        painter.setPen(colour(self._theme.text))
        painter.save()
        painter.setClipRect(QRectF(0, 0, self.viewport().width(), self._facts_top()))
        self._title.draw(painter, MARGIN, top, clip)
        top += round(self._title.height) + 8
        self._body.draw(painter, MARGIN, top, clip)
        self._paint_images(painter, top + self._text_height())
        self._paint_fade(painter)
        painter.restore()
        self._paint_facts(painter)

    @property
    def _room(self) -> int:
        return self.viewport().width() - 2 * MARGIN

    def _lay_out(self) -> None:
        if self.shown is None:
            self._title = self._body = self._note = None
            self._facts = []
            self.verticalScrollBar().setRange(0, 0)
        else:
            theme, room, small = self._theme, max(self._room, 1), font(SMALL)
            heading = (Piece(plain(self.shown.phrase.title), Kind.LITERAL),)
            self._title = Flow(heading, font(HEADING, QFont.Weight.DemiBold), room, PITCH, theme)
            self._body = Flow(self.shown.pieces, font(BODY), room, PITCH, theme)
            facts = self.shown.facts()
            self._facts = [Line(fact, small, room - (14 if not at else 0), theme) for at, fact in enumerate(facts)]
            note = self.shown.phrase.note[:200]
            self._note = (
                Flow((Piece(t("备注：", "Note: ") + note, Kind.LITERAL),), small, room, _META_PITCH, theme)
                if note
                else None
            )
            visible = self._facts_top()
            whole = MARGIN + self._title.height + 8 + self._text_height() + self._images_height() + MARGIN
            self.verticalScrollBar().setPageStep(visible)
            self.verticalScrollBar().setRange(0, max(0, round(whole - visible)))
        self.viewport().update()

    def _facts_top(self) -> int:
        note = round(self._note.height) + 6 if self._note else 0
        return self.viewport().height() - 12 - _META_PITCH * len(self._facts) - note - 4

    def _paint_facts(self, painter: QPainter) -> None:
        theme, shown = self._theme, self.shown
        y = self._facts_top() + 4
        painter.setPen(colour(theme.text))
        if self._note is not None:
            self._note.draw(painter, MARGIN, y, QRectF(self.viewport().rect()))
            y += round(self._note.height) + 6
        for number, fact in enumerate(self._facts):
            x = MARGIN
            if number == 0 and shown is not None:
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(colour(SCOPE_COLOURS[shown.phrase.scope]))
                painter.drawEllipse(QRectF(x, y + 5, 8, 8))
                x += 14
            painter.setPen(colour(theme.grey))
            fact.draw(painter, x, y + 13)
            y += _META_PITCH

    def _paint_fade(self, painter: QPainter) -> None:
        """Text that goes on below runs out softly."""
        bar = self.verticalScrollBar()
        if bar.value() >= bar.maximum():
            return
        bottom = self._facts_top()
        fade = QLinearGradient(0, bottom - 24, 0, bottom)
        clear = colour(self._theme.side).toRgb()
        clear.setAlpha(0)
        fade.setColorAt(0, clear)
        fade.setColorAt(1, colour(self._theme.side))
        painter.fillRect(QRectF(0, bottom - 24, self.viewport().width(), 24), fade)

    def _tiles(self) -> Sequence[tuple[Path, QRectF]]:
        """Each picture's box: alone it is as wide as the pane, several stand in two columns."""
        images = self.shown.images if self.shown else ()
        if len(images) == 1:
            return [(images[0], QRectF(0, 0, self._room, 2 * _TILE))]
        wide = (self._room - _GAP) / 2
        return [
            (path, QRectF((at % 2) * (wide + _GAP), (at // 2) * (_TILE + _GAP), wide, _TILE))
            for at, path in enumerate(images)
        ]

    def _text_height(self) -> float:
        """The text and the gap to the pictures; nothing for a phrase of pictures only."""
        if self._body is None or self.shown is None or not any(piece.text for piece in self.shown.pieces):
            return 0
        return self._body.height + _GAP

    def _images_height(self) -> float:
        tiles = self._tiles()
        return tiles[-1][1].bottom() + _GAP if tiles else 0

    def _paint_images(self, painter: QPainter, top: float) -> None:
        theme, ratio = self._theme, self.devicePixelRatioF()
        for path, box in self._tiles():
            place = box.translated(MARGIN, top)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme.chip))
            painter.drawRoundedRect(place, 6, 6)
            inner = place.adjusted(4, 4, -4, -4)
            picture = self.thumbnails.get(path, QSize(round(inner.width() * ratio), round(inner.height() * ratio)))
            if picture is not None and not picture.isNull():
                self._paint_picture(painter, inner, picture)
            elif picture is not None:
                middle = QRectF(inner.center().x() - 10, inner.center().y() - 10, 20, 20)
                icons.draw(icons.picture, painter, middle, theme.grey, 1.1)

    def _paint_picture(self, painter: QPainter, box: QRectF, picture: QPixmap) -> None:
        ratio = self.devicePixelRatioF()
        scale = min(1.0, box.width() * ratio / picture.width(), box.height() * ratio / picture.height()) / ratio
        size = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
        size.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawPixmap(size, picture, QRectF(picture.rect()))
