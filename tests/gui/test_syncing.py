"""What the daemon makes of news and troubles of personal phrases on other machines."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from phrasebook.folders import Folders
from phrasebook.gui.syncing import Syncing, news_title
from phrasebook.syncing import background
from phrasebook.syncing.background import News
from phrasebook.syncing.local import Status


class Still:
    """A background that only notes what it is told."""

    def __init__(self, *arguments: object) -> None:
        self.arguments, self.heard = arguments, list[str]()
        started.append(self)

    def start(self) -> None:
        self.heard.append("start")

    def edited(self) -> None:
        self.heard.append("edited")

    def stop(self) -> None:
        self.heard.append("stop")


started: list[Still] = []


@pytest.fixture
def syncing(app: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Syncing:
    started.clear()
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    monkeypatch.setattr(background, "BackgroundSync", Still)
    return Syncing(Folders.default())


def test_it_begins_once_syncing_is_on(syncing: Syncing, tmp_path: Path) -> None:
    syncing.start()
    syncing.edited()
    assert started == []
    (tmp_path / "data/sync").mkdir(parents=True)
    (tmp_path / "data/sync/state.json").touch()
    syncing.start()
    syncing.edited()
    syncing.close()
    syncing.close()
    assert [one.heard for one in started] == [["start", "edited", "stop"]]


def test_news_in_one_line() -> None:
    assert news_title(News(("甲", "乙"), ("丙",))) == "个人话术已同步：更新 2，删除 1"
    assert news_title(News(("甲",), (), ("乙（来自 公司）",))) == "1 条个人话术两台电脑都改了，两个版本都留着"
    assert news_title(News()) == ""


def test_trouble_is_noted_until_it_works_again(syncing: Syncing) -> None:
    told, noted = QSignalSpy(syncing.told), QSignalSpy(syncing.noted)
    syncing._trouble.emit(Status(trouble="连不上", hint="检查网络", since=1_800_000_000.0))
    assert "没有同步" in syncing.note
    assert told.at(0)[1:] == ["连不上 — 检查网络", False]
    syncing._news.emit(News())
    assert syncing.note == ""
    assert (told.count(), noted.count()) == (1, 2)
    syncing._news.emit(News(("甲", "乙", "丙", "丁")))
    assert told.at(1) == ["个人话术已同步：更新 4", "甲、乙、丙…", True]
