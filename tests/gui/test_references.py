"""PySide6 6.12.0 loses a reference to None with each call on Python 3.11; the daemon died of it after a day's work."""

import sys

import pytest
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal there")
def test_calls_that_return_nothing_leave_none_alone(app: QApplication) -> None:
    picture = QPixmap(8, 8)
    painter = QPainter(picture)
    before = sys.getrefcount(None)
    for _ in range(500):
        painter.setPen(QColor("red"))
    after = sys.getrefcount(None)
    painter.end()

    assert abs(after - before) < 100
