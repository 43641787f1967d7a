"""Deliveries one after the other in a thread of their own; results come back to the GUI thread."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from phrasebook.delivery import Order, copy, deliver
from phrasebook.desktop.base import Desktop
from phrasebook.errors import PhrasebookError
from phrasebook.language import t
from phrasebook.model import Delivery, Outcome

MakeOrder = Callable[[], Order]
Done = Callable[[Delivery], None]
T = TypeVar("T")
_CarryOut = Callable[[Desktop, Order, Done], Delivery]


class Courier(QObject):
    """A second reply waits until the first is delivered and the clipboard is back, so the two never mix.

    `order()` is called in the thread too: reading and converting pictures must not hold up the picker.
    """

    _reported = Signal(object, object)

    def __init__(self, desktop: Desktop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self._thread = ThreadPoolExecutor(1, "delivery")
        self._under_way = 0
        self._reported.connect(_tell, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a reply is on its way whose outcome isn't known yet."""
        return self._under_way > 0

    def deliver(self, order: MakeOrder, done: Done) -> None:
        """Deliver when its turn comes; `done(delivery)` is called in the GUI thread."""
        self._submit(order, done, deliver)

    def copy(self, order: MakeOrder, done: Done) -> None:
        """Put the first part on the clipboard and leave it there."""
        self._submit(order, done, copy)

    def run(self, work: Callable[[], T], done: Callable[[T | None], None]) -> None:
        """Have `work` done while no reply is on its way; `done(its result)` is called in the GUI thread, with None
        if it failed.
        """

        def carry_out() -> None:
            try:
                result: T | None = work()
            except Exception:  # whatever it was, the agent who waits for it must get on
                traceback.print_exc()
                result = None
            self._reported.emit(done, result)

        self._thread.submit(carry_out)

    def close(self) -> None:
        """Wait for the delivery under way, so that the clipboard is back; drop those that wait."""
        self._thread.shutdown(cancel_futures=True)

    def _submit(self, order: MakeOrder, done: Done, carry_out: _CarryOut) -> None:
        def told(delivery: Delivery) -> None:
            self._under_way -= 1
            done(delivery)

        self._under_way += 1
        self._thread.submit(self._run, order, told, carry_out)

    def _run(self, order: MakeOrder, done: Done, carry_out: _CarryOut) -> None:
        try:
            carry_out(self._desktop, order(), lambda delivery: self._reported.emit(done, delivery))
        except PhrasebookError as error:
            reason = f"{error.message} — {error.hint}" if error.hint else error.message
            self._reported.emit(done, Delivery(Outcome.COPIED, None, 0.0, reason))
        except Exception as error:  # whatever it was, the next reply must not wait for this one for ever
            traceback.print_exc()
            reason = t(f"内部错误：{type(error).__name__}", f"internal error: {type(error).__name__}")
            self._reported.emit(done, Delivery(Outcome.COPIED, None, 0.0, reason))


def _tell(done: Callable[[object], None], result: object) -> None:
    done(result)
