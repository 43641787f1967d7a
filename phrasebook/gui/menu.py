"""The small menu of a row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from phrasebook.language import t


def show_menu(
    parent: QWidget,
    where: QPoint,
    *,
    paste: Callable[[], None],
    send: Callable[[], None],
    copy: Callable[[], None],
    edit: Callable[[], None],
    personal: bool,
    folder: Callable[[], None],
) -> QMenu:
    """Open it at `where`, in the screen's coordinates. It goes away by itself."""
    menu = QMenu(parent)
    menu.addAction(t("粘贴", "Paste"), paste)
    menu.addAction(t("粘贴并发送", "Paste and send"), send)
    menu.addAction(t("只复制", "Copy only"), copy)
    menu.addSeparator()
    menu.addAction(t("编辑", "Edit") if personal else t("存为个人话术…", "Save as your own…"), edit)
    menu.addAction(t("打开所在文件夹", "Show in folder"), folder)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(where)
    return menu
