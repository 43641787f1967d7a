"""A Qt text edit; writes its text to the file argv[1] whenever it changes, and beside it when that was (.time)."""

import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication, QPlainTextEdit

out = Path(sys.argv[1])
app = QApplication(["qt-edit"])
app.setDesktopFileName("qt-edit")
edit = QPlainTextEdit()
edit.setWindowTitle(sys.argv[2] if len(sys.argv) > 2 else "Qt edit")
edit.resize(500, 300)


def write() -> None:
    changed = time.monotonic()
    out.with_suffix(".time").write_text(str(changed))
    part = out.with_suffix(".part")
    part.write_text(edit.toPlainText(), encoding="utf-8", newline="")
    part.replace(out)


edit.textChanged.connect(write)
edit.show()
edit.activateWindow()
sys.exit(app.exec())
