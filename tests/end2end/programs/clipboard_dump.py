"""Prints every format on the clipboard as JSON (name to hex)."""

import json

from PySide6.QtGui import QGuiApplication

app = QGuiApplication(["clipboard-dump"])
mime = app.clipboard().mimeData()
names = [name for name in mime.formats() if name not in {"MULTIPLE", "SAVE_TARGETS", "TARGETS", "TIMESTAMP"}]
print(json.dumps({name: bytes(mime.data(name).data()).hex() for name in names}))
