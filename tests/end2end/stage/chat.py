"""A real chat: an IRC server on this machine, HexChat as the agent's chat tool, and the customer on the other side."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from pathlib import Path

from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

_CHANNEL = "#kefu"


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Customer:
    """The other side of the chat: keeps every message the agent sends."""

    def __init__(self, port: int) -> None:
        self.messages: list[str] = []
        self.times: list[float] = []
        self.joined: set[str] = set()
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._say("NICK customer")
        self._say("USER customer 0 * :customer")
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def say(self, text: str) -> None:
        """Write into the channel."""
        self._say(f"PRIVMSG {_CHANNEL} :{text}")

    def close(self) -> None:
        """Leave."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(5)
        self._socket.close()

    def _say(self, line: str) -> None:
        self._socket.sendall(f"{line}\r\n".encode())

    def _listen(self) -> None:
        with self._socket.makefile("r", encoding="utf-8", errors="replace", newline="\r\n") as lines:
            for line in lines:
                self._heard(line.rstrip("\r\n"))

    def _heard(self, line: str) -> None:
        if line.startswith("PING"):
            self._say("PONG" + line[4:])
        elif " 001 " in line:
            self._say(f"JOIN {_CHANNEL}")
        elif " JOIN " in line:
            self.joined.add(line[1:].split("!")[0])
        elif f" PRIVMSG {_CHANNEL} :" in line:
            self.times.append(time.monotonic())
            self.messages.append(line.split(f" PRIVMSG {_CHANNEL} :", 1)[1])


class Chat:
    """ngircd, a customer, and HexChat joined to the same channel."""

    def __init__(self, screen: Screen) -> None:
        port = free_port()
        config = screen.folder / "ngircd.conf"
        config.write_text(
            "[Global]\nName=chat.example\nInfo=chat\nListen=127.0.0.1\n"
            f"Ports={port}\nServerUID={os.geteuid()}\nServerGID={os.getegid()}\nMotdPhrase=hello\n"
            "[Limits]\nMaxPenaltyTime=0\nMaxConnectionsIP=0\n[Options]\nIdent=no\nDNS=no\nPAM=no\n"
        )
        server = shutil.which("ngircd") or "/usr/sbin/ngircd"
        screen.processes.start([server, "-n", "-f", str(config)], screen.environ)
        self.customer = until(lambda: _connect(port), "the chat server")
        home = screen.folder / "hexchat"
        home.mkdir()
        (home / "hexchat.conf").write_text(
            "gui_slist_skip = 1\nirc_nick1 = alice\nirc_user_name = alice\ngui_join_dialog = 0\ninput_spell = 0\n"
            "net_throttle = 0\ngui_autoopen_send = 0\ngui_win_width = 900\ngui_win_height = 600\n"
            "gui_win_left = 40\ngui_win_top = 90\n"
        )
        _give_to_nobody(home)
        screen.processes.start(
            ["hexchat", "--no-plugins", "-d", str(home), f"--url=irc://127.0.0.1:{port}/{_CHANNEL[1:]}"],
            screen.environ | {"HOME": str(home)},
            as_nobody=True,
        )
        until(lambda: "alice" in self.customer.joined, "HexChat to join the channel", 30)
        self.window = screen.window(_CHANNEL)
        screen.activate(self.window)

    def received(self) -> list[str]:
        """What the customer has received so far."""
        return self.customer.messages

    def close(self) -> None:
        """The customer leaves; the programs end with their screen."""
        self.customer.close()


def _connect(port: int) -> Customer | None:
    try:
        return Customer(port)
    except ConnectionRefusedError:
        return None


def _give_to_nobody(folder: Path) -> None:
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "nobody", "nogroup")
