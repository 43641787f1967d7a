"""What the agent sees: the picker, the tray, and the daemon that holds them together (app.py). The only Qt here.

What isn't Qt is imported here, before any module of ours imports Qt: PySide reads the source of every module that comes
after it, looking for its own name (60 ms for these), and leaves all lines in linecache (6 MB).
"""

import phrasebook.delivery
import phrasebook.desktop
import phrasebook.indexing
import phrasebook.settings
import phrasebook.usage
import phrasebook.watching  # noqa: F401
