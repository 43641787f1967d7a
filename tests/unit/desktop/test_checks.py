import gc
import subprocess
import warnings
from pathlib import Path

import pytest

from phrasebook.desktop import checks
from phrasebook.desktop.checks import State

LDD = """
        linux-vdso.so.1 (0x00007ffd)
        libxcb-cursor.so.0 => not found
        libxcb-icccm.so.4 => not found
        libX11.so.6 => /lib/x86_64-linux-gnu/libX11.so.6 (0x00007f)
        libxcb-cursor.so.0 => not found
"""


def test_the_library_that_is_missing_is_named() -> None:
    assert checks.missing_libraries(LDD) == ("libxcb-cursor.so.0", "libxcb-icccm.so.4")
    assert checks.missing_libraries("libc.so.6 => /lib/libc.so.6") == ()


@pytest.mark.parametrize(
    ("library", "package"),
    [
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libEGL.so.1", "libegl1"),
        ("libX11-xcb.so.1", "libx11-xcb1"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libz.so.1.2.3", "libz1"),
    ],
)
def test_its_debian_package_too(library: str, package: str) -> None:
    assert checks.package_of(library) == package


def fake(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is the whole PATH."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def test_a_plugin_that_lacks_libraries(programs: Path) -> None:
    fake(programs, "ldd", "echo '  libxcb-shape.so.0 => not found'")
    fake(programs, "apt-get", "true")
    (check,) = checks.xcb_checks(lambda: programs / "libqxcb.so")
    assert (check.state, check.fix) == (State.BROKEN, "sudo apt install libxcb-shape0")
    fake(programs, "ldd", "echo '  libc.so.6 => /lib/libc.so.6'")
    assert [check.state for check in checks.xcb_checks(lambda: programs / "libqxcb.so")] == [State.OK]


def test_qt_that_cannot_be_loaded_names_the_package(monkeypatch: pytest.MonkeyPatch, programs: Path) -> None:
    fake(programs, "python", "echo 'ImportError: libEGL.so.1: cannot open shared object file' >&2; exit 1")
    monkeypatch.setattr("sys.executable", str(programs / "python"))
    check = checks.qt_check()
    assert check.state is State.BROKEN
    assert check.fix.endswith("libegl1")


def test_fonts(programs: Path) -> None:
    assert checks.font_check().state is State.WARNING
    fake(programs, "fc-list", "true")
    assert checks.font_check().state is State.BROKEN
    fake(programs, "fc-list", "echo 'Noto Sans CJK SC,Noto'")
    assert checks.font_check().message == "Noto Sans CJK SC"


def test_copy_needs_a_program(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert "xclip" in checks.copy_check().fix
    fake(programs, "xsel", "true")
    assert checks.copy_check().state is State.OK
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "wl-clipboard" in checks.copy_check().fix


@pytest.mark.parametrize(
    ("running", "bus", "module", "state"),
    [
        ((), True, "", State.WARNING),
        (("fcitx5",), True, "", State.OK),
        (("fcitx5",), True, "fcitx", State.OK),
        (("ibus-daemon",), True, "ibus", State.OK),
        (("ibus-daemon",), True, "xim", State.WARNING),
        (("fcitx5",), False, "ibus", State.BROKEN),
    ],
)
def test_input_methods(
    monkeypatch: pytest.MonkeyPatch, running: tuple[str, ...], bus: bool, module: str, state: State
) -> None:
    monkeypatch.setattr(checks, "_is_running", lambda name: name in running)
    monkeypatch.setattr("os.getuid", lambda: 987654)
    monkeypatch.setenv("QT_IM_MODULE", module)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/x" if bus else "")
    check = checks.input_method_check()
    assert check.state is state
    assert state is State.OK or check.fix


def test_a_running_program_is_found_by_name() -> None:
    with subprocess.Popen(["sleep", "60"]) as sleeper:
        try:
            own = Path(f"/proc/{sleeper.pid}/comm").read_text().strip()
            assert checks._is_running(own)
        finally:
            sleeper.kill()
    assert not checks._is_running("no such program")


def test_without_a_display_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
        monkeypatch.delenv(name, raising=False)
    by_name = {check.name: check for check in checks.desktop_checks("<ctrl>+<alt>+<space>")}
    assert by_name["desktop"].state is State.BROKEN
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    by_name = {check.name: check for check in checks.desktop_checks("<ctrl>+<alt>+<space>")}
    assert by_name["desktop"].state is State.WARNING
    assert "phrasebook pick" in by_name["desktop"].fix


def test_a_display_that_cannot_be_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISPLAY", ":987")
    monkeypatch.delenv("XDG_SESSION_TYPE", raising=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # python-xlib forgets the sockets that it tried
        by_name = {check.name: check for check in checks.desktop_checks("<ctrl>+<alt>+<space>")}
        gc.collect()
    assert by_name["desktop"].state is State.BROKEN
    assert "hotkey" not in by_name
