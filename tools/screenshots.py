"""Pictures of the picker for the documentation, made from the starter library by the real picker, without a display.

Run by `make images`: `python -m tools.screenshots docs/images`.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from phrasebook import language
from phrasebook.language import Language
from phrasebook.library import Library
from phrasebook.model import Outcome, Window
from phrasebook.placeholders import Values
from phrasebook.search import Index
from phrasebook.settings import Settings
from phrasebook.usage import Usage

_LIBRARY = Path(__file__).parent.parent / "phrases"
_CHAT = Window(id=1, program="千牛工作台", title="tb_小雨98", x=300, y=200, width=900, height=700)
_MORNING = datetime(2026, 5, 30, 10, 24)
# What an agent has used on a busy day, and how often; the last is the latest.
_USED = {
    "yj1": 4,
    "thdz": 12,
    "wfx": 6,
    "cmtj": 15,
    "hjj": 19,
    "hmfh": 21,
    "wcx": 17,
    "fhsj": 46,
    "nh": 38,
}


@dataclass(frozen=True)
class _Picture:
    """One picture: what was typed, the colours and language, and whether the first row is asked about or edited."""

    name: str
    query: str = ""
    theme: str = "light"
    spoken: Language = Language.ZH
    form: bool = False
    edit: bool = False
    scale: int = 1


_PICTURES = (
    _Picture("picker-light", "fh"),
    _Picture("picker-dark", "fh", theme="dark"),
    _Picture("picker-form", "物流停", form=True),
    _Picture("picker-editor", "thdz", edit=True),
    _Picture("picker-editor-dark", "wcx", theme="dark", spoken=Language.EN, edit=True),
    _Picture("picker-empty"),
    _Picture("picker-noresult", "海外直邮清关"),
    _Picture("picker-scale2", "退款", scale=2),
    _Picture("picker-en", "fahuo", spoken=Language.EN),
)


def main() -> None:
    """Draw all pictures into a folder; those of one scale in a process of its own, since Qt scales only as a whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scale", type=int, help="only the pictures of this scale, in this process")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    if given.scale:
        _draw(given.folder, [picture for picture in _PICTURES if picture.scale == given.scale])
        return
    with tempfile.TemporaryDirectory() as scratch:
        # Qt's offscreen screen is 800 × 800 unless told otherwise, too small for the picker's own size.
        screen = {"name": "screen", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1}
        config = Path(scratch) / "screens.json"
        config.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        for scale in sorted({picture.scale for picture in _PICTURES}):
            environ = os.environ | {
                "QT_QPA_PLATFORM": f"offscreen:configfile={config}",
                "QT_SCALE_FACTOR": str(scale),
                "QT_LOGGING_RULES": "default.warning=false",  # that windows can't be raised is no news here
            }
            command = [sys.executable, "-m", "tools.screenshots", str(given.folder), "--scale", str(scale)]
            subprocess.run(command, env=environ, check=True)


def _draw(folder: Path, pictures: list[_Picture]) -> None:
    # Qt reads its environment when it is loaded, and only the process that draws has the right one.
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from phrasebook.gui.desk import Desk
    from phrasebook.gui.picker import Picker

    class _QuietDesk(Desk):
        """The desk on a morning in May with a tracking number on the clipboard."""

        def values(self) -> Values:
            return replace(super().values(), now=_MORNING, clipboard="SF1408823366178")

    app = QApplication([])
    library = Library.load(_LIBRARY)
    settings = Settings(variables={"agent": "小蓝"})
    with tempfile.TemporaryDirectory() as scratch:
        usage = Usage(Path(scratch) / "usage.sqlite")
        desk = _QuietDesk(library, Index(library.phrases), usage, settings)
        _work(library, usage, desk)
        desk.turn_to(_CHAT, None)
        for picture in pictures:
            language.use(picture.spoken)
            picker = Picker(desk, theme=picture.theme, composited=True)
            picker.hide_on_deactivate = False
            picker.open(_CHAT, picture.query)
            if picture.form:
                QTest.keyClick(picker.focusWidget(), Qt.Key.Key_Return)
            if picture.edit:
                QTest.keyClick(picker.focusWidget(), Qt.Key.Key_F2)
            for _ in range(5):
                app.processEvents()
            picker.grab().save(str(folder / f"{picture.name}.png"))
            picker.close_quietly()
        usage.close()


def _work(library: Library, usage: Usage, desk: object) -> None:
    """What the agent of the pictures has done before."""
    from phrasebook.gui.desk import Desk

    for code, times in _USED.items():
        phrase = library.find(code)
        for _ in range(times):
            usage.record(
                phrase_id=phrase.id,
                scope=phrase.scope,
                category=phrase.category,
                program=_CHAT.program,
                outcome=Outcome.PASTED,
                keystrokes=3,
                ms=20.0,
                wording=0,
            )
        if isinstance(desk, Desk):
            desk.wordings.remember(_CHAT.id, phrase.id, 0)


if __name__ == "__main__":
    main()
