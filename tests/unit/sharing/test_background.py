from __future__ import annotations

import os
from pathlib import Path

import pytest

from phrasebook.sharing.background import DAILY, LASTING, Background, watched
from phrasebook.sharing.errors import HostError
from phrasebook.sharing.hosts import open_host
from phrasebook.sharing.hosts.base import TIMESTAMP
from phrasebook.sharing.names import PUBLIC
from phrasebook.sharing.poll import Poller
from phrasebook.sharing.subscription import State
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
        self.background = Background(
            [], lambda _n, s: self.news.append(s), lambda _n, s: self.trouble.append(s), self.update, lambda: self.now
        )
        self.one = watched(self.agent.subscription, self.agent.folder)

    def update(self, _name: str) -> int:
        self.updates += 1
        if not self.fails:
            update(self.agent.subscription, self.agent.folder)
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
    assert (scene.updates, len(scene.trouble)) == (3, 1), "a failed update is tried again"
    scene.fails = False
    scene.look()
    assert len(scene.news) == 1
    scene.share.rename(scene.share.with_name("gone"))
    scene.look()
    scene.now += LASTING
    scene.look()
    assert len(scene.trouble) == 2


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


def test_a_server_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(HostError, match="can't be reached"):
        Poller("http://127.0.0.1:9").changed()
