"""The picker's parts and how they share the window: header, tree, rows, preview or form, strip, footer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout

from phrasebook.gui.footer import Footer, Strip, editor_hints, list_hints
from phrasebook.gui.form import Form
from phrasebook.gui.frame import Frame
from phrasebook.gui.header import HEIGHT as HEADER_HEIGHT
from phrasebook.gui.header import Header
from phrasebook.gui.preview import PreviewPane
from phrasebook.gui.results import ResultsView
from phrasebook.gui.theme import Theme
from phrasebook.gui.tree import CategoryTree

if TYPE_CHECKING:
    from phrasebook.gui.editor import Editor

_NARROW, _SLIM = 700, 560
"""Widths below which the tree, then the preview, is left out."""
_PREVIEW, _FORM = (232, 0.27, 420), (300, 0.36, 520)
"""Width of the right pane: at least, share of the window, at most."""


class Parts:
    """All parts, laid out in `frame`. `on_key` is offered every key of the search field."""

    def __init__(self, frame: Frame, on_key: Callable[[QKeyEvent], bool]) -> None:
        theme = frame.theme
        self._frame = frame
        self.header = Header(theme, on_key, frame)
        self.field = self.header.field
        self.tree = CategoryTree(theme, frame)
        self.list = ResultsView(theme, frame)
        self.preview = PreviewPane(theme, frame)
        self.form = Form(theme, frame)
        self.strip = Strip(theme, frame)
        self.footer = Footer(theme, frame)
        self._side = QStackedWidget(frame)
        self._side.addWidget(self.preview)
        self._side.addWidget(self.form)
        self._body = body = QHBoxLayout()
        body.setSpacing(1)
        body.addWidget(self.tree)
        body.addWidget(self.list, 1)
        body.addWidget(self._side)
        margin = frame.content_margin
        whole = QVBoxLayout(frame)
        whole.setContentsMargins(margin, margin, margin, margin)
        whole.setSpacing(1)  # the lines between the parts are painted in these gaps
        whole.addWidget(self.header)
        whole.addLayout(body, 1)
        whole.addWidget(self.strip)
        whole.addWidget(self.footer)
        self.editor: Editor | None = None
        self._whole = whole
        self.show_form(asking=False)

    def show_editor(self, editor: Editor | None) -> None:
        """Give an editor everything above the strip, or take it away and show the list again."""
        if self.editor is not None:
            self._whole.removeWidget(self.editor)
            self.editor.hide()
            self.editor.deleteLater()
        self.editor = editor
        self._frame.setWindowTitle(f"phrasebook · {editor.header.title}" if editor else "phrasebook")
        self.header.setVisible(editor is None)
        self._whole.setStretchFactor(self._body, 1 if editor is None else 0)
        if editor is not None:
            self._whole.insertWidget(0, editor, 1)
            editor.show()
            self.footer.show_hints(editor_hints())
        self.share()
        self._frame.update()

    @property
    def asking(self) -> bool:
        """The form stands in the preview's place."""
        return self._side.currentWidget() is self.form

    def show_form(self, *, asking: bool) -> None:
        """Put the form in the preview's place, or the preview back."""
        self._side.setCurrentWidget(self.form if asking else self.preview)
        if not asking:
            self.footer.show_hints(list_hints())
        self.share()

    def share(self) -> None:
        """Give each part its width; leave out what there is no room for."""
        width, listed = self._frame.card().width(), self.editor is None
        least, share, most = _FORM if self.asking else _PREVIEW
        self.tree.setVisible(listed and width >= _NARROW)
        self._side.setVisible(listed and (self.asking or width >= _SLIM))
        self.list.setVisible(listed and (not self.asking or width >= _SLIM))
        alone = self.asking and width < _SLIM
        self._side.setFixedWidth(width - 2 if alone else round(min(max(width * share, least), most)))

    def set_theme(self, theme: Theme) -> None:
        """Take other colours."""
        for part in (self.header, self.tree, self.list, self.preview, self.form, self.strip, self.footer):
            part.set_theme(theme)

    def grounds(self) -> tuple[Sequence[QRect], Sequence[QRect]]:
        """Tree, right pane and footer have the side ground; a line runs along each of them."""
        card, footer = self._frame.card(), self.footer.geometry()
        top = card.top() + HEADER_HEIGHT + 1
        bottom = (self.strip if self.strip.isVisibleTo(self._frame) else self.footer).geometry().top() - 1
        sides = [QRect(card.left(), footer.top(), card.width(), card.bottom() + 1 - footer.top())]
        lines = [QRect(card.left(), y, card.width(), 1) for y in (top, bottom, footer.top() - 1)]
        if self.tree.isVisibleTo(self._frame):
            edge = self.tree.geometry().right() + 1
            sides.append(QRect(card.left(), top + 1, edge - card.left(), bottom - top - 1))
            lines.append(QRect(edge, top, 1, bottom - top))
        if (pane := self._right_pane()) is not None:
            sides.append(QRect(pane.left(), top + 1, card.right() + 1 - pane.left(), bottom - top - 1))
            lines.append(QRect(pane.left() - 1, top, 1, bottom - top))
        return sides, lines

    def _right_pane(self) -> QRect | None:
        if self.editor is not None:
            return self.editor.side()
        return self._side.geometry() if self._side.isVisibleTo(self._frame) else None
