"""Owns the clipboard with the formats in the folder argv[1], as a program in which somebody pressed Ctrl+C would.

With a text as argv[2] it owns the PRIMARY selection too, as a program in which somebody selected that text.
"""

import json
import sys
from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

folder = Path(sys.argv[1])
app = QGuiApplication(["copier"])
mime = QMimeData()
for number, name in enumerate(json.loads((folder / "names.json").read_text())):
    mime.setData(name, (folder / str(number)).read_bytes())
app.clipboard().setMimeData(mime)
if len(sys.argv) > 2:
    app.clipboard().setText(sys.argv[2], QClipboard.Mode.Selection)
(folder / "ready").touch()
sys.exit(app.exec())
