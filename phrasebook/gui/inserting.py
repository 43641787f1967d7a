"""A row of small buttons that write a placeholder, so that nobody has to know how one is written."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import QLabel, QLayout, QLayoutItem, QPushButton, QWidget

from phrasebook.gui.theme import SMALL, font
from phrasebook.language import t

Piece = tuple[str, str, str]
"""What stands before, in and after the part that is typed over."""


def placeholders() -> tuple[tuple[str, Piece, str], ...]:
    """What a button is called, what it writes, and what that does."""
    day = t("{{date:%m月%d日}}", "{{date:%d/%m}}")
    courier = t("快递|顺丰|中通", "courier|UPS|DHL")
    return (
        (t("填空", "Blank"), ("{{ask:", t("单号", "number"), "}}"), t("粘贴前问一项", "Asked for before pasting")),
        (t("选一个", "Choice"), ("{{choose:", courier, "}}"), t("粘贴前几个里选一个", "One of several")),
        (
            t("日期", "Date"),
            (day, "", ""),
            t("当天的日期", "The day it is pasted"),
        ),
        (t("昵称", "Name"), ("{{agent}}", "", ""), t("设置里的客服昵称", "Your name in the settings")),
        (t("剪贴板", "Clipboard"), ("{{clipboard}}", "", ""), t("刚复制的文字", "The text copied last")),
        (t("光标", "Cursor"), ("{{cursor}}", "", ""), t("粘贴后光标停在这里", "Where the cursor is put")),
    )


class InsertingRow(QWidget):
    """`wanted(before, chosen, after)` when a button is pressed; as many buttons as there is room for."""

    wanted = Signal(str, str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = _Fitting(self)
        label = QLabel(t("插入", "Insert"), self)
        label.setFont(font(SMALL))
        label.setProperty("grey", True)
        row.addWidget(label)
        for name, piece, what in placeholders():
            button = QPushButton(name, self)
            button.setProperty("chip", True)
            button.setFont(font(SMALL))
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setToolTip(f"{what}  {''.join(piece)}")
            button.clicked.connect(lambda _checked=False, piece=piece: self.wanted.emit(*piece))
            row.addWidget(button)


class _Fitting(QLayout):
    """Side by side from the left; what doesn't fit isn't shown."""

    _GAP = 6

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        """One more at the right."""
        self._items.append(item)

    def count(self) -> int:
        """How many there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """One of them."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """One of them, which is ours no more."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def sizeHint(self) -> QSize:
        """Any width will do."""
        return QSize(0, 24)

    def minimumSize(self) -> QSize:
        """The same."""
        return QSize(0, 24)

    def setGeometry(self, box: QRect) -> None:
        """Place them; those beyond the right edge go out of sight."""
        super().setGeometry(box)
        x = box.left()
        for item in self._items:
            size = item.sizeHint()
            fits = x + size.width() <= box.right() + 1
            item.setGeometry(QRect(x if fits else -9999, box.top(), size.width(), box.height()))
            x += size.width() + self._GAP
