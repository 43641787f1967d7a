import json
import os
import subprocess
from pathlib import Path

import pytest

from phrasebook import language
from phrasebook.cli import client, remote
from phrasebook.errors import DaemonError
from phrasebook.folders import Folders
from phrasebook.language import Language
from tests.unit.cli.conftest import Daemon, Run

DELIVERY = {"outcome": "PASTED", "reason": "", "window": {"id": 1}, "ms": 12.5}


@pytest.mark.parametrize("command", [("pick",), ("send", "fh"), ("status",), ("stop",)])
def test_without_a_daemon_it_says_how_to_start_one(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "phrasebook run" in result.stderr


def test_a_dead_socket_is_no_daemon(run: Run) -> None:
    import socket

    folders = Folders.default()
    folders.make()
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(folders.socket))
    assert "phrasebook run" in run("status").stderr


def test_pick_carries_the_query(run: Run, daemon: Daemon) -> None:
    assert run("pick").exit_code == 0
    assert run("pick", "退货", "地址").exit_code == 0
    assert [(asked["command"], asked["query"]) for asked in daemon.asked] == [("pick", ""), ("pick", "退货 地址")]


def test_send_prints_the_delivery(run: Run, daemon: Daemon) -> None:
    daemon.will_say(ok=True, result=DELIVERY)
    result = run("send", "fh", "--enter", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, DELIVERY)
    assert daemon.asked == [{"command": "send", "phrase": "fh", "enter": True}]
    assert run("send", "fh").stdout.startswith("pasted (12.5 ms)")
    assert daemon.asked[1]["enter"] is False


def test_a_reply_that_was_only_copied_ends_with_1(run: Run, daemon: Daemon) -> None:
    copied = DELIVERY | {"outcome": "COPIED", "reason": "the window is gone"}
    daemon.will_say(ok=True, result=copied)
    result = run("send", "fh", "--json")
    assert (result.exit_code, json.loads(result.stdout)) == (1, copied)
    assert "the window is gone" in result.stderr
    plain = run("send", "fh")
    assert (plain.exit_code, plain.stdout) == (1, "")
    assert "the window is gone" in plain.stderr


def test_status_is_readable_and_json(run: Run, daemon: Daemon) -> None:
    report = {
        "pid": 7,
        "hotkeys": {"held": ["<ctrl>+1"], "message": ""},
        "paused": False,
        "last": DELIVERY,
        "problem": "",
    }
    daemon.will_say(ok=True, result=report)
    assert json.loads(run("status", "--json").stdout) == report
    lines = run("status").stdout.splitlines()
    assert lines == ["daemon: running, process 7", "hotkeys: <ctrl>+1", "last reply: pasted (12.5 ms)"]


def test_status_speaks_chinese_and_knows_no_field_by_its_key(run: Run, daemon: Daemon) -> None:
    report = {
        "pid": 7,
        "version": "0.1",
        "desktop": {"name": "x11", "reason": "X11 会话", "can_paste": True},
        "hotkeys": {"held": ["<ctrl>+1"], "taken": ["<f8>"], "message": "<f8> 被占用"},
        "paused": True,
        "library": {"folder": "/库", "problems": 2},
        "phrases": {"personal": 3, "department": 0, "public": 40},
        "deliveries": 5,
        "last": DELIVERY | {"outcome": "COPIED", "reason": "窗口已关闭"},
        "problem": "第 3 行看不懂",
        "subscriptions": [],
    }
    daemon.will_say(ok=True, result=report)
    language.use(Language.ZH)
    try:
        said = run("status").stdout
    finally:
        language.use(Language.EN)
    for words in ("进程 7，版本 0.1", "已暂停", "公共 40", "个人 3", "2 处", "5 条", "窗口已关闭", "第 3 行看不懂"):
        assert words in said
    assert not [key for key in report if key in said]


def test_what_a_newer_daemon_adds_is_shown_as_it_is(run: Run, daemon: Daemon) -> None:
    daemon.will_say(ok=True, result={"pid": 7, "moon": {"phase": "full", "seen": True}})
    assert "moon: phase full, seen yes" in run("status").stdout


def test_stop_returns_when_the_process_is_gone(run: Run, daemon: Daemon) -> None:
    with subprocess.Popen(["sleep", "0.3"]) as process:
        daemon.will_say(ok=True, result={"pid": process.pid})
        assert run("stop").exit_code == 0
        assert process.poll() is not None


def test_stop_says_when_it_does_not_end(run: Run, daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "STOP_BOUND", 0.05)
    daemon.will_say(ok=True, result={"pid": os.getpid()})
    result = run("stop")
    assert result.exit_code == 1
    assert str(os.getpid()) in result.stderr


def test_what_the_daemon_refuses_is_told(run: Run, daemon: Daemon) -> None:
    daemon.will_say(ok=False, message="no phrase has this code", hint="look again")
    result = run("send", "fh")
    assert result.exit_code == 1
    assert "no phrase has this code" in result.stderr
    assert "look again" in result.stderr


@pytest.mark.parametrize(
    "answer", [b"", b"{", b"[]\n", b"3\n", b'{"ok": true}\n', b'{"ok": true, "result": 3}\n', b"\xff\n"]
)
def test_an_answer_that_makes_no_sense_harms_nothing(run: Run, daemon: Daemon, answer: bytes) -> None:
    daemon.answer = answer
    result = run("status")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr


def test_an_endless_answer_is_cut_off(run: Run, daemon: Daemon) -> None:
    daemon.answer = b"x" * (2**20 + 10)
    assert run("status").exit_code == 1


def test_a_daemon_that_says_nothing_is_not_waited_for(home: Path) -> None:
    import socket

    folders = Folders.default()
    folders.make()
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(folders.socket))
        silent.listen()
        with pytest.raises(DaemonError, match="answered"):
            client.ask(folders, "status", patience=0.05)


def test_a_socket_folder_that_is_not_ours_is_not_entered(
    run: Run, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.getuid", lambda: 12345)
    result = run("status")
    assert result.exit_code == 1
    assert daemon.asked == []
