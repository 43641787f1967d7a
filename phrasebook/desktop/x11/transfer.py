"""Handing data to a requestor of a selection (ICCCM 2.4 to 2.7): at once, or in pieces (INCR) when it is large."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from Xlib import X, Xatom

from phrasebook.desktop.base import Format

_IDLE_BOUND = 30.0  # seconds after which a requestor that stopped reading a large transfer is given up
_REQUEST_OVERHEAD = 64  # bytes of a ChangeProperty request beside its data, rounded up


@dataclass
class _Transfer:
    requestor: Any
    property: int
    kind: int
    bits: int
    data: bytes
    sent: int = 0
    ended: bool = False
    touched: float = 0.0


class Transfers:
    """Writes properties on requestors' windows over the connection that owns the selection."""

    def __init__(self, display: Any) -> None:
        self._display = display
        self._piece = int(display.display.info.max_request_length) * 4 - _REQUEST_OVERHEAD
        self._incr = display.intern_atom("INCR")
        self._running: dict[tuple[int, int], _Transfer] = {}

    def send(self, requestor: Any, prop: int, kind: int, item: Format) -> None:
        """Put the data of `item` on `requestor` as `prop`, or begin to do so."""
        if len(item.data) <= self._piece:
            requestor.change_property(prop, kind, item.bits, _units(item.data, item.bits))
            return
        requestor.change_attributes(event_mask=X.PropertyChangeMask)
        requestor.change_property(prop, self._incr, 32, [len(item.data)])
        self._running[requestor.id, prop] = _Transfer(
            requestor, prop, kind, item.bits, item.data, touched=time.monotonic()
        )

    def deleted(self, window_id: int, prop: int) -> bool:
        """The requestor has taken a piece: give it the next. True if this belonged to a transfer of ours."""
        transfer = self._running.get((window_id, prop))
        if transfer is None:
            return False
        transfer.touched = time.monotonic()
        if transfer.ended:
            del self._running[window_id, prop]
            transfer.requestor.change_attributes(event_mask=X.NoEventMask)
            return True
        piece = transfer.data[transfer.sent : transfer.sent + self._piece - self._piece % 4]
        transfer.sent += len(piece)
        transfer.ended = not piece  # an empty piece is how INCR says "that was all"
        transfer.requestor.change_property(prop, transfer.kind, transfer.bits, _units(piece, transfer.bits))
        return True

    def forget_idle(self) -> float | None:
        """Give up transfers nobody reads any more; the seconds until the next look, None if none is under way."""
        now = time.monotonic()
        self._running = {k: v for k, v in self._running.items() if now - v.touched < _IDLE_BOUND}
        return _IDLE_BOUND if self._running else None


def _units(data: bytes, bits: int) -> Any:
    """`data` as python-xlib wants it: bytes for 8, a list of numbers for 16 and 32."""
    if bits == 8:
        return data
    return list(memoryview(data[: len(data) - len(data) % (bits // 8)]).cast("H" if bits == 16 else "I"))


def kind_of(item: Format, display: Any) -> int:
    """The X type atom of a format's data."""
    if not item.kind:
        return int(display.intern_atom(item.name))
    return Xatom.ATOM if item.kind == "ATOM" else int(display.intern_atom(item.kind))
