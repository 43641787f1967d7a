"""The daemon's local socket: one JSON object per line in, one out. Only the same user gets an answer.

With Python's socket and not QtNetwork, which would take 3 MB for it.
"""

from __future__ import annotations

import contextlib
import os
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, QSocketNotifier, QTimer

from phrasebook.errors import DaemonError, PhrasebookError
from phrasebook.language import t

_LINE_BOUND = 64 * 1024  # bytes of a request; the longest real one is a query of some hundred
_ASK_BOUND = 5_000  # milliseconds in which a client must have sent its request
_CLIENTS_BOUND = 32


class Request(msgspec.Struct, frozen=True):
    """What a client may ask for. Anything else is refused."""

    command: Literal["pick", "send", "status", "stop"]
    query: str = ""
    phrase: str = ""
    enter: bool = False


class Answer:
    """Answers one request, now or later; the second answer and those to a client that left go nowhere."""

    def __init__(self, connection: _Connection) -> None:
        self._connection: _Connection | None = connection

    def done(self, result: dict[str, Any]) -> None:
        """The request has been carried out."""
        self._write({"ok": True, "result": result})

    def failed(self, error: PhrasebookError) -> None:
        """The request can't be carried out."""
        self._write({"ok": False, "message": error.message, "hint": error.hint})

    def _write(self, answer: dict[str, Any]) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close(msgspec.json.encode(answer) + b"\n")


class Remote(QObject):
    """Listens at `path` and hands each valid request to `handle(request, answer)` in the GUI thread."""

    def __init__(self, path: Path, handle: Callable[[Request, Answer], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._handle = handle
        self._open: set[_Connection] = set()
        self._server: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None

    def listen(self) -> None:
        """Begin to listen. Whoever calls this holds the daemon's lock, so a socket that lies there is a dead one.

        Raises:
            DaemonError: the socket can't be made.
        """
        if not hasattr(socket, "AF_UNIX"):
            return  # the commands can't reach a daemon on such a system yet, and say so
        server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._path.unlink(missing_ok=True)
            server.bind(str(self._path))
            self._path.chmod(0o600)  # before anybody can connect
            server.listen(_CLIENTS_BOUND)
        except OSError as error:
            server.close()
            raise DaemonError(
                t(f"不能监听 {self._path}：{error}", f"Can't listen at {self._path}: {error}"),
                t("检查这个文件夹的权限", "Check the permissions of this folder"),
            ) from error
        server.setblocking(False)
        self._server = server
        self._notifier = QSocketNotifier(server.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(lambda: self._accept(server))

    def close(self) -> None:
        """Stop listening and leave no socket behind."""
        if self._server is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._server.close()
        self._path.unlink(missing_ok=True)

    def _accept(self, server: socket.socket) -> None:
        with contextlib.suppress(OSError):  # BlockingIOError: it has left again
            client, _ = server.accept()
            if len(self._open) >= _CLIENTS_BOUND or not _same_user(client):
                client.close()
                return
            self._open.add(_Connection(client, self._asked, self._open.discard, self))

    def _asked(self, line: bytes, answer: Answer) -> None:
        try:
            request = msgspec.json.decode(line, type=Request)
        except msgspec.MsgspecError as error:
            answer.failed(
                DaemonError(
                    t(f"看不懂的请求：{error}", f"The request can't be understood: {error}"),
                    t("命令行和后台程序的版本要一致", "The command and the daemon must be of the same version"),
                )
            )
            return
        try:
            self._handle(request, answer)
        except PhrasebookError as error:
            answer.failed(error)


class _Connection(QObject):
    """One client: hands its request to `asked` once it is whole, tells `left` when it is over."""

    def __init__(
        self,
        client: socket.socket,
        asked: Callable[[bytes, Answer], None],
        left: Callable[[_Connection], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        client.setblocking(False)
        self._client, self._asked, self._left = client, asked, left
        self._received = b""
        self._notifier = QSocketNotifier(client.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)
        self._patience = QTimer(self, singleShot=True, interval=_ASK_BOUND)
        self._patience.timeout.connect(lambda: self.close())
        self._patience.start()

    def close(self, last: bytes = b"") -> None:
        """Send the answer, if there is one, and hang up."""
        self._notifier.setEnabled(False)
        self._patience.stop()
        with contextlib.suppress(OSError):  # it has left; answers are far shorter than what the system keeps for it
            self._client.sendall(last)
        self._client.close()
        self._left(self)
        self.deleteLater()

    def _read(self) -> None:
        try:
            piece = self._client.recv(_LINE_BOUND)
        except BlockingIOError:
            return
        except OSError:
            piece = b""
        self._received += piece
        line, end, _ = self._received.partition(b"\n")
        if end:
            self._notifier.setEnabled(False)
            self._patience.stop()
            self._asked(line, Answer(self))
        elif not piece or len(self._received) >= _LINE_BOUND:
            self.close()


def _same_user(client: socket.socket) -> bool:
    """Whether the other end is a process of our own user (SO_PEERCRED)."""
    if sys.platform != "linux":
        return True
    _pid, uid, _gid = struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return bool(uid == os.getuid())
