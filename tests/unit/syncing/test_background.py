from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from phrasebook.syncing import background
from phrasebook.syncing.background import LASTING, BackgroundSync, News
from phrasebook.syncing.local import Status, write_status
from tests.unit.syncing.machines import block, pair


class Scene:
    """A machine, and its background whose syncs run here."""

    def __init__(self, tmp_path: Path) -> None:
        self.desk, self.home = pair(tmp_path)
        self.now = 1_000_000.0
        self.fails = False
        self.runs = 0
        self.ran = threading.Event()
        self.news: list[News] = []
        self.trouble: list[Status] = []
        self.background = BackgroundSync(
            self.home.sync.folder,
            self.home.library,
            self.news.append,
            self.trouble.append,
            self.run,
            lambda: self.now,
        )

    def run(self) -> News | None:
        self.runs += 1
        if self.fails:
            write_status(self.home.sync.folder, Status(trouble="gone", since=1_000_000.0))
            return None
        report = self.home.synced()
        self.ran.set()
        return News(report.received, report.removed, report.copies)


def test_news_are_told_and_a_machine_that_does_not_sync_is_left_alone(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.desk.write("a", block(1, "一"))
    scene.desk.synced()
    scene.background.look()
    scene.background.look()
    assert (scene.runs, scene.news) == (2, [News(("一",))])
    scene.home.sync.turn_off()
    scene.background.look()
    assert scene.runs == 2


def test_trouble_is_told_once_it_lasts(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.fails = True
    scene.background.look()
    assert scene.trouble == []
    scene.now += LASTING
    scene.background.look()
    scene.background.look()
    assert [status.trouble for status in scene.trouble] == ["gone"]
    scene.fails = False
    scene.background.look()
    assert scene.news == [News()], "it works again"
    scene.fails = True
    scene.background.look()
    assert len(scene.trouble) == 2


def test_an_edit_is_sent_soon_and_stopping_ends_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SOON", 0.01)
    scene = Scene(tmp_path)
    before = threading.active_count()
    scene.background.start()
    assert scene.ran.wait(20)
    scene.ran.clear()
    scene.home.write("a", block(1, "一"))
    scene.background.edited()
    assert scene.ran.wait(20)
    scene.desk.synced()
    assert scene.desk.texts() == ["一"]
    scene.background.stop()
    for thread in threading.enumerate():
        if thread.name == "personal sync":
            thread.join(20)
    assert threading.active_count() == before


def test_the_worker_says_what_it_brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / "home"))
    assert background.sync_process() is None, "syncing is off"
    (tmp_path / "share").mkdir()
    command = [sys.executable, "-m", "phrasebook", "sync", "on", str(tmp_path / "share")]
    subprocess.run(command, check=True, capture_output=True)
    assert background.sync_process() == News()
