import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from phrasebook.watching import state, watch

PATIENCE = 20.0
"""Seconds after which a change that isn't told fails the test; it takes 0.3."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home/library/public").mkdir(parents=True)
    return tmp_path / "home"


class Told:
    """A watch in a thread, and what it told."""

    def __init__(self, home: Path) -> None:
        self._told: queue.Queue[None] = queue.Queue()
        self._stop = threading.Event()
        settings = home / "settings.toml"
        subscriptions = home / "data/subscriptions"
        before = state(home / "library", settings, subscriptions)
        arguments = (home / "library", lambda: self._told.put(None), self._stop, settings, before, subscriptions)
        self._thread = threading.Thread(target=watch, args=arguments, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        self._told.get(timeout=PATIENCE)
        while not self._told.empty():
            self._told.get()

    def close(self) -> None:
        self._stop.set()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()


@pytest.fixture
def told(home: Path) -> Iterator[Told]:
    watching = Told(home)
    (home / "library/public/first.toml").write_text("")
    watching.wait()  # also when this was written before the watch was set
    yield watching
    watching.close()


def test_every_kind_of_change_is_told(home: Path, told: Told) -> None:
    library = home / "library"
    (library / "public/a.toml").write_text("1")
    told.wait()
    (library / "public/a.toml").write_text("2")
    told.wait()
    (library / "department/x/images").mkdir(parents=True)
    told.wait()
    (library / "department/x/images/a.png").write_text("3")
    told.wait()
    (library / "public/a.toml").unlink()
    told.wait()


def test_settings_are_told_however_they_are_written(home: Path, told: Told) -> None:
    settings = home / "settings.toml"
    settings.write_text("1")
    told.wait()
    for _ in range(2):
        (home / "new").write_text("2")
        (home / "new").replace(settings)
        told.wait()


def test_a_library_that_goes_and_comes_back(home: Path, told: Told) -> None:
    library, away = home / "library", home.parent / "away"
    for _ in range(2):
        library.rename(away)
        told.wait()
        away.rename(library)
        told.wait()
        (library / "public/a.toml").write_text("again")
        told.wait()


def test_everything_goes_and_comes_back(home: Path, told: Told) -> None:
    home.rename(home.parent / "away")
    told.wait()
    (home.parent / "away").rename(home)
    told.wait()
    (home / "settings.toml").write_text("1")
    told.wait()


def test_a_library_that_comes_later(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    watching = Told(tmp_path / "home")
    (tmp_path / "home/library/public").mkdir(parents=True)
    (tmp_path / "home/library/public/a.toml").write_text("")
    watching.wait()
    watching.close()


def test_without_notifications_it_looks_now_and_then(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from phrasebook import watching as module

    def exhausted(*_places: Path, **_options: object) -> object:
        raise OSError(28, "inotify watch limit reached")

    monkeypatch.setattr(module, "watch_files", exhausted)
    watching = Told(home)
    (home / "library/public/a.toml").write_text("1")
    watching.wait()
    (home / "library/public/a.toml").write_text("22")
    watching.wait()
    watching.close()


def test_a_subscription_that_comes_is_swapped_and_goes(home: Path, told: Told) -> None:
    folder = home / "data/subscriptions/蓝天"
    for number in ("1", "2", "1"):
        (folder / "snapshots" / number).mkdir(parents=True, exist_ok=True)
        (folder / "new").symlink_to(f"snapshots/{number}")
        (folder / "new").replace(folder / "current")
        told.wait()
    (folder / "current").unlink()
    told.wait()
