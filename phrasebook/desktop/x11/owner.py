"""Owning a selection: answering every program that asks, and telling who has read."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from Xlib import X, Xatom
from Xlib.protocol import event as x_event

from phrasebook.desktop.base import Format
from phrasebook.desktop.x11.loop import Loop
from phrasebook.desktop.x11.transfer import Transfers, kind_of


class Receipt:
    """An offer: what the target's own program has read of it, and when. Written by the owner, read by the delivery."""

    def __init__(self, is_target: Callable[[int], bool]) -> None:
        self._is_target = is_target
        self._changed = threading.Condition()
        self._expected = False
        self._last = 0.0

    def expect(self) -> None:
        """From now on a read by the target counts as the receipt."""
        with self._changed:
            self._expected, self._last = True, 0.0

    def wait_read(self, bound: float) -> bool:
        """Whether the target reads within `bound` seconds; returns as soon as it has."""
        with self._changed:
            return self._changed.wait_for(lambda: self._last > 0, bound)

    def wait_quiet(self, quiet: float, bound: float) -> None:
        """Return once the target hasn't read for `quiet` seconds, at most after `bound`."""
        end = time.monotonic() + bound
        with self._changed:
            while (now := time.monotonic()) < min(end, self._last + quiet):
                self._changed.wait(min(end, self._last + quiet) - now)

    def read(self, requestor_id: int) -> None:
        """Some program was handed data."""
        if self._is_target(requestor_id):
            with self._changed:
                if self._expected:
                    self._last = time.monotonic()
                    self._changed.notify_all()


class Owner:
    """One window that owns selections and serves them from the thread of `loop`. All methods run in that thread."""

    def __init__(self, loop: Loop) -> None:
        self._display = loop.display
        self.window = self._display.screen().root.create_window(
            0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask
        )
        self._transfers = Transfers(self._display)
        self._served: dict[int, tuple[dict[int, Format], Receipt | None, int]] = {}
        atom = self._display.intern_atom
        self._targets, self._multiple = atom("TARGETS"), atom("MULTIPLE")
        self._timestamp, self._pair = atom("TIMESTAMP"), atom("ATOM_PAIR")
        self._stamp = atom("PHRASEBOOK_TIME")

    def own(self, selection: int, formats: list[Format], receipt: Receipt | None) -> bool:
        """Take `selection` and serve `formats` in it. False: another program took it at the same moment."""
        when = self._server_time()
        table = {int(self._display.intern_atom(item.name)): item for item in formats}
        self._served[selection] = (table, receipt, when)
        self.window.set_selection_owner(selection, when)
        return self.owns(selection)

    def give_up(self, selection: int) -> None:
        """Leave `selection` empty."""
        if self._served.pop(selection, None) is not None:
            self._display.create_resource_object("window", X.NONE).set_selection_owner(selection, X.CurrentTime)
            self._display.sync()

    def owns(self, selection: int) -> bool:
        """Whether `selection` is still ours."""
        owner: Any = self._display.get_selection_owner(selection)
        return self.serves(selection) and owner != X.NONE and bool(owner.id == self.window.id)

    def serves(self, selection: int) -> bool:
        """Whether we own `selection` as far as the events so far tell; asks nobody."""
        return selection in self._served

    def handle(self, event: Any) -> None:
        """Serve one X event."""
        if event.type == X.SelectionRequest:
            self._answer(event)
        elif event.type == X.SelectionClear:
            served = self._served.get(event.atom)
            if served is not None and event.time >= served[2]:
                del self._served[event.atom]
        elif (
            event.type == X.PropertyNotify
            and event.state == X.PropertyDelete
            and self._transfers.deleted(event.window.id, event.atom)
        ):
            for _table, receipt, _when in self._served.values():
                if receipt is not None:
                    receipt.read(event.window.id)

    def tick(self) -> float | None:
        """Housekeeping before each wait; see Loop.start."""
        return self._transfers.forget_idle()

    def _answer(self, event: Any) -> None:
        prop = event.property or event.target  # clients of old give no property (ICCCM 2.2)
        done = self._convert(event.selection, event.requestor, event.target, prop)
        event.requestor.send_event(
            x_event.SelectionNotify(
                time=event.time,
                requestor=event.requestor,
                selection=event.selection,
                target=event.target,
                property=prop if done else X.NONE,
            )
        )
        self._display.flush()

    def _convert(self, selection: int, requestor: Any, target: int, prop: int) -> bool:
        if selection not in self._served:
            return False
        table, receipt, when = self._served[selection]
        if target == self._targets:
            requestor.change_property(prop, Xatom.ATOM, 32, [self._targets, self._timestamp, self._multiple, *table])
        elif target == self._timestamp:
            requestor.change_property(prop, Xatom.INTEGER, 32, [when])
        elif target == self._multiple:
            return self._convert_many(selection, requestor, prop)
        elif target in table:
            item = table[target]
            self._transfers.send(requestor, prop, kind_of(item, self._display), item)
            if receipt is not None:
                receipt.read(requestor.id)
        else:
            return False
        return True

    def _convert_many(self, selection: int, requestor: Any, prop: int) -> bool:
        pairs = requestor.get_full_property(prop, self._pair)
        if pairs is None or pairs.format != 32:
            return False
        values = list(pairs.value)
        for i in range(0, len(values) - 1, 2):
            target, inner = values[i], values[i + 1]
            if target == self._multiple or not self._convert(selection, requestor, target, inner):
                values[i + 1] = X.NONE
        requestor.change_property(prop, self._pair, 32, values)
        return True

    def _server_time(self) -> int:
        """The X server's clock, which owning a selection asks for (ICCCM 2.1)."""
        self.window.change_property(self._stamp, Xatom.INTEGER, 32, [0])
        self._display.flush()
        while True:
            event = self._display.next_event()
            if event.type == X.PropertyNotify and event.atom == self._stamp and event.window.id == self.window.id:
                return int(event.time)
            self.handle(event)
