"""Deliveries one after the other in a thread of their own; results come back to the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Qt, Signal

from phrasebook.delivery import Order, copy, deliver
from phrasebook.desktop.base import Desktop
from phrasebook.errors import PhrasebookError
from phrasebook.model import Delivery, Outcome

MakeOrder = Callable[[], Order]
Done = Callable[[Delivery], None]


class Courier(QObject):
    """A second reply waits until the first is delivered and the clipboard is back, so the two never mix.

    `order()` is called in the thread too: reading and converting pictures must not hold up the picker.
    """

    _reported = Signal(object, object)

    def __init__(self, desktop: Desktop, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        self._thread = ThreadPoolExecutor(1, "delivery")
        self._reported.connect(_tell, Qt.ConnectionType.QueuedConnection)

    def deliver(self, order: MakeOrder, done: Done) -> None:
        """Deliver when its turn comes; `done(delivery)` is called in the GUI thread."""
        self._thread.submit(self._run, order, done, deliver)

    def copy(self, order: MakeOrder, done: Done) -> None:
        """Put the first part on the clipboard and leave it there."""
        self._thread.submit(self._run, order, done, copy)

    def close(self) -> None:
        """Wait for the delivery under way, so that the clipboard is back; drop those that wait."""
        self._thread.shutdown(cancel_futures=True)

    def _run(self, order: MakeOrder, done: Done, carry_out: Callable[[Desktop, Order, Done], Delivery]) -> None:
        try:
            carry_out(self._desktop, order(), lambda delivery: self._reported.emit(done, delivery))
        except PhrasebookError as error:
            reason = f"{error.message} — {error.hint}" if error.hint else error.message
            self._reported.emit(done, Delivery(Outcome.COPIED, None, 0.0, reason))


def _tell(done: Done, delivery: Delivery) -> None:
    done(delivery)
