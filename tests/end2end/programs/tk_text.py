"""A Tk text; writes its text to the file argv[1] whenever it changes."""

import sys
import tkinter
from pathlib import Path

out = Path(sys.argv[1])
root = tkinter.Tk(className="tk-text")
root.title(sys.argv[2])
text = tkinter.Text(root, width=60, height=12)
text.pack()


def write(_event: object) -> None:
    if text.edit_modified():
        part = out.with_suffix(".part")
        part.write_text(text.get("1.0", "end-1c"), encoding="utf-8", newline="")
        part.replace(out)
        text.edit_modified(False)


text.bind("<<Modified>>", write)
text.focus_set()
root.mainloop()
