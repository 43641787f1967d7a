"""Personal phrases of one person on two machines, over real hosts."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.pairing import new_key
from phrasebook.syncing.run import Sync
from tests.servers.apache import PASSWORD, apache
from tests.servers.s3 import KEYS, s3
from tests.servers.sshd import sshd
from tests.unit.syncing.machines import PNG, Machine, block


@pytest.fixture(scope="module", params=["folder", "sftp", "s3", "webdav"])
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a host of each kind, and what its clients need in their environment."""
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        patch.setenv("HOME", str(home))
        patch.setenv("PHRASEBOOK_WEBDAV_PASSWORD", PASSWORD)
        for name, value in KEYS.items():
            patch.setenv(name, value)
        if request.param == "folder":
            (home / "客服 共享").mkdir()
            yield str(home / "客服 共享")
            return
        start = {"sftp": lambda: sshd(home), "s3": s3, "webdav": apache}[request.param]
        yield stack.enter_context(start())[0]


def machine(folder: Path, name: str, url: str, key: bytes, *, first: bool) -> Machine:
    made = Machine(folder / name, name, None)  # type: ignore[arg-type]  # it opens the real host
    made.sync = Sync(made.sync.folder, made.library, made.sync.data, made.clock, opening=open_host)
    made.sync.turn_on(url, key, name, joining=not first)
    return made


def test_phrases_and_pictures_go_there_and_back(tmp_path: Path, url: str) -> None:
    key = new_key()
    desk = machine(tmp_path, "desk", url, key, first=True)
    desk.picture("images/尺码.png")
    desk.write("常用", block(1, "退款三天到账", images='["images/尺码.png"]'), block(2, "在的"))
    desk.synced()
    home = machine(tmp_path, "home", url, key, first=False)
    assert len(home.synced().received) == 2
    assert (home.personal / "images/尺码.png").read_bytes() == PNG
    for round_number in range(12):  # beyond the one that reads all whatever their tags say
        home.change("常用", home.texts()[0], f"第 {round_number} 次")
        home.synced()
        desk.synced()
        assert desk.texts() == home.texts()
    assert not desk.synced().received
    other = machine(tmp_path, "another person", url, new_key(), first=True)
    assert other.synced().received == (), "two people on one host don't meet"


def test_an_account_that_may_only_read_is_said_so(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        patch.setenv("HOME", name)
        with sshd(Path(name)) as (url, here):
            here.served.chmod(0o555)
            with pytest.raises(HostError, match="can't be written to"):
                machine(tmp_path, "desk", url, new_key(), first=True)
    assert not (tmp_path / "desk/sync/state.json").exists()
