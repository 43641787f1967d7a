"""The daemon's local socket: one JSON object per line in, one out. Only the same user gets an answer."""

from __future__ import annotations

import os
import socket
import struct
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import msgspec
from PySide6.QtCore import QObject, QTimer
from PySide6.QtNetwork import QLocalServer, QLocalSocket

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

    def __init__(self, connection: QLocalSocket) -> None:
        self._connection: QLocalSocket | None = connection
        connection.disconnected.connect(self._gone)

    def done(self, result: dict[str, Any]) -> None:
        """The request has been carried out."""
        self._write({"ok": True, "result": result})

    def failed(self, error: PhrasebookError) -> None:
        """The request can't be carried out."""
        self._write({"ok": False, "message": error.message, "hint": error.hint})

    def _write(self, answer: dict[str, Any]) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.write(msgspec.json.encode(answer) + b"\n")
            connection.flush()
            connection.disconnectFromServer()

    def _gone(self) -> None:
        self._connection = None


class Remote(QObject):
    """Listens at `path` and hands each valid request to `handle(request, answer)` in the GUI thread."""

    def __init__(self, path: Path, handle: Callable[[Request, Answer], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._handle = handle
        self._open: set[QLocalSocket] = set()
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)

    def listen(self) -> None:
        """Begin to listen. Whoever calls this holds the daemon's lock, so a socket that lies there is a dead one.

        Raises:
            DaemonError: the socket can't be made.
        """
        QLocalServer.removeServer(str(self._path))
        if not self._server.listen(str(self._path)):
            raise DaemonError(
                t(
                    f"不能监听 {self._path}：{self._server.errorString()}",
                    f"Can't listen at {self._path}: {self._server.errorString()}",
                ),
                t("检查这个文件夹的权限", "Check the permissions of this folder"),
            )

    def close(self) -> None:
        """Stop listening and leave no socket behind."""
        self._server.close()

    def _accept(self) -> None:
        while (connection := self._server.nextPendingConnection()) is not None:
            if len(self._open) >= _CLIENTS_BOUND or not _same_user(connection):
                connection.abort()
                connection.deleteLater()
                continue
            self._open.add(connection)
            connection.disconnected.connect(lambda c=connection: self._forget(c))
            connection.readyRead.connect(lambda c=connection: self._read(c))
            QTimer.singleShot(_ASK_BOUND, connection, lambda c=connection: self._expire(c))
            self._read(connection)

    def _read(self, connection: QLocalSocket) -> None:
        if connection.property("asked"):
            return
        if not connection.canReadLine():
            if connection.bytesAvailable() >= _LINE_BOUND:
                connection.abort()
            return
        connection.setProperty("asked", True)
        answer = Answer(connection)
        line = bytes(connection.readLine(_LINE_BOUND).data())
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

    def _expire(self, connection: QLocalSocket) -> None:
        if connection in self._open and not connection.property("asked"):
            connection.abort()

    def _forget(self, connection: QLocalSocket) -> None:
        self._open.discard(connection)
        connection.deleteLater()


def _same_user(connection: QLocalSocket) -> bool:
    """Whether the other end is a process of our own user (SO_PEERCRED); pipes on Windows are guarded by their ACL."""
    if sys.platform != "linux":
        return True
    with socket.socket(fileno=os.dup(int(connection.socketDescriptor()))) as peer:
        _pid, uid, _gid = struct.unpack("3i", peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    return bool(uid == os.getuid())
