"""`make bench`: speed, certainty and cost of the main job, beside the peers that Debian has, in one run."""

from __future__ import annotations

import argparse
import shutil
import tempfile
from pathlib import Path

from phrasebook.model import Pack, Phrase, Scope
from phrasebook.pack.write import write_pack
from tests.bench import daemon as costs
from tests.bench import formats as tables
from tests.bench import lint as linting
from tests.bench import paste, peers, picker, publishing
from tests.bench.corpus import make_corpus
from tests.bench.figures import machine
from tests.bench.library import edit_in_large_pack
from tests.end2end.stage.agent import Agent
from tests.end2end.stage.chat import Chat
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.programs import Editor
from tests.end2end.stage.screen import Screen

_TEXT = "亲，付款后 48 小时内发出，系统会第一时间短信通知您哦～"
_CODE = "zzbench"
_DIRECT = "f10"


def main() -> None:
    """Run everything, or the parts named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--phrases", type=int, default=10_000)
    size: int = parser.parse_args().phrases
    print(machine())
    print(f"{size} phrases; every figure is from this run")
    folder = Path(tempfile.mkdtemp(prefix="phrasebook-bench-"))
    folder.chmod(0o755)
    phrases = make_corpus(size)
    library = write_library(folder / "library", phrases)
    costs.cold_search(folder / "cold", library)
    edit_in_large_pack()
    linting.measure(folder / "lint", phrases)
    publishing.main()
    tables.measure(folder / "formats")
    manager = peers.openbox_with_keys(folder, [phrase.text for phrase in phrases])
    screen = Screen(folder, manager=manager)
    try:
        costs.start_to_ready(screen, folder / "starts", library)
        with Hands(screen.name) as hands:
            _on_screen(screen, hands, folder, library, phrases)
    finally:
        screen.close()
        shutil.rmtree(folder, ignore_errors=True)


def _on_screen(screen: Screen, hands: Hands, folder: Path, library: Path, phrases: list[Phrase]) -> None:
    editor = Editor(screen, "qt_edit", "editor")
    settings = f'[hotkeys]\n"<{_DIRECT}>" = "{_CODE}"\n'
    agent = Agent(screen, hands, folder / "agent", library, settings=settings)
    picker.measure(screen, hands, "hotkey → picker painted", "ctrl+alt+space", "p95 ≤ 16 ms")
    picker.measure(screen, hands, "peer rofi -dmenu: key → painted", peers.ROFI, rounds=30)
    paste.into_qt(agent, screen, editor, _CODE, _TEXT)
    paste.direct_into_qt(screen, hands, Editor(screen, "qt_edit", "second editor"), _DIRECT, _TEXT)
    if peers.start_autokey(screen, _TEXT):
        paste.autokey_into_qt(screen, hands, Editor(screen, "qt_edit", "third editor"), _TEXT)
    if peers.start_copyq(screen, [phrase.text for phrase in phrases[:200]]):
        picker.measure(screen, hands, "peer CopyQ toggle: key → painted (200 items)", peers.COPYQ, rounds=30)
    chat = Chat(screen)
    paste.into_chat(agent, screen, chat, _CODE, _TEXT)
    chat.close()
    costs.footprint(agent.daemon)
    agent.daemon.stop()


def write_library(folder: Path, phrases: list[Phrase]) -> Path:
    """The corpus and the measured phrase as packs of a library folder, 500 phrases a pack."""
    measured = Phrase(id="0" * 20, scope=Scope.PUBLIC, pack="bench", title="测量", code=_CODE, text=_TEXT)
    packs = [("bench", [measured]), *((f"pack{n}", phrases[n : n + 500]) for n in range(0, len(phrases), 500))]
    (folder / "public").mkdir(parents=True)
    for name, members in packs:
        path = folder / "public" / f"{name}.toml"
        write_pack(Pack(path, Scope.PUBLIC, "", name, name, phrases=tuple(members)))
    return folder


if __name__ == "__main__":
    main()
