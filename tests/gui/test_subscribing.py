"""What the daemon makes of news and troubles of subscriptions."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from phrasebook.folders import Folders
from phrasebook.gui.subscribing import Subscribing, news_names, news_title
from phrasebook.sharing import background
from phrasebook.sharing.subscription import News, State, folder_of, write_state

JOIN = f"https://phrases.example.com#1:{'0' * 64}"


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    return Folders.default()


class Still:
    """A background that does nothing."""

    def __init__(self, subscriptions: object, **options: object) -> None:
        self.subscriptions, self.options, self.running = subscriptions, options, False
        started.append(self)

    def start(self) -> None:
        self.running = True

    def stop(self) -> None:
        self.running = False


started: list[Still] = []


@pytest.fixture
def subscribing(app: QApplication, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Subscribing:
    started.clear()
    monkeypatch.setattr(background, "Background", Still)
    return Subscribing(folders)


def test_news_in_one_line() -> None:
    changed = News("问候", "public", 0, 1, 0, ("您好",))
    assert news_title(State(news=(changed, News("催付", "public", 2, 0, 0)))) == "公共话术更新：新增 2，修改 1"
    assert news_title(State(news=(News("常用", "department/售后组", 0, 0, 3),))) == "售后组话术更新：删除 3"
    assert news_title(State(news=(changed, News("常用", "department/售后组", 1, 0, 0)))) == "话术更新：新增 1，修改 1"
    assert news_title(State()) == ""
    assert news_names(State(news=(changed,))) == "您好"
    assert news_names(State(news=(changed, News("催付", "public", 2, 0, 0)))) == "问候、催付"
    many = tuple(News(name, "public", 1, 0, 0) for name in "一二三四")
    assert news_names(State(news=many)) == "一、二、三…"


def test_it_runs_for_what_the_settings_name_and_is_begun_anew_when_they_change(subscribing: Subscribing) -> None:
    subscribing.use({})
    assert started == []
    subscribing.use({"蓝天": JOIN})
    subscribing.use({"蓝天": JOIN})
    assert [one.running for one in started] == [True]
    subscribing.use({"蓝天": f"{JOIN} 售后组"})
    assert [one.running for one in started] == [False, True]
    subscribing.use({})
    assert [one.running for one in started] == [False, False]


def test_a_subscription_that_cannot_be_understood_is_noted_and_the_others_go_on(subscribing: Subscribing) -> None:
    subscribing.use({"坏": "nonsense", "蓝天": JOIN})
    assert subscribing.note.startswith("subscriptions.坏: ")
    assert len(started[0].subscriptions) == 1  # type: ignore[arg-type]  # a list


def test_trouble_is_told_noted_and_goes(subscribing: Subscribing) -> None:
    subscribing.use({"蓝天": JOIN})
    told, noted = QSignalSpy(subscribing.told), QSignalSpy(subscribing.noted)
    started[0].options["on_trouble"]("蓝天", State(trouble="连不上", since=time.time()))  # type: ignore[operator]
    assert "起未确认" in told.at(0)[0]
    assert "连不上" in told.at(0)[1]
    assert not told.at(0)[2]
    assert "蓝天 自 " in subscribing.note
    started[0].options["on_relief"]("蓝天")  # type: ignore[operator]
    assert (subscribing.note, noted.count(), told.count()) == ("", 2, 1)


def test_trouble_that_began_before_the_daemon_is_noted_at_once(subscribing: Subscribing, folders: Folders) -> None:
    write_state(folder_of(folders, "蓝天"), State(trouble="连不上", since=time.time() - 3600))
    subscribing.use({"蓝天": JOIN})
    assert "起未确认" in subscribing.note
    assert subscribing.report()[0]["trouble"] == "连不上"


def test_a_leads_machine_confirms_what_it_publishes(subscribing: Subscribing, folders: Folders) -> None:
    from phrasebook.sharing.state import Publishing
    from phrasebook.sharing.state import write_state as remember

    remember(folders.data / "publishing/a.json", Publishing(url="file:///srv", join=JOIN))
    subscribing.use({})
    assert started == [], "without a key there is nothing to confirm with"
    (folders.config / "keys").mkdir()
    (folders.config / "keys/li.key").write_text("")
    subscribing.use({"蓝天": JOIN})
    assert started[0].options["published"] == ("file:///srv",)
