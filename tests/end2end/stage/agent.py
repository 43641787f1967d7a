"""An agent at work: a daemon of her own, and hands that use it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from tests.end2end.stage.daemon import HOTKEY, Daemon
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until


class Agent:
    """Opens the picker with the hotkey, types, chooses."""

    def __init__(
        self,
        screen: Screen,
        hands: Hands,
        home: Path,
        library: Path | None,
        settings: str = "",
        environ: dict[str, str] | None = None,
    ) -> None:
        self.screen, self.hands, self.library = screen, hands, library
        self.daemon = Daemon(screen, home, library=library, settings='language = "zh-CN"\n' + settings, environ=environ)

    def __enter__(self) -> Agent:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.daemon.stop()

    def open(self) -> None:
        """Press the hotkey and wait for the picker to have the keyboard."""
        self.hands.tap(HOTKEY)
        self.picker_is_open()

    def is_open(self) -> bool:
        """Whether the picker has the keyboard."""
        return self._is_picker(self.screen.active())

    def is_writing(self) -> bool:
        """Whether the editor in the picker has the keyboard."""
        window = self.screen.active()
        return bool(window) and self.screen.title(window).startswith("phrasebook · ")

    def picker_is_open(self) -> None:
        """Wait until the picker is the active window."""
        until(self.is_open, "the picker to have the keyboard")

    def pick(self, query: str, choose: str = "enter") -> None:
        """Open, type, choose; waits for the picker to go, not for what becomes of the reply."""
        self.open()
        self.hands.type(query)
        self.hands.tap(choose)
        until(lambda: not self.is_open(), "the picker to go")

    def reply(self, query: str, choose: str = "enter", outcome: str = "PASTED") -> None:
        """Open, type, choose, and wait until the reply has arrived."""
        before = self.deliveries()
        self.pick(query, choose)
        until(lambda: self.deliveries() > before, "the delivery")
        last = self.last()
        assert last["outcome"] == outcome, last

    def last(self) -> dict[str, Any]:
        """The last delivery as the daemon reports it."""
        return self.daemon.status()["last"] or {}

    def deliveries(self) -> int:
        """How many replies the daemon has delivered or tried to."""
        return int(self.daemon.status()["deliveries"])

    def settled(self) -> None:
        """Wait until the daemon has worked off what was typed: it answers `status` after that, in the same thread."""
        self.daemon.status()

    def _is_picker(self, window: int) -> bool:
        return bool(window) and self.screen.title(window) == "phrasebook"
