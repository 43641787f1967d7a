"""From the choice to the text in the chat: a Qt window, HexChat with Enter while CopyQ reads along, and AutoKey."""

from __future__ import annotations

import time

from tests.bench.figures import row, spread
from tests.bench.peers import AUTOKEY, restart_autokey
from tests.end2end.stage.agent import Agent
from tests.end2end.stage.chat import Chat
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.programs import Editor
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

_ROUNDS, _MESSAGES = 100, 200


def into_qt(agent: Agent, screen: Screen, editor: Editor, code: str, text: str) -> None:
    """Enter in the picker → the text is in a Qt text edit."""
    screen.activate(editor.window)
    samples = []
    for _ in range(_ROUNDS):
        agent.open()
        agent.hands.type(code)
        agent.settled()
        before, length = editor.changed_at(), len(editor.text())
        pressed = time.monotonic()
        agent.hands.tap("enter")
        until(lambda before=before: editor.changed_at() > before, "the text")  # type: ignore[misc]
        samples.append((editor.changed_at() - pressed) * 1000)
        until(lambda length=length: len(editor.text()) == length + len(text), "the whole text")  # type: ignore[misc]
    exact = editor.text() == text * _ROUNDS
    row("choice → text in a Qt window", f"{spread(samples)}  ms, exact: {exact}", "median ≤ 20 ms")


def into_chat(agent: Agent, screen: Screen, chat: Chat, code: str, text: str) -> None:
    """Ctrl+Enter in the picker → the other side of an IRC channel has the message."""
    screen.activate(chat.window)
    samples = []
    for n in range(_MESSAGES):
        agent.open()
        agent.hands.type(code)
        agent.settled()
        pressed = time.monotonic()
        agent.hands.tap("ctrl+enter")
        until(lambda n=n: len(chat.received()) > n, "the message")  # type: ignore[misc]
        samples.append((chat.customer.times[n] - pressed) * 1000)
    exact = sum(message == text for message in chat.received())
    row(
        "choice → message received (HexChat, CopyQ on)",
        f"{spread(samples)}  ms, exact: {exact} of {_MESSAGES}",
        "median ≤ 50 ms, 200 of 200",
    )


def autokey_into_qt(screen: Screen, hands: Hands, editor: Editor, text: str, rounds: int = 30) -> None:
    """AutoKey's hotkey → its phrase is in the same Qt window.

    It reads the clipboard with GTK in a thread that isn't GTK's own, and now and then waits there for good (its stack
    shows it in `wait_for_text`): nothing arrives any more until it is started again, which is counted.
    """
    screen.activate(editor.window)
    samples, exact, hung = [], 0, 0
    for _ in range(rounds):
        before, length = editor.changed_at(), len(editor.text())
        pressed = time.monotonic()
        hands.tap(AUTOKEY)
        try:
            until(lambda before=before: editor.changed_at() > before, "AutoKey's text", 3)  # type: ignore[misc]
        except AssertionError:
            hung += 1
            restart_autokey(screen)
            continue
        samples.append((editor.changed_at() - pressed) * 1000)
        time.sleep(0.5)  # AutoKey puts the clipboard back after a fixed time and mixes replies that come faster
        exact += editor.text()[length:] == text
    figure = f"{spread(samples)}  ms" if samples else "nothing ever arrived"
    row("peer AutoKey: hotkey → text in the Qt window", f"{figure}, exact: {exact} of {rounds}, hung: {hung}")


def direct_into_qt(screen: Screen, hands: Hands, editor: Editor, combo: str, text: str, rounds: int = 100) -> None:
    """phrasebook's direct hotkey → its phrase is in the same Qt window: what AutoKey does, done by us."""
    screen.activate(editor.window)
    samples, exact = [], 0
    for _ in range(rounds):
        before, length = editor.changed_at(), len(editor.text())
        pressed = time.monotonic()
        hands.tap(combo)
        until(lambda before=before: editor.changed_at() > before, "the text", 5)  # type: ignore[misc]
        samples.append((editor.changed_at() - pressed) * 1000)
        until(lambda length=length: len(editor.text()) == length + len(text), "the whole text", 5)  # type: ignore[misc]
        exact += editor.text()[length:] == text
        time.sleep(0.3)  # a person takes longer; a press within 100 ms waits until the clipboard is back
    row("direct hotkey → text in the Qt window", f"{spread(samples)}  ms, exact: {exact} of {rounds}")
