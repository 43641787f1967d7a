from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from phrasebook.gui.place import Monitor, in_corner
from phrasebook.gui.theme import theme_of
from phrasebook.gui.toast import Toast
from phrasebook.model import Window

SCREEN = Monitor(QRect(0, 0, 1280, 800), QRect(0, 30, 1280, 770))


def test_it_stands_in_the_corner_of_the_chat() -> None:
    chat = Window(1, x=100, y=100, width=700, height=400)

    assert in_corner(QSize(380, 80), chat, SCREEN, 24) == QPoint(100 + 700 - 380 - 24, 100 + 400 - 80 - 24)


def test_on_a_screen_of_scale_2_too() -> None:
    screen = Monitor(QRect(0, 0, 640, 400), QRect(0, 0, 640, 400), ratio=2)
    chat = Window(1, x=200, y=200, width=1000, height=500)

    assert in_corner(QSize(200, 80), chat, screen, 24) == QPoint(100 + 500 - 200 - 24, 100 + 250 - 80 - 24)


def test_it_never_leaves_the_screen() -> None:
    outside = Window(1, x=1270, y=790, width=700, height=400)
    corner = in_corner(QSize(380, 80), outside, SCREEN, 24)

    assert SCREEN.usable.contains(QRect(corner, QSize(380, 80)))


def test_a_click_takes_it_away_and_it_never_takes_the_focus(app: QApplication) -> None:
    toast = Toast()
    toast.say("没有粘贴", "“千牛”失去了焦点", theme_of("light"), None)
    assert toast.isVisible()
    assert toast.windowFlags() & Qt.WindowType.WindowDoesNotAcceptFocus

    QTest.mouseClick(toast, Qt.MouseButton.LeftButton)
    assert not toast.isVisible()
    toast.deleteLater()
