"""From a choice to a delivery: what is delivered, where, and what is told and recorded afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from phrasebook.delivery import Order
from phrasebook.gui import pictures
from phrasebook.gui.courier import Courier
from phrasebook.gui.desk import Desk
from phrasebook.gui.source import Choice
from phrasebook.model import Content, Delivery, Window
from phrasebook.placeholders import Rendered
from phrasebook.settings import Settings

Done = Callable[[Delivery], None]


class Replies(QObject):
    """Carries out choices. `delivered(Delivery)` is emitted for each, in the order in which they were made."""

    delivered = Signal(object)

    def __init__(self, desk: Desk, courier: Courier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._courier = courier

    def carry_out(self, choice: Choice, window: Window | None, done: Done = lambda _: None) -> None:
        """Deliver a choice to `window`, or copy it; `done(delivery)` is called when it is there."""
        phrase = choice.phrase
        images = tuple(self._desk.images(phrase))
        settings = self._desk.settings
        target = None if choice.copy_only else window
        if not choice.copy_only:
            self._desk.wordings.remember(window.id if window else 0, phrase.id, choice.wording)

        def order() -> Order:
            return make_order(choice.rendered, images, target, settings, send=choice.send)

        def tell(delivery: Delivery) -> None:
            self._record(choice, delivery, window)
            done(delivery)
            self.delivered.emit(delivery)

        (self._courier.copy if choice.copy_only else self._courier.deliver)(order, tell)

    def _record(self, choice: Choice, delivery: Delivery, window: Window | None) -> None:
        phrase = choice.phrase
        self._desk.usage.record(
            phrase_id=phrase.id,
            scope=phrase.scope,
            category=phrase.category,
            program=window.program if window else "",
            outcome=delivery.outcome,
            keystrokes=choice.keystrokes,
            ms=delivery.ms,
            wording=choice.wording,
        )


def make_order(
    rendered: Rendered, images: tuple[Path, ...], window: Window | None, settings: Settings, *, send: bool
) -> Order:
    """What is to be pasted: the text, then each picture, by the ways of the program that `window` belongs to.

    Raises:
        PackError: a picture can't be read.
    """
    ways = settings.for_window(window)
    parts = [Content(rendered.text)] if rendered.text or not images else []
    # Only copied, it is for a program of the person's choice: a plain box takes the name, a folder the file.
    as_file = ways.files or window is None
    parts += [Content(picture=pictures.load(path, as_file=as_file)) for path in images]
    return Order(
        window=window,
        parts=tuple(parts),
        paste=ways.paste,
        send=ways.send_key if send else "",
        wait=ways.wait,
        back=rendered.back if rendered.text else 0,
    )
