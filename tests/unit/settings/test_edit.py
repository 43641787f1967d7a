import stat
from pathlib import Path

import pytest

from phrasebook.errors import SettingsError, UsageError
from phrasebook.model import Window
from phrasebook.settings import AppOverride, SearchSettings, Settings
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
    assert value_of(settings, "search.fuzzy_pinyin") is True


def test_the_search_is_set_by_name_too(path: Path) -> None:
    write_setting(path, "search.fuzzy_pinyin", "false")
    write_setting(path, "search.double_pinyin", "microsoft")
    write_setting(path, "search.count_unanswered", "true")
    settings = Settings.load(path)
    assert settings.search == SearchSettings(fuzzy_pinyin=False, double_pinyin="microsoft")
    assert value_of(settings, "search.fuzzy_pinyin") is False
    assert value_of(settings, "search.double_pinyin") == "microsoft"
    write_setting(path, "search.double_pinyin", "")
    write_setting(path, "search.fuzzy_pinyin", None)
    assert Settings.load(path).search == SearchSettings()


def test_a_file_that_is_not_there_is_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.toml"
    write_setting(path, "language", "en")
    assert path.read_text() == 'language = "en"\n'
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_true_and_false(path: Path) -> None:
    write_setting(path, "apps.zalo.files", "true")
    write_setting(path, "apps.wechat.files", "false")
    settings = Settings.load(path)
    assert settings.for_window(Window(1, program="Zalo")).files
    assert not settings.for_window(Window(1, program="WeChat")).files
    with pytest.raises(UsageError):
        write_setting(path, "apps.zalo.files", "yes")


@pytest.mark.parametrize(
    ("before", "key", "after"),
    [
        ("[apps.xterm]\nwait = 1\n\n[variables]\na = 'b'\n", "apps.xterm.wait", "[variables]\na = 'b'\n"),
        ("[apps.x]\nwait = 1\npaste = '<f2>'\n", "apps.x.wait", "[apps.x]\npaste = '<f2>'\n"),
        ("[apps.x]\nwait = 1\n[apps.y]\nwait = 2\n", "apps.x.wait", "[apps.y]\nwait = 2\n"),
        ("[apps]\nx = {wait = 1}\n", "apps.x.wait", ""),
        ("[hotkeys]\n'<f1>' = 'a'\n", "hotkeys.<f1>", ""),
        ("[apps.x]\n# slow here\nwait = 1\n", "apps.x.wait", "[apps.x]\n# slow here\n"),
        ("[apps.x] # slow here\nwait = 1\n", "apps.x.wait", "[apps.x] # slow here\n"),
        ("[apps]\n# all of them\n[apps.x]\nwait = 1\n", "apps.x.wait", "[apps]\n# all of them\n"),
        ("theme = 'dark'\n", "hotkeys.<f1>", "theme = 'dark'\n"),
    ],
)
def test_an_empty_table_goes_too_unless_somebody_wrote_into_it(path: Path, before: str, key: str, after: str) -> None:
    path.write_text(before)
    write_setting(path, key, None)
    assert path.read_text() == after


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
        ("search", "x", UsageError),
        ("search.blurred", "true", UsageError),
        ("search.fuzzy_pinyin", "no", UsageError),
        ("search.double_pinyin", "flypy", SettingsError),
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
