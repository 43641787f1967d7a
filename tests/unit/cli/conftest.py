import json
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from phrasebook.folders import Folders

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)
PACK = '''
[[phrase]]
id = "aaaaaaaaaaaaaaaaaaaa"
category = ["售后", "退换货"]
title = "退货地址"
text = """
请寄：{{ask:仓库}}
{{choose:快递|顺丰|中通}} {{ask:备注=无}}"""
code = "thdz"
keywords = ["退到哪里"]
note = "自营仓"
colour = "red"

[[phrase]]
category = ["售前"]
title = "发货时间"
text = "今天发货"
code = "fh"
apps = ["千牛"]

[[phrase]]
title = "尺码表"
images = ["images/a.png"]
code = "cmb"

[[phrase]]
text = "我是{{agent}}，剪贴板：{{clipboard}}"
code = "me"
'''

Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """PHRASEBOOK_HOME with a library of a few phrases."""
    public = tmp_path / "library/public"
    (public / "images").mkdir(parents=True)
    (public / "images/a.png").write_bytes(PNG)
    (public / "p.toml").write_text(PACK)
    department = tmp_path / "library/department/售后组"
    department.mkdir(parents=True)
    (department / "d.toml").write_text('[[phrase]]\ntitle = "部门退货"\ntext = "部门"\ncategory = ["售后"]\n')
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(home: Path) -> Run:
    """Run a command as typer does."""
    from phrasebook.cli.app import app

    return lambda *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def run_with_input(home: Path) -> Run:
    """Run a command with its standard input, which comes first."""
    from phrasebook.cli.app import app

    return lambda given, *arguments: CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)


class Daemon:
    """Answers on the socket with what it is told to, and notes what was asked."""

    def __init__(self, path: Path) -> None:
        self.asked: list[dict[str, Any]] = []
        self.answer: bytes = b'{"ok": true, "result": {}}\n'
        self._server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._server.bind(str(path))
        self._server.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def will_say(self, **answer: Any) -> None:
        self.answer = json.dumps(answer).encode() + b"\n"

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._server.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as lines:
                self.asked.append(json.loads(lines.readline()))
                connection.sendall(self.answer)

    def close(self) -> None:
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        self._thread.join()


@pytest.fixture
def daemon(home: Path) -> Iterator[Daemon]:
    folders = Folders.default()
    folders.make()
    server = Daemon(folders.socket)
    yield server
    server.close()
