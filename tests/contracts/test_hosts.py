"""What every host must do, tried on real servers."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from phrasebook.sharing.errors import HostError, TooLargeError
from phrasebook.sharing.hosts import Host, open_host
from phrasebook.sharing.hosts.base import TIMESTAMP
from phrasebook.sharing.hosts.memory import MemoryHost
from phrasebook.sharing.hosts.probe import is_exclusive
from tests.servers.apache import PASSWORD, apache
from tests.servers.nginx import nginx
from tests.servers.s3 import KEYS, s3
from tests.servers.sshd import sshd

LIMIT = 2**20
EXCLUSIVE = {"memory": True, "folder": True, "s3": True, "sftp": True, "webdav": False}


@dataclass(frozen=True)
class Server:
    kind: str
    open: Callable[[], Host]


@pytest.fixture(scope="module", params=list(EXCLUSIVE))
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A host of each kind, and what its clients need in their environment."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        patch.setenv("HOME", str(home))
        patch.setenv("PHRASEBOOK_WEBDAV_PASSWORD", PASSWORD)
        for name, value in KEYS.items():
            patch.setenv(name, value)
        if request.param == "memory":
            memory = MemoryHost()
            yield Server("memory", lambda: memory)
            return
        if request.param == "folder":
            folder = home / "客服 共享#1"
            folder.mkdir()
            url = str(folder)
        else:
            start = {"s3": s3, "sftp": lambda: sshd(home), "webdav": apache}[request.param]
            url, _place = stack.enter_context(start())
        yield Server(request.param, lambda: open_host(url))


@pytest.fixture
def host(server: Server) -> Iterator[Host]:
    opened = server.open()
    yield opened
    opened.close()


def test_a_file_comes_back_as_it_was_put(host: Host) -> None:
    data = bytes(range(256)) * 1000
    assert host.get("round/trip.bin", LIMIT) is None
    assert host.put_if_absent("round/trip.bin", data)
    assert host.get("round/trip.bin", LIMIT) == data
    host.put("round/empty", b"")
    assert host.get("round/empty", LIMIT) == b""


def test_what_is_there_stays(host: Host) -> None:
    assert host.put_if_absent("metadata/3.snapshot.json", b"first")
    assert not host.put_if_absent("metadata/3.snapshot.json", b"second")
    assert host.get("metadata/3.snapshot.json", LIMIT) == b"first"


def test_put_replaces(host: Host) -> None:
    host.put(TIMESTAMP, b"first, and longer")
    host.put(TIMESTAMP, b"second")
    assert host.get(TIMESTAMP, LIMIT) == b"second"


def test_a_long_file_is_not_read(host: Host) -> None:
    host.put("limits/file", b"x" * 5000)
    assert host.get("limits/file", 5000) == b"x" * 5000
    with pytest.raises(TooLargeError):
        host.get("limits/file", 4999)
    host.put("limits/short", b"after it the host still answers")
    assert host.get("limits/short", LIMIT) == b"after it the host still answers"


def test_polling_tells_whether_it_changed(host: Host) -> None:
    host.put("polled/file", b"one")
    first = host.poll("polled/file", LIMIT, "")
    assert first is not None
    assert first.data == b"one"
    assert first.tag
    assert host.poll("polled/file", LIMIT, first.tag) is None
    host.put("polled/file", b"two, of another length")
    second = host.poll("polled/file", LIMIT, first.tag)
    assert second is not None
    assert second.data == b"two, of another length"


def test_polling_what_is_not_there_says_so(host: Host) -> None:
    with pytest.raises(HostError, match=r"polled/nothing\.json"):
        host.poll("polled/nothing.json", LIMIT, "")


def test_names_are_those_of_one_folder(host: Host) -> None:
    assert host.names("personal/wang") == ()
    for name in ("personal/wang/desk.json", "personal/wang/home.json", "personal/li/desk.json", "personal/wang/a/b"):
        host.put(name, b"x")
    assert host.names("personal/wang") == ("desk.json", "home.json")


def test_a_deleted_file_is_gone(host: Host) -> None:
    host.put("gone/file", b"x")
    host.delete("gone/file")
    assert host.get("gone/file", LIMIT) is None
    host.delete("gone/file")
    assert host.put_if_absent("gone/file", b"y")


NAMES = ["../up", "a/../../up", "/etc/passwd", "a//b", "", ".hidden", "a/.x", "a\\b", "名", "a b"]


@pytest.mark.parametrize("name", NAMES)
def test_no_name_leads_elsewhere(host: Host, name: str) -> None:
    with pytest.raises(HostError):
        host.get(name, LIMIT)
    with pytest.raises(HostError):
        host.put(name, b"x")
    with pytest.raises(HostError):
        host.put_if_absent(name, b"x")


def test_it_is_said_whether_creation_is_exclusive(server: Server) -> None:
    assert is_exclusive(server.open) is EXCLUSIVE[server.kind]


def test_of_eight_writers_one_creates(server: Server) -> None:
    if not EXCLUSIVE[server.kind]:
        return  # the probe finds that out, above, and a lead is warned

    def create(writer: int) -> list[bool]:
        opened = server.open()
        told = [opened.put_if_absent(f"race/{number}", f"{writer}".encode() * 2000) for number in range(5)]
        opened.close()
        return told

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(create, range(8)))
    opened = server.open()
    for number in range(5):
        winners = [writer for writer in range(8) if told[writer][number]]
        assert len(winners) == 1
        assert opened.get(f"race/{number}", LIMIT) == f"{winners[0]}".encode() * 2000
    assert len(opened.names("race")) == 5, "nothing is left of the others"
    opened.close()


@pytest.fixture(scope="module")
def web() -> Iterator[tuple[str, Path]]:
    with nginx() as (url, here):
        yield url, here.served


def write(path: Path, data: bytes, second: float) -> None:
    import os

    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (second, second))


def test_a_web_server_is_read(web: tuple[str, Path]) -> None:
    url, served = web
    host = open_host(url)
    write(served / "metadata/timestamp.json", b"one", 1_000_000)
    assert host.get(TIMESTAMP, 100) == b"one"
    assert host.get("metadata/9.snapshot.json", 100) is None
    with pytest.raises(TooLargeError):
        host.get(TIMESTAMP, 2)
    first = host.poll(TIMESTAMP, 100, "")
    assert first is not None
    assert host.poll(TIMESTAMP, 100, first.tag) is None
    for forbidden in (lambda: host.put("a", b""), lambda: host.put_if_absent("a", b""), lambda: host.names("a")):
        with pytest.raises(HostError, match="only be read"):
            forbidden()
    host.close()


def test_the_trap_in_an_etag_of_nginx(web: tuple[str, Path]) -> None:
    """Two files of one length written in one second look the same: that is why every tenth poll has no tag."""
    url, served = web
    host = open_host(url)
    write(served / "metadata/timestamp.json", b"one", 2_000_000)
    first = host.poll(TIMESTAMP, 100, "")
    assert first is not None
    write(served / "metadata/timestamp.json", b"two", 2_000_000)
    assert host.poll(TIMESTAMP, 100, first.tag) is None
    again = host.poll(TIMESTAMP, 100, "")
    assert again is not None
    assert again.data == b"two"
    host.close()


def test_a_server_that_is_gone_is_named() -> None:
    host = open_host("http://127.0.0.1:9")
    with pytest.raises(HostError, match=r"127\.0\.0\.1:9"):
        host.get(TIMESTAMP, 10)


def test_a_link_in_a_shared_folder_is_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_bytes(b"secret")
    shared = tmp_path / "shared"
    shared.mkdir()
    (shared / "metadata").symlink_to(outside)
    (shared / "file").symlink_to(outside / "secret")
    host = open_host(str(shared))
    for name in ("metadata/secret", "file"):
        with pytest.raises(HostError, match="link"):
            host.get(name, 100)
        for write_it in (host.put, host.put_if_absent):
            with pytest.raises(HostError, match="link"):
                write_it(name, b"overwritten")
    assert [path.name for path in outside.iterdir()] == ["secret"]
    assert (outside / "secret").read_bytes() == b"secret"


def test_a_share_that_is_not_mounted_is_not_empty(tmp_path: Path) -> None:
    host = open_host(str(tmp_path / "missing"))
    with pytest.raises(HostError, match="no folder"):
        host.get(TIMESTAMP, 10)


def test_a_file_system_without_hard_links_is_not_exclusive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    assert not is_exclusive(lambda: open_host(str(tmp_path)))
    host = open_host(str(tmp_path))
    assert host.put_if_absent("a/b", b"1")
    assert not host.put_if_absent("a/b", b"2")
    assert host.get("a/b", 10) == b"1"


def test_a_host_whose_key_is_not_known_is_not_connected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    with sshd(tmp_path) as (url, _here):
        known = tmp_path / ".ssh/known_hosts"
        right = known.read_text()
        known.unlink()
        with pytest.raises(HostError, match="isn't known"):
            open_host(url).get("a", 10)
        shutil.copy(tmp_path / ".ssh/id_ed25519.pub", tmp_path / "other")
        known.write_text(f"{right.split()[0]} {(tmp_path / 'other').read_text()}")
        with pytest.raises(HostError, match="has changed"):
            open_host(url).get("a", 10)
        known.write_text(right)
        host = open_host(url)
        assert host.get("a", 10) is None
        host.close()
