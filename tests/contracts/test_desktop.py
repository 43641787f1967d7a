"""What every desktop adapter must do. Run by the fake (so that it stays honest) and by X11 on a private screen."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from typing import Protocol

import pytest

from phrasebook.delivery import Order, deliver
from phrasebook.desktop.base import Desktop, Format, Saved
from phrasebook.model import Content, Outcome, Window
from tests.fakes import FakeDesktop

HARD_TEXTS = {
    "chinese": "亲，您的包裹已经发出～请留意短信哦！",
    "emoji": "😊👍🏽👨‍👩‍👧‍👦🇨🇳",
    "lines": "第一行\n第二行\n\n\t第四行",
    "right to left": "שלום עולם مرحبا",
    "combining": "é Å ǹ ก็",
    "long": "很长的回复，" * 3333,
}


class Bench(Protocol):
    """A desktop with a writing window in front, another one beside it, and a way to look."""

    desktop: Desktop
    window: Window
    other: Window

    def text(self) -> str: ...

    def text_of_other(self) -> str: ...

    def copied_elsewhere(self, formats: dict[str, bytes]) -> None: ...

    def on_clipboard(self) -> dict[str, bytes]: ...

    def hotkey(self, combo: str) -> None: ...

    def select_all(self) -> None: ...

    def until(self, look: Callable[[], object], what: str) -> object: ...


class FakeBench:
    def __init__(self) -> None:
        self.desktop = FakeDesktop("writing", "other")
        self.window, self.other = (self.desktop.place(title).window for title in ("writing", "other"))

    def text(self) -> str:
        return self.desktop.place("writing").text

    def text_of_other(self) -> str:
        return self.desktop.place("other").text

    def copied_elsewhere(self, formats: dict[str, bytes]) -> None:
        self.desktop.clipboard.put(Saved(tuple(Format(name, data) for name, data in formats.items())))

    def on_clipboard(self) -> dict[str, bytes]:
        return {item.name: item.data for item in self.desktop.clipboard.save().formats}

    def hotkey(self, combo: str) -> None:
        if fired := self.desktop.bound.get(combo):
            fired(combo)

    def select_all(self) -> None:
        place = self.desktop.place("writing")
        place.selected = place.text

    def until(self, look: Callable[[], object], what: str) -> object:
        assert look(), what
        return look()


class X11Bench:
    def __init__(self, screen: object) -> None:
        from phrasebook.desktop.x11 import X11Desktop
        from tests.end2end.stage.hands import Hands
        from tests.end2end.stage.programs import Editor, clipboard_of
        from tests.end2end.stage.screen import Screen
        from tests.end2end.stage.waiting import until

        assert isinstance(screen, Screen)
        self._screen = screen
        self._dump = clipboard_of
        self._other = Editor(screen, "qt_edit", "other")
        self._editor = Editor(screen, "qt_edit", "writing")
        self._hands = Hands(screen.name)
        self.until = until
        self.desktop = X11Desktop("a test")
        noted = self.desktop.focused_window()
        assert noted is not None
        self.window = noted
        self.other = Window(self._other.window)

    def text(self) -> str:
        return self._editor.text()

    def text_of_other(self) -> str:
        return self._other.text()

    def copied_elsewhere(self, formats: dict[str, bytes]) -> None:
        from tests.end2end.stage.programs import Copier

        Copier(self._screen, formats)

    def on_clipboard(self) -> dict[str, bytes]:
        return self._dump(self._screen)

    def hotkey(self, combo: str) -> None:
        self._hands.tap(combo.replace("<", "").replace(">", ""))

    def select_all(self) -> None:
        self._hands.tap("ctrl+a")

    def close(self) -> None:
        self._hands.close()
        self.desktop.close()
        for editor in (self._editor, self._other):
            self._screen.processes.end(editor.process)


@pytest.fixture(params=["fake", "x11"])
def bench(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    if request.param == "fake":
        yield FakeBench()
        return
    screen = request.getfixturevalue("screen")
    monkeypatch.setenv("DISPLAY", screen.name)
    real = X11Bench(screen)
    yield real
    real.close()


def test_the_window_with_the_keyboard_is_known_by_title_and_program(bench: Bench) -> None:
    window = bench.desktop.focused_window()

    assert window is not None
    assert window.title == "writing"
    assert window.program
    assert window.pid > 0


@pytest.mark.parametrize("kind", HARD_TEXTS)
def test_every_text_arrives_exactly(bench: Bench, kind: str) -> None:
    delivery = deliver(bench.desktop, Order(bench.window, (Content(HARD_TEXTS[kind]),)))

    assert (delivery.outcome, delivery.reason) == (Outcome.PASTED, "")
    bench.until(lambda: bench.text() == HARD_TEXTS[kind], "the text to arrive")


def test_the_noted_window_gets_the_keyboard_back(bench: Bench) -> None:
    bench.desktop.focus(bench.other)
    bench.until(lambda: bench.desktop.has_focus(bench.other), "the other window to be active")

    deliver(bench.desktop, Order(bench.window, (Content("好的"),)))

    bench.until(lambda: bench.text() == "好的", "the text to arrive")
    assert bench.text_of_other() == ""


def test_a_key_is_only_pressed_in_the_window_that_has_the_keyboard(bench: Bench) -> None:
    bench.desktop.clipboard.offer(Content("不该出现"), bench.other)

    assert not bench.desktop.press("<ctrl>+v", bench.other)
    assert bench.text() == bench.text_of_other() == ""


def test_a_window_that_is_gone_is_known_to_be_gone(bench: Bench) -> None:
    assert bench.desktop.exists(bench.window)
    assert not bench.desktop.exists(Window(0x7FFFFF))
    assert not bench.desktop.has_focus(Window(0x7FFFFF))


@pytest.mark.parametrize(
    "formats",
    [
        {"text/plain": "订单号 123".encode()},
        {"text/html": "<b>粗体</b>".encode(), "text/plain": "粗体".encode()},
        {"text/uri-list": b"file:///tmp/a.png\r\nfile:///tmp/b.png\r\n"},
        {"application/x-own": bytes(range(256)) * 4000},
    ],
    ids=["text", "html", "files", "a megabyte"],
)
def test_the_clipboard_comes_back_whole(bench: Bench, formats: dict[str, bytes]) -> None:
    bench.copied_elsewhere(formats)
    before = bench.on_clipboard()

    deliver(bench.desktop, Order(bench.window, (Content("回复"),)))

    after = bench.on_clipboard()
    assert {name: after.get(name) for name in formats} == {name: before[name] for name in formats}
    assert set(before) <= set(after)


def test_an_empty_clipboard_is_empty_again(bench: Bench) -> None:
    saved = bench.desktop.clipboard.save()
    bench.desktop.clipboard.offer(Content("回复"), None)

    assert bench.desktop.clipboard.restore(Saved())
    assert bench.on_clipboard() == {}
    assert saved is not None


def test_what_somebody_copied_after_us_is_left_alone(bench: Bench) -> None:
    bench.desktop.clipboard.offer(Content("回复"), None)
    bench.copied_elsewhere({"text/plain": b"newer"})

    assert not bench.desktop.clipboard.restore(Saved((Format("text/plain", b"older"),), "older"))
    assert bench.on_clipboard()["text/plain"] == b"newer"


def test_a_reply_that_was_only_copied_can_be_read_by_everybody(bench: Bench) -> None:
    bench.desktop.clipboard.offer(Content("回复"), None)

    assert bench.on_clipboard()["text/plain"] == "回复".encode()


def write(bench: Bench, text: str) -> None:
    deliver(bench.desktop, Order(bench.window, (Content(text),)))
    bench.until(lambda: bench.text() == text, "the text to arrive")


def copy(bench: Bench, chord: str = "<ctrl>+c") -> str:
    return bench.desktop.clipboard.copied(bench.window, lambda: bench.desktop.press(chord, bench.window), 2.0)


def test_what_is_selected_in_a_window_is_known_without_copying(bench: Bench) -> None:
    write(bench, "第一行\n第二行😊")
    assert bench.desktop.selected(bench.window) == ""
    bench.select_all()

    bench.until(lambda: bench.desktop.selected(bench.window) == "第一行\n第二行😊", "the selection to be known")
    assert bench.desktop.selected(bench.other) == ""


def test_what_is_copied_for_us_leaves_the_clipboard_as_it_was(bench: Bench) -> None:
    formats = {"text/html": "<b>粗体</b>".encode(), "text/plain": "粗体".encode()}
    bench.copied_elsewhere(formats)
    before = bench.on_clipboard()
    write(bench, "选中的话")
    bench.select_all()

    assert copy(bench) == "选中的话"

    after = bench.on_clipboard()
    assert {name: after.get(name) for name in formats} == {name: before[name] for name in formats}
    assert copy(bench) == "选中的话", "a second time too, with the clipboard ours"
    assert {name: bench.on_clipboard().get(name) for name in formats} == {name: before[name] for name in formats}


def test_an_empty_clipboard_is_empty_again_after_copying(bench: Bench) -> None:
    bench.desktop.clipboard.offer(Content("x"), None)
    bench.desktop.clipboard.restore(Saved())
    write(bench, "选中的话")
    bench.select_all()

    assert copy(bench) == "选中的话"
    assert bench.on_clipboard() == {}


def test_where_nothing_is_selected_nothing_is_copied(bench: Bench) -> None:
    bench.copied_elsewhere({"text/plain": b"before"})
    pressed = lambda: bench.desktop.press("<ctrl>+c", bench.window)  # noqa: E731

    assert bench.desktop.clipboard.copied(bench.window, pressed, 0.2) == ""
    assert bench.desktop.clipboard.copied(bench.window, lambda: False, 0.2) == ""
    assert bench.on_clipboard()["text/plain"] == b"before"


def test_hotkeys_fire_once_per_press_and_end_with_the_next_binding(bench: Bench) -> None:
    fired: queue.Queue[str] = queue.Queue()

    assert bench.desktop.bind(["<ctrl>+<alt>+j"], fired.put) == ()
    for _ in range(3):
        bench.hotkey("<ctrl>+<alt>+j")
        assert fired.get(timeout=5) == "<ctrl>+<alt>+j"
        bench.desktop.release_keyboard()
    assert bench.desktop.bind(["<ctrl>+<alt>+k"], fired.put) == ()
    bench.hotkey("<ctrl>+<alt>+j")
    bench.hotkey("<ctrl>+<alt>+k")

    assert fired.get(timeout=5) == "<ctrl>+<alt>+k"
    assert fired.empty()
    assert bench.text() == ""


def test_a_free_hotkey_can_be_proposed(bench: Bench) -> None:
    bench.desktop.bind(["<ctrl>+<alt>+j"], lambda _: None)

    assert bench.desktop.first_free(["<ctrl>+<alt>+j", "<ctrl>+<alt>+k"]) == "<ctrl>+<alt>+k"
