"""A thread with an X connection of its own: X events and calls from other threads, one after the other."""

from __future__ import annotations

import contextlib
import os
import queue
import select
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from Xlib import display, error, ext

from phrasebook.errors import DesktopError
from phrasebook.language import t

T = TypeVar("T")

# python-xlib imports a module for every extension that the server has, 1 MB; these are those that are used
vars(ext)["__extensions__"][:] = [("XTEST", "xtest"), ("XFIXES", "xfixes")]


def connect() -> display.Display:
    """A new connection to the display.

    Raises:
        DesktopError: there is no display, or it refuses us.
    """
    try:
        connection = display.Display()
    except (error.DisplayError, error.ConnectionClosedError, OSError) as reason:
        raise DesktopError(
            t(f"连不上 X 显示：{reason}", f"The X display can't be reached: {reason}"),
            t("请在图形桌面里启动", "Start it inside a graphical desktop"),
        ) from reason
    # Windows of other programs die at any time; the reply that names them is the answer, a printed error is noise.
    connection.set_error_handler(lambda *_: None)
    for screen in connection.display.info.roots:
        screen.allowed_depths.clear()  # hundreds of visuals on some servers, which nobody asks for
    return connection


class Loop:
    """Runs `handle(event)` for each event and whatever `call` hands over, until `close`."""

    def __init__(self, name: str) -> None:
        self.display = connect()
        self._handle: Callable[[Any], None] = lambda _event: None
        self._tick: Callable[[], float | None] = lambda: None
        self._calls: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._wake_read, self._wake_write = os.pipe()
        os.set_blocking(self._wake_read, False)
        os.set_blocking(self._wake_write, False)
        self._closing = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self, handle: Callable[[Any], None], tick: Callable[[], float | None] = lambda: None) -> None:
        """Begin. `tick()` runs before each wait and returns the seconds to wait at most, None for any time."""
        self._handle, self._tick = handle, tick
        self._thread.start()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Have `work` done in the thread."""
        future: Future[T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as reason:  # whatever it was belongs to the caller who waits for the future
                future.set_exception(reason)

        if self._closing:
            future.set_exception(_lost())
            return future
        self._calls.put(run)
        self._wake()
        return future

    def call(self, work: Callable[[], T], bound: float = 5.0) -> T:
        """Have `work` done in the thread and wait for its result.

        Raises:
            DesktopError: the display is gone, or doesn't answer for `bound` seconds.
        """
        try:
            return self.submit(work).result(bound)
        except (error.ConnectionClosedError, TimeoutError, OSError) as reason:
            raise _lost() from reason

    def serve_until(self, done: Callable[[], bool], bound: float) -> None:
        """Inside a call: go on handling events until `done()`, at most `bound` seconds."""
        end = time.monotonic() + bound
        while not done() and (left := end - time.monotonic()) > 0:
            self._events()
            if not done() and self.display.pending_events() == 0:
                select.select([self.display.fileno()], [], [], left)

    def close(self) -> None:
        """End the thread and the connection."""
        if self._closing:
            return
        self._closing = True
        self._wake()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(2)
        with contextlib.suppress(error.ConnectionClosedError, OSError):
            self.display.close()

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.write(self._wake_write, b"\0")

    def _run(self) -> None:
        try:
            while not self._closing:
                self._drain()
                wait = self._tick()
                self.display.flush()
                if self.display.pending_events() == 0 and self._calls.empty():
                    select.select([self.display.fileno(), self._wake_read], [], [], wait)
        except (error.ConnectionClosedError, OSError):
            self._closing = True  # the display is gone, and with it everything this thread served
        while not self._calls.empty():
            self._calls.get()()

    def _drain(self) -> None:
        with contextlib.suppress(BlockingIOError):
            os.read(self._wake_read, 4096)
        while not self._calls.empty():
            self._calls.get()()
        self._events()

    def _events(self) -> None:
        while self.display.pending_events():
            event = self.display.next_event()
            with contextlib.suppress(error.XError):  # the window it spoke of died meanwhile
                self._handle(event)


def _lost() -> DesktopError:
    return DesktopError(
        t("和 X 显示的连接断了", "The connection to the X display is lost"),
        t("重新启动 phrasebook", "Start phrasebook again"),
    )
