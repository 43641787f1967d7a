"""The life of the daemon: one per user, told what to do over its socket, and nothing that happens around it ends it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from Xlib import XK, X

from tests.end2end.stage.agent import Agent
from tests.end2end.stage.daemon import Daemon
from tests.end2end.stage.hands import Hands
from tests.end2end.stage.programs import Editor, clipboard_of
from tests.end2end.stage.screen import Screen
from tests.end2end.stage.waiting import until

PACK = """format = 1
[[phrase]]
title = "什么时候发货"
text = "亲，{WHEN}发出"
code = "fh"

[[phrase]]
title = "报单号"
text = "单号 {{ask:单号}}"
code = "dh"
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    (folder / "public").mkdir(parents=True)
    write(folder, "今天")
    return folder


def write(folder: Path, when: str) -> None:
    (folder / "public").mkdir(parents=True, exist_ok=True)
    (folder / "public" / "a.toml").write_text(PACK.replace("{WHEN}", when), encoding="utf-8")


@pytest.fixture
def daemon(screen: Screen, tmp_path: Path, library: Path) -> Iterator[Daemon]:
    one = Daemon(screen, tmp_path / "home", library=library, settings='language = "zh-CN"\n')
    yield one
    one.stop()


def talk(daemon: Daemon, message: bytes) -> bytes:
    """Send raw bytes to the daemon's socket and read what comes back."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(10)
        client.connect(str(socket_of(daemon)))
        try:
            client.sendall(message)
            client.shutdown(socket.SHUT_WR)
            return b"".join(iter(lambda: client.recv(65536), b""))
        except ConnectionError:
            return b""


def socket_of(daemon: Daemon) -> Path:
    return next(path for path in daemon.home.rglob("*") if path.is_socket())


def test_ready_names_the_hotkeys_that_are_held(daemon: Daemon) -> None:
    assert daemon.ready == "ready <ctrl>+<alt>+<space>"


def test_a_second_start_says_so_and_ends(daemon: Daemon) -> None:
    second = daemon.ask("run")

    assert second.returncode == 1
    assert str(daemon.process.pid) in second.stderr
    assert "Traceback" not in second.stderr


def test_after_a_crash_it_starts_again(screen: Screen, daemon: Daemon, library: Path) -> None:
    daemon.stop(signal.SIGKILL)

    again = Daemon(screen, daemon.home, library=library)
    assert again.ready.startswith("ready")
    again.stop()


@pytest.mark.parametrize("sig", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly_and_frees_the_hotkey(daemon: Daemon, screen: Screen, sig: signal.Signals) -> None:
    assert daemon.stop(sig) == 0

    code = screen.display.keysym_to_keycode(XK.string_to_keysym("space"))
    refused = []
    screen.root.grab_key(
        code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync, onerror=lambda *e: refused.append(e)
    )
    screen.display.sync()
    screen.root.ungrab_key(code, X.ControlMask | X.Mod1Mask)
    screen.display.sync()
    assert refused == []
    assert not [path for path in daemon.home.rglob("*") if path.is_socket()]


def test_stop_ends_it(daemon: Daemon) -> None:
    assert daemon.ask("stop").returncode == 0
    assert daemon.process.wait(10) == 0
    after = daemon.ask("status")
    assert after.returncode == 1
    assert "Traceback" not in after.stderr


def test_a_taken_hotkey_is_named_and_another_proposed(screen: Screen, tmp_path: Path, library: Path) -> None:
    code = screen.display.keysym_to_keycode(XK.string_to_keysym("space"))
    screen.root.grab_key(code, X.ControlMask | X.Mod1Mask, False, X.GrabModeAsync, X.GrabModeAsync)
    screen.display.sync()
    one = Daemon(screen, tmp_path / "home2", library=library, settings='language = "en"\n')

    hotkeys = one.status()["hotkeys"]
    one.stop()
    screen.root.ungrab_key(code, X.ControlMask | X.Mod1Mask)
    screen.display.sync()

    assert one.ready == "ready"
    assert hotkeys["taken"] == ["<ctrl>+<alt>+<space>"]
    assert "<ctrl>+<shift>+<space> is free" in hotkeys["message"]


def test_status_tells_what_it_knows(daemon: Daemon) -> None:
    status = daemon.status()

    assert status["pid"] == daemon.process.pid
    assert status["desktop"]["name"] == "x11"
    assert status["phrases"] == {"personal": 0, "department": 0, "public": 2}
    assert status["last"] is None


def test_send_delivers_to_the_focused_window_and_prints_the_delivery(daemon: Daemon, editor: Editor) -> None:
    done = daemon.ask("send", "fh", "--json")

    delivery = json.loads(done.stdout)
    assert (done.returncode, delivery["outcome"]) == (0, "PASTED")
    assert delivery["window"]["id"] == editor.window
    until(lambda: editor.text() == "亲，今天发出", "the text")


def test_send_without_an_input_box_says_why_and_ends_with_1(daemon: Daemon, screen: Screen) -> None:
    deaf = screen.processes.start(["xmessage", "-title", "deaf", "no input box"], screen.environ)
    screen.activate(screen.window("deaf"))

    done = daemon.ask("send", "fh", "--json")
    screen.processes.end(deaf)

    delivery = json.loads(done.stdout)
    assert (done.returncode, delivery["outcome"]) == (1, "COPIED")
    assert "deaf" in delivery["reason"]
    assert clipboard_of(screen)["text/plain"] == "亲，今天发出".encode()


def test_send_of_an_unknown_code_names_a_near_one(daemon: Daemon) -> None:
    done = daemon.ask("send", "fhh")

    assert done.returncode == 1
    assert "fh" in done.stderr
    assert done.stdout == ""


def test_a_phrase_with_questions_opens_its_form(daemon: Daemon, editor: Editor, screen: Screen, hands: Hands) -> None:
    asking = subprocess.Popen(
        [sys.executable, "-m", "phrasebook", "send", "dh", "--json"],
        env=daemon.environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    until(lambda: screen.active() not in (0, editor.window), "the form")
    hands.type("sf1")
    hands.tap("enter")

    out, _ = asking.communicate(timeout=20)
    assert json.loads(out)["outcome"] == "PASTED"
    until(lambda: editor.text() == "单号 sf1", "the text")


def test_a_changed_file_is_there_within_a_second(daemon: Daemon, editor: Editor, library: Path) -> None:
    write(library, "明天")
    until(lambda: daemon.ask("send", "fh").returncode == 0 and "明天" in editor.text(), "the new wording", 5)


def test_a_library_that_vanishes_keeps_what_was_there(daemon: Daemon, editor: Editor, library: Path) -> None:
    moved = library.with_name("moved")
    library.rename(moved)
    until(lambda: daemon.status()["problem"], "the problem to be noticed", 10)
    assert daemon.ask("send", "fh").returncode == 0
    until(lambda: editor.text() == "亲，今天发出", "the reply from memory")

    shutil.copytree(moved, library)
    write(library, "后天")
    until(lambda: daemon.ask("send", "fh").returncode == 0 and "后天" in editor.text(), "the library to be back", 15)


def test_a_mistake_in_the_settings_leaves_the_old_ones_in_force(daemon: Daemon, screen: Screen) -> None:
    (daemon.home / "settings.toml").write_text('hotkey = "<ctrl>+<alt>+k"\nhotkeyy = 1\n', encoding="utf-8")

    until(lambda: "hotkeyy" in daemon.status()["problem"], "the problem to be reported", 10)
    assert daemon.status()["hotkeys"]["held"] == ["<ctrl>+<alt>+<space>"]

    (daemon.home / "settings.toml").write_text('hotkey = "<ctrl>+<alt>+k"\n', encoding="utf-8")
    until(lambda: daemon.status()["hotkeys"]["held"] == ["<ctrl>+<alt>+k"], "the new hotkey", 10)
    until(lambda: daemon.status()["problem"] == "", "the problem to be gone", 10)


def test_it_starts_with_a_mistake_in_the_settings(screen: Screen, tmp_path: Path, library: Path) -> None:
    one = Daemon(screen, tmp_path / "home3", library=library, settings="hotkey = 7\n")

    assert one.ready == "ready <ctrl>+<alt>+<space>"
    assert "hotkey" in one.status()["problem"]
    one.stop()


def test_the_socket_belongs_to_the_user_alone(daemon: Daemon) -> None:
    path = socket_of(daemon)
    mode = path.stat().st_mode

    assert stat.S_IMODE(mode) & 0o077 == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_another_user_gets_no_answer_even_through_an_open_door(daemon: Daemon) -> None:
    path = socket_of(daemon)
    for folder in (path, *path.parents):
        if folder.owner() == "root" and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o007)
    script = (
        "import socket,sys; s=socket.socket(socket.AF_UNIX); s.settimeout(5); s.connect(sys.argv[1]);\n"
        'try:\n s.sendall(b\'{"command":"status"}\\n\'); print(len(s.recv(9999)))\n'
        "except OSError as e: print(0)"
    )
    done = subprocess.run(
        ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "/usr/bin/python3", "-c", script, str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "0"
    assert daemon.status()["pid"] == daemon.process.pid


@pytest.mark.parametrize(
    "message",
    [
        b"\n",
        b"{}\n",
        b"hello\n",
        b'{"command":"format-disk"}\n',
        b'{"command":["pick"]}\n',
        b'{"command":"pick","query":7}\n',
        b"\xff\xfe\x00\n",
        b"[" * 60_000 + b"\n",
        b'{"command":"status","extra":1e999}\n',
    ],
    ids=range(9),
)
def test_a_malformed_message_is_refused_and_harms_nothing(daemon: Daemon, message: bytes) -> None:
    answer = talk(daemon, message)

    assert answer == b"" or json.loads(answer)["ok"] is False or b'"pid"' in answer
    assert daemon.status()["pid"] == daemon.process.pid


def test_an_endless_message_is_cut_off(daemon: Daemon) -> None:
    assert talk(daemon, b'{"command":"' + b"x" * 5_000_000) == b""
    assert daemon.status()["pid"] == daemon.process.pid


def test_many_silent_clients_do_not_shut_the_door(daemon: Daemon) -> None:
    silent = []
    for _ in range(50):
        client = socket.socket(socket.AF_UNIX)
        client.connect(str(socket_of(daemon)))
        silent.append(client)
    until(lambda: daemon.ask("status").returncode == 0, "an answer", 20)
    for client in silent:
        client.close()


def test_a_dying_window_harms_nothing(screen: Screen, hands: Hands, tmp_path: Path, library: Path) -> None:
    agent = Agent(screen, hands, tmp_path / "home4", library)
    for _ in range(3):
        editor = Editor(screen, "qt_edit", "short-lived")
        agent.open()
        screen.processes.end(editor.process, signal.SIGKILL)
        hands.tap("esc")
    assert agent.daemon.status()["pid"] == agent.daemon.process.pid
    agent.daemon.stop()


def test_the_first_pack_of_ones_own_is_found_without_a_restart(screen: Screen, tmp_path: Path, editor: Editor) -> None:
    one = Daemon(screen, tmp_path / "home5")
    assert one.status()["phrases"]["department"] > 0, "the starter library"

    write(tmp_path / "home5" / "library", "明天")

    until(lambda: one.status()["phrases"] == {"personal": 0, "department": 0, "public": 2}, "one's own library", 10)
    one.stop()


def test_copy_needs_no_daemon_and_lets_a_script_go_on(screen: Screen, tmp_path: Path, library: Path) -> None:
    environ = screen.environ | {"PHRASEBOOK_HOME": str(tmp_path / "nobody-runs-here")}
    command = [sys.executable, "-m", "phrasebook", "copy", "fh", "--library", str(library)]

    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True, timeout=30)

    assert done.stdout == ""
    assert clipboard_of(screen)["text/plain"] == "亲，今天发出".encode()
