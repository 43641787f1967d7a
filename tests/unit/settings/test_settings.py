from pathlib import Path
from typing import get_args

import pytest

from phrasebook.errors import SettingsError
from phrasebook.language import Language
from phrasebook.model import Window
from phrasebook.search.spelling import Scheme
from phrasebook.settings import AppOverride, AppSettings, DoublePinyin, SearchSettings, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_a_file_the_defaults_hold(path: Path) -> None:
    settings = Settings.load(path)
    assert settings == Settings()
    assert (settings.hotkey, settings.send_key, settings.theme) == ("<ctrl>+<alt>+<space>", "<enter>", "system")
    assert settings.language is None


def test_everything_that_can_be_set(path: Path) -> None:
    path.write_text("""
hotkey = "<ctrl>+<f2>"
send_key = "<ctrl>+<enter>"
language = "zh-CN"
theme = "dark"
[hotkeys]
"<ctrl>+<alt>+1" = "thdz"
[variables]
agent = "小蓝"
[apps."千牛"]
send_key = "<ctrl>+<enter>"
wait = 1
[subscriptions]
shop = "https://example.com/x#1:ab"
[search]
fuzzy_pinyin = false
double_pinyin = "xiaohe"
count_unanswered = false
""")
    assert Settings.load(path) == Settings(
        hotkey="<ctrl>+<f2>",
        send_key="<ctrl>+<enter>",
        language=Language.ZH,
        theme="dark",
        hotkeys={"<ctrl>+<alt>+1": "thdz"},
        variables={"agent": "小蓝"},
        apps={"千牛": AppOverride(send_key="<ctrl>+<enter>", wait=1.0)},
        subscriptions={"shop": "https://example.com/x#1:ab"},
        search=SearchSettings(fuzzy_pinyin=False, double_pinyin="xiaohe", count_unanswered=False),
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", SearchSettings(fuzzy_pinyin=True, double_pinyin="", count_unanswered=True)),
        ('double_pinyin = ""', SearchSettings()),
        ('double_pinyin = "ziranma"', SearchSettings(double_pinyin="ziranma")),
        ("count_unanswered = false", SearchSettings(count_unanswered=False)),
    ],
)
def test_what_is_not_said_about_the_search_holds_as_before(path: Path, text: str, expected: SearchSettings) -> None:
    path.write_text(f"[search]\n{text}\n")
    assert Settings.load(path).search == expected


def test_each_scheme_of_double_pinyin_is_one_that_the_search_knows() -> None:
    assert get_args(DoublePinyin) == get_args(Scheme)


@pytest.mark.parametrize(
    ("text", "line", "key", "hint"),
    [
        ('hotky = "x"', 2, "hotky", "hotkey"),
        ('hotkey = "Ctrl+Space"', 2, "hotkey", "<ctrl>+<space>"),
        ("hotkey = 3", 2, "hotkey", "…"),
        ('theme = "drak"', 2, "theme", "dark"),
        ('language = "zh"', 2, "language", "zh-CN"),
        ("variables = 3", 2, "variables", "[variables]"),
        ("[variables]\n\nagent = 3", 4, "variables.agent", "…"),
        ('[hotkeys]\n"<ctrl>+1" = "a"\n"q" = "b"', 4, "hotkeys.q", "<ctrl>"),
        ('[apps."a.b"]\nwiat = 1', 3, "apps.a.b.wiat", "wait"),
        ('[apps."a.b"]\nwait = 50', 3, "apps.a.b.wait", "0.05"),
        ('[apps."a.b"]\nwait = true', 3, "apps.a.b.wait", "0.05"),
        ("[apps.x]\nwait = nan", 3, "apps.x.wait", "0.05"),
        ('[apps]\nx = {paste = "ctrl+v"}', 3, "apps.x.paste", "<ctrl>+v"),
        ("[apps]\nx = 3", 3, "apps.x", "[x]"),
        ('[[apps]]\nx = "3"', 2, "apps", "[apps]"),
        ("search = true", 2, "search", "[search]"),
        ("[search]\nfuzy_pinyin = true", 3, "search.fuzy_pinyin", "fuzzy_pinyin"),
        ('[search]\nfuzzy_pinyin = "no"', 3, "search.fuzzy_pinyin", "without quotes"),
        ("[search]\n\ncount_unanswered = 0", 4, "search.count_unanswered", "quotes"),
        ('[search]\ndouble_pinyin = "flypy"', 3, "search.double_pinyin", "xiaohe"),
        ('[search]\ndouble_pinyin = "xiaoh"', 3, "search.double_pinyin", "xiaohe?"),
        ("[search]\ndouble_pinyin = false", 3, "search.double_pinyin", "…"),
    ],
)
def test_a_mistake_is_named_with_its_line(path: Path, text: str, line: int, key: str, hint: str) -> None:
    path.write_text(f"# settings\n{text}\n")
    with pytest.raises(SettingsError) as raised:
        Settings.load(path)
    assert raised.value.message.startswith(f"{path}:{line}: {key}: ")
    assert hint in raised.value.hint


def test_what_is_no_toml_is_named_with_line_and_column(path: Path) -> None:
    path.write_text("a = 1\nhotkey = “x”\n")
    with pytest.raises(SettingsError) as raised:
        Settings.load(path)
    assert raised.value.message.startswith(f"{path}:2:10: ")
    path.write_bytes(b"\n\xff")
    with pytest.raises(SettingsError, match=":2: "):
        Settings.load(path)
    path.unlink()
    path.mkdir()
    with pytest.raises(SettingsError):
        Settings.load(path)


def ways(settings: Settings, program: str) -> AppSettings:
    return settings.for_window(Window(1, program=program))


def test_terminals_have_their_own_chords() -> None:
    usual = Settings()
    assert ways(usual, "Hexchat") == AppSettings("<ctrl>+v", "<enter>", 0.03)
    assert usual.for_window(None) == AppSettings("<ctrl>+v", "<enter>", 0.03)
    assert ways(usual, "XTerm").paste == "<shift>+<insert>"
    for name in ("gnome-terminal-server", "konsole", "Xfce4-terminal", "Alacritty", "kitty", "foot"):
        assert ways(usual, name).paste == "<ctrl>+<shift>+v"


def test_browsers_and_chat_programs_take_pictures_as_files_too() -> None:
    usual = Settings()
    assert all(ways(usual, name).files for name in ("Chromium", "Google-chrome", "wechat", "TelegramDesktop"))
    assert not any(ways(usual, name).files for name in ("Hexchat", "qt-edit", ""))


def test_the_settings_go_before_what_is_built_in() -> None:
    settings = Settings(
        send_key="<ctrl>+<enter>",
        apps={
            "TERM": AppOverride(wait=0.5),
            "xterm": AppOverride(send_key="<alt>+s"),
            "Chrom": AppOverride(paste="<ctrl>+<shift>+v", send_key="<enter>", wait=0.0),
        },
    )
    assert ways(settings, "xterm") == AppSettings("<shift>+<insert>", "<alt>+s", 0.5)
    assert ways(settings, "chromium") == AppSettings("<ctrl>+<shift>+v", "<enter>", 0.0, files=True)
    assert ways(settings, "hexchat") == AppSettings("<ctrl>+v", "<ctrl>+<enter>", 0.03)
    assert ways(settings, "") == AppSettings("<ctrl>+v", "<ctrl>+<enter>", 0.03)


def test_the_longest_name_goes_first() -> None:
    settings = Settings(apps={"qq": AppOverride(wait=1.0), "qqbrowser": AppOverride(wait=2.0)})
    assert ways(settings, "QQBrowser").wait == 2.0
    assert ways(settings, "QQ").wait == 1.0
