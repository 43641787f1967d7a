"""The top of the picker: the search field and the scope tabs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLabel, QSizePolicy, QWidget

from phrasebook import language
from phrasebook.gui import icons
from phrasebook.gui.field import ComposingLineEdit
from phrasebook.gui.theme import BODY, INPUT, SMALL, Theme, colour, font
from phrasebook.gui.words import scope_name
from phrasebook.language import t
from phrasebook.model import Scope

HEIGHT = 60
SCOPES: tuple[Scope | None, ...] = (None, Scope.PUBLIC, Scope.DEPARTMENT, Scope.PERSONAL)


class _Tab(QAbstractButton):
    """A pill with a scope's name."""

    def __init__(self, scope: Scope | None, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.scope = scope
        self.theme = theme
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        """The text in its bold form, so that choosing a tab moves none."""
        wide = QFontMetricsF(font(BODY, QFont.Weight.DemiBold)).horizontalAdvance(self.text())
        return QSize(round(wide) + 32, 32)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A filled pill when chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, chosen = self.theme, self.isChecked()
        if chosen or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour(theme.selection if chosen else theme.hover))
            painter.drawRoundedRect(QRectF(self.rect()), 16, 16)
        painter.setPen(colour(theme.accent if chosen else theme.soft))
        painter.setFont(font(BODY, QFont.Weight.DemiBold if chosen else QFont.Weight.Normal))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Header(QWidget):
    """Search field and tabs. `on_key` is offered every key of the field first."""

    scope_changed = Signal(object)

    def __init__(self, theme: Theme, on_key: Callable[[QKeyEvent], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.field = ComposingLineEdit(on_key, self)
        self.field.setProperty("search", True)
        self.field.setFont(font(INPUT))
        self._found = QLabel(self)
        self._found.setProperty("grey", True)
        self._found.setFont(font(SMALL))
        self._group = QButtonGroup(self)
        self._tabs = [_Tab(scope, theme, self) for scope in SCOPES]
        line = QHBoxLayout(self)
        line.setContentsMargins(44, 0, 14, 0)
        line.setSpacing(0)
        line.addWidget(self.field, 1)
        line.addSpacing(8)
        line.addWidget(self._found)
        line.addSpacing(12)
        for tab in self._tabs:
            self._group.addButton(tab)
            line.addWidget(tab)
        self._tabs[0].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)
        self.setFixedHeight(HEIGHT)
        self._spoken = language.current()
        self._speak()

    @property
    def scope(self) -> Scope | None:
        """The scope chosen; None is all of them."""
        return next(tab.scope for tab in self._tabs if tab.isChecked())

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self._theme = theme
        for tab in self._tabs:
            tab.theme = theme
        self.update()

    def show_found(self, text: str) -> None:
        """Say what the rows are: how many were found, or what was used lately."""
        self._found.setText(text)

    def reset(self, query: str) -> None:
        """All scopes and this query, in the language spoken now."""
        if self._spoken is not language.current():
            self._spoken = language.current()
            self._speak()
        self.choose(None)
        self.field.begin(query)

    def choose(self, scope: Scope | None) -> None:
        """Choose a tab."""
        self._tabs[SCOPES.index(scope)].setChecked(True)

    def step(self, by: int) -> None:
        """Choose the next (1) or previous (-1) tab, round and round."""
        self.choose(SCOPES[(SCOPES.index(self.scope) + by) % len(SCOPES)])

    def paintEvent(self, event: QPaintEvent) -> None:
        """The magnifying glass."""
        painter = QPainter(self)
        icons.draw(icons.search, painter, QRectF(18, (HEIGHT - 20) / 2, 20, 20), self._theme.grey, 1.4)

    def _speak(self) -> None:
        self.field.setPlaceholderText(t("拼音首字母、汉字或编码", "Words, pinyin initials or a code"))
        self.field.setAccessibleName(t("搜索话术", "Search phrases"))
        for tab in self._tabs:
            tab.setText(scope_name(tab.scope))
            tab.setAccessibleName(t("范围：{}", "Scope: {}").format(tab.text()))
            tab.updateGeometry()

    def _toggled(self, tab: _Tab, chosen: bool) -> None:
        if chosen:
            self.scope_changed.emit(tab.scope)
