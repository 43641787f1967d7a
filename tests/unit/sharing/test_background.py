from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from phrasebook.sharing.background import DAILY, LASTING, Background, watched
from phrasebook.sharing.errors import HostError, SharingError
from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.hosts.base import TIMESTAMP
from phrasebook.sharing.join import Join
from phrasebook.sharing.names import PUBLIC
from phrasebook.sharing.poll import Poller
from phrasebook.sharing.subscription import State, Subscription
from phrasebook.sharing.update import update
from tests.unit.sharing.company import Agent, Company, bundle, phrase


class Scene:
    """A company in a folder, and an agent's background whose updates run here."""

    def __init__(self, tmp_path: Path) -> None:
        self.share = tmp_path / "share"
        self.share.mkdir()
        self.company = Company(open_host(str(self.share)))
        self.agent = Agent(tmp_path / "agent", self.company.join, ())
        self.now = 1_000_000.0
        self.updates = 0
        self.fails = False
        self.news: list[State] = []
        self.trouble: list[State] = []
        self.relief: list[str] = []
        self.refreshed: list[str] = []
        self.background = Background(
            [],
            on_news=lambda _name, state: self.news.append(state),
            on_trouble=lambda _name, state: self.trouble.append(state),
            on_relief=self.relief.append,
            published=["file:///here"],
            run_update=self.update,
            run_refresh=lambda url: self.refreshed.append(url) or 0,
            clock=lambda: self.now,
        )
        self.one = watched(self.agent.subscription, self.agent.folder)

    def update(self, _name: str) -> int:
        self.updates += 1
        try:
            if not self.fails:
                update(self.agent.subscription, self.agent.folder)
        except SharingError:
            return 1
        return 1 if self.fails else 0

    def look(self) -> None:
        self.background.look(self.one)


@pytest.fixture
def scene(tmp_path: Path) -> Scene:
    return Scene(tmp_path)


def test_an_update_runs_when_something_was_published_and_once_a_day(scene: Scene) -> None:
    scene.company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    scene.look()
    scene.look()
    assert (scene.updates, len(scene.news)) == (1, 1)
    assert scene.news[0].news[0].added == 1
    scene.company.public.publish(bundle(PUBLIC, "p", phrase(1, "二")))
    scene.look()
    assert (scene.updates, len(scene.news)) == (2, 2)
    scene.now += DAILY + 1
    scene.look()
    assert (scene.updates, len(scene.news)) == (3, 2)


def test_trouble_is_told_once_it_lasts_and_ends(scene: Scene) -> None:
    scene.company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    scene.fails = True
    scene.look()
    assert scene.trouble == []
    scene.now += LASTING
    scene.look()
    scene.look()
    assert (scene.updates, len(scene.trouble)) == (2, 1), "a failed update is tried again, but not at every look"
    scene.now += LASTING
    scene.fails = False
    scene.look()
    assert (len(scene.news), scene.relief) == (1, ["蓝天"])


def test_a_host_that_is_gone_is_told_with_words_for_it(scene: Scene) -> None:
    scene.look()
    scene.share.rename(scene.share.with_name("gone"))
    scene.look()
    assert scene.updates == 1, "a poll that fails starts no process"
    scene.now += LASTING
    scene.look()
    scene.look()
    assert (scene.updates, len(scene.trouble)) == (2, 1)
    assert "there is no folder" in scene.trouble[0].trouble
    assert scene.trouble[0].since
    scene.share.with_name("gone").rename(scene.share)
    scene.now += LASTING
    scene.look()
    assert scene.relief == ["蓝天"]


def test_tries_become_rare_while_there_is_trouble(scene: Scene) -> None:
    scene.fails = True
    for _ in range(24 * 60):
        scene.look()
        scene.now += 60
    assert 24 <= scene.updates <= 32


def test_what_is_published_here_is_confirmed_once_a_day(scene: Scene) -> None:
    for _ in range(3):
        scene.background.confirm()
        scene.now += DAILY / 2 + 1
    assert scene.refreshed == ["file:///here"] * 2


def test_a_host_that_only_a_process_can_ask_is_asked_seldom(scene: Scene) -> None:
    assert watched(scene.agent.subscription, scene.agent.folder).poller
    scene.one.poller = None
    for _ in range(20):
        scene.look()
        scene.now += 60
    assert scene.updates == 2
    other = Join("sftp://files.example.com/srv", 1, "0" * 64)
    assert watched(Subscription("a", other), scene.agent.folder).poller is None


def test_a_poll_costs_nothing_when_nothing_changed_and_sees_through_an_equal_tag(tmp_path: Path) -> None:
    from tests.servers.nginx import nginx

    with nginx() as (url, here):
        stamp = here.served / TIMESTAMP
        stamp.parent.mkdir()

        def write(data: bytes) -> None:
            stamp.write_bytes(data)
            os.utime(stamp, (1_000_000, 1_000_000))

        write(b"one")
        poller = Poller(url)
        assert poller.changed()
        assert not poller.changed()
        write(b"two")
        assert [poller.changed() for _ in range(9)].count(True) == 1, "nginx says 304 until a poll without a tag"
        stamp.unlink()
        with pytest.raises(HostError, match="404"):
            poller.changed()
        assert " 304 " in (here.log / "access.log").read_text()


def test_a_daemon_that_polls_loads_nothing_that_verifies(scene: Scene) -> None:
    scene.company.public.publish(bundle(PUBLIC, "p", phrase(1, "一")))
    from tests.servers.nginx import nginx

    with nginx() as (url, here):
        shutil.copytree(scene.share, here.served, dirs_exist_ok=True)
        code = (
            "import sys; from pathlib import Path\n"
            "from phrasebook.sharing.background import Background, watched\n"
            "from phrasebook.sharing.standings import standing\n"
            "from phrasebook.sharing.subscription import parse_subscription\n"
            "background = Background([], print, print, run_update=lambda name: 0, run_refresh=lambda url: 0)\n"
            "for url in sys.argv[1:]:\n"
            "    one = watched(parse_subscription('a', url + '#1:' + 64 * '0'), Path('/nowhere'))\n"
            "    background.look(one)\n"
            "    assert one.updated, url\n"
            "    standing(one.subscription, one.folder)\n"
            "wrong = {'tuf', 'securesystemslib', 'urllib3', 'cryptography', 'paramiko', 'obstore'} & set(sys.modules)\n"
            "sys.exit(', '.join(wrong) or 0)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code, f"file://{scene.share}", url], capture_output=True, text=True
        )
    assert done.stderr == ""


def test_a_server_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="can't be reached"):
        Poller("http://127.0.0.1:9").changed()
