import stat
from pathlib import Path

import pytest

from phrasebook.errors import DaemonError, PhrasebookError
from phrasebook.folders import Folders


def test_phrasebook_home_moves_everything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / "h"))
    folders = Folders.default()
    assert folders.settings_file == tmp_path / "h/settings.toml"
    assert folders.library == tmp_path / "h/library"
    assert folders.usage_file == tmp_path / "h/data/usage.sqlite"
    assert folders.cache == tmp_path / "h/cache"
    folders.make()
    assert stat.S_IMODE(folders.run.stat().st_mode) == 0o700
    assert not folders.library.exists(), "a first start copies and makes nothing there"


def test_the_system_decides_otherwise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PHRASEBOOK_HOME", raising=False)
    for name in ("CONFIG", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folders = Folders.default()
    assert folders.settings_file == tmp_path / "CONFIG/phrasebook/settings.toml"
    assert folders.library == tmp_path / "DATA/phrasebook/library"
    assert folders.socket == tmp_path / "phrasebook/daemon.sock"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "none"))
    assert Folders.default().run == tmp_path / "CACHE/phrasebook/run"
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert Folders.default().run == tmp_path / "CACHE/phrasebook/run"


def test_a_long_path_still_has_a_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / ("长" * 30)))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    folders = Folders.default()
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path / ("短" * 30)))
    assert Folders.default().run != folders.run
    assert folders.run.parent == tmp_path
    folders.make()
    assert stat.S_IMODE(folders.run.stat().st_mode) == 0o700


def test_a_run_folder_that_others_can_enter_is_closed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    folders = Folders.default()
    folders.run.mkdir(mode=0o777)
    folders.run.chmod(0o777)
    folders.make()
    assert stat.S_IMODE(folders.run.stat().st_mode) == 0o700


@pytest.mark.parametrize("trap", ["link", "file", "somebody else's"])
def test_a_run_folder_that_is_not_ours_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trap: str) -> None:
    monkeypatch.setenv("PHRASEBOOK_HOME", str(tmp_path))
    folders = Folders.default()
    if trap == "link":
        (tmp_path / "elsewhere").mkdir()
        folders.run.symlink_to(tmp_path / "elsewhere")
    elif trap == "file":
        folders.run.write_text("")
    else:
        folders.run.mkdir(mode=0o700)
        monkeypatch.setattr("os.getuid", lambda: folders.run.stat().st_uid + 1)
    with pytest.raises((DaemonError, PhrasebookError)):
        folders.make()
    with pytest.raises(DaemonError):
        folders.check_run()
