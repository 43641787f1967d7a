"""The daemon's socket, seen from a command: one JSON object on a line there, one back."""

from __future__ import annotations

import json
import os
import socket
import struct
import sys
from typing import Any

from phrasebook.errors import DaemonError
from phrasebook.folders import Folders
from phrasebook.language import t

SOON = 5.0
"""Seconds in which the daemon answers what it can answer at once."""

WHEN_DONE = 120.0
"""Seconds in which a reply is delivered, others queued before it and a form filled in included."""

_MAX_ANSWER = 2**20


def ask(folders: Folders, command: str, patience: float = SOON, **fields: Any) -> dict[str, Any]:
    """Have the daemon carry out `command` and return its result.

    Raises:
        DaemonError: none is running, it doesn't answer within `patience` seconds, or it refused.
    """
    folders.check_run()
    request = json.dumps({"command": command, **fields}, ensure_ascii=False).encode() + b"\n"
    try:
        line = _exchange(folders, request, patience)
    except (FileNotFoundError, ConnectionRefusedError):
        raise DaemonError(t("phrasebook 没有在运行", "phrasebook isn't running"), _start()) from None
    except TimeoutError:
        raise DaemonError(
            t(f"phrasebook {patience:.0f} 秒没有应答", f"phrasebook hasn't answered within {patience:.0f} s"),
            t("结束它再启动", "end it and start it again"),
        ) from None
    except OSError as error:
        raise DaemonError(
            t(f"连不上 phrasebook：{error}", f"phrasebook can't be reached: {error}"), _start()
        ) from error
    return _result(line)


def is_running(folders: Folders) -> bool:
    """Whether a daemon answers."""
    try:
        ask(folders, "status")
    except DaemonError:
        return False
    return True


def _start() -> str:
    return t("先启动：phrasebook run", "start it: phrasebook run")


def _exchange(folders: Folders, request: bytes, patience: float) -> bytes:
    if not hasattr(socket, "AF_UNIX"):
        raise OSError(t("这个系统还不支持", "not supported on this system yet"))
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience)
        connection.connect(str(folders.socket))
        _check_peer(connection)
        connection.sendall(request)
        answer = bytearray()
        while not answer.endswith(b"\n"):
            piece = connection.recv(65536)
            if not piece:
                break
            answer += piece
            if len(answer) > _MAX_ANSWER:
                raise OSError(t("应答太长", "the answer is too long"))
    return bytes(answer)


def _check_peer(connection: socket.socket) -> None:
    """See that the daemon is this user's."""
    if sys.platform != "linux":
        return
    _pid, uid, _gid = struct.unpack("3i", connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
    if uid != os.getuid():
        raise OSError(t("它属于别的用户", "it is another user's"))


def _result(line: bytes) -> dict[str, Any]:
    try:
        answer = json.loads(line)
    except ValueError:
        answer = None
    if isinstance(answer, dict):
        if answer.get("ok") is True and isinstance(answer.get("result"), dict):
            return dict(answer["result"])
        if isinstance(answer.get("message"), str):
            raise DaemonError(answer["message"], str(answer.get("hint", "")))
    raise DaemonError(
        t("phrasebook 的应答看不懂", "phrasebook's answer can't be understood"),
        t("命令和后台的版本可能不同：重启 phrasebook", "it may be of another version: start it again"),
    )
