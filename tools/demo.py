"""The main job on a private screen with a real chat client, told step by step, with pictures under build/demo/.

Run by `make run` where there is no display, and by `make demo` anywhere.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from phrasebook.language import t
from tests.end2end.stage.chat import Chat
from tests.end2end.stage.daemon import HOTKEY, Daemon
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

_SETTINGS = '[variables]\nagent = "小蓝"\n'


def main() -> None:
    """Play the demo; the exit code says whether the customer received what was chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=Path, help="also copy the pictures here")
    images: Path | None = parser.parse_args().images
    out = Path("build/demo")
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    folder = Path(tempfile.mkdtemp(prefix="phrasebook-demo-"))
    folder.chmod(0o755)  # HexChat refuses to run as root; as another user it must get at its own settings
    screen = Screen(folder)
    try:
        received = _play(screen, out)
    finally:
        screen.close()
        shutil.rmtree(folder, ignore_errors=True)
    if images is not None:
        for picture in out.glob("*.png"):
            shutil.copy(picture, images / f"demo-{picture.name}")
    _say(f"截图在 {out}/", f"The pictures are in {out}/")
    sys.exit(0 if received else 1)


def _play(screen: Screen, out: Path) -> bool:
    chat = Chat(screen)
    chat.customer.say("你好，在吗？我买的外套什么时候发货呀")
    daemon = Daemon(screen, screen.folder / "agent", settings='language = "zh-CN"\n' + _SETTINGS)
    _say(f"后台程序就绪：{daemon.ready}", f"The daemon is up: {daemon.ready}")
    with Hands(screen.name) as hands:
        _open(screen, chat, hands, "fh")
        screen.shoot(out / "picker.png")
        _say("在聊天窗口里按 Ctrl+Alt+空格，键入 fh", "Pressed Ctrl+Alt+Space in the chat window, typed fh")
        hands.tap("Down")
        hands.tap("enter")
        _settle()
        screen.shoot(out / "form.png")
        _say("选了第二条，它问发货时间，用默认的", "Chose the second; it asks when the goods leave; kept the default")
        hands.tap("enter")
        until(lambda: (daemon.status()["last"] or {}).get("outcome") == "PASTED", "the receipt")
        _settle()
        screen.shoot(out / "pasted.png")
        ms = daemon.status()["last"]["ms"]
        _say(
            f"{ms} 毫秒后聊天窗口自己读走了文字（回执），剪贴板已还原，什么都还没发送",
            f"After {ms} ms the chat itself had read the text (the receipt); nothing is sent yet",
        )
        hands.tap("enter")
        until(lambda: chat.received(), "the first message")
        chat.customer.say("那我想改一下收货地址，可以吗")
        _open(screen, chat, hands, "gaidizhi")
        screen.shoot(out / "picker-pinyin.png")
        hands.tap("ctrl+enter")
        until(lambda: len(chat.received()) > 1, "the second message")
        _settle()
        screen.shoot(out / "sent.png")
    _say(
        "第二句键入拼音，用 Ctrl+Enter 直接发送。客户收到：",
        "The second by pinyin and Ctrl+Enter. The customer received:",
    )
    for message in chat.received():
        print(f"     {message}")
    daemon.ask("stop")
    chat.close()
    return len(chat.received()) > 1


def _open(screen: Screen, chat: Chat, hands: Hands, query: str) -> None:
    screen.activate(chat.window)
    hands.tap(HOTKEY)
    until(lambda: screen.active() not in (0, chat.window), "the picker")
    hands.type(query)
    _settle()


def _settle() -> None:
    time.sleep(0.4)  # for the eye of the camera only: lets the last frame be painted


def _say(zh: str, en: str) -> None:
    print(f"  {t(zh, en)}", flush=True)


if __name__ == "__main__":
    main()
