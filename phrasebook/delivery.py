"""A reply on its way: clipboard offered, focus given back, paste pressed, receipt awaited, sent, clipboard restored.

Nothing here waits a fixed time and hopes. Each step asks whether the one before it worked; when one hasn't, nothing
more is pressed, the text stays on the clipboard, and the reason is said.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from phrasebook.desktop.base import Desktop, Offer
from phrasebook.desktop.focus import give_focus
from phrasebook.errors import DesktopError
from phrasebook.language import t
from phrasebook.model import Content, Delivery, Outcome, Window

# Measured with HexChat, Chromium, Qt and Tk targets and CopyQ reading along (tests/bench): Chromium reads twice, 5 to
# 9 ms apart; Enter straight after the receipt lost 2 of 30 messages in HexChat, Enter 30 ms after the last read none.
QUIET_BEFORE_SEND = 0.03
QUIET_BEFORE_RESTORE = 0.1
RECEIPT_BOUND = 1.0


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be delivered, and where."""

    window: Window | None
    """The window that had the keyboard when the agent asked; None: only copy."""
    parts: tuple[Content, ...]
    """Pasted one after the other, each with its own receipt."""
    paste: str = "<ctrl>+v"
    send: str = ""
    """The send key; empty: don't send."""
    wait: float = QUIET_BEFORE_SEND
    """Seconds the target must have stopped reading before the next key."""
    back: int = 0
    """How many characters the cursor is moved back after the text."""


class _Stopped(Exception):  # noqa: N818 - not an error: it carries the reason why a reply was only copied
    """The delivery can't go on; the words are for the agent."""


def deliver(desktop: Desktop, order: Order, report: Callable[[Delivery], None] = lambda _: None) -> Delivery:
    """Deliver `order`; blocks until the clipboard is back.

    `report` is called as soon as the outcome is known, before the clipboard is restored.

    Raises:
        DesktopError: not even the clipboard could be had.
    """
    started = time.monotonic()
    reason = ""
    saved = desktop.clipboard.save()
    offer: Offer | None = None
    read_at = 0.0
    pasted, sent = 0, False
    try:
        for part in order.parts:
            offer = desktop.clipboard.offer(part, order.window, order.paste)
            _confirm_focus(desktop, order.window)
            _paste(desktop, order, offer, part)
            read_at = time.monotonic()
            pasted += 1
            if part is order.parts[0] and order.back:
                offer.wait_quiet(order.wait, RECEIPT_BOUND)
                _press(desktop, order, "<left>", order.back)
            if part is not order.parts[-1]:
                offer.wait_quiet(QUIET_BEFORE_RESTORE, RECEIPT_BOUND)
        if order.send and offer is not None:
            offer.wait_quiet(order.wait, RECEIPT_BOUND)
            _press(desktop, order, order.send, 1)
            sent = True
    except _Stopped as stopped:
        reason = str(stopped)
        if 0 < pasted < len(order.parts):
            reason = t(f"前 {pasted} 部分已粘贴；{reason}", f"{pasted} part(s) were pasted; {reason}")
    complete = pasted == len(order.parts)
    outcome = Outcome.SENT if sent else Outcome.PASTED if complete else Outcome.COPIED
    finished = read_at if outcome is Outcome.PASTED else time.monotonic()
    delivery = Delivery(outcome, order.window, (finished - started) * 1000, reason, pasted)
    report(delivery)
    if outcome is not Outcome.COPIED and offer is not None:
        offer.wait_quiet(QUIET_BEFORE_RESTORE, RECEIPT_BOUND)
        desktop.clipboard.restore(saved)
    return delivery


def copy(desktop: Desktop, order: Order, report: Callable[[Delivery], None] = lambda _: None) -> Delivery:
    """Only put the first part of `order` on the clipboard, and leave it there.

    Raises:
        DesktopError: the clipboard can't be had.
    """
    started = time.monotonic()
    desktop.clipboard.offer(order.parts[0], None)
    delivery = Delivery(Outcome.COPIED, None, (time.monotonic() - started) * 1000)
    report(delivery)
    return delivery


def _confirm_focus(desktop: Desktop, window: Window | None) -> None:
    """Give the keyboard back to `window` and see that it has it."""
    if not desktop.can_paste:
        raise _Stopped(desktop.reason)
    if window is None:
        raise _Stopped(t("没有记下聊天窗口", "no chat window had been noted"))
    if not desktop.has_focus(window) and not desktop.exists(window):
        raise _Stopped(t("聊天窗口已经关闭", "the chat window has been closed"))
    if not give_focus(desktop, window):
        raise _Stopped(_focus_lost(window))


def _paste(desktop: Desktop, order: Order, offer: Offer, part: Content) -> None:
    offer.expect()
    _press(desktop, order, order.paste, 1)
    if offer.wait_read(RECEIPT_BOUND):
        return
    if part.picture is not None:
        raise _Stopped(
            t(
                f"“{_called(order.window)}”没有读取图片 {part.picture.path.name}：它可能不收粘贴的图片",
                f"“{_called(order.window)}” didn't read the picture {part.picture.path.name}: it may not take pictures",
            )
        )
    raise _Stopped(
        t(
            f"按了粘贴，但“{_called(order.window)}”没有读取：光标可能不在输入框里",
            f"paste was pressed, but “{_called(order.window)}” read nothing: the cursor may not be in an input box",
        )
    )


def _press(desktop: Desktop, order: Order, chord: str, times: int) -> None:
    if order.window is None:
        raise _Stopped(t("没有记下聊天窗口", "no chat window had been noted"))
    try:
        pressed = desktop.press(chord, order.window, times)
    except DesktopError as error:
        raise _Stopped(error.message) from error
    if not pressed:
        raise _Stopped(_focus_lost(order.window))


def _focus_lost(window: Window) -> str:
    return t(f"“{_called(window)}”失去了焦点", f"“{_called(window)}” lost the keyboard focus")


def _called(window: Window | None) -> str:
    return (window.title or window.program) if window else ""
