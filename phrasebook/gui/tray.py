"""The tray icon: open, pause, reload, settings, quit. It only says what was wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from phrasebook.gui.icons import app_icon
from phrasebook.gui.theme import palette, stylesheet, theme_of
from phrasebook.language import t


class Tray(QObject):
    """An icon where the desktop has a tray (`available`), else nothing that is seen."""

    open_requested = Signal()
    pause_requested = Signal(bool)
    """True: pause; False: resume."""
    reload_requested = Signal()
    settings_requested = Signal()
    quit_requested = Signal()

    def __init__(self, *, theme: str = "system", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._paused = False
        self._note = ""
        self._menu = QMenu()
        self._open = self._add(self.open_requested.emit)
        self._pause = self._add(lambda: self.pause_requested.emit(not self._paused))
        self._menu.addSeparator()
        self._reload = self._add(self.reload_requested.emit)
        self._settings = self._add(self.settings_requested.emit)
        self._menu.addSeparator()
        self._quit = self._add(self.quit_requested.emit)
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._activated)
        self.set_theme(theme)
        self.set_paused(False)

    @staticmethod
    def available() -> bool:
        """Whether the desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Show the icon."""
        self._icon.show()

    def hide(self) -> None:
        """Take the icon away."""
        self._icon.hide()

    def set_theme(self, choice: str) -> None:
        """`system`, `light` or `dark`, for the menu."""
        theme = theme_of(choice)
        self._menu.setPalette(palette(theme))
        self._menu.setStyleSheet(stylesheet(theme))

    def set_paused(self, paused: bool) -> None:
        """Show whether the hotkeys are off. Call it too when the language has changed."""
        self._paused = paused
        self._open.setText(t("打开话术窗口", "Open the picker"))
        self._pause.setText(t("恢复快捷键", "Resume hotkeys") if paused else t("暂停快捷键", "Pause hotkeys"))
        self._reload.setText(t("重新载入话术", "Reload phrases"))
        self._settings.setText(t("打开设置文件夹", "Open the settings folder"))
        self._quit.setText(t("退出", "Quit"))
        self._icon.setIcon(app_icon(paused))
        name = t("phrasebook（已暂停）", "phrasebook (paused)") if paused else "phrasebook"
        self._icon.setToolTip("\n".join(filter(None, (name, self._note))))

    def set_note(self, text: str) -> None:
        """Say something under the icon's name until it is taken back with ""."""
        self._note = text
        self.set_paused(self._paused)

    def _add(self, act: object) -> QAction:
        action = self._menu.addAction("")
        action.triggered.connect(act)
        return action

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.open_requested.emit()
