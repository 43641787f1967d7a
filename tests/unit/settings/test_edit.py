import stat
from pathlib import Path

import pytest

from phrasebook.errors import SettingsError, UsageError
from phrasebook.settings import AppOverride, Settings
from phrasebook.settings.edit import key_path, value_of, write_setting

OLD = """# our shop
theme = "dark" # for the night shift

[variables]
# whoever sits here
agent = "小蓝"

[apps."a.b"]
wait=1
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "config" / "settings.toml"
    file.parent.mkdir()
    file.write_text(OLD)
    return file


def test_one_setting_changes_and_everything_else_stays(path: Path) -> None:
    write_setting(path, "variables.agent", "小红")
    assert path.read_text() == OLD.replace("小蓝", "小红")
    write_setting(path, "theme", "light")
    assert path.read_text() == OLD.replace("小蓝", "小红").replace("dark", "light")


def test_every_kind_of_key(path: Path) -> None:
    write_setting(path, "hotkey", "<ctrl>+<f2>")
    write_setting(path, "hotkeys.<ctrl>+<alt>+.", "thdz")
    write_setting(path, "apps.a.b.wait", "0.2")
    write_setting(path, "apps.x.y.paste", "<ctrl>+<shift>+v")
    write_setting(path, "subscriptions.shop", "u")
    settings = Settings.load(path)
    assert settings.hotkey == "<ctrl>+<f2>"
    assert settings.hotkeys == {"<ctrl>+<alt>+.": "thdz"}
    assert settings.apps == {"a.b": AppOverride(wait=0.2), "x.y": AppOverride(paste="<ctrl>+<shift>+v")}
    assert value_of(settings, "apps.a.b.wait") == 0.2
    assert value_of(settings, "apps.a.b.paste") is None
    assert value_of(settings, "apps.none.paste") is None
    assert value_of(settings, "hotkeys.<ctrl>+<alt>+.") == "thdz"
    assert value_of(settings, "theme") == "dark"
    assert value_of(settings, "language") is None


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    write_setting(path, "language", "en")
    assert path.read_text() == 'language = "en"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_taking_out(path: Path) -> None:
    write_setting(path, "theme", None)
    write_setting(path, "variables.agent", None)
    write_setting(path, "apps.none.paste", None)
    assert Settings.load(path) == Settings(apps={"a.b": AppOverride(wait=1.0)})


@pytest.mark.parametrize(
    ("key", "value", "kind"),
    [
        ("hotkey", "Ctrl+Space", SettingsError),
        ("theme", "pink", SettingsError),
        ("apps.x.wait", "90", SettingsError),
        ("apps.x.wait", "long", UsageError),
        ("hotkeys.a", "thdz", SettingsError),
        ("nothing", "x", UsageError),
        ("theme.more", "x", UsageError),
        ("variables", "x", UsageError),
        ("apps.x", "x", UsageError),
        ("apps.x.colour", "x", UsageError),
    ],
)
def test_what_cannot_be_changes_nothing(path: Path, key: str, value: str, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        write_setting(path, key, value)
    assert path.read_text() == OLD


def test_a_file_with_a_mistake_is_not_touched(path: Path) -> None:
    path.write_text("theme = dark\n")
    with pytest.raises(SettingsError):
        write_setting(path, "theme", "light")
    assert path.read_text() == "theme = dark\n"


def test_names_may_hold_dots() -> None:
    assert key_path("apps.com.tencent.wechat.send_key") == ("apps", "com.tencent.wechat", "send_key")
    assert key_path("variables.a.b") == ("variables", "a.b")
