"""A Qt text edit that takes the focus whenever it sees the picker lose it; writes its text to the file argv[1]."""

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit
from Xlib import X, display
from Xlib.protocol import event

out = Path(sys.argv[1])
app = QApplication(["thief"])
edit = QPlainTextEdit()
edit.setWindowTitle(sys.argv[2])
edit.textChanged.connect(lambda: out.write_text(edit.toPlainText(), encoding="utf-8"))
edit.show()

server = display.Display()
root = server.screen().root
active = server.intern_atom("_NET_ACTIVE_WINDOW")
was_picker = False


def look() -> None:
    global was_picker
    found = root.get_full_property(active, X.AnyPropertyType)
    window = server.create_resource_object("window", found.value[0]) if found and found.value[0] else None
    try:
        is_picker = window is not None and window.get_wm_name() == "phrasebook"
    except Exception:  # the window went while we asked
        is_picker = False
    if was_picker and not is_picker:
        message = event.ClientMessage(window=int(edit.winId()), client_type=active, data=(32, [2, 0, 0, 0, 0]))
        root.send_event(message, X.SubstructureRedirectMask | X.SubstructureNotifyMask)
        server.flush()
    was_picker = is_picker


timer = QTimer()
timer.timeout.connect(look)
timer.start(1)
sys.exit(app.exec())
