"""The top of the editor: back, what is being written and where it will be kept, and save."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QPushButton, QWidget

from phrasebook.gui import icons
from phrasebook.gui.draft import Draft
from phrasebook.gui.header import HEIGHT
from phrasebook.gui.ink import Line
from phrasebook.gui.theme import BODY, SCOPE_COLOURS, SMALL, Theme, colour, font
from phrasebook.gui.words import scope_name
from phrasebook.language import t
from phrasebook.model import Scope

_TITLE = 16
_LEFT = 60


class _Back(QAbstractButton):
    """An arrow in a circle that shows under the mouse."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setAccessibleName(t("返回", "Back"))
        self.setToolTip(t("返回（Esc）", "Back (Esc)"))

    def sizeHint(self) -> QSize:
        """The circle."""
        return QSize(32, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The arrow."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(self._theme.hover))
            painter.drawEllipse(self.rect())
        icons.draw(icons.back, painter, QRectF(8, 8, 16, 16), self._theme.soft, 1.5)


class EditorHeader(QWidget):
    """`place` is what the personal pack is called."""

    back = Signal()
    save = Signal()

    def __init__(self, draft: Draft, place: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        if draft.copies and draft.origin is not None:
            self.title = t("存为个人话术", "Save as a phrase of your own")
            self._note = t("{}的那一条不变，以后先找到您的", "The {} one stays; yours is found first").format(
                scope_name(draft.origin.scope).lower()
            )
        else:
            self.title = t("编辑话术", "Edit the phrase") if draft.origin else t("新话术", "New phrase")
            self._note = t("存到 {} · {}", "Kept in {} · {}").format(scope_name(Scope.PERSONAL), place)
        self.setAccessibleName(f"{self.title}. {self._note}")
        back = _Back(theme, self)
        back.clicked.connect(self.back)
        self.button = QPushButton(self)
        self.button.setProperty("button", True)
        self.button.setProperty("primary", True)
        self.button.setFont(font(BODY))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setMinimumWidth(96)
        self.button.clicked.connect(self.save)
        self.set_busy(busy=False)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 20, 0)
        row.addWidget(back)
        row.addStretch(1)
        row.addWidget(self.button)
        self.setFixedHeight(HEIGHT)

    def set_busy(self, *, busy: bool) -> None:
        """While it is being saved nothing more can be."""
        self.button.setEnabled(not busy)
        self.button.setText(t("正在保存…", "Saving…") if busy else t("保存", "Save"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The personal scope's bar, the title and where it is kept."""
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour(SCOPE_COLOURS[Scope.PERSONAL]))
        painter.drawRoundedRect(QRectF(_LEFT, HEIGHT / 2 - 10, 4, 20), 2, 2)
        room = self.button.x() - _LEFT - 32
        title = Line(self.title, font(_TITLE, QFont.Weight.DemiBold), room, theme)
        painter.setPen(colour(theme.text))
        title.draw(painter, _LEFT + 14, HEIGHT / 2 + 6)
        painter.setPen(colour(theme.grey))
        note = Line(self._note, font(SMALL), room - title.width - 14 - 14, theme)
        note.draw(painter, _LEFT + 14 + title.width + 14, HEIGHT / 2 + 5.5)
